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
constexpr std::string_view kNext = "next ";
constexpr std::size_t kHandOverSignatures = 2;
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
  std::string body = fmt::format("{}\n{}\n{}\n{}{}\n", c.origin, c.size, seal::to_base64(seal::view_of(c.root)), kTime,
                                 time_text(c.at));
  if (c.next) body.append(kNext).append(c.next->line());
  return body;
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

Signature signature_of(const Checkpoint& checkpoint, const seal::SigningKey& key) {
  return {key.public_key().name, key.public_key().number(), key.sign(body_of(checkpoint))};
}

std::optional<Signature> read_signature(std::string_view line) {
  if (!line.starts_with(kDash)) return std::nullopt;
  const std::string_view signer = line.substr(kDash.size());
  const auto blank = signer.find(' ');
  std::string raw;
  if (blank == std::string_view::npos || !seal::from_base64(signer.substr(blank + 1), raw) ||
      raw.size() != seal::kKeyNumberBytes + seal::kSignatureBytes) {
    return std::nullopt;
  }
  return Signature{std::string(signer.substr(0, blank)), raw.substr(0, seal::kKeyNumberBytes),
                   raw.substr(seal::kKeyNumberBytes)};
}

}  // namespace

bool SignedCheckpoint::signed_by(const seal::PublicKey& key) const {
  const std::string body = body_of(checkpoint);
  return std::ranges::any_of(signatures, [&](const Signature& signature) {
    return signature.key_name == key.name && signature.key_number == key.number() &&
           key.verifies(body, signature.bytes);
  });
}

SignedCheckpoint sign(const Checkpoint& checkpoint, const seal::SigningKey& key) {
  return {checkpoint, {signature_of(checkpoint, key)}};
}

SignedCheckpoint sign_hand_over(Checkpoint checkpoint, const seal::SigningKey& key, const seal::SigningKey& next) {
  checkpoint.next = next.public_key();
  SignedCheckpoint both = sign(checkpoint, key);
  both.signatures.push_back(signature_of(checkpoint, next));
  return both;
}

std::string text_of(const SignedCheckpoint& signed_one) {
  std::string note = body_of(signed_one.checkpoint) + "\n";
  for (const Signature& by : signed_one.signatures) {
    note += fmt::format("{}{} {}\n", kDash, by.key_name, seal::to_base64(by.key_number + by.bytes));
  }
  return note;
}

core::Result<SignedCheckpoint> parse_checkpoint(std::string_view note) {
  std::string_view rest = note;
  const auto origin = next_line(rest), size = next_line(rest), root = next_line(rest), time = next_line(rest);
  auto empty = next_line(rest);
  if (!empty || !origin->starts_with(kOriginPrefix)) return corrupt();
  SignedCheckpoint result;
  Checkpoint& c = result.checkpoint;
  c.origin = *origin;
  const auto read = std::from_chars(size->data(), size->data() + size->size(), c.size);
  std::string raw;
  if (read.ec != std::errc{} || !seal::from_base64(*root, raw) || raw.size() != c.root.size()) return corrupt();
  std::copy(raw.begin(), raw.end(), c.root.begin());
  const auto at = time->starts_with(kTime) ? read_time(time->substr(kTime.size())) : std::nullopt;
  if (!at) return corrupt();
  c.at = *at;
  if (empty->starts_with(kNext)) {
    const auto next = seal::PublicKey::parse(std::string(empty->substr(kNext.size())) + "\n");
    if (!next) return corrupt();
    c.next = *next;
    empty = next_line(rest);
  }
  while (!rest.empty() && result.signatures.size() < (c.next ? kHandOverSignatures : 1)) {
    const auto line = next_line(rest);
    auto signature = line ? read_signature(*line) : std::nullopt;
    if (!signature) return corrupt();
    result.signatures.push_back(std::move(*signature));
  }
  // What was passed over above, such as a line that is not empty, is missed here.
  if (result.signatures.empty() || text_of(result) != note) return corrupt();
  return result;
}

std::vector<std::string_view> whole_notes(std::string_view file) {
  std::vector<std::string_view> notes;
  for (;;) {
    // A note has one empty line within it; the next ends it.
    const auto inner = file.find("\n\n");
    const auto end = inner == std::string_view::npos ? inner : file.find("\n\n", inner + 2);
    if (end == std::string_view::npos) return notes;
    notes.push_back(file.substr(0, end + 1));
    file.remove_prefix(end + 2);
  }
}

core::Result<SignedCheckpoint> find_checkpoint(std::string_view text) {
  std::string note;
  std::string all(text);
  all.push_back('\n');
  std::string_view rest = all;
  std::size_t awaited = 1;
  for (auto line = next_line(rest); line; line = next_line(rest)) {
    while (line->ends_with('\r') || line->ends_with(' ')) line->remove_suffix(1);
    if (note.empty() && !line->starts_with(kOriginPrefix)) continue;
    const bool signature = line->starts_with(kDash);
    if (line->starts_with(kNext)) awaited = kHandOverSignatures;
    note.append(*line).push_back('\n');
    if (signature && --awaited == 0) return parse_checkpoint(note);
  }
  return corrupt();
}

}  // namespace naadam::history
