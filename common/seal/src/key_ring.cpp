#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>

#include "key_dir.hpp"
#include "key_file.hpp"
#include "seal/keys.hpp"

namespace naadam::seal {
namespace {

using core::ErrorKind;
namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "edition-";
constexpr std::string_view kKeySuffix = ".key";
constexpr std::string_view kDestroyedSuffix = ".destroyed";
constexpr const char* kLookupName = "lookup";

bool code_ok(std::string_view code) {
  return !code.empty() && code.size() <= kEditionCodeMax && std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string name_of(std::string_view code) { return std::string(kPrefix) + std::string(code); }
fs::path key_path(const fs::path& dir, std::string_view name) {
  return dir / (std::string(name) + std::string(kKeySuffix));
}
fs::path mark_path(const fs::path& dir, std::string_view code) {
  return dir / (name_of(code) + std::string(kDestroyedSuffix));
}

// The codes that have a key file and no mark of destruction.
core::Result<std::set<std::string>> editions_in(const fs::path& dir) {
  std::set<std::string> codes;
  std::error_code failed;
  for (fs::directory_iterator it(dir, failed), end; !failed && it != end; it.increment(failed)) {
    const std::string name = it->path().filename().string();
    if (!name.starts_with(kPrefix) || !name.ends_with(kKeySuffix)) continue;
    const std::string code = name.substr(kPrefix.size(), name.size() - kPrefix.size() - kKeySuffix.size());
    if (code_ok(code) && !fs::exists(mark_path(dir, code))) codes.insert(code);
  }
  if (failed) {
    return core::fail(ErrorKind::kUnavailable,
                      fmt::format("无法读取密钥目录：{}（{}）", dir.string(), failed.message()),
                      fmt::format("list {}: {}", dir.string(), failed.message()));
  }
  return codes;
}

}  // namespace

core::Result<KeyRing> KeyRing::open(const fs::path& dir, KeyMode mode) {
  if (auto ok = check_key_dir(dir, mode); !ok) return tl::unexpected(ok.error());
  // Editions are listed before the look-up key is read: it is always made first, so one seen without it was orphaned.
  const auto codes = editions_in(dir);
  if (!codes) return tl::unexpected(codes.error());

  KeyRing ring(dir);
  auto lookup = read_key_file(key_path(dir, kLookupName), kLookupName);
  if (!lookup && lookup.error().kind == ErrorKind::kNotFound && mode == KeyMode::kCreate) {
    if (!codes->empty()) {
      return core::fail(
          ErrorKind::kRefused,
          fmt::format("密钥目录 {} 中有届次密钥，却没有 lookup.key。请从备份恢复该文件，切勿新建", dir.string()),
          "lookup key lost while edition keys remain in " + dir.string());
    }
    lookup = make_key_file(key_path(dir, kLookupName), kLookupName);
  }
  if (!lookup) return tl::unexpected(lookup.error());
  ring.lookup_ = std::make_unique<LookupKey>(LookupKey::from(lookup->bytes));

  for (const std::string& code : *codes) {
    const std::string name = name_of(code);
    const auto raw = read_key_file(key_path(dir, name), name);
    if (!raw) return tl::unexpected(raw.error());
    ring.editions_.emplace(code, DataKey::from(raw->bytes));
  }
  return ring;
}

const DataKey* KeyRing::edition(std::string_view code) const {
  const auto found = editions_.find(code);
  return found == editions_.end() ? nullptr : &found->second;
}

core::Result<const DataKey*> KeyRing::make_edition(std::string_view code) {
  if (const DataKey* key = edition(code)) return key;
  if (!code_ok(code)) {
    return core::fail(ErrorKind::kInvalid,
                      fmt::format("届次代码只能用小写字母、数字和连字符，长度 1 至 {}", kEditionCodeMax),
                      "edition code has a wrong form");
  }
  if (fs::exists(mark_path(dir_, code))) {
    return core::fail(ErrorKind::kRefused, fmt::format("届次 {} 的密钥已按规定销毁，不能重新建立", code),
                      fmt::format("edition {} was destroyed", code));
  }
  const std::string name = name_of(code);
  const auto raw = make_key_file(key_path(dir_, name), name);
  if (!raw) return tl::unexpected(raw.error());
  return &editions_.emplace(std::string(code), DataKey::from(raw->bytes)).first->second;
}

core::Status KeyRing::destroy_edition(std::string_view code) {
  const fs::path file = key_path(dir_, name_of(code));
  if (!code_ok(code) || !fs::exists(file)) {
    return core::fail(ErrorKind::kNotFound, fmt::format("没有届次 {} 的密钥", code),
                      fmt::format("no key of edition {}", code));
  }
  // The mark first: after a crash between the two the key counts as destroyed, and this can be called again.
  auto marked = write_new_file(mark_path(dir_, code), "destroyed\n");
  if (!marked && marked.error().kind != ErrorKind::kRefused) return marked;
  if (auto synced = sync_dir(dir_); !synced) return synced;
  if (const auto held = editions_.find(code); held != editions_.end()) editions_.erase(held);
  return shred_file(file);
}

}  // namespace naadam::seal
