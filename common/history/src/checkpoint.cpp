#include "history/checkpoint.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <optional>

namespace naadam::history {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // an em dash and a blank begin a signature line
constexpr std::string_view kTime = "time ";
constexpr std::time_t kBeijing = 8 * 3'600;
constexpr std::string_view kZone = "+08:00";

std::string time_text(core::Millis at) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}{}", fmt::gmtime(static_cast<std::time_t>(at / 1'000) + kBeijing), kZone);
}

std::optional<core::Millis> read_time(std::string_view text) {
  if (!text.ends_with(kZone)) return std::nullopt;
  std::tm parts{};
  const std::string copy(text.substr(0, text.size() - kZone.size()));
  const char* end = ::strptime(copy.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return core::Millis{::timegm(&parts) - kBeijing} * 1'000;
}

std::string body_of(const Checkpoint& c) {
  return fmt::format("{}\n{}\n{}\n{}{}\n", c.origin, c.size, seal::to_base64(seal::view_of(c.root)), kTime,
                     time_text(c.at));
}

tl::unexpected<core::Error> corrupt() {
  return core::fail(core::ErrorKind::kCorrupt, "检查点的格式不对，请核对抄录是否完整。",
                    "checkpoint is not of its form");
}

// The next line without its newline; the rest of the text stays.
std::optional<std::string_view> next_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

bool SignedCheckpoint::signed_by(const seal::PublicKey& key) const {
  return key_name == key.name && key_number == key.number() && key.verifies(body_of(checkpoint), signature);
}

SignedCheckpoint sign(const Checkpoint& checkpoint, const seal::SigningKey& key) {
  return {checkpoint, key.public_key().name, key.public_key().number(), key.sign(body_of(checkpoint))};
}

std::string text_of(const SignedCheckpoint& signed_one) {
  return fmt::format("{}\n{}{} {}\n", body_of(signed_one.checkpoint), kDash, signed_one.key_name,
                     seal::to_base64(signed_one.key_number + signed_one.signature));
}

core::Result<SignedCheckpoint> parse_checkpoint(std::string_view note) {
  std::string_view rest = note;
  const auto origin = next_line(rest), size = next_line(rest), root = next_line(rest), time = next_line(rest),
             empty = next_line(rest), signature = next_line(rest);
  if (!signature || !rest.empty() || !empty->empty() || !origin->starts_with(kOriginPrefix)) return corrupt();
  SignedCheckpoint result;
  Checkpoint& c = result.checkpoint;
  c.origin = *origin;
  const auto read = std::from_chars(size->data(), size->data() + size->size(), c.size);
  std::string raw;
  if (read.ec != std::errc{} || !seal::from_base64(*root, raw) || raw.size() != c.root.size()) return corrupt();
  std::copy(raw.begin(), raw.end(), c.root.begin());
  const auto at = time->starts_with(kTime) ? read_time(time->substr(kTime.size())) : std::nullopt;
  if (!at || !signature->starts_with(kDash)) return corrupt();
  c.at = *at;
  const std::string_view signer = signature->substr(kDash.size());
  const auto blank = signer.find(' ');
  if (blank == std::string_view::npos || !seal::from_base64(signer.substr(blank + 1), raw) ||
      raw.size() != seal::kKeyNumberBytes + seal::kSignatureBytes) {
    return corrupt();
  }
  result.key_name = signer.substr(0, blank);
  result.key_number = raw.substr(0, seal::kKeyNumberBytes);
  result.signature = raw.substr(seal::kKeyNumberBytes);
  if (text_of(result) != note) return corrupt();
  return result;
}

core::Result<SignedCheckpoint> find_checkpoint(std::string_view text) {
  std::string note;
  std::string all(text);
  all.push_back('\n');
  std::string_view rest = all;
  for (auto line = next_line(rest); line; line = next_line(rest)) {
    while (line->ends_with('\r') || line->ends_with(' ')) line->remove_suffix(1);
    if (note.empty() && !line->starts_with(kOriginPrefix)) continue;
    note.append(*line).push_back('\n');
    if (line->starts_with(kDash)) return parse_checkpoint(note);
  }
  return corrupt();
}

}  // namespace naadam::history
