// The command line of naadam-sheet: a list of numbers and the ending of the file's name. No personal data, since
// a command line can be read by everyone on the machine.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "confine.hpp"
#include "sheet/sandbox.hpp"

namespace naadam::sheet {

struct ChildArguments {
  Confinement confinement;
  Limits limits;
};

std::string encode_arguments(const Sandbox& sandbox, pid_t parent);
std::optional<ChildArguments> decode_arguments(std::string_view text);

// ".xlsx" of a file name, or nothing: all the child needs to say that a name promised something else.
std::string_view name_ending(std::string_view file_name);

}  // namespace naadam::sheet
