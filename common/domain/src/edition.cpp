#include "domain/edition.hpp"

#include <algorithm>
#include <array>

#include "domain/text.hpp"

namespace naadam::domain {
namespace {

template <class T>
const T* pick(const TextIndex& index, const std::vector<T>& items, std::string_view text) {
  const auto at = index.find(text);
  return at ? &items[*at] : nullptr;
}

// 内蒙古自治区包头市代表队 -> 包头市: what officers put around a delegation's name.
std::string_view bare_delegation(std::string_view key) {
  for (const std::string_view prefix : {"内蒙古自治区", "内蒙古"}) {
    if (key.starts_with(prefix)) {
      key.remove_prefix(prefix.size());
      break;
    }
  }
  static constexpr std::array<std::string_view, 5> kSuffixes = {"人力资源和社会保障局", "人社局", "代表队", "代表团",
                                                                "队"};
  for (const auto suffix : kSuffixes) {
    if (key.ends_with(suffix)) {
      key.remove_suffix(suffix.size());
      break;
    }
  }
  return key;
}

}  // namespace

const Group* Edition::find_group(std::string_view text) const { return pick(group_index, groups, text); }

const Event* Edition::find_event(std::string_view text) const { return pick(event_index, events, text); }

const Delegation* Edition::find_delegation(std::string_view text) const {
  if (const auto* found = pick(delegation_index, delegations, text)) return found;
  const std::string key = match_key(text);
  return pick(delegation_index, delegations, bare_delegation(key));
}

const Delegation* Edition::named_delegation(std::string_view text) const {
  const std::string key = match_key(text);
  const auto bare = bare_delegation(key);
  const auto goes_by = [&](std::string_view name) { return match_key(name) == key || match_key(name) == bare; };
  const auto found = std::ranges::find_if(delegations, [&](const Delegation& d) {
    return goes_by(d.code) || goes_by(d.zh) || goes_by(d.short_zh) || goes_by(d.en) ||
           std::ranges::any_of(d.retired_codes, goes_by) || std::ranges::any_of(d.aliases, goes_by);
  });
  return key.empty() || found == delegations.end() ? nullptr : &*found;
}

const Delegation& Edition::standing(const Delegation& delegation) const {
  if (delegation_count == 14 || delegation.parent.empty()) return delegation;
  const auto found = std::ranges::find(delegations, delegation.parent, &Delegation::code);
  return found == delegations.end() ? delegation : *found;
}

core::Millis Edition::closes_for(std::string_view code) const {
  if (extensions.empty()) return entry_closes;
  const auto asked = std::ranges::find(delegations, code, &Delegation::code);
  if (asked == delegations.end()) return entry_closes;
  const std::string& counts = standing(*asked).code;
  core::Millis closes = entry_closes;
  for (const Extension& extension : extensions) {
    if (extension.delegation == counts) closes = std::max(closes, extension.closes);
  }
  return closes;
}

const Delegation* Edition::suggest_delegation(std::string_view code6) const {
  if (code6.size() != 6) return nullptr;
  if (const auto* exact = pick(delegation_index, delegations, code6)) return exact;
  std::string prefecture(code6.substr(0, 4));
  prefecture += "00";
  return pick(delegation_index, delegations, prefecture);
}

std::optional<bool> Edition::is_manager_post(std::string_view text) const {
  const auto found = post_index.find(text);
  if (!found) return std::nullopt;
  return *found == kManagerPost;
}

}  // namespace naadam::domain
