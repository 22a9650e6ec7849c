// Whose public keys are let in, by role: the files <dir>/<role>/*.pub, read again every few seconds.
//
// Closed unless proved open: no directory, one that others may write to, or a list that nobody has read again for 10 s
// (the thread that does it died) lets nobody in. A file that holds no key lets nobody in and spoils no other.
// Thread: any.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"

namespace naadam::link {

inline constexpr core::Millis kListFreshMs = 10'000;
inline constexpr std::size_t kListKeysMax = 4'096;
inline constexpr std::size_t kListRolesMax = 64;

class AllowList {
 public:
  // Empty until reload().
  AllowList(std::filesystem::path dir, const core::Clock& clock);

  // Takes the files as they are now. On an error the list is empty. `bad_file` hears the path, from the role on, of
  // each file without a key. kUnavailable, kRefused (others may write there), kFull (more keys or roles than above).
  core::Status reload(const std::function<void(const std::string&)>& bad_file = {});
  // Nobody from now on.
  void close();

  enum class Standing { kAllowed, kWrongRole, kRevoked, kStranger, kNoList };
  struct Answer {
    Standing standing = Standing::kNoList;
    std::string role;  // the one it comes in by, or has elsewhere, or had; else empty
  };
  // Whether `key` has one of `roles` now.
  Answer ask(std::string_view key, std::span<const std::string> roles) const;

  // Grows whenever a reload changed who is let in, and at close().
  std::uint64_t generation() const;

 private:
  using Keys = std::map<std::string, std::vector<std::string>, std::less<>>;  // roles by key
  core::Result<Keys> read(const std::function<void(const std::string&)>& bad_file) const;
  void take(Keys keys);

  const std::filesystem::path dir_;
  const core::Clock& clock_;
  mutable std::mutex mutex_;  // guards all below
  Keys keys_;
  std::map<std::string, std::string, std::less<>> former_;  // last role of keys that went, at most kListKeysMax
  core::Millis read_at_ = 0;
  bool open_ = false;
  bool closed_ = false;
  std::uint64_t generation_ = 1;
};

}  // namespace naadam::link
