#include "notification/adapters/receipt.hpp"

#include <algorithm>
#include <charconv>

#include "notification/rules/delivery.hpp"

namespace naadam::notification {
namespace {

constexpr std::string_view kMessageField = "m";
constexpr std::string_view kAttemptField = "n";
constexpr std::string_view kTypeField = "type";
constexpr std::string_view kSmscField = "smsc";

using Query = std::map<std::string, std::string, std::less<>>;

std::string_view field(const Query& query, std::string_view name) {
  const auto found = query.find(name);
  return found == query.end() ? std::string_view() : found->second;
}

// A whole number from 1 to `max`; 0 when it is not one.
std::uint8_t small_number(std::string_view text, std::uint8_t max) {
  std::uint8_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value <= max ? value : 0;
}

bool is_smsc_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' || c == '-';
}

tl::unexpected<core::Error> bad(std::string_view name) {
  return core::fail(core::ErrorKind::kInvalid, "短信回执缺少字段或字段有误：" + std::string(name),
                    "receipt field " + std::string(name));
}

}  // namespace

std::string receipt_url(std::string_view base, const core::Id& message, std::uint8_t attempt) {
  return std::string(base) + "?m=" + core::to_hex(message) + "&n=" + std::to_string(attempt) + "&type=%d&smsc=%i";
}

core::Result<Receipt> parse_receipt(const Query& query) {
  Receipt receipt;
  const auto message = core::id_from_hex(field(query, kMessageField));
  if (!message) return bad(kMessageField);
  receipt.message = *message;
  receipt.attempt = small_number(field(query, kAttemptField), kTriesMax);
  if (receipt.attempt == 0) return bad(kAttemptField);
  receipt.bits = small_number(field(query, kTypeField), receipt_bit::kAll);
  if (receipt.bits == 0) return bad(kTypeField);
  const std::string_view smsc = field(query, kSmscField);
  if (smsc.size() > kSmscBytesMax || !std::all_of(smsc.begin(), smsc.end(), is_smsc_char)) return bad(kSmscField);
  receipt.smsc = smsc;
  return receipt;
}

}  // namespace naadam::notification
