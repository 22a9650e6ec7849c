#include "cli/up/demo_tokens.hpp"

#include <string>

#include "cli/say.hpp"
#include "cli/texts/up.hpp"
#include "portal/rules/tokens.hpp"
#include "runtime/private_file.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;
using portal::Role;

// Both files.
struct Demo {
  portal::Tokens tokens;
  std::string text = texts::up::kDemoTokensHead;

  void grant(Role role, const std::string& name, const std::string& delegation = {}) {
    const std::string token = portal::fresh_token();
    if (!tokens.add(token, {role, name, delegation, {}})) return;  // an edition that gives a delegation no name
    text += fmt::format("{}\t{}\t{}\n", portal::role_name(role), name, token);
  }
};

Demo demo_of(const domain::Edition& edition) {
  Demo demo;
  demo.grant(Role::kRegion, texts::up::kDemoRegion.zh);
  demo.grant(Role::kSubmitter, texts::up::kDemoSubmitter.zh);
  demo.grant(Role::kJudge, texts::up::kDemoJudge.zh);
  demo.grant(Role::kSupervisor, texts::up::kDemoSupervisor.zh);
  for (const domain::Delegation& one : edition.delegations) demo.grant(Role::kLeague, one.short_zh, one.code);
  return demo;
}

}  // namespace

fs::path demo_tokens_file(const Home& home) { return home.portal() / "demo-tokens.txt"; }

core::Status settle_demo_tokens(const Home& home, const runtime::Installation& installation) {
  std::error_code failed;
  if (!installation.training) {
    if (!fs::exists(demo_tokens_file(home), failed)) return {};
    fs::remove(home.portal_tokens(), failed);
    if (!failed) fs::remove(demo_tokens_file(home), failed);
    if (!failed) return {};
    return refuse(core::ErrorKind::kUnavailable, texts::up::kCannotWrite, home.portal().string(), failed.message());
  }
  if (fs::exists(home.portal_tokens(), failed)) return {};
  if (auto made = home.make_portal(); !made) return made;
  const Demo demo = demo_of(*installation.edition);
  if (auto kept = runtime::replace_private(demo_tokens_file(home), demo.text); !kept) return kept;
  return runtime::replace_private(home.portal_tokens(), demo.tokens.json());  // last: it says that both are there
}

}  // namespace naadam::cli
