#include "portal/rules/scope.hpp"

#include <nlohmann/json.hpp>

#include "domain/text.hpp"
#include "portal/rules/json_fields.hpp"

namespace naadam::portal {
namespace {

using Json = nlohmann::json;

bool is_own(const Principal& who, const Json& claim) {
  const std::string submitter = domain::match_key(text_of(claim, "submitter"));
  return !submitter.empty() && submitter == domain::match_key(who.name);
}

Json visible_claim(const Json& claim) {
  Json seen = some_of(claim, {"upload", "upload_number", "submitter", "file_name", "data_row", "accepted_at",
                              "withdrawn", "verdict", "findings", "fields"});
  tell_instant(seen, "accepted_at");
  return seen;
}

}  // namespace

std::optional<std::string> submitter_of(const Principal& who) {
  const bool hands_in = who.role == Role::kLeague || who.role == Role::kSubmitter;
  return hands_in ? std::optional(who.name) : std::nullopt;
}

bool sees_delegation(const Principal& who, std::string_view delegation) {
  return who.role != Role::kLeague || who.delegation == delegation;
}

std::optional<Json> visible_entry(const Principal& who, const Json& entry) {
  const bool whole = who.role == Role::kRegion || who.role == Role::kSupervisor ||
                     (who.role == Role::kLeague && who.delegation == text_of(entry, "delegation"));
  Json seen = some_of(
      entry, {"entry", "stage", "verdict", "conflict", "withdrawn", "event", "event_name", "group", "group_name",
              "delegation", "delegation_name", "judged_by_edition_in_force", "seat", "result", "finals"});
  Json claims = Json::array();
  for (const Json& claim : entry.value("claims", Json::array())) {
    if (whole || is_own(who, claim)) claims.push_back(visible_claim(claim));
  }
  if (!whole && claims.empty()) return std::nullopt;
  seen["claims"] = std::move(claims);
  return seen;
}

Json visible_counts(const Principal& who, const Json& counts) {
  if (who.role != Role::kLeague) return some_of(counts, {"boards", "events", "delegations", "viability_min"});
  Json seen{{"boards", Json::array()}, {"events", Json::array()}, {"delegations", Json::array()}};
  for (const char* list : {"boards", "delegations"}) {
    for (const Json& one : counts.value(list, Json::array())) {
      if (text_of(one, "delegation") == who.delegation) seen[list].push_back(one);
    }
  }
  for (const Json& event : counts.value("events", Json::array())) {
    seen["events"].push_back(some_of(event, {"event", "event_name"}));
  }
  return seen;
}

Json visible_upload(const std::string& upload, const Json& status) {
  Json seen = some_of(status, {"stage", "number", "rows", "filled", "withdrawn", "verdicts", "faults", "evidence",
                               "conflicts", "overtaken", "refusal", "remarks", "accepted_at", "file_name", "training"});
  seen["upload"] = upload;
  tell_instant(seen, "accepted_at");
  return seen;
}

}  // namespace naadam::portal
