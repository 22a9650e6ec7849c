#include "seal/signing_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "key_dir.hpp"
#include "key_file.hpp"

namespace naadam::seal {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;

constexpr std::string_view kSecret = ".key";
constexpr std::string_view kPublic = ".pub";

}  // namespace

std::string SigningKeys::name_of(Number number) const {
  return number == kFirst ? name_ : fmt::format("{}.{}", name_, number);
}

std::optional<SigningKeys::Number> SigningKeys::number_of(std::string_view name) const {
  if (name == name_) return kFirst;
  if (!name.starts_with(name_ + ".")) return std::nullopt;
  const std::string_view digits = name.substr(name_.size() + 1);
  Number number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (number <= kFirst || number > kNumberMax || name_of(number) != name) return std::nullopt;
  return number;
}

fs::path SigningKeys::secret_file(Number number) const { return dir_ / (name_of(number) + std::string(kSecret)); }

core::Result<std::vector<SigningKeys::Number>> SigningKeys::numbers_with(std::string_view suffix) const {
  std::vector<Number> numbers;
  std::error_code failed;
  for (fs::directory_iterator it(dir_, failed), end; !failed && it != end; it.increment(failed)) {
    const std::string file = it->path().filename().string();
    if (!file.ends_with(suffix)) continue;
    const auto number = number_of(std::string_view(file).substr(0, file.size() - suffix.size()));
    if (number) numbers.push_back(*number);
  }
  if (failed) {
    return core::fail(ErrorKind::kUnavailable,
                      fmt::format("无法读取密钥目录：{}（{}）", dir_.string(), failed.message()),
                      fmt::format("list {}: {}", dir_.string(), failed.message()));
  }
  std::ranges::sort(numbers);
  return numbers;
}

core::Result<PublicKey> SigningKeys::first() const {
  if (auto ok = check_key_dir(dir_, KeyMode::kCreate); !ok) return tl::unexpected(ok.error());
  // The secret may be retired, or half so.
  auto shown = PublicKey::read(dir_ / (name_ + std::string(kPublic)));
  if (shown && shown->name == name_) return shown;
  const auto secrets = numbers_with(kSecret);
  if (!secrets) return tl::unexpected(secrets.error());
  if (!secrets->empty() && secrets->front() != kFirst) {
    return core::fail(ErrorKind::kNotFound,
                      fmt::format("缺少首个公钥 {}.pub，请从密钥备份恢复到 {}", name_, dir_.string()),
                      fmt::format("no public key {}, and its secret is retired", name_));
  }
  const auto key = SigningKey::open(dir_, name_, KeyMode::kCreate);
  if (!key) return tl::unexpected(key.error());
  return key->public_key();
}

core::Result<PublicKey> SigningKeys::first_here() const {
  const fs::path shown = dir_ / (name_ + std::string(kPublic));
  auto key = PublicKey::read(shown);
  if (key && key->name == name_) return key;
  const auto secret = SigningKey::open(dir_, name_, KeyMode::kExisting);
  if (secret) return secret->public_key();
  if (secret.error().kind != ErrorKind::kNotFound) return tl::unexpected(secret.error());
  return core::fail(ErrorKind::kNotFound, fmt::format("缺少首个公钥，请从密钥备份恢复：{}", shown.string()),
                    fmt::format("no public key {}, nor its secret", name_));
}

core::Result<SigningKey> SigningKeys::secret_of(const PublicKey& key) const {
  const auto number = number_of(key.name);
  if (!number) {
    return core::fail(ErrorKind::kCorrupt, "历史记录中签名密钥的名称不对，请保留现场并报告。",
                      "name of the signing key in force");
  }
  auto opened = SigningKey::open(dir_, key.name, KeyMode::kExisting);
  if (!opened && opened.error().kind == ErrorKind::kNotFound) {
    return core::fail(ErrorKind::kNotFound,
                      fmt::format("缺少正在使用的签名密钥，请从密钥备份恢复：{}", secret_file(*number).string()),
                      fmt::format("no signing key {}", key.name));
  }
  return opened;
}

bool SigningKeys::keeps_secret_of(const PublicKey& key) const {
  const auto number = number_of(key.name);
  std::error_code failed;
  return number && fs::exists(secret_file(*number), failed);
}

core::Result<std::optional<SigningKey>> SigningKeys::begun_after(const PublicKey& key) const {
  const auto secrets = numbers_with(kSecret);
  if (!secrets) return tl::unexpected(secrets.error());
  const auto next = std::ranges::upper_bound(*secrets, number_of(key.name).value_or(kNumberMax));
  if (next == secrets->end()) return std::optional<SigningKey>{};
  auto opened = SigningKey::open(dir_, name_of(*next), KeyMode::kCreate);
  if (!opened) return tl::unexpected(opened.error());
  return std::optional(std::move(*opened));
}

core::Result<SigningKey> SigningKeys::make_after(const PublicKey& key) const {
  auto begun = begun_after(key);
  if (!begun) return tl::unexpected(begun.error());
  if (*begun) return std::move(**begun);
  return make_next();
}

core::Result<SigningKey> SigningKeys::make_next() const {
  Number last = kFirst;
  for (const std::string_view suffix : {kSecret, kPublic}) {
    const auto numbers = numbers_with(suffix);
    if (!numbers) return tl::unexpected(numbers.error());
    if (!numbers->empty()) last = std::max(last, numbers->back());
  }
  return SigningKey::open(dir_, name_of(last + 1), KeyMode::kCreate);
}

core::Result<std::size_t> SigningKeys::retire_before(const PublicKey& key) const {
  const auto secrets = numbers_with(kSecret);
  if (!secrets) return tl::unexpected(secrets.error());
  std::size_t retired = 0;
  for (const Number number : *secrets) {
    if (number >= number_of(key.name).value_or(kFirst)) break;
    if (auto gone = shred_file(secret_file(number)); !gone) return tl::unexpected(gone.error());
    ++retired;
  }
  return retired;
}

}  // namespace naadam::seal
