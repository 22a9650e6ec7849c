// Marks, results and the finals over HTTP: a sheet with its faults, who may do and see what, a correction, and what is
// published.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "portal_draws_test.hpp"
#include "scoring/rules/results_record.hpp"
#include "support/installation_door.hpp"
#include "wire/start_list.hpp"
#include "wire/verbs.hpp"

namespace naadam {
namespace {

using portal::Role;
using support::HttpAnswer;
using testing::HasSubstr;
namespace verb = wire::verb;

class PortalScores : public PortalDrawTest {
 protected:
  static void SetUpTestSuite() {
    PortalTest::SetUpTestSuite();
    taken(content_of(0), own());
    ASSERT_TRUE(installation().at_rest(kPatienceMs));
    begin_draw();
    ASSERT_NO_FATAL_FAILURE(end_draw());
    ask("scoring", verb::kScoreScheme,
        {{"schemes",
          {{{"event", "*"},
            {"criteria",
             {{{"code", "A"}, {"zh", "操作规范"}, {"most", "60"}, {"step", "0.01"}},
              {{"code", "B"}, {"zh", "作品质量"}, {"most", "40"}, {"step", "0.5"}}}}}}},
         {"reason", ""}});
    // The contest with the most starts, and the other group's of its event.
    const Json record = Json::parse(stranger("/api/v1/draws/trial/150100/record.json").body);
    std::map<std::string, std::vector<std::string>> starts;
    for (const Json& one : record.at("events")) {
      std::vector<std::string>& numbers = starts[one.at("event")];  // of E05-worker
      for (const Json& seat : one.at("seats")) numbers.push_back(wire::start_number(seat.at(1), seat.at(2)));
      std::ranges::sort(numbers);
    }
    const auto most = std::ranges::max_element(starts, {}, [](const auto& one) { return one.second.size(); });
    numbers_ = most->second;
    ASSERT_GE(numbers_.size(), 2u);
    contest_ = path_of(most->first);
    for (const auto& [label, numbers] : starts) {
      if (label != most->first && label.substr(0, 3) == most->first.substr(0, 3)) others_ = {path_of(label), numbers};
    }
    expect_starts(contest_, numbers_.size());
    if (!others_.first.empty()) expect_starts(others_.first, others_.second.size());
  }
  // Scoring hears of the start list.
  static void expect_starts(const std::string& contest, std::size_t starts) {
    EXPECT_TRUE(support::await(installation().clock(), kPatienceMs, [&] {
      const HttpAnswer standing = get("/api/v1/marks/trial/" + contest, token(Role::kRegion));
      return standing.status == 200 && json(standing).at("starts") == starts;
    })) << contest;
  }

  static std::string own() { return token(Role::kLeague, "呼和浩特"); }
  static std::string other() { return token(Role::kLeague, "包头"); }
  static std::string marks() { return "/api/v1/marks/trial/" + contest_; }
  static std::string result() { return "/api/v1/results/trial/" + contest_; }

  static std::string path_of(const std::string& label) {
    return label.substr(0, 3) + "/" + label.substr(4) + "/" + kOwn;
  }

  // A sheet in which the k-th number has so many points less than the one before; `first`: of the first one's mark.
  static std::string sheet(const std::string& first = "59.35") {
    std::string text = "参赛号,操作规范,作品质量\n";
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      text += numbers_[i] + "," + (i == 0 ? first : std::to_string(50 - i)) + ",38.5\n";
    }
    return text;
  }
  static HttpAnswer post(const std::string& path, const std::string& token, const std::string& body,
                         const std::string& reason = {}, const std::string& key = fresh_key()) {
    auto headers = posting(token, key);
    if (!reason.empty()) headers.emplace_back("Reason", support::percent_encoded(reason));
    return support::http_ask(port(), "POST", path, headers, body);
  }
  static Json json(const HttpAnswer& answer) { return Json::parse(answer.body); }

