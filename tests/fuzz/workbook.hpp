// An ordinary workbook with one part replaced by the input, so that the fuzzer need not learn to make a zip.
#pragma once

#include <string>
#include <string_view>

#include "unit/sheet/zip_file.hpp"

namespace naadam::fuzz {

inline std::string workbook_with(std::string_view part, std::string_view content) {
  test::BookParts book;
  book.tabs = {{"s", R"(<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c s="1"><v>44362</v></c></row>)"}};
  book.shared_strings = "<si><t>a</t></si><si><t>b</t></si>";
  book.styles = R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>)";
  std::vector<test::ZipEntry> entries = test::book_entries(book);
  for (test::ZipEntry& entry : entries) {
    if (entry.name == part) entry.content = content;
    entry.stored = true;  // ten times as many inputs a second
  }
  return test::make_zip(entries);
}

}  // namespace naadam::fuzz
