// A Text with its values put in: as a line for the person, or as an error in both languages.
//
// Thread: any; pure.
#pragma once

#include <fmt/format.h>

#include <string>

#include "cli/text.hpp"
#include "core/result.hpp"

namespace naadam::cli {

template <class... Values>
std::string say(Lang lang, const Text& text, const Values&... values) {
  return fmt::format(fmt::runtime(text.in(lang)), values...);
}

// The English is the error's cause, which is what fail() shows with --lang en. No personal data among the values.
template <class... Values>
tl::unexpected<core::Error> refuse(core::ErrorKind kind, const Text& text, const Values&... values) {
  return core::fail(kind, say(Lang::kZh, text, values...), say(Lang::kEn, text, values...));
}

}  // namespace naadam::cli
