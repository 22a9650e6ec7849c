// `naadam audit verify`: checks a history offline, by the files and the public key alone.
#pragma once

#include <filesystem>
#include <string>

#include "cli/text.hpp"
#include "core/result.hpp"
#include "history/walk.hpp"

namespace CLI {
class App;
}

namespace naadam::cli {

struct Globals;

// Adds it to the command `audit`. Thread: as globals.
void add_audit_verify(CLI::App& audit, Globals& globals);

// Where a history and its key lie: as named, or those of the installation in `data`.
struct HistoryPlace {
  std::filesystem::path dir, key_file;
};
HistoryPlace history_place(const std::string& data, const std::string& dir, const std::string& key_file);

// One line for the person: what is wrong and where, entries counted from 1.
std::string finding_text(const history::Finding& finding, Lang lang);

}  // namespace naadam::cli
