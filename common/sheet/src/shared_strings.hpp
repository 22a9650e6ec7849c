// The workbook's table of shared texts, held in one buffer. ECMA-376 part 1, 18.4.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/limits.hpp"
#include "zip_parts.hpp"

namespace naadam::sheet {

class SharedStrings {
 public:
  // An empty part name reads nothing. Refused: kTooMuchMemory beyond the limits, else as ZipParts::stream().
  static tl::expected<SharedStrings, Refusal> read(ZipParts& zip, std::string_view part, const Limits& limits);

  std::size_t size() const { return ends_.size(); }
  // index < size(). Rich text joined, phonetic guides left out.
  std::string_view operator[](std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(text_).substr(begin, ends_[index] - begin);
  }

 private:
  class Handler;
  std::string text_;
  std::vector<std::uint32_t> ends_;
};

// "_x000D_" in a string part stands for the character U+000D (ECMA-376 part 1, 22.9.2.19). Changes `text` from
// `from` on; codes that are no ASCII character stay as they are.
void unescape_xstring(std::string& text, std::size_t from);

}  // namespace naadam::sheet
