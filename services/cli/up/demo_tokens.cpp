#include "cli/up/demo_tokens.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "cli/say.hpp"
#include "cli/texts/up.hpp"
#include "portal/rules/tokens.hpp"
#include "runtime/private_file.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;
namespace words = texts::up;
using portal::Role;
using portal::TokenGrant;

std::vector<TokenGrant> demo_grants(const domain::Edition& edition) {
  std::vector<TokenGrant> grants;
  const auto grant = [&grants](Role role, std::string name, std::string delegation = {}) {
    grants.push_back({portal::fresh_token(), role, std::move(name), std::move(delegation)});
  };
  grant(Role::kRegion, words::kDemoRegion.zh);
  grant(Role::kSubmitter, words::kDemoSubmitter.zh);
  grant(Role::kJudge, words::kDemoJudge.zh);
  grant(Role::kSupervisor, words::kDemoSupervisor.zh);
  for (const domain::Delegation& one : edition.delegations) grant(Role::kLeague, one.short_zh, one.code);
  return grants;
}

std::string tokens_text(const std::vector<TokenGrant>& grants) {
  std::string text = words::kDemoTokensHead;
  for (const TokenGrant& one : grants) {
    text += fmt::format("{}\t{}\t{}\n", portal::role_name(one.role), one.name, one.token);
  }
  return text;
}

bool are_there(const Home& home) {
  std::error_code failed;
  return fs::exists(portal_tokens_file(home), failed) && fs::exists(demo_tokens_file(home), failed);
}

}  // namespace

fs::path portal_tokens_file(const Home& home) { return home.portal() / "tokens.json"; }
fs::path demo_tokens_file(const Home& home) { return home.portal() / "demo-tokens.txt"; }

core::Status settle_demo_tokens(const Home& home, const runtime::Installation& installation) {
  std::error_code failed;
  if (!installation.training) {
    if (!fs::exists(demo_tokens_file(home), failed)) return {};
    fs::remove(portal_tokens_file(home), failed);
    if (!failed) fs::remove(demo_tokens_file(home), failed);
    if (!failed) return {};
    return refuse(core::ErrorKind::kUnavailable, words::kCannotWrite, home.portal().string(), failed.message());
  }
  if (are_there(home)) return {};
  fs::create_directories(home.portal(), failed);
  if (failed || ::chmod(home.portal().c_str(), 0700) != 0) {
    return refuse(core::ErrorKind::kUnavailable, words::kCannotWrite, home.portal().string(),
                  failed ? failed.message() : std::strerror(errno));
  }
  const std::vector<TokenGrant> grants = demo_grants(*installation.edition);
  if (auto kept = runtime::replace_private(portal_tokens_file(home), portal::tokens_json(grants)); !kept) return kept;
  return runtime::replace_private(demo_tokens_file(home), tokens_text(grants));
}

}  // namespace naadam::cli
