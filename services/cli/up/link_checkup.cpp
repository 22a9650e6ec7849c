#include "cli/up/link_checkup.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "cli/findings.hpp"
#include "cli/texts/doctor.hpp"
#include "link/allow_list.hpp"
#include "link/curve_keys.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;
using link::ListedKey;

constexpr std::string_view kOperatorRole = "operator";

Check wrong(std::string found, const Text& todo, Lang lang) {
  return {"link_keys", Health::kBad, std::move(found), std::string(todo.in(lang))};
}

// The key that this program shows to the services, and whether they would let it in.
void check_own(const runtime::CommonOptions& options, const std::vector<ListedKey>& allowed, Lang lang,
               std::vector<Check>& checks) {
  if (options.link_key_file.empty())
    return checks.push_back(wrong(texts::doctor::kNoOwnKey.in(lang), texts::doctor::kOwnKeyTodo, lang));
  const auto keys = options.link_keys();
  if (!keys) {
    return checks.push_back(
        wrong(lang == Lang::kZh ? keys.error().text : keys.error().cause, texts::doctor::kOwnKeyTodo, lang));
  }
  if (std::ranges::find(allowed, (*keys)->public_key, &ListedKey::public_key) == allowed.end()) {
    checks.push_back(wrong(say(lang, texts::doctor::kOwnKeyNotAllowed, options.link_key_file.string()),
                           texts::doctor::kOwnKeyNotAllowedTodo, lang));
  }
}

// Whose secret keys lie here readable by others.
Findings open_secrets(const fs::path& dir, Lang lang) {
  constexpr auto kOthers = fs::perms::group_all | fs::perms::others_all;
  Findings found(lang);
  std::error_code error;
  for (fs::recursive_directory_iterator file(dir, error), end; !error && file != end; file.increment(error)) {
    const auto mode = file->status(error).permissions();
    if (file->path().extension() == ".key" && (mode & kOthers) != fs::perms::none) {
      found.add(file->path().string());
    }
  }
  return found;
}

Findings roles_without_key(const std::vector<ListedKey>& allowed, Lang lang) {
  Findings found(lang);
  const auto look_for = [&](std::string_view role) {
    if (std::ranges::find(allowed, role, &ListedKey::role) == allowed.end()) found.add(role);
  };
  std::ranges::for_each(kServices, look_for);
  look_for(kOperatorRole);
  return found;
}

Findings allowed_and_revoked(const std::vector<ListedKey>& allowed, const std::vector<ListedKey>& revoked, Lang lang) {
  Findings found(lang);
  for (const ListedKey& key : allowed) {
    if (std::ranges::find(revoked, key.public_key, &ListedKey::public_key) == revoked.end()) continue;
    found.add(key.role + "/" + key.name);
  }
  return found;
}

}  // namespace

std::vector<Check> check_link_keys(const runtime::CommonOptions& options, const core::Clock& clock, Lang lang) {
  if (!options.over_tcp() && options.link_key_file.empty() && options.link_allowed_dir.empty()) return {};
  std::vector<Check> checks;
  const fs::path dir = options.link_allowed_dir.parent_path();
  Findings no_keys(lang);
  link::AllowList list(options.link_allowed_dir, clock);
  const auto read = list.reload([&](const std::string& file) { no_keys.add(file); });
  if (!read)
    checks.push_back(wrong(lang == Lang::kZh ? read.error().text : read.error().cause, texts::doctor::kListTodo, lang));

  const auto allowed = link::list_public_keys(options.link_allowed_dir, false);
  check_own(options, allowed, lang, checks);
  const auto told = [&](const Text& found, const Findings& which, const Text& todo) {
    if (!which.empty()) checks.push_back(wrong(say(lang, found, which.text()), todo, lang));
  };
  told(texts::doctor::kSecretsOpen, open_secrets(dir / "secret", lang), texts::doctor::kSecretsOpenTodo);
  told(texts::doctor::kAllowedAndRevoked,
       allowed_and_revoked(allowed, link::list_public_keys(dir / "revoked", true), lang),
       texts::doctor::kAllowedAndRevokedTodo);
  told(texts::doctor::kNotKeys, no_keys, texts::doctor::kNotKeysTodo);
  if (read)
    told(texts::doctor::kRolesWithoutKey, roles_without_key(allowed, lang), texts::doctor::kRolesWithoutKeyTodo);
  if (checks.empty()) {
    checks.push_back({"link_keys", Health::kGood,
                      say(lang, texts::doctor::kLinkKeysWell, allowed.size(), options.link_allowed_dir.string()), ""});
  }
  return checks;
}

}  // namespace naadam::cli
