#include "notification/adapters/receipt.hpp"

#include <sodium.h>

#include <algorithm>
#include <charconv>

#include "core/bytes.hpp"
#include "notification/rules/delivery.hpp"
#include "notification/rules/sms_text.hpp"
#include "seal/seal.hpp"
#include "wire/identity.hpp"

namespace naadam::notification {
namespace {

constexpr std::string_view kMessageField = "m";
constexpr std::string_view kSentField = "j";
constexpr std::string_view kProofField = "k";
constexpr std::string_view kTypeField = "type";
constexpr std::string_view kSmscField = "smsc";

constexpr std::size_t kSentDigits = 16 + 1 + 16;

std::string_view field(const ReceiptQuery& query, std::string_view name) {
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

std::string sent_text(const std::vector<SentNotice>& sent) {
  std::string text;
  for (const SentNotice& one : sent) {
    std::string bytes;
    core::put_u64(bytes, wire::tail_of(one.notice));
    text += core::to_hex(bytes) + static_cast<char>('0' + one.attempt);
    bytes.clear();
    core::put_u64(bytes, one.plan);
    text += core::to_hex(bytes);
  }
  return text;
}

core::Id proof_of(const seal::LookupKey& key, const core::Id& message, std::string_view sent) {
  return seal::keyed_hash(key, wire::kReceiptLabel, core::to_hex(message) + std::string(sent));
}

tl::unexpected<core::Error> bad(std::string_view name) {
  return core::fail(core::ErrorKind::kInvalid, "短信回执缺少字段或字段有误：" + std::string(name),
                    "receipt field " + std::string(name));
}

}  // namespace

std::string receipt_url(const seal::LookupKey& key, std::string_view base, const core::Id& message,
                        const std::vector<SentNotice>& sent) {
  const std::string text = sent_text(sent);
  return std::string(base) + "?m=" + core::to_hex(message) + "&j=" + text +
         "&k=" + core::to_hex(proof_of(key, message, text)) + "&type=%d&smsc=%i";
}

core::Result<Receipt> parse_receipt(const seal::LookupKey& key, const ReceiptQuery& query) {
  Receipt receipt;
  const auto message = core::id_from_hex(field(query, kMessageField));
  if (!message) return bad(kMessageField);
  receipt.message = *message;
  std::string_view sent = field(query, kSentField);
  if (sent.empty() || sent.size() % kSentDigits != 0 || sent.size() / kSentDigits > kNoticesJoinedMax) {
    return bad(kSentField);
  }
  for (; !sent.empty(); sent.remove_prefix(kSentDigits)) {
    const auto numbers = core::id_from_hex(std::string(sent.substr(0, 16)) + std::string(sent.substr(17, 16)));
    const std::uint8_t attempt = small_number(sent.substr(16, 1), kTriesMax);
    if (!numbers || attempt == 0) return bad(kSentField);
    receipt.sent.push_back(
        {wire::with_tail(*message, core::get_u64(numbers->view())), attempt, core::get_u64(numbers->view().substr(8))});
  }
  const auto proof = core::id_from_hex(field(query, kProofField));
  const core::Id ours = proof_of(key, receipt.message, sent_text(receipt.sent));
  // In the same time whatever it is, so that it cannot be felt for digit by digit.
  if (!proof || ::sodium_memcmp(proof->bytes.data(), ours.bytes.data(), core::kIdBytes) != 0) return bad(kProofField);
  receipt.bits = small_number(field(query, kTypeField), receipt_bit::kAll);
  if (receipt.bits == 0) return bad(kTypeField);
  const std::string_view smsc = field(query, kSmscField);
  if (smsc.size() > kSmscBytesMax || !std::all_of(smsc.begin(), smsc.end(), is_smsc_char)) return bad(kSmscField);
  receipt.smsc = smsc;
  return receipt;
}

}  // namespace naadam::notification
