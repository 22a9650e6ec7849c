#include "charset.hpp"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace naadam::sheet {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kPieceBytes = 64u << 10;

// Text in GB18030 does not look like this many UTF-8 characters by chance: a file that begins so and then fails
// is damaged UTF-8, and reading it as GB18030 would only make rubbish of it.
constexpr std::size_t kUtf8CharactersThatConvince = 6;

std::string line_at(std::string_view bytes, std::size_t offset) {
  return "第 " +
         std::to_string(std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(offset), '\n') + 1) +
         " 行";
}

std::size_t multibyte_characters(std::string_view valid) {
  return static_cast<std::size_t>(
      std::count_if(valid.begin(), valid.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xC2; }));
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(const char* name) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &error));
  if (U_FAILURE(error)) return nullptr;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  return U_FAILURE(error) ? nullptr : std::move(converter);
}

ReadStatus from_gb18030(std::string_view bytes, const std::function<ReadStatus(std::string_view)>& take) {
  const Converter from = open_converter("GB18030");
  const Converter to = open_converter("UTF-8");
  if (!from || !to) return refuse(Defect::kReaderFailed, {}, "ICU has no GB18030");

  std::vector<char> piece(kPieceBytes);
  std::vector<UChar> pivot(kPieceBytes / 4);
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  UChar* pivot_source = pivot.data();
  UChar* pivot_target = pivot.data();
  UBool reset = 1;
  for (;;) {
    UErrorCode error = U_ZERO_ERROR;
    char* target = piece.data();
    ucnv_convertEx(to.get(), from.get(), &target, piece.data() + piece.size(), &source, source_end, pivot.data(),
                   &pivot_source, &pivot_target, pivot.data() + pivot.size(), reset, 1, &error);
    reset = 0;
    if (U_FAILURE(error) && error != U_BUFFER_OVERFLOW_ERROR) {
      const auto offset = static_cast<std::size_t>(source - bytes.data());
      return refuse(Defect::kEncoding, line_at(bytes, std::min(offset, bytes.size())), "GB18030");
    }
    if (auto status = take(std::string_view(piece.data(), static_cast<std::size_t>(target - piece.data()))); !status) {
      return status;
    }
    if (U_SUCCESS(error)) return {};
  }
}

}  // namespace

std::size_t valid_utf8_prefix(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto follows = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  std::size_t at = 0;
  while (at < text.size()) {
    const unsigned char lead = byte(at);
    if (lead < 0x80) {
      ++at;
    } else if (lead >= 0xC2 && lead <= 0xDF) {
      if (!follows(at + 1)) return at;
      at += 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      if (!follows(at + 1) || !follows(at + 2)) return at;
      if ((lead == 0xE0 && byte(at + 1) < 0xA0) || (lead == 0xED && byte(at + 1) > 0x9F)) return at;
      at += 3;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      if (!follows(at + 1) || !follows(at + 2) || !follows(at + 3)) return at;
      if ((lead == 0xF0 && byte(at + 1) < 0x90) || (lead == 0xF4 && byte(at + 1) > 0x8F)) return at;
      at += 4;
    } else {
      return at;
    }
  }
  return at;
}

ReadStatus as_utf8(std::string_view bytes, const std::function<ReadStatus(std::string_view piece)>& take) {
  if (bytes.starts_with("\xff\xfe"sv) || bytes.starts_with("\xfe\xff"sv)) {
    return refuse(Defect::kEncoding, "文件是 UTF-16 编码", "UTF-16");
  }
  if (const auto nul = bytes.find('\0'); nul != std::string_view::npos) {
    return refuse(Defect::kNulByte, line_at(bytes, nul));
  }
  const bool marked = bytes.starts_with("\xef\xbb\xbf"sv);
  if (marked) bytes.remove_prefix(3);
  const std::size_t valid = valid_utf8_prefix(bytes);
  if (valid == bytes.size()) return take(bytes);
  if (marked || multibyte_characters(bytes.substr(0, valid)) >= kUtf8CharactersThatConvince) {
    return refuse(Defect::kEncoding, line_at(bytes, valid), "UTF-8");
  }
  return from_gb18030(bytes, take);
}

}  // namespace naadam::sheet