  static inline std::string contest_;
  static inline std::vector<std::string> numbers_;
  static inline std::pair<std::string, std::vector<std::string>> others_;  // "" where nobody starts
};

// One after the other, as it goes: each part rests on the one before.
TEST_F(PortalScores, FromASheetWithFaultsToTheFinalsList) {
  const std::string judge = token(Role::kJudge), region = token(Role::kRegion);

  // Nothing of a sheet with faults is kept, and each is told by row and column.
  const HttpAnswer refused = post(marks(), judge, sheet("60.01"));
  EXPECT_EQ(refused.status, 422u);
  EXPECT_EQ(code_of(refused), "sheet_refused");
  ASSERT_EQ(json(refused).at("faults_total"), 1);
  EXPECT_EQ(json(refused).at("faults").at(0).at("row"), 2);
  EXPECT_THAT(json(refused).at("faults").at(0).at("column").get<std::string>(), HasSubstr("操作规范"));
  EXPECT_EQ(json(get(marks(), judge)).at("version"), 0);
  EXPECT_EQ(post(marks(), judge, std::string((1u << 20) + 1, 'x')).status, 413u);
  EXPECT_EQ(code_of(post(marks(), judge, "")), "invalid");
  EXPECT_EQ(code_of(post(marks(), other(), sheet())), "outside_scope");
  EXPECT_EQ(code_of(get(marks(), other())), "outside_scope");
  EXPECT_EQ(code_of(post(marks(), token(Role::kSupervisor), sheet())), "forbidden");

  // A good one is kept once, whoever asks how often.
  const std::string key = fresh_key();
  const HttpAnswer first = post(marks(), judge, sheet("50"), "", key);
  ASSERT_EQ(first.status, 201u) << first.body;
  EXPECT_EQ(json(first).at("version"), 1);
  EXPECT_EQ(json(post(marks(), judge, sheet("50"), "", key)).at("version"), 1);
  EXPECT_EQ(code_of(post(marks(), judge, sheet("51"), "", key)), "idempotency_key_reused");
  const HttpAnswer standing = get(marks(), judge);
  EXPECT_EQ(json(standing).at("marked"), numbers_.size());
  EXPECT_EQ(json(standing).at("open_marks"), 0);
  EXPECT_FALSE(json(standing).at("ranked").at(0).contains("entry")) << "a judge knows nobody";

  // A correction needs its reason, and is another version.
  EXPECT_GE(post(marks(), judge, sheet("59.35")).status, 400u);
  const HttpAnswer corrected = post(marks(), own(), sheet("59.35"), "抄错一位：59.35，不是 50");
  ASSERT_EQ(corrected.status, 201u) << corrected.body;
  EXPECT_EQ(json(corrected).at("version"), 2);

  // Before it is published it is the delegation's and the organisers'.
  EXPECT_EQ(code_of(stranger(result())), "unauthorized");
  EXPECT_EQ(code_of(get(result(), other())), "outside_scope");
  EXPECT_EQ(code_of(get(result(), judge)), "outside_scope");
  const Json before = json(get(result(), own()));
  EXPECT_EQ(before.at("ranked").at(0).at("total"), "97.85") << "exact";
  EXPECT_THAT(before.at("steps").dump(), HasSubstr("抄错一位"));
  EXPECT_EQ(code_of(post(result() + "/publish", other(), "")), "outside_scope");
  EXPECT_EQ(code_of(post(result() + "/publish", judge, "")), "forbidden");

  const HttpAnswer published = post(result() + "/publish", own(), "");
  ASSERT_EQ(published.status, 200u) << published.body;
  EXPECT_EQ(json(published).at("published"), 1);
  EXPECT_EQ(json(post(result() + "/publish", region, "")).at("unchanged"), 1);
  const HttpAnswer shown = stranger(result());
  ASSERT_EQ(shown.status, 200u) << shown.body;
  EXPECT_EQ(json(shown).at("published_by"), "呼和浩特");
  EXPECT_EQ(json(shown).at("ranked").at(0).at("rank"), 1);
  EXPECT_FALSE(json(shown).contains("steps"));
  EXPECT_EQ(json(stranger("/api/v1/results?delegation=150100")).at("contests").size(), 1u);

  // Anybody can rank again from the record.
  const HttpAnswer record = stranger(result() + "/record.json");
  ASSERT_EQ(record.status, 200u);
  const auto published_record = scoring::parse_results(record.body);
  ASSERT_TRUE(published_record) << published_record.error().cause;
  EXPECT_EQ(published_record->books.size(), 1u);
  EXPECT_TRUE(scoring::check_results(*published_record).empty());

  // It stands while it is corrected, and everybody hears since when.
  ASSERT_EQ(post(marks(), judge, sheet("58.5"), "复核改判").status, 201u);
  const HttpAnswer correcting = stranger(result());
  ASSERT_EQ(correcting.status, 200u) << correcting.body;
  EXPECT_EQ(json(correcting).at("phase"), "correcting");
  EXPECT_TRUE(json(correcting).contains("correcting_since"));
  EXPECT_EQ(json(correcting).at("ranked"), json(shown).at("ranked"));
  EXPECT_FALSE(json(correcting).contains("version"));
  EXPECT_EQ(json(get(result(), own())).at("ranked").at(0).at("total"), "97");
  EXPECT_EQ(stranger(result() + "/record.json").body, record.body);
  EXPECT_EQ(json(stranger("/api/v1/results?delegation=150100")).at("contests").at(0).at("phase"), "correcting");
  ASSERT_EQ(post(marks(), judge, sheet("59.35"), "复核后维持原判").status, 201u);
  ASSERT_EQ(json(post(result() + "/publish", own(), "")).at("published"), 1);
  EXPECT_EQ(json(stranger(result())).at("phase"), "published");

  // The other group's as well: the first two of both go to the finals.
  if (!others_.first.empty()) {
    std::string text = "参赛号,操作规范,作品质量\n";
    for (std::size_t i = 0; i < others_.second.size(); ++i)
      text += others_.second[i] + "," + std::to_string(20 - i) + ",1\n";
    ASSERT_EQ(post("/api/v1/marks/trial/" + others_.first, judge, text).status, 201u);
    ASSERT_EQ(post("/api/v1/results/trial/" + others_.first + "/publish", region, "").status, 200u);
  }

  // The finals: named by whoever may, and then everybody's; the entry says so.
  EXPECT_EQ(code_of(post("/api/v1/finals/150100/nominate", other(), "")), "outside_scope");
  const std::string event = R"({"event": ")" + contest_.substr(0, 3) + R"("})";
  const HttpAnswer nominated = post("/api/v1/finals/150100/nominate", own(), event);
  ASSERT_EQ(nominated.status, 200u) << nominated.body;
  EXPECT_EQ(json(nominated).at("published"), 1);
  const Json finals = json(stranger("/api/v1/finals?delegation=150100")).at("finals");
  ASSERT_EQ(finals.size(), 1u);
  EXPECT_EQ(finals.at(0).at("named").size(), 2u);
  ASSERT_TRUE(installation().at_rest(kPatienceMs));
  const Json entry =
      json(get("/api/v1/entries/" + finals.at(0).at("named").at(0).at("entry").get<std::string>(), own()));
  EXPECT_EQ(entry.at("result").at("rank"), 1);
  EXPECT_EQ(entry.at("result").at("total"), "97.85");
  EXPECT_EQ(entry.at("finals").at("kind"), "named");
}

TEST_F(PortalScores, WhatIsNoContestIsNotFound) {
  const std::string region = token(Role::kRegion);
  for (const char* path : {"/api/v1/results/final/E05/worker/region", "/api/v1/results/trial/E05/all/150100",
                           "/api/v1/marks/semi/E05/worker/150100", "/api/v1/results?round=semi"}) {
    EXPECT_EQ(code_of(get(path, region)), "not_found") << path;
  }
  EXPECT_EQ(get("/api/v1/marks/trial/E99/worker/150100", region).status, 400u);
}

}  // namespace
}  // namespace naadam
