// One user-facing string in the program's two languages. Every string a person reads is one of these and stands in
// cli/texts/, one file a command, so that a translator reads those files and nothing else.
//
// Thread: constants; any.
#pragma once

#include <string>
#include <vector>

namespace naadam::cli {

enum class Lang { kZh, kEn };

// Both pointers are string literals; neither is null. Strings that take values use fmt's {} in both languages, with
// the values in the same order.
struct Text {
  const char* zh;
  const char* en;
  constexpr const char* in(Lang lang) const { return lang == Lang::kZh ? zh : en; }
};

// The headings of a table, in the reader's language; any range of Text.
template <class Headings>
std::vector<std::string> heading_row(const Headings& headings, Lang lang) {
  std::vector<std::string> row;
  for (const Text& heading : headings) row.emplace_back(heading.in(lang));
  return row;
}

}  // namespace naadam::cli
