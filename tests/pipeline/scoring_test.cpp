// From a draw to the finals: marks come in as sheets, ranks are those the sample's truth says, results and nominations
// reach the entries and their people once, whatever happens to scoring meanwhile; a correction is heard of only where
// it changes something; and the saved record can be computed again by anybody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "asking/peers.hpp"
#include "cli/remote/handing_in.hpp"
#include "scoring/rules/results_record.hpp"
#include "support/installation.hpp"
#include "support/installation_contests.hpp"
#include "support/installation_sample.hpp"
#include "wire/entry.hpp"

namespace naadam {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr core::Millis kTendMs = 100;

class ScoringTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const support::SampleFile& one : sample_.files()) {
      ASSERT_TRUE(cli::hand_in(one.order, peers_, installation_.clock(), support::kPatienceMs));
    }
    ASSERT_TRUE(installation_.at_rest(support::kPatienceMs));
    ASSERT_NO_FATAL_FAILURE(draw());
    ASSERT_EQ(
        naadam({"sample-marks", "--delegation", support::Contests::kDelegation, "--out", file("sample"), "--seed", "5"})
            .code,
        0);
  }

  support::Ran naadam(std::vector<std::string> words) const { return contests_.naadam(std::move(words)); }
  support::Ran of_delegation(std::vector<std::string> words, bool officer = true) const {
    return contests_.of_delegation(std::move(words), officer);
  }
  void expect_done(std::vector<std::string> words, bool officer = true) const {
    const std::string name = words[0] + " " + words[1];
    const support::Ran ran = of_delegation(std::move(words), officer);
    EXPECT_EQ(ran.code, 0) << name << ": " << ran.said;
  }
  std::string file(const std::string& name) const { return contests_.file(name); }
  std::vector<std::string> sheets() const { return contests_.sheets(); }
  support::Ran import(const std::vector<std::string>& files, const std::string& reason = "") const {
    std::vector<std::string> words{"marks", "import"};
    words.insert(words.end(), files.begin(), files.end());
    if (!reason.empty()) words.insert(words.end(), {"--reason", reason});
    return of_delegation(std::move(words));
  }

  void draw() {
    contests_.begin();
    ASSERT_EQ(contests_.publish_draw(), "");
    ASSERT_TRUE(
        support::await(installation_.clock(), support::kPatienceMs, [&] { return contests_.seats_told(peers_); }));
    ASSERT_TRUE(installation_.at_rest(support::kPatienceMs));
  }
  void await_told() {
    ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] {
      installation_.tend(kTendMs);  // one that was killed twice comes back after a pause
      return contests_.results_told(peers_);
    }));
    ASSERT_TRUE(installation_.at_rest(support::kPatienceMs));
  }
  std::map<std::string, wire::EntryState> entries() { return contests_.entries(); }
  std::string saved(const char* name) const {
    expect_done({"results", "save", "--to", file(name)}, false);
    std::ifstream in(file(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t messages_with(const std::string& words) const { return contests_.messages_with(words); }

  support::Sample sample_{{.rows = 700, .files = 14, .seed = 21, .percents = {}}};
  support::Installation installation_{{.winners = sample_.winners()}};
  asking::Peers peers_{installation_.settings().common, installation_.clock()};
  support::Contests contests_{installation_};
};

TEST_F(ScoringTest, MarksBecomeRanksAndPlacesInTheFinalsThatEverybodyHearsOfOnce) {
  EXPECT_THAT(import(sheets()).said, HasSubstr("还没有评分方案"));
  ASSERT_EQ(naadam({"marks", "scheme", "--file", file("sample/scheme.toml"), "--by", "甲"}).code, 0);
  const auto bad = *fs::directory_iterator(file("sample/faulty"));
  const support::Ran faulty = import({bad.path().string()});
  EXPECT_EQ(faulty.code, 1);
  EXPECT_THAT(faulty.said,
              AllOf(HasSubstr("有 4 处不对，没有导入"), HasSubstr("50.5 超过满分 50"), HasSubstr("99-99")));
  EXPECT_EQ(of_delegation({"results", "publish"}).code, 1);

  const support::Ran taken = import(sheets());
  EXPECT_EQ(taken.code, 0) << taken.said;
  EXPECT_THAT(import(sheets()).said, HasSubstr("没有变化"));
  EXPECT_EQ(of_delegation({"results", "nominate"}).code, 1);  // nothing is published
  expect_done({"results", "publish"});
  installation_.kill("scoring");  // in the midst of telling, or just after
  installation_.tend(support::kPatienceMs);
  expect_done({"results", "nominate"});
  installation_.kill("scoring");
  installation_.tend(support::kPatienceMs);
  ASSERT_NO_FATAL_FAILURE(await_told());

  const support::Ran truth = of_delegation({"results", "check", "--truth", file("sample/truth-results.csv")}, false);
  EXPECT_EQ(truth.code, 0) << truth.said;
  const std::string json = saved("record.json");
  const auto record = scoring::parse_results(json);
  ASSERT_TRUE(record);
  contests_.expect_told();
  const support::Ran same = naadam({"rank", file("record.json")});
  EXPECT_EQ(same.code, 0) << same.said;

  std::size_t reachable = 0;
  std::size_t in_finals = 0;
  for (const auto& [id, state] : entries()) {
    if (!state.has_recipient) continue;
    reachable += state.result ? 1 : 0;
    in_finals += state.finals ? 1 : 0;
  }
  EXPECT_EQ(messages_with("成绩公布"), reachable);
  EXPECT_EQ(messages_with("入选决赛") + messages_with("列为决赛替补"), in_finals);

  // Somebody changed a rank in the file.
  scoring::ResultsRecord forged = *record;
  scoring::RankedLine& line = forged.books[0].result->ranked[0];
  line.rank += 1;
  std::ofstream(file("forged.json")) << scoring::to_json(forged);
  const support::Ran told = naadam({"rank", file("forged.json")});
  EXPECT_EQ(told.code, 1);
  EXPECT_THAT(told.said, AllOf(HasSubstr(line.number), HasSubstr("记录不可信")));
  EXPECT_THAT(installation_.audited(support::kPatienceMs).findings, IsEmpty());
}

TEST_F(ScoringTest, ACorrectionAfterPublicationIsHeardOfOnlyWhereItChangesSomething) {
  ASSERT_EQ(naadam({"marks", "scheme", "--file", file("sample/scheme.toml"), "--by", "甲"}).code, 0);
  ASSERT_EQ(import(sheets()).code, 0);
  expect_done({"results", "publish"});
  expect_done({"results", "nominate"});
  ASSERT_NO_FATAL_FAILURE(await_told());
  const std::size_t before = messages_with("成绩公布");
  const auto was = entries();

  // One sheet once more, with the best and the second exchanged in their marks.
  const scoring::ResultsRecord record = scoring::parse_results(saved("record.json")).value();
  const auto contest = std::ranges::find_if(record.books, [](const scoring::ScoreBook& book) {
    return book.result->ranked.size() >= 2 && book.result->ranked[1].rank == 2;
  });
  ASSERT_NE(contest, record.books.end());
  std::vector<scoring::MarkLine> lines = contest->marks;
  const auto of = [&](std::size_t place) {
    return std::ranges::find(lines, contest->result->ranked[place].number, &scoring::MarkLine::number);
  };
  std::swap(of(0)->marks, of(1)->marks);
  std::swap(of(0)->seconds, of(1)->seconds);
  std::string csv = "参赛号,A,B,C,用时,状态\n";
  for (const scoring::MarkLine& line : lines) {
    csv += line.number;
    for (const auto& mark : line.marks) csv += "," + (mark ? mark->text() : "");
    csv += "," + (line.seconds ? std::to_string(*line.seconds) : "");
    csv += line.presence == scoring::Presence::kAbsent         ? ",缺考\n"
           : line.presence == scoring::Presence::kDisqualified ? ",取消资格\n"
           : line.presence == scoring::Presence::kWithdrawn    ? ",退赛\n"
                                                               : ",\n";
  }
  std::ofstream(file("correction.csv")) << csv;
  const std::vector<std::string> scope{"--event", contest->event, "--group", contest->group};
  const auto correct = [&](const std::string& reason) {
    std::vector<std::string> words{"marks", "import", file("correction.csv")};
    words.insert(words.end(), scope.begin(), scope.end());
    if (!reason.empty()) words.insert(words.end(), {"--reason", reason});
    return of_delegation(words);
  };
  EXPECT_THAT(correct("").said, HasSubstr("请写明理由"));
  EXPECT_EQ(correct("登分有误").code, 0);
  for (const auto& [id, state] : entries()) EXPECT_EQ(state.result, was.at(id).result);  // the published one stands
  const auto shown = [&](const char* command) {
    std::vector<std::string> words{command, "show"};
    words.insert(words.end(), scope.begin(), scope.end());
    return of_delegation(words, false).said;
  };
  EXPECT_THAT(shown("results"), AllOf(HasSubstr("更正中"), HasSubstr("原公布的成绩："),
                                      HasSubstr("1  " + contest->result->ranked[0].number)));
  EXPECT_THAT(shown("marks"),
              AllOf(HasSubstr("按现有评分（未公布）："), HasSubstr("1  " + contest->result->ranked[1].number)));
  EXPECT_EQ(saved("during.json"), saved("record.json")) << "everybody keeps seeing what was published";
  const auto outdated = [&](const char* command) {
    return of_delegation({"results", command}, false).said.find("名单依据的成绩已更正，请重新提名") !=
           std::string::npos;
  };
  EXPECT_FALSE(outdated("list") || outdated("finals")) << "the result that it rests on stands";
  expect_done({"results", "publish"});
  EXPECT_TRUE(outdated("list") && outdated("finals"));
  EXPECT_EQ(scoring::parse_results(saved("not-yet.json"))->nominations.size(), record.nominations.size() - 1);
  expect_done({"results", "nominate"});
  EXPECT_FALSE(outdated("list") || outdated("finals"));
  ASSERT_NO_FATAL_FAILURE(await_told());
  contests_.expect_told();
  saved("corrected.json");
  std::size_t changed = 0;
  for (const auto& [id, state] : entries()) {
    if (!state.result || state.result->same(*was.at(id).result)) continue;
    EXPECT_TRUE(id == contest->result->ranked[0].entry || id == contest->result->ranked[1].entry);
    changed += state.has_recipient ? 1 : 0;
  }
  EXPECT_EQ(messages_with("成绩公布"), before + changed);
  EXPECT_EQ(naadam({"rank", file("corrected.json")}).code, 0);
  EXPECT_THAT(installation_.audited(support::kPatienceMs).findings, IsEmpty());
}

}  // namespace
}  // namespace naadam
