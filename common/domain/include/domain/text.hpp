// Text of real spreadsheets made comparable: one form for each character that people type in several.
//
// plain_text() is what a claim stores and a person may read again; match_key() is only for comparing.
// Both are total (any bytes in, valid UTF-8 out: a broken byte becomes U+FFFD), pure and idempotent.
// Thread: any. Cost: a clean cell is scanned once and copied; ICU is asked only about the rare forms listed below.
#pragma once

#include <string>
#include <string_view>

namespace naadam::domain {

// - full-width forms become half-width (Ａ１，： -> A1,:), compatibility forms as NFKC has them (Ⅳ ① ㎡ ⼀);
// - every kind of blank, line break and control becomes one blank, runs collapse, ends are trimmed;
// - zero-width characters, direction marks, variation selectors, soft hyphens and the byte-order mark vanish;
// - brackets （）〔〕【】［］｛｝[]{} all become ASCII round brackets "()": no 【】 of a cell ever reaches a message;
// - dashes and minus signs become "-"; the many dots used inside Mongolian names become U+00B7 "·".
//   The ASCII full stop stays: 工业控制4.0 and 1990.1.31 need it.
std::string plain_text(std::string_view utf8);

// plain_text() without blanks, brackets, hyphens, underscores, middle dots, colons and asterisks (headings such as
// "*姓 名：" carry the last two), letters in lower case. Empty in, or only such marks in: empty out.
std::string match_key(std::string_view utf8);

// A person's name as it is compared: plain_text() without blanks, letters in upper case, the middle dot kept.
std::string name_text(std::string_view utf8);

// Number of code points; `utf8` must be valid, as plain_text() gives it.
std::size_t code_points(std::string_view utf8);

}  // namespace naadam::domain
