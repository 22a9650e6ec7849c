// The encoding of a text file: UTF-8 wherever it can be, GB18030 else. Pure.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "sheet/refusal.hpp"

namespace naadam::sheet {

// Bytes of `text`, from its start, that are well-formed UTF-8 (RFC 3629).
std::size_t valid_utf8_prefix(std::string_view text);

// Feeds `bytes` to `take` as UTF-8, without a byte-order mark, in pieces. Refused: kNulByte, kEncoding (UTF-16
// included), each with the line; and what `take` refuses.
ReadStatus as_utf8(std::string_view bytes, const std::function<ReadStatus(std::string_view piece)>& take);

}  // namespace naadam::sheet
