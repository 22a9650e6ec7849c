#include "domain/edition.hpp"

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
