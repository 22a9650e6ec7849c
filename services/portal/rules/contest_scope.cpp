#include "portal/rules/contest_scope.hpp"

#include <initializer_list>
#include <nlohmann/json.hpp>

#include "portal/rules/json_fields.hpp"

namespace naadam::portal {
namespace {

using Json = nlohmann::json;

bool is_correcting(const Json& one) { return text_of(one, "phase") == "correcting"; }

bool is_visible(const Principal& who, const Json& one) {
  return text_of(one, "phase") == "published" || is_correcting(one) ||
         sees_unpublished(who, text_of(one, "delegation"));
}

Json visible_ranks(const Json& ranked) {
  Json seen = Json::array();
  for (const Json& one : ranked) seen.push_back(some_of(one, {"number", "entry", "presence", "total", "rank", "tied"}));
  return seen;
}

void tell_correcting(Json& seen) {
  if (is_correcting(seen)) return tell_instant(seen, "correcting_since");
  seen.erase("correcting_since");
  seen.erase("published_ranked");
}

// How far a correction is.
void hide_correction(Json& seen) {
  for (const char* field : {"version", "marked", "open_marks", "ties", "why"}) seen.erase(field);
}

void tell_steps(Json& seen, const Json& all) {
  const auto it = all.find("steps");
  if (it == all.end() || !it->is_array()) return;
  seen["steps"] = Json::array();
  for (const Json& one : *it) {
    Json step = some_of(one, {"step", "by", "at", "note"});
    tell_instant(step, "at");
    seen["steps"].push_back(std::move(step));
  }
}

Json visible_members(const Principal& who, const Json& list, std::initializer_list<const char*> fields) {
  Json seen = Json::array();
  for (const Json& one : list) {
    if (!is_visible(who, one)) continue;
    Json member = some_of(one, fields);
    tell_correcting(member);
    if (is_correcting(one) && !sees_unpublished(who, text_of(one, "delegation"))) hide_correction(member);
    seen.push_back(std::move(member));
  }
  return seen;
}

}  // namespace

std::optional<RoundOf> round_of(std::string_view round, std::string_view delegation) {
  if (round == "final") return delegation == kWholeRegion ? std::optional(RoundOf{"final", ""}) : std::nullopt;
  if (round != "trial" || delegation == kWholeRegion) return std::nullopt;
  return RoundOf{"trial", std::string(delegation)};
}

std::optional<std::string> group_of(const RoundOf& of, std::string_view group) {
  if ((of.round == "final") != (group == kAllGroups)) return std::nullopt;
  return std::string(of.round == "final" ? std::string_view() : group);
}

bool sees_unpublished(const Principal& who, std::string_view delegation) {
  if (who.is_stranger()) return false;
  if (who.role == Role::kLeague) return who.delegation == delegation;
  return who.role == Role::kRegion || who.role == Role::kSupervisor;
}

bool acts_for(const Principal& who, std::string_view delegation) {
  return who.role != Role::kLeague || who.delegation == delegation;
}

std::optional<Json> visible_draw(const Principal& who, const Json& draw) {
  if (!is_visible(who, draw)) return std::nullopt;
  Json seen = some_of(draw, {"round", "delegation", "delegation_name", "draw", "phase", "told", "source", "value_at",
                             "entries", "contests", "commitments", "reveals", "left_out", "replaces", "reason", "list",
                             "seed", "public_text", "moves"});
  tell_instant(seen, "value_at");
  tell_steps(seen, draw);
  return seen;
}

std::optional<Json> visible_result(const Principal& who, const Json& contest) {
  if (!is_visible(who, contest)) return std::nullopt;
  Json seen = some_of(contest, {"round", "delegation", "delegation_name", "event", "event_name", "group", "group_name",
                                "phase", "told", "version", "starts", "marked", "open_marks", "ties", "why",
                                "published_by", "published_at", "correcting_since"});
  if (text_of(seen, "published_by").empty()) {
    seen.erase("published_by");
    seen.erase("published_at");
  }
  tell_instant(seen, "published_at");
  tell_correcting(seen);
  const bool inside = sees_unpublished(who, text_of(contest, "delegation"));
  const Json stands = visible_ranks(contest.value("published_ranked", Json::array()));
  if (is_correcting(contest) && !inside) {
    hide_correction(seen);
    seen["ranked"] = stands;
    return seen;
  }
  seen["ranked"] = visible_ranks(contest.value("ranked", Json::array()));
  if (is_correcting(contest)) seen["published_ranked"] = stands;
  if (inside) tell_steps(seen, contest);
  return seen;
}

Json visible_marks(const Principal& who, const Json& contest) {
  Json seen = some_of(contest, {"round", "delegation", "delegation_name", "event", "event_name", "group", "group_name",
                                "phase", "version", "starts", "numbers", "marked", "open_marks", "ties", "why"});
  const auto ranked = contest.find("ranked");
  if (ranked != contest.end() && ranked->is_array()) {
    seen["ranked"] = Json::array();
    for (const Json& one : *ranked) {
      seen["ranked"].push_back(some_of(one, {"number", "presence", "total", "rank", "tied"}));
    }
  }
  if (sees_unpublished(who, text_of(contest, "delegation"))) tell_steps(seen, contest);
  return seen;
}

Json visible_contests(const Principal& who, const Json& contests) {
  return visible_members(who, contests,
                         {"event", "event_name", "group", "group_name", "delegation", "delegation_name", "phase",
                          "told", "correcting_since", "starts", "marked", "ties", "version"});
}

Json visible_finals(const Principal& who, const Json& finals) {
  return visible_members(who, finals,
                         {"event", "event_name", "delegation", "delegation_name", "phase", "told", "correcting_since",
                          "outdated", "named", "substitutes"});
}

}  // namespace naadam::portal
