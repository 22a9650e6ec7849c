#include "portal/rules/routes.hpp"

#include <algorithm>

namespace naadam::portal {
namespace {

using enum Role;
using enum ProblemKind;

constexpr RoleSet kEveryRole{kRegion, kLeague, kSubmitter, kJudge, kSupervisor};
constexpr RoleSet kWhoHandsIn{kLeague, kSubmitter};
constexpr RoleSet kWhoSeesUploads{kRegion, kLeague, kSubmitter, kSupervisor};
constexpr RoleSet kWhoSeesWorkbooks{kRegion, kLeague, kSubmitter};  // all that the officer wrote, in clear
constexpr RoleSet kWhoSeesEntries{kRegion, kLeague, kSubmitter, kSupervisor};
constexpr RoleSet kWhoSeesCounts{kRegion, kLeague, kJudge, kSupervisor};
constexpr RoleSet kWhoSeesBoards{kRegion, kLeague, kSupervisor};
constexpr RoleSet kWhoGivesMarks{kRegion, kLeague, kJudge};
constexpr RoleSet kWhoSeesMarks{kRegion, kLeague, kJudge, kSupervisor};
constexpr RoleSet kWhoPublishes{kRegion, kLeague};

std::vector<Route> make_routes() {
  return {
      {Action::kTakeUpload,
       "POST",
       "/api/v1/uploads",
       kWhoHandsIn,
       201,
       {kCutOff, kRefused, kKeyInFlight, kKeyReused, kFull, kNotFound, kTooLarge}},
      {Action::kShowUpload, "GET", "/api/v1/uploads/{upload}", kWhoSeesUploads, 200, {kNotFound}},
      {Action::kFollowUpload, "GET", "/api/v1/uploads/{upload}/events", kWhoSeesUploads, 200, {kNotFound}},
      {Action::kFetchWorkbook,
       "GET",
       "/api/v1/uploads/{upload}/outcome.xlsx",
       kWhoSeesWorkbooks,
       200,
       {kNotFound, kRefused, kNotFinished}},
      {Action::kShowEntry, "GET", "/api/v1/entries/{entry}", kWhoSeesEntries, 200, {kNotFound}},
      {Action::kFindEntries,
       "POST",
       "/api/v1/lookups",
       kWhoSeesEntries,
       200,
       {kCutOff, kNotFound, kKeyInFlight, kKeyReused, kTooLarge}},
      {Action::kCount, "GET", "/api/v1/counts", kWhoSeesCounts, 200, {}},
      {Action::kShowBoard, "GET", "/api/v1/boards/{event}/{group}/{delegation}", kWhoSeesBoards, 200, {kOutsideScope}},
      {Action::kFileForm,
       "POST",
       "/api/v1/forms",
       {},
       201,
       {kInvalid, kCutOff, kRefused, kKeyInFlight, kTooLarge, kKeyReused, kTooOften, kFull, kUnavailable, kInternal,
        kOutcomeUnknown}},
      {Action::kCheckForm,
       "POST",
       "/api/v1/forms/check",
       {},
       200,
       {kInvalid, kCutOff, kKeyInFlight, kTooLarge, kKeyReused, kTooOften, kUnavailable, kInternal, kOutcomeUnknown}},
      {Action::kFollowForm,
       "GET",
       "/api/v1/forms/{receipt}",
       {},
       200,
       {kInvalid, kNotFound, kTooOften, kUnavailable, kInternal, kOutcomeUnknown}},
      {Action::kShowEdition, "GET", "/api/v1/edition", {}, 200, {kTooOften, kUnavailable, kInternal, kOutcomeUnknown}},
      {Action::kShowForm, "GET", "/form", {}, 200, {}},
      {Action::kShowFormScript, "GET", "/form.js", {}, 200, {}},
      {Action::kShowFormStyle, "GET", "/form.css", {}, 200, {}},
      {Action::kShowSelf, "GET", "/api/v1/me", kEveryRole, 200, {}},
      {Action::kListDraws, "GET", "/api/v1/draws", kEveryRole, 200, {}, true},
      {Action::kShowDraw,
       "GET",
       "/api/v1/draws/{round}/{delegation}",
       kEveryRole,
       200,
       {kOutsideScope, kNotFound},
       true},
      {Action::kFetchDrawRecord,
       "GET",
       "/api/v1/draws/{round}/{delegation}/record.json",
       kEveryRole,
       200,
       {kOutsideScope, kNotFound},
       true},
      {Action::kTakeMarks,
       "POST",
       "/api/v1/marks/{round}/{event}/{group}/{delegation}",
       kWhoGivesMarks,
       201,
       {kCutOff, kKeyInFlight, kKeyReused, kTooLarge, kOutsideScope, kNotFound, kRefused, kFull, kSheetRefused}},
      {Action::kShowMarks,
       "GET",
       "/api/v1/marks/{round}/{event}/{group}/{delegation}",
       kWhoSeesMarks,
       200,
       {kOutsideScope, kNotFound}},
      {Action::kListResults, "GET", "/api/v1/results", kEveryRole, 200, {kNotFound}, true},
      {Action::kShowResult,
       "GET",
       "/api/v1/results/{round}/{event}/{group}/{delegation}",
       kEveryRole,
       200,
       {kOutsideScope, kNotFound},
       true},
      {Action::kFetchResultRecord,
       "GET",
       "/api/v1/results/{round}/{event}/{group}/{delegation}/record.json",
       kEveryRole,
       200,
       {kOutsideScope, kNotFound, kRefused},
       true},
      {Action::kPublishResult,
       "POST",
       "/api/v1/results/{round}/{event}/{group}/{delegation}/publish",
       kWhoPublishes,
       200,
       {kCutOff, kKeyInFlight, kKeyReused, kTooLarge, kOutsideScope, kNotFound, kRefused, kFull}},
      {Action::kDecideTies,
       "POST",
       "/api/v1/results/{round}/{event}/{group}/{delegation}/decide",
       kWhoPublishes,
       200,
       {kCutOff, kKeyInFlight, kKeyReused, kTooLarge, kOutsideScope, kNotFound, kRefused, kFull}},
      {Action::kListFinals, "GET", "/api/v1/finals", kEveryRole, 200, {kNotFound}, true},
      {Action::kNominate,
       "POST",
       "/api/v1/finals/{delegation}/nominate",
       kWhoPublishes,
       200,
       {kCutOff, kKeyInFlight, kKeyReused, kTooLarge, kOutsideScope, kNotFound, kRefused, kFull}},
      {Action::kTakeReceipt, "GET", "/sms/receipt", {}, 200, {kInvalid, kBusy, kUnavailable}},
      {Action::kShowInterface, "GET", "/api/v1/openapi.json", {}, 200, {}},
      {Action::kShowPage, "GET", "/", {}, 200, {}},
      {Action::kShowScript, "GET", "/portal.js", {}, 200, {}},
      {Action::kShowContestScript, "GET", "/contests.js", {}, 200, {}},
      {Action::kShowStyle, "GET", "/portal.css", {}, 200, {}},
  };
}

std::vector<std::string_view> pattern_segments(std::string_view pattern) {
  std::vector<std::string_view> segments;
  for (pattern.remove_prefix(1); !pattern.empty();) {
    const std::string_view one = pattern.substr(0, pattern.find('/'));
    segments.push_back(one);
    pattern.remove_prefix(std::min(one.size() + 1, pattern.size()));
  }
  return segments;
}

bool fits(std::string_view pattern, const std::vector<std::string>& segments, std::vector<std::string>& values) {
  const auto wanted = pattern_segments(pattern);
  if (wanted.size() != segments.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!wanted[i].starts_with('{')) {
      if (wanted[i] != segments[i]) return false;
    } else if (segments[i].empty()) {
      return false;
    } else {
      values.push_back(segments[i]);
    }
  }
  return true;
}

}  // namespace

std::set<unsigned> Route::answers() const {
  std::set<unsigned> all{success};
  const auto add = [&all](std::initializer_list<ProblemKind> kinds) {
    for (const ProblemKind kind : kinds) all.insert(Problem(kind).status());
  };
  add({kMalformed, kHeaderTooLarge});
  if (!open()) add({kInvalid, kUnauthorized, kForbidden, kInternal, kBusy, kUnavailable, kOutcomeUnknown});
  for (const ProblemKind kind : problems) add({kind});
  return all;
}

std::span<const Route> routes() {
  static const std::vector<Route> kRoutes = make_routes();
  return kRoutes;
}

tl::expected<Match, Mismatch> match(std::string_view method, const std::vector<std::string>& segments) {
  std::string allow;
  for (const Route& route : routes()) {
    Match found{&route, {}};
    if (!fits(route.pattern, segments, found.values)) continue;
    if (route.method == method) return found;
    allow += (allow.empty() ? "" : ", ") + std::string(route.method);
  }
  const ProblemKind kind = allow.empty() ? ProblemKind::kNoRoute : ProblemKind::kMethodNotAllowed;
  return tl::unexpected(Mismatch{Problem(kind), std::move(allow)});
}

}  // namespace naadam::portal
