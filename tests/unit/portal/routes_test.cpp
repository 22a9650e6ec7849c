// The table of routes: who may use what, which path leads where, and that openapi.json says the same.
#include "portal/rules/routes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>

#include "portal/web/files.hpp"

namespace naadam::portal {
namespace {

using Json = nlohmann::json;

std::vector<std::string> path(const std::string& text) { return parse_target(text)->segments; }

// By hand, and so not made of what it is to check: what each role may do.
TEST(Routes, EveryRoleMayDoItsPartAndNoMore) {
  const std::string kAll = "region league submitter judge supervisor";
  const std::map<Action, std::string> parts{{Action::kTakeUpload, "league submitter"},
                                            {Action::kShowUpload, "region league submitter supervisor"},
                                            {Action::kFollowUpload, "region league submitter supervisor"},
                                            {Action::kFetchWorkbook, "region league submitter"},
                                            {Action::kShowEntry, "region league submitter supervisor"},
                                            {Action::kFindEntries, "region league submitter supervisor"},
                                            {Action::kCount, "region league judge supervisor"},
                                            {Action::kShowBoard, "region league supervisor"},
                                            {Action::kFileForm, ""},
                                            {Action::kCheckForm, ""},
                                            {Action::kFollowForm, ""},
                                            {Action::kShowEdition, ""},
                                            {Action::kShowForm, ""},
                                            {Action::kShowFormScript, ""},
                                            {Action::kShowFormStyle, ""},
                                            {Action::kShowSelf, "region league submitter judge supervisor"},
                                            {Action::kListDraws, kAll},
                                            {Action::kShowDraw, kAll},
                                            {Action::kFetchDrawRecord, kAll},
                                            {Action::kTakeMarks, "region league judge"},
                                            {Action::kShowMarks, "region league judge supervisor"},
                                            {Action::kListResults, kAll},
                                            {Action::kShowResult, kAll},
                                            {Action::kFetchResultRecord, kAll},
                                            {Action::kPublishResult, "region league"},
                                            {Action::kDecideTies, "region league"},
                                            {Action::kListFinals, kAll},
                                            {Action::kNominate, "region league"},
                                            {Action::kTakeReceipt, ""},
                                            {Action::kShowInterface, ""},
                                            {Action::kShowPage, ""},
                                            {Action::kShowScript, ""},
                                            {Action::kShowContestScript, ""},
                                            {Action::kShowStyle, ""}};
  ASSERT_EQ(parts.size(), kActions);
  ASSERT_EQ(routes().size(), kActions);
  for (const Route& route : routes()) {
    std::string roles;
    for (const Role role : kRoles) {
      if (route.roles.has(role)) roles += (roles.empty() ? "" : " ") + std::string(role_name(role));
    }
    EXPECT_EQ(roles, parts.at(route.action)) << route.method << " " << route.pattern;
    EXPECT_EQ(route.open(), roles.empty()) << route.pattern;
  }
}

// Without a token too, what is published can be looked at, and nothing be done.
TEST(Routes, WhatIsSharedIsOnlyLookedAt) {
  std::set<std::string_view> shared;
  for (const Route& route : routes()) {
    if (!route.shared) continue;
    EXPECT_EQ(route.method, "GET") << route.pattern;
    EXPECT_FALSE(route.open()) << route.pattern;
    shared.insert(route.pattern);
  }
  EXPECT_EQ(shared,
            (std::set<std::string_view>{"/api/v1/draws", "/api/v1/draws/{round}/{delegation}",
                                        "/api/v1/draws/{round}/{delegation}/record.json", "/api/v1/finals",
                                        "/api/v1/results", "/api/v1/results/{round}/{event}/{group}/{delegation}",
                                        "/api/v1/results/{round}/{event}/{group}/{delegation}/record.json"}));
}

TEST(Routes, APathLeadsToItsRouteWithItsValues) {
  const auto found = match("GET", path("/api/v1/boards/E05/worker/150100"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->route->action, Action::kShowBoard);
  EXPECT_EQ(found->values, (std::vector<std::string>{"E05", "worker", "150100"}));
  const auto published = match("POST", path("/api/v1/results/final/E05/all/region/publish"));
  ASSERT_TRUE(published);
  EXPECT_EQ(published->route->action, Action::kPublishResult);
  EXPECT_EQ(published->values, (std::vector<std::string>{"final", "E05", "all", "region"}));
  EXPECT_EQ(match("GET", path("/"))->route->action, Action::kShowPage);
  EXPECT_EQ(match("POST", path("/api/v1/forms/check"))->route->action, Action::kCheckForm);
  EXPECT_EQ(match("GET", path("/api/v1/forms/0f"))->route->action, Action::kFollowForm);
  EXPECT_EQ(match("GET", path("/api/v1/uploads/0f/outcome.xlsx"))->route->action, Action::kFetchWorkbook);
}

TEST(Routes, WhatIsNotThereIsToldApart) {
  const auto nowhere = match("GET", path("/api/v1/uploads/0f/nothing"));
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().problem.kind(), ProblemKind::kNoRoute);
  for (const char* text : {"/api/v1/uploads/", "/api/v1/entries//", "/API/v1/me", "/api/v1/me/"}) {
    EXPECT_EQ(match("GET", path(text)).error().problem.kind(), ProblemKind::kNoRoute) << text;
  }
  const auto other = match("DELETE", path("/api/v1/uploads"));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().problem.kind(), ProblemKind::kMethodNotAllowed);
  EXPECT_EQ(other.error().allow, "POST");
}

TEST(Problems, CodesAreUniqueAndStatusesTheirs) {
  std::set<std::string_view> codes;
  for (std::size_t i = 0; i < kProblemKinds; ++i) {
    const Problem problem(static_cast<ProblemKind>(i));
    EXPECT_TRUE(codes.insert(problem.code()).second) << problem.code();
    EXPECT_GE(problem.status(), 400u);
    const Json json = Json::parse(problem.json(*core::id_from_hex(std::string(32, 'a'))));
    EXPECT_EQ(json.at("status"), problem.status());
    EXPECT_EQ(json.at("type"), "urn:naadam:problem:" + std::string(problem.code()));
    EXPECT_FALSE(json.at("title").get<std::string>().empty());
    EXPECT_FALSE(json.at("detail").get<std::string>().empty());
    EXPECT_EQ(json.at("trace"), std::string(32, 'a'));
  }
  EXPECT_EQ(Problem::of({core::ErrorKind::kFull, "满", ""}).status(), 503u);
}

TEST(FormPage, IsSmallEnoughForASlowNetwork) {
  EXPECT_LT(web::kForm.size() + web::kFormScript.size() + web::kFormStyle.size(), 60u * 1024);
}

TEST(Problems, ARefusedSheetNamesItsFaultsByRowAndColumn) {
  const Problem problem({{4, "装配", "分数不能超过 40"}, {0, "", "缺少参赛号一列"}}, 57);
  EXPECT_EQ(problem.status(), 422u);
  EXPECT_EQ(problem.code(), "sheet_refused");
  const Json json = Json::parse(problem.json({}));
  EXPECT_EQ(json.at("faults_total"), 57);
  EXPECT_EQ(json.at("faults"), (Json{{{"row", 4}, {"column", "装配"}, {"text", "分数不能超过 40"}},
                                     {{"row", 0}, {"column", ""}, {"text", "缺少参赛号一列"}}}));
  EXPECT_FALSE(Json::parse(Problem(ProblemKind::kInvalid).json({})).contains("faults"));
}

// What the description says of one route.
class Interface : public testing::Test {
 protected:
  const Json all_ = Json::parse(web::kInterface);

