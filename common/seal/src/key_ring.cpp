#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>
#include <system_error>
#include <utility>

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
constexpr unsigned kNumberMax = std::numeric_limits<DataKey::Number>::max();

bool code_ok(std::string_view code) {
  return !code.empty() && code.size() <= kEditionCodeMax && std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string name_of(std::string_view code, DataKey::Number number = DataKey::kFirst) {
  const std::string name = std::string(kPrefix) + std::string(code);
  return number == DataKey::kFirst ? name : fmt::format("{}.{}", name, number);
}
fs::path key_path(const fs::path& dir, std::string_view name) {
  return dir / (std::string(name) + std::string(kKeySuffix));
}
fs::path mark_path(const fs::path& dir, std::string_view code) {
  return dir / (name_of(code) + std::string(kDestroyedSuffix));
}

// A key file's code and number, from "2021" or "2021.2"; number 0 where it is neither.
std::pair<std::string, DataKey::Number> parsed(const std::string& text) {
  const auto dot = text.find('.');
  std::string code = text.substr(0, dot);
  if (!code_ok(code)) return {};
  if (dot == std::string::npos) return {std::move(code), DataKey::kFirst};
  unsigned number = 0;
  const auto [end, failed] = std::from_chars(text.data() + dot + 1, text.data() + text.size(), number);
  const bool whole = failed == std::errc{} && end == text.data() + text.size();
  if (!whole || number <= DataKey::kFirst || number > kNumberMax) return {};
  return {std::move(code), static_cast<DataKey::Number>(number)};
}

// The codes that have key files and no mark of destruction, with the numbers of these.
core::Result<std::map<std::string, std::set<DataKey::Number>, std::less<>>> editions_in(const fs::path& dir) {
  std::map<std::string, std::set<DataKey::Number>, std::less<>> codes;
  std::error_code failed;
  for (fs::directory_iterator it(dir, failed), end; !failed && it != end; it.increment(failed)) {
    const std::string name = it->path().filename().string();
    if (!name.starts_with(kPrefix) || !name.ends_with(kKeySuffix)) continue;
    const auto [code, number] = parsed(name.substr(kPrefix.size(), name.size() - kPrefix.size() - kKeySuffix.size()));
    if (number != 0 && !fs::exists(mark_path(dir, code))) codes[code].insert(number);
  }
  if (failed) {
    return core::fail(ErrorKind::kUnavailable,
                      fmt::format("无法读取密钥目录：{}（{}）", dir.string(), failed.message()),
                      fmt::format("list {}: {}", dir.string(), failed.message()));
  }
  return codes;
}

tl::unexpected<core::Error> no_edition(std::string_view code) {
  return core::fail(ErrorKind::kNotFound, fmt::format("没有届次 {} 的密钥", code),
                    fmt::format("no key of edition {}", code));
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

  for (const auto& [code, numbers] : *codes) {
    for (const DataKey::Number number : numbers) {
      if (auto read = ring.take_up(code, number); !read) return tl::unexpected(read.error());
    }
  }
  return ring;
}

core::Status KeyRing::take_up(const std::string& code, DataKey::Number number) {
  const auto held = editions_.find(code);
  if (held != editions_.end() && held->second.holds(number)) return {};
  const std::string name = name_of(code, number);
  const auto raw = read_key_file(key_path(dir_, name), name);
  if (!raw) return tl::unexpected(raw.error());
  if (held != editions_.end()) {
    held->second.add(number, raw->bytes);
  } else {
    editions_.emplace(code, DataKey::from(raw->bytes, number));
  }
  return {};
}

core::Status KeyRing::refresh(std::string_view code) {
  const auto codes = editions_in(dir_);
  if (!codes) return tl::unexpected(codes.error());
  const auto found = codes->find(code);
  if (found == codes->end()) return {};
  for (const DataKey::Number number : found->second) {
    if (auto read = take_up(found->first, number); !read) return read;
  }
  return {};
}

core::Result<DataKey::Number> KeyRing::add_key(std::string_view code) {
  if (auto fresh = refresh(code); !fresh) return tl::unexpected(fresh.error());
  const auto held = editions_.find(code);
  if (held == editions_.end()) return no_edition(code);
  const unsigned next = 1u + held->second.numbers().back();
  if (next > kNumberMax) {
    return core::fail(ErrorKind::kRefused, fmt::format("届次 {} 的数据密钥已轮换到最大编号 {}", code, kNumberMax),
                      "no number is left for a data key");
  }
  const auto number = static_cast<DataKey::Number>(next);
  const std::string name = name_of(code, number);
  const auto raw = make_key_file(key_path(dir_, name), name);
  if (!raw) return tl::unexpected(raw.error());
  held->second.add(number, raw->bytes);
  return number;
}

bool KeyRing::put_in_force(std::string_view code, DataKey::Number number) {
  const auto held = editions_.find(code);
  return held != editions_.end() && held->second.put_in_force(number);
}

core::Status KeyRing::retire_others(std::string_view code) {
  const auto held = editions_.find(code);
  if (held == editions_.end()) return no_edition(code);
  for (const DataKey::Number number : held->second.numbers()) {
    const fs::path file = key_path(dir_, name_of(code, number));
    if (number == held->second.in_force() || !fs::exists(file)) continue;
    if (auto gone = shred_file(file); !gone) return gone;
  }
  return {};
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
  std::vector<fs::path> files;
  for (unsigned number = DataKey::kFirst; number <= kNumberMax && code_ok(code); ++number) {
    const fs::path file = key_path(dir_, name_of(code, static_cast<DataKey::Number>(number)));
    if (fs::exists(file)) files.push_back(file);
  }
  if (files.empty()) return no_edition(code);
  // The mark first: after a crash between the two the key counts as destroyed, and this can be called again.
  auto marked = write_new_file(mark_path(dir_, code), "destroyed\n");
  if (!marked && marked.error().kind != ErrorKind::kRefused) return marked;
  if (auto synced = sync_dir(dir_); !synced) return synced;
  if (const auto held = editions_.find(code); held != editions_.end()) editions_.erase(held);
  for (const fs::path& file : files) {
    if (auto gone = shred_file(file); !gone) return gone;
  }
  return {};
}

}  // namespace naadam::seal
