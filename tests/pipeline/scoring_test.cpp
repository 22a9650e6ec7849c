// From a draw to the finals: marks come in as sheets, ranks are those the sample's truth says, results and nominations
// reach the entries and their people once, whatever happens to scoring meanwhile; a correction is heard of only where
// it changes something; and the saved record can be computed again by anybody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "asking/peers.hpp"
#include "cli/commands/draw.hpp"
#include "cli/commands/marks.hpp"
#include "cli/commands/rank.hpp"
#include "cli/commands/results.hpp"
#include "cli/commands/sample_marks.hpp"
#include "cli/remote/handing_in.hpp"
#include "domain/calendar.hpp"
#include "runtime/installation.hpp"
#include "scoring/rules/results_record.hpp"
#include "support/command.hpp"
#include "support/installation.hpp"
#include "support/installation_sample.hpp"
#include "wire/entry.hpp"
#include "wire/verbs.hpp"

namespace naadam {
namespace {

namespace fs = std::filesystem;
using asking::Json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr core::Millis kPatienceMs = 60'000;
constexpr core::Millis kTendMs = 100;
constexpr core::Millis kAnswerMs = 1'000;
constexpr const char* kDelegation = "150200";

class ScoringTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const support::SampleFile& one : sample_.files()) {
      ASSERT_TRUE(cli::hand_in(one.order, peers_, installation_.clock(), kPatienceMs));
    }
    ASSERT_TRUE(installation_.at_rest(kPatienceMs));
    ASSERT_NO_FATAL_FAILURE(draw());
    ASSERT_EQ(naadam({"sample-marks", "--delegation", kDelegation, "--out", file("sample"), "--seed", "5"}).code, 0);
  }

  support::Ran naadam(std::vector<std::string> words) const {
    static constexpr cli::AddCommand kCommands[] = {cli::add_draw, cli::add_marks, cli::add_results, cli::add_rank,
                                                    cli::add_sample_marks};
    if (words[0] != "rank") words.insert(words.end(), {"--data", installation_.home().dir().string()});
    return support::run_command(kCommands, std::move(words));
  }
  support::Ran of_delegation(std::vector<std::string> words, bool officer = true) const {
    words.insert(words.end(), {"--delegation", kDelegation});
    if (officer) words.insert(words.end(), {"--by", "甲"});
    return naadam(std::move(words));
  }
  void expect_done(std::vector<std::string> words, bool officer = true) const {
    const std::string name = words[0] + " " + words[1];
    const support::Ran ran = of_delegation(std::move(words), officer);
    EXPECT_EQ(ran.code, 0) << name << ": " << ran.said;
  }
  std::string file(const std::string& name) const { return (installation_.home().dir() / name).string(); }
  std::vector<std::string> sheets() const {
    std::vector<std::string> all;
    for (const auto& one : fs::directory_iterator(file("sample/marks"))) all.push_back(one.path().string());
    std::ranges::sort(all);
    return all;
  }
  support::Ran import(const std::vector<std::string>& files, const std::string& reason = "") const {
    std::vector<std::string> words{"marks", "import"};
    words.insert(words.end(), files.begin(), files.end());
    if (!reason.empty()) words.insert(words.end(), {"--reason", reason});
    return of_delegation(std::move(words));
  }

  // The installation's clock, as the services know it.
  void let_it_be(const char* instant) {
    const auto at = domain::parse_instant(instant).value();
    ASSERT_TRUE(runtime::begin_training(installation_.store(), at));
    ASSERT_TRUE(support::await(installation_.clock(), kPatienceMs, [&] {
      const auto answer = peers_.ask_until("scheduling", wire::verb::kBoardCount, Json::object(), kPatienceMs);
      return answer && answer->at("clock").get<core::Millis>() >= at;
    }));
  }
  void draw() {
    std::ofstream(file("draw.toml")) << "[draw]\nid = \"d-1\"\nsource = \"某期彩票\"\nvalue_at = "
                                        "\"2021-07-20T21:30+08:00\"\n[[seats]]\nevent = \"*\"\nheats = 0\n"
                                        "stations = 3\n";
    const std::vector<std::string> ours{"--who", "主办单位", "--secret", file("secret")};
    const auto with_secret = [&](const char* step) {
      std::vector<std::string> words{"draw", step};
      words.insert(words.end(), ours.begin(), ours.end());
      return words;
    };
    expect_done({"draw", "open", "--notice", file("draw.toml")});
    expect_done(with_secret("commit"));
    ASSERT_NO_FATAL_FAILURE(let_it_be("2021-07-16T09:00+08:00"));
    expect_done({"draw", "freeze"});
    expect_done(with_secret("reveal"));
    ASSERT_NO_FATAL_FAILURE(let_it_be("2021-07-20T22:00+08:00"));
    expect_done({"draw", "publish", "--text", "01 02 03"});
    ASSERT_TRUE(support::await(installation_.clock(), kPatienceMs, [&] {
      const auto drawn = peers_.ask_until("scheduling", wire::verb::kDrawShow,
                                          {{"round", "trial"}, {"delegation", kDelegation}}, kPatienceMs);
      return drawn && drawn->at("told").get<bool>();
    }));
    ASSERT_TRUE(installation_.at_rest(kPatienceMs));
  }
  void await_told() {
    ASSERT_TRUE(support::await(installation_.clock(), kPatienceMs, [&] {
      installation_.tend(kTendMs);  // one that was killed twice comes back after a pause
      const auto contests =
          peers_.ask("scoring", wire::verb::kScoreList, {{"round", "trial"}, {"delegation", kDelegation}}, kAnswerMs);
      const auto finals = peers_.ask("scoring", wire::verb::kScoreFinals, {{"delegation", kDelegation}}, kAnswerMs);
      if (!contests || !finals) return false;
      const auto told = [](const Json& one) { return one.at("told").get<bool>(); };
      return std::ranges::all_of(contests->at("contests"), told) && std::ranges::all_of(finals->at("finals"), told);
    }));
    ASSERT_TRUE(installation_.at_rest(kPatienceMs));
  }
  std::map<std::string, wire::EntryState> entries() {
    std::map<std::string, wire::EntryState> all;
    for (const auto& [id, record] : installation_.records(store::Kind::kEntry)) {
      const auto checked = store::open_check(record.state, id, record.rev, record.body);
      all[core::to_hex(id)] = wire::decode_entry_state(checked.state).value();
    }
    return all;
  }
  std::string saved(const char* name) const {
    expect_done({"results", "save", "--to", file(name)}, false);
    std::ifstream in(file(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t messages_with(const std::string& words) const {
    std::size_t count = 0;
    for (const support::SentMessage& message : installation_.messages()) {
      for (std::size_t at = 0; (at = message.text.find(words, at)) != std::string::npos; at += words.size()) ++count;
    }
    return count;
  }
  // What every entry knows is what the record says, no more and no less.
  void expect_entries(const scoring::ResultsRecord& record) {
    std::map<std::string, scoring::RankedLine> results;
    std::map<std::string, std::pair<wire::FinalsPlace::Kind, std::uint16_t>> finals;
    for (const scoring::ScoreBook& book : record.books) {
      for (const scoring::RankedLine& line : book.result->ranked) results[line.entry] = line;
    }
    for (const scoring::NominationBook& book : record.nominations) {
      for (const auto& one : book.named) finals[one.entry] = {wire::FinalsPlace::Kind::kNamed, one.order};
      for (const auto& one : book.substitutes) {  // no more of them hear of it than are named
        if (one.order <= book.quota) finals[one.entry] = {wire::FinalsPlace::Kind::kSubstitute, one.order};
      }
    }
    EXPECT_GT(results.size(), 10u);
    for (const auto& [id, state] : entries()) {
      ASSERT_EQ(state.result.has_value(), results.contains(id)) << id;
      if (state.result) {
        EXPECT_EQ(state.result->rank, results[id].rank);
        EXPECT_EQ(state.result->total, results[id].rank == 0 ? 0 : results[id].total.millionths());
      }
      ASSERT_EQ(state.finals.has_value(), finals.contains(id)) << id;
      if (state.finals) {
        EXPECT_EQ(std::pair(state.finals->kind, state.finals->order), finals[id]);
      }
    }
  }

  support::Sample sample_{{.rows = 700, .files = 14, .seed = 21, .percents = {}}};
  support::Installation installation_{{.winners = sample_.winners()}};
  asking::Peers peers_{installation_.settings().common, installation_.clock()};
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
  installation_.tend(kPatienceMs);
  expect_done({"results", "nominate"});
  installation_.kill("scoring");
  installation_.tend(kPatienceMs);
  ASSERT_NO_FATAL_FAILURE(await_told());

  const support::Ran truth = of_delegation({"results", "check", "--truth", file("sample/truth-results.csv")}, false);
  EXPECT_EQ(truth.code, 0) << truth.said;
  const std::string json = saved("record.json");
  const auto record = scoring::parse_results(json);
  ASSERT_TRUE(record);
  expect_entries(*record);
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
  EXPECT_THAT(installation_.audited(kPatienceMs).findings, IsEmpty());
}

TEST_F(ScoringTest, ACorrectionAfterPublicationIsHeardOfOnlyWhereItChangesSomething) {
  ASSERT_EQ(naadam({"marks", "scheme", "--file", file("sample/scheme.toml"), "--by", "甲"}).code, 0);
  ASSERT_EQ(import(sheets()).code, 0);
  expect_done({"results", "publish"});
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
  expect_done({"results", "publish"});
  ASSERT_NO_FATAL_FAILURE(await_told());
  expect_entries(scoring::parse_results(saved("corrected.json")).value());
  std::size_t changed = 0;
  for (const auto& [id, state] : entries()) {
    if (!state.result || state.result->same(*was.at(id).result)) continue;
    EXPECT_TRUE(id == contest->result->ranked[0].entry || id == contest->result->ranked[1].entry);
    changed += state.has_recipient ? 1 : 0;
  }
  EXPECT_EQ(messages_with("成绩公布"), before + changed);
  EXPECT_EQ(naadam({"rank", file("corrected.json")}).code, 0);
  EXPECT_THAT(installation_.audited(kPatienceMs).findings, IsEmpty());
}

}  // namespace
}  // namespace naadam