  const Json& resolved(const Json& one) const {
    const auto ref = one.find("$ref");
    return ref == one.end() ? one : all_.at(Json::json_pointer(ref->get<std::string>().substr(1)));
  }
  static std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
  }
};

TEST_F(Interface, HasTheRoutesOfTheCodeAndNoOther) {
  std::set<std::string> described, coded;
  for (const auto& [pattern, operations] : all_.at("paths").items()) {
    for (const auto& [method, operation] : operations.items()) described.insert(method + " " + pattern);
  }
  for (const Route& route : routes()) coded.insert(lower(std::string(route.method)) + " " + std::string(route.pattern));
  EXPECT_EQ(described, coded);
}

TEST_F(Interface, DescribesEachRouteAsItIs) {
  for (const Route& route : routes()) {
    SCOPED_TRACE(route.pattern);
    const Json& operation = all_.at("paths").at(std::string(route.pattern)).at(lower(std::string(route.method)));
    std::set<std::string> names, required_headers, roles;
    for (const Json& one : operation.value("parameters", Json::array())) {
      const Json& parameter = resolved(one);
      const std::string in = parameter.at("in"), name = parameter.at("name");
      if (in == "path") names.insert("{" + name + "}");
      if (in == "header" && parameter.at("required")) required_headers.insert(name);
    }
    std::set<std::string> in_pattern;
    for (std::size_t at = 0; (at = route.pattern.find('{', at)) != std::string_view::npos; ++at) {
      in_pattern.insert(std::string(route.pattern.substr(at, route.pattern.find('}', at) - at + 1)));
    }
    EXPECT_EQ(names, in_pattern);
    EXPECT_EQ(required_headers.contains("Idempotency-Key"), route.needs_key());
    for (const Json& role : operation.at("x-roles")) roles.insert(role);
    std::set<std::string> allowed;
    for (const Role role : kRoles) {
      if (route.roles.has(role)) allowed.insert(std::string(role_name(role)));
    }
    EXPECT_EQ(roles, allowed);
    EXPECT_EQ(operation.at("security").empty(), route.open());
    const Json& doors = operation.at("security");
    EXPECT_EQ(std::ranges::count(doors, Json::object()), route.shared ? 1 : 0) << "without a token too";
    std::set<unsigned> answers;
    for (const auto& [status, answer] : operation.at("responses").items()) {
      answers.insert(static_cast<unsigned>(std::stoul(status)));
      EXPECT_FALSE(resolved(answer).at("description").get<std::string>().empty());
    }
    EXPECT_EQ(answers, route.answers());
  }
}

}  // namespace
}  // namespace naadam::portal
