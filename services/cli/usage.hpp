// Wrong use in words a person understands: CLI11's own English texts, said again in the person's language.
//
// Thread: any.
#pragma once

#include <string>

#include "cli/text.hpp"

namespace CLI {
class App;
class Error;
}  // namespace CLI

namespace naadam::cli {

// One line without a full stop's help hint. An error that CLI11 words in a way not known here is given as CLI11 says
// it, in English.
std::string usage_text(const CLI::Error& wrong, Lang lang);

// Headings, the help flag's own text and the placeholders of `app`'s help in the person's language.
void speak(CLI::App& app, Lang lang);

}  // namespace naadam::cli
