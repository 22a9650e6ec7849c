#include "link/allow_list.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "link/curve_keys.hpp"

namespace naadam::link {
namespace {

namespace fs = std::filesystem;

core::Status check_directory(const fs::path& dir) {
  struct stat info{};
  const int code = ::stat(dir.c_str(), &info) == 0 ? 0 : errno;
  if (code != 0 || !S_ISDIR(info.st_mode)) {
    return core::fail(
        core::ErrorKind::kUnavailable, "无法读取允许接入的公钥目录：" + dir.string(),
        "allow-list " + dir.string() + ": " + std::generic_category().message(code != 0 ? code : ENOTDIR));
  }
  if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return core::fail(core::ErrorKind::kRefused, "公钥目录可被其他用户修改，请执行：chmod go-w " + dir.string(),
                      "allow-list " + dir.string() + " may be written by others");
  }
  return {};
}

tl::unexpected<core::Error> too_many() {
  return core::fail(core::ErrorKind::kFull, "允许接入的公钥太多", "allow-list: more keys or roles than it may hold");
}

}  // namespace

AllowList::AllowList(fs::path dir, const core::Clock& clock) : dir_(std::move(dir)), clock_(clock) {}

core::Result<AllowList::Keys> AllowList::read(const std::function<void(const std::string&)>& bad_file) const {
  if (auto ok = check_directory(dir_); !ok) return tl::unexpected(ok.error());
  Keys keys;
  std::size_t roles = 0;
  std::error_code error;
  for (fs::directory_iterator role(dir_, error), end; !error && role != end; role.increment(error)) {
    const std::string name = role->path().filename().string();
    if (!is_role(name)) continue;
    if (++roles > kListRolesMax) return too_many();
    if (auto ok = check_directory(role->path()); !ok) return tl::unexpected(ok.error());
    for (fs::directory_iterator file(role->path(), error), last; !error && file != last; file.increment(error)) {
      if (file->path().extension() != ".pub") continue;
      const auto key = read_public_key(file->path());
      if (key) {
        keys[*key].push_back(name);
      } else if (bad_file) {
        bad_file(name + "/" + file->path().filename().string());
      }
      if (keys.size() > kListKeysMax) return too_many();
    }
  }
  if (error) {
    return core::fail(core::ErrorKind::kUnavailable, "无法读取允许接入的公钥目录：" + dir_.string(),
                      "allow-list " + dir_.string() + ": " + error.message());
  }
  for (auto& [key, of] : keys) std::ranges::sort(of);
  return keys;
}

core::Status AllowList::reload(const std::function<void(const std::string&)>& bad_file) {
  auto keys = read(bad_file);
  const std::lock_guard lock(mutex_);
  open_ = keys.has_value() && !closed_;
  read_at_ = clock_.steady_ms();
  take(open_ ? std::move(*keys) : Keys{});
  if (!keys) return tl::unexpected(keys.error());
  return {};
}

void AllowList::take(Keys keys) {
  if (keys == keys_) return;
  for (const auto& [key, roles] : keys_) {
    if (!keys.contains(key) && former_.size() < kListKeysMax) former_[key] = roles.front();
  }
  keys_ = std::move(keys);
  ++generation_;
}

void AllowList::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  open_ = false;
  take({});
  ++generation_;
}

AllowList::Answer AllowList::ask(std::string_view key, std::span<const std::string> roles) const {
  const std::lock_guard lock(mutex_);
  if (!open_ || clock_.steady_ms() - read_at_ > kListFreshMs) return {};
  const auto found = keys_.find(key);
  if (found == keys_.end()) {
    const auto former = former_.find(key);
    if (former == former_.end()) return {Standing::kStranger, {}};
    return {Standing::kRevoked, former->second};
  }
  for (const auto& role : found->second) {
    if (std::ranges::find(roles, role) != roles.end()) return {Standing::kAllowed, role};
  }
  return {Standing::kWrongRole, found->second.front()};
}

std::uint64_t AllowList::generation() const {
  const std::lock_guard lock(mutex_);
  return generation_;
}

}  // namespace naadam::link
