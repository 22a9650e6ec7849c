// Every path of the portal: who may use it, and what it may answer. The one table that the dispatcher obeys, that `me`
// tells people and that openapi.json is held against.
//
// Pure; any thread.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portal/rules/problem.hpp"
#include "portal/rules/role.hpp"
#include "portal/rules/target.hpp"
#include "tl/expected.hpp"

namespace naadam::portal {

// What is done; each is one handler, bound by the service.
enum class Action {
  kTakeUpload,
  kShowUpload,
  kFollowUpload,
  kFetchWorkbook,
  kShowEntry,
  kFindEntries,
  kCount,
  kShowBoard,
  kFileForm,
  kCheckForm,
  kFollowForm,
  kShowEdition,
  kShowForm,
  kShowFormScript,
  kShowFormStyle,
  kShowSelf,
  kListDraws,
  kShowDraw,
  kFetchDrawRecord,
  kTakeMarks,
  kShowMarks,
  kListResults,
  kShowResult,
  kFetchResultRecord,
  kPublishResult,
  kDecideTies,
  kListFinals,
  kNominate,
  kTakeReceipt,
  kShowInterface,
  kShowPage,
  kShowScript,
  kShowContestScript,
  kShowStyle,
};
inline constexpr std::size_t kActions = static_cast<std::size_t>(Action::kShowStyle) + 1;

struct Route {
  Action action;
  std::string_view method;
  std::string_view pattern;           // "{name}" stands for one segment
  RoleSet roles;                      // empty: anybody, without a token
  unsigned success;                   // status
  std::vector<ProblemKind> problems;  // its own, besides those that every route may answer
  bool shared = false;                // what is published is told to anybody; a token shows its role the rest

  bool open() const { return roles.empty(); }
  // A repeat under one key gets the same answer.
  bool needs_key() const { return method == "POST"; }
  // Every status that may come back.
  std::set<unsigned> answers() const;
};

std::span<const Route> routes();

struct Match {
  const Route* route = nullptr;
  std::vector<std::string> values;  // of the pattern's names, in their order
};

struct Mismatch {
  Problem problem;
  std::string allow;  // the methods that this path has, where it has some
};

tl::expected<Match, Mismatch> match(std::string_view method, const std::vector<std::string>& segments);

}  // namespace naadam::portal
