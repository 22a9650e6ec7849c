// naadam-keys: key pairs of the link in a directory, as link/curve_keys.hpp draws it. deploy/keys.sh is its face.
//
//   naadam-keys make DIR ROLE NAME     exit code 0: there now
//   naadam-keys rotate DIR ROLE NAME   the pair that takes its place is there now, and both are let in
//   naadam-keys revoke DIR ROLE NAME
//   naadam-keys list DIR               role, name, public key, allowed or revoked; with tabs between
//
// Exit codes: 0 done, 1 refused, 2 wrong use, 3 files cannot be read or written.
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "link/curve_keys.hpp"

namespace {

using namespace naadam;  // a program of one file

int fail(const core::Error& error) {
  std::fprintf(stderr, "naadam-keys：%s [%s]\n", error.text.c_str(), error.cause.c_str());
  if (error.kind == core::ErrorKind::kInvalid) return 2;
  return error.kind == core::ErrorKind::kUnavailable ? 3 : 1;
}

int make(std::string_view dir, std::string_view role, std::string_view name) {
  const auto made = link::make_key_files(dir, role, name);
  if (!made) return fail(made.error());
  std::printf("%s %.*s/%.*s\n", *made == link::KeyMade::kNew ? "已生成" : "已存在", static_cast<int>(role.size()),
              role.data(), static_cast<int>(name.size()), name.data());
  return 0;
}

int rotate(std::string_view dir, std::string_view role, std::string_view name) {
  const auto next = link::make_successor(dir, role, name);
  if (!next) return fail(next.error());
  const std::string at(role), old(name);
  std::printf("%s %s/%s，与 %s/%s 同时准入\n", next->made == link::KeyMade::kNew ? "已生成" : "已存在", at.c_str(),
              next->name.c_str(), at.c_str(), old.c_str());
  return 0;
}

int revoke(std::string_view dir, std::string_view role, std::string_view name) {
  if (auto done = link::revoke_key(dir, role, name); !done) return fail(done.error());
  std::printf("已吊销 %.*s/%.*s，10 秒内生效\n", static_cast<int>(role.size()), role.data(),
              static_cast<int>(name.size()), name.data());
  return 0;
}

int list(std::string_view dir) {
  for (const auto& key : link::list_keys(dir)) {
    std::printf("%s\t%s\t%s\t%s\n", key.role.c_str(), key.name.c_str(), key.public_key.c_str(),
                key.revoked ? "revoked" : "allowed");
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  if (words.size() == 4 && words[0] == "make") return make(words[1], words[2], words[3]);
  if (words.size() == 4 && words[0] == "rotate") return rotate(words[1], words[2], words[3]);
  if (words.size() == 4 && words[0] == "revoke") return revoke(words[1], words[2], words[3]);
  if (words.size() == 2 && words[0] == "list") return list(words[1]);
  std::fputs("用法：naadam-keys make|rotate|revoke 目录 角色 名称；naadam-keys list 目录\n", stderr);
  return 2;
}
