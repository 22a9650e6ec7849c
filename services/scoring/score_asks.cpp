#include "scoring/score_asks.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace naadam::scoring {
namespace {

using core::ErrorKind;
using core::fail;
using runtime::Json;

constexpr std::size_t kOfficerBytesMax = 96;
constexpr const char* kTrial = "trial";
constexpr const char* kFinal = "final";

// "" where it is not there.
core::Result<std::string> open_field(const Json& ask, const char* name) {
  return ask.contains(name) ? runtime::text_field(ask, name) : core::Result<std::string>(std::string());
}

}  // namespace

core::Result<wire::Round> round_in(const Json& ask) {
  const auto round = runtime::text_field(ask, "round");
  if (!round) return tl::unexpected(round.error());
  if (*round == kTrial) return wire::Round::kTrial;
  if (*round == kFinal) return wire::Round::kFinal;
  return fail(ErrorKind::kInvalid, "请写明是选拔赛（round: trial）还是决赛（round: final）。", "unknown round");
}

core::Result<Scope> scope_in(const Json& ask, const domain::Edition& edition, bool any_delegation) {
  Scope scope;
  const auto round = round_in(ask);
  if (!round) return tl::unexpected(round.error());
  scope.round = *round;
  const auto delegation = open_field(ask, "delegation");
  if (!delegation) return tl::unexpected(delegation.error());
  if (scope.round == wire::Round::kFinal && !delegation->empty()) {
    return fail(ErrorKind::kInvalid, "决赛不分代表队，请把代表队留空。", "delegation of a final");
  }
  if (!delegation->empty()) {
    const domain::Delegation* known = edition.find_delegation(*delegation);
    if (known == nullptr) return fail(ErrorKind::kInvalid, "代表队“" + *delegation + "”不在本届规则里。", "delegation");
    scope.delegation = known->code;
  } else if (scope.round == wire::Round::kTrial && !any_delegation) {
    return fail(ErrorKind::kInvalid, "请写明代表队。", "no delegation");
  }
  const auto event = open_field(ask, "event");
  if (!event) return tl::unexpected(event.error());
  const domain::Event* of = edition.find_event(*event);
  if (of == nullptr && !event->empty()) {
    return fail(ErrorKind::kInvalid, "赛项“" + *event + "”不在本届赛项之中。", "unknown event");
  }
  if (of != nullptr) scope.event = of->code;
  const auto group = open_field(ask, "group");
  if (!group) return tl::unexpected(group.error());
  if (group->empty()) return scope;
  const domain::Group* in = edition.find_group(*group);
  if (in == nullptr || scope.round == wire::Round::kFinal ||
      (of != nullptr && std::ranges::find(of->groups, in->code) == of->groups.end())) {
    return fail(ErrorKind::kInvalid, "组别“" + *group + "”不在这个赛项的组别之中。", "unknown group");
  }
  scope.group = in->code;
  return scope;
}

core::Result<Hand> hand_in(const Json& ask, store::Store& store, const runtime::Installation& installation) {
  auto by = runtime::text_field(ask, "by");
  if (!by) return tl::unexpected(by.error());
  if (by->empty() || by->size() > kOfficerBytesMax) {
    return fail(ErrorKind::kInvalid, "请写明办理人（by），不超过 32 个汉字。", "score step by nobody");
  }
  const auto now = runtime::installation_now(store, installation);
  if (!now) return tl::unexpected(now.error());
  return Hand{std::move(*by), *now};
}

std::vector<std::string> delegations_in(const Scope& scope, const domain::Edition& edition) {
  if (!scope.delegation.empty() || scope.round == wire::Round::kFinal) return {scope.delegation};
  std::vector<std::string> all;
  for (const domain::Delegation& one : edition.delegations) all.push_back(one.code);
  return all;
}

std::vector<ContestKey> contests_in(const Scope& scope, const domain::Edition& edition) {
  std::vector<ContestKey> keys;
  for (const std::string& delegation : delegations_in(scope, edition)) {
    for (const domain::Event& event : edition.events) {
      if (!scope.event.empty() && scope.event != event.code) continue;
      if (scope.round == wire::Round::kFinal) {
        keys.push_back({scope.round, "", event.code, ""});
        continue;
      }
      for (const std::string& group : event.groups) {
        if (scope.group.empty() || scope.group == group) keys.push_back({scope.round, delegation, event.code, group});
      }
    }
  }
  return keys;
}

const char* phase_of(const NominationBook& book) {
  if (book.published) return "published";
  return book.published_at == 0 ? "open" : "correcting";
}

const char* round_text(wire::Round round) { return round == wire::Round::kTrial ? kTrial : kFinal; }

std::string event_name(const domain::Edition& edition, const std::string& code) {
  const domain::Event* event = edition.find_event(code);
  return event != nullptr ? event->zh : code;
}

std::string group_name(const domain::Edition& edition, const std::string& code) {
  const domain::Group* group = edition.find_group(code);
  return group != nullptr ? group->zh : code;
}

std::string delegation_name(const domain::Edition& edition, const std::string& code) {
  const domain::Delegation* delegation = edition.find_delegation(code);
  return delegation != nullptr ? delegation->short_zh : code;
}

}  // namespace naadam::scoring
