#include "seal/signing.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "core/id.hpp"
#include "guarded.hpp"
#include "key_dir.hpp"
#include "key_file.hpp"

namespace naadam::seal {
namespace {

using core::ErrorKind;

constexpr char kEd25519 = 1;  // the algorithm's number in C2SP's signed note
constexpr std::size_t kSigningLineMax = 256;

template <class Bytes>
std::string_view view_of(const Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

tl::unexpected<core::Error> bad_public_key() {
  return core::fail(ErrorKind::kCorrupt, "公钥的格式不对，请使用公证服务写出的 .pub 文件。",
                    "public key is not of the form name+number+base64");
}

// The whole line in one write, replacing what stood there in one step.
core::Status write_public_key(const std::filesystem::path& file, const std::string& line) {
  std::filesystem::path draft = file;
  draft += fmt::format(".new-{}-{:x}", ::getpid(), randombytes_random());
  if (auto written = write_new_file(draft, line); !written) return written;
  std::error_code failed;
  std::filesystem::permissions(draft, std::filesystem::perms(0644), failed);
  if (!failed) std::filesystem::rename(draft, file, failed);
  if (!failed) return sync_dir(file.parent_path());
  ::unlink(draft.c_str());
  return core::fail(ErrorKind::kUnavailable, fmt::format("无法写入公钥文件：{}（{}）", file.string(), failed.message()),
                    fmt::format("write {}: {}", file.string(), failed.message()));
}

}  // namespace

struct SigningKey::Parts {
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret;
};

std::string PublicKey::number() const {
  const std::string algorithm(1, kEd25519);
  const Hash hash = sha256(name + "\n", algorithm, view_of(bytes));
  return std::string(view_of(hash).substr(0, kKeyNumberBytes));
}

std::string PublicKey::line() const {
  const std::string key = std::string(1, kEd25519) + std::string(view_of(bytes));
  return fmt::format("{}+{}+{}\n", name, core::to_hex(number()), to_base64(key));
}

core::Result<PublicKey> PublicKey::parse(std::string_view line) {
  const auto first = line.find('+');
  const auto second = line.find('+', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos || !line.ends_with('\n')) {
    return bad_public_key();
  }
  PublicKey key;
  key.name = line.substr(0, first);
  std::string raw;
  const bool read = from_base64(line.substr(second + 1, line.size() - second - 2), raw);
  if (!read || raw.size() != 1 + kPublicKeyBytes || raw[0] != kEd25519) return bad_public_key();
  std::copy(raw.begin() + 1, raw.end(), key.bytes.begin());
  if (key.line() != line) return bad_public_key();
  return key;
}

core::Result<PublicKey> PublicKey::read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return core::fail(ErrorKind::kNotFound, "没有公钥文件：" + file.string(), "no public key " + file.string());
  }
  std::string line(kSigningLineMax, '\0');
  in.read(line.data(), static_cast<std::streamsize>(line.size()));
  line.resize(static_cast<std::size_t>(in.gcount()));
  return parse(line);
}

bool PublicKey::verifies(std::string_view message, std::string_view signature) const {
  need_sodium();
  return signature.size() == kSignatureBytes &&
         crypto_sign_verify_detached(bytes_of(signature), bytes_of(message), message.size(), bytes.data()) == 0;
}

SigningKey SigningKey::from(std::string name, KeyBytes seed) {
  Parts* parts = make_guarded<Parts>();
  PublicKey key;
  key.name = std::move(name);
  crypto_sign_seed_keypair(key.bytes.data(), parts->secret.data(), seed.data());
  return {parts, std::move(key)};
}

core::Result<SigningKey> SigningKey::open(const std::filesystem::path& dir, const std::string& name, KeyMode mode) {
  if (auto ok = check_key_dir(dir, mode); !ok) return tl::unexpected(ok.error());
  const std::filesystem::path file = dir / (name + ".key");
  auto raw = read_key_file(file, name);
  if (!raw && raw.error().kind == ErrorKind::kNotFound && mode == KeyMode::kCreate) raw = make_key_file(file, name);
  if (!raw) return tl::unexpected(raw.error());
  SigningKey key = from(name, raw->bytes);
  const std::filesystem::path shown = dir / (name + ".pub");
  const auto there = PublicKey::read(shown);
  if (mode == KeyMode::kCreate && (!there || !(*there == key.public_key_))) {
    if (auto written = write_public_key(shown, key.public_key_.line()); !written) {
      return tl::unexpected(written.error());
    }
  }
  return key;
}

SigningKey::SigningKey(SigningKey&& other) noexcept
    : parts_(std::exchange(other.parts_, nullptr)), public_key_(std::move(other.public_key_)) {}

SigningKey& SigningKey::operator=(SigningKey&& other) noexcept {
  std::swap(parts_, other.parts_);
  std::swap(public_key_, other.public_key_);
  return *this;
}

SigningKey::~SigningKey() {
  if (parts_ != nullptr) sodium_free(parts_);
}

std::string SigningKey::sign(std::string_view message) const {
  std::array<unsigned char, kSignatureBytes> signature;
  crypto_sign_detached(signature.data(), nullptr, bytes_of(message), message.size(), parts_->secret.data());
  return std::string(view_of(signature));
}

Hash sha256(std::string_view a, std::string_view b, std::string_view c) {
  need_sodium();
  Sha256 hash;
  for (const std::string_view part : {a, b, c}) hash.add(part);
  return hash.finish();
}

void digest_into(std::string& out, std::string_view sealed) {
  need_sodium();
  std::array<unsigned char, core::kIdBytes> digest;
  crypto_generichash(digest.data(), digest.size(), bytes_of(sealed), sealed.size(), nullptr, 0);
  out.append(view_of(digest));
}

std::string to_base64(std::string_view bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.resize(text.size() - 1);  // its closing zero
  return text;
}

bool from_base64(std::string_view text, std::string& bytes) {
  bytes.resize(text.size());
  std::size_t decoded = 0;
  const bool read = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                                      text.size(), nullptr, &decoded, nullptr, sodium_base64_VARIANT_ORIGINAL) == 0;
  bytes.resize(read ? decoded : 0);
  if (read && to_base64(bytes) == text) return true;
  bytes.clear();
  return false;
}

}  // namespace naadam::seal
