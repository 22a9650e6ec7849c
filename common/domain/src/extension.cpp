#include "domain/extension.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "domain/edition.hpp"

namespace naadam::domain {
namespace {

bool one_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; });
}

// As a TOML basic string; `text` is one line.
std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

}  // namespace

core::Result<Edition> extended(const Edition& edition, const Extension& extension) {
  if (!one_line(extension.delegation + extension.reason + extension.decided_by)) {
    return core::fail(core::ErrorKind::kInvalid, "延期的理由和决定人应写在一行里",
                      "the reason or the name of an extension is not one line");
  }
  std::string source = edition.source;
  if (!source.ends_with('\n')) source += '\n';
  source += fmt::format(
      "\n[[extension]]\ndelegation = {}\ncloses = {}\nreason = {}\ndecided_by = {}\ndecided_on = {}\n",
      toml_text(extension.delegation), toml_text(iso_instant(extension.closes)), toml_text(extension.reason),
      toml_text(extension.decided_by), toml_text(iso_date(extension.decided_on)));
  return parse_edition(source, edition.id + ".toml");
}

}  // namespace naadam::domain
