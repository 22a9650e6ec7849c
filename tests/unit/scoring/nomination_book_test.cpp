// Who goes to the finals: ranked across groups, ties over the cut left to people, room made for substitutes; and the
// published record of it, which anybody may compute again.
#include "scoring/rules/nomination_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "decimals.hpp"
#include "scoring/rules/results_record.hpp"

namespace naadam::scoring {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct One {
  const char *number, *entry, *a, *b;
  std::uint32_t seconds = 600;
  Presence presence = Presence::kCompeted;
};

const Hand kHand{"甲", 10};

Terms contest_terms() {
  Terms terms;
  terms.criteria = {{"A", of("60"), of("0.5"), "操作"}, {"B", of("40"), of("0.5"), "质量"}};
  terms.tie_chain = {"higher_weight_criterion", "less_time", "supervised_review"};
  return terms;
}

ScoreBook contest(const char* group, const std::vector<One>& people,
                  const std::vector<std::vector<std::string>>& decided = {}) {
  ScoreBook book;
  book.delegation = "150200";
  book.event = "E05";
  book.group = group;
  Terms terms = contest_terms();
  std::vector<MarkLine> lines;
  for (const One& one : people) {
    terms.starts.starts.push_back({one.number, one.entry});
    lines.push_back({one.number, one.entry, one.presence, {of(one.a), of(one.b)}, one.seconds});
  }
  EXPECT_TRUE(import_marks(book, lines, "file", "", terms, kHand));
  for (const auto& order : decided) EXPECT_TRUE(decide_tie(book, order, "复核", terms, kHand));
  const auto published = publish_result(book, terms, kHand);
  EXPECT_TRUE(published) << published.error().text;
  return book;
}

NominationTerms terms_of(std::vector<ScoreBook> books, std::uint16_t quota = 2) {
  NominationTerms terms;
  terms.tie_chain = contest_terms().tie_chain;
  terms.quota = quota;
  for (ScoreBook& book : books) {
    const std::string zh = book.group == "worker" ? "职工组" : "学生组";
    const std::string document = document_name(to_json(book));
    terms.contests.push_back({book.group, zh, document, std::move(book)});
  }
  return terms;
}

std::vector<std::string> labels(const std::vector<Nominee>& list) {
  std::vector<std::string> all;
  for (const Nominee& one : list) all.push_back(who_label(one.group, one.number) + "#" + std::to_string(one.order));
  return all;
}

NominationBook empty() {
  NominationBook book;
  book.delegation = "150200";
  book.event = "E05";
  return book;
}

std::string refusal(const auto& result) { return result ? "" : result.error().text; }

TEST(Nomination, TakesTheFirstOfAllGroupsAndKeepsTheOthersInOrder) {
  const NominationTerms terms =
      terms_of({contest("worker", {{"1-01", "aa", "50", "30"}, {"1-02", "bb", "40", "30"}, {"1-03", "cc", "30", "30"}}),
                contest("student", {{"1-01", "dd", "45", "30"},
                                    {"1-02", "ee", "44", "30", 600, Presence::kDisqualified},
                                    {"1-03", "ff", "20", "30"}})});
  NominationBook book = empty();
  ASSERT_TRUE(publish_nomination(book, terms, std::nullopt, "", kHand).value());
  EXPECT_THAT(labels(book.named), ElementsAre("worker/1-01#1", "student/1-01#2"));
  EXPECT_THAT(labels(book.substitutes), ElementsAre("worker/1-02#1", "worker/1-03#2", "student/1-03#3"));
  EXPECT_FALSE(publish_nomination(book, terms, std::nullopt, "", kHand).value());
  const std::string json = to_json(book);
  EXPECT_EQ(to_json(parse_nomination_book(json).value()), json);
}

TEST(Nomination, OneWhoseResultsWereCorrectedSaysOfWhichGroups) {
  const ScoreBook worker = contest("worker", {{"1-01", "aa", "50", "30"}, {"1-02", "bb", "40", "30"}});
  const ScoreBook student = contest("student", {{"1-01", "dd", "45", "30"}});
  NominationBook book = empty();
  const std::vector<NominationSource> now{{"worker", document_name(to_json(worker))},
                                          {"student", document_name(to_json(student))}};
  EXPECT_THAT(outdated_groups(book, now), IsEmpty()) << "never published";
  ASSERT_TRUE(publish_nomination(book, terms_of({worker, student}), std::nullopt, "", kHand).value());
  EXPECT_THAT(outdated_groups(book, now), IsEmpty());
  const ScoreBook corrected = contest("worker", {{"1-01", "aa", "30", "30"}, {"1-02", "bb", "40", "30"}});
  EXPECT_THAT(outdated_groups(book, {{"worker", document_name(to_json(corrected))}, now[1]}), ElementsAre("worker"));
  EXPECT_THAT(outdated_groups(book, {now[0]}), ElementsAre("student")) << "a redraw has nobody of it";
  ASSERT_TRUE(publish_nomination(book, terms_of({corrected, student}), std::nullopt, "", kHand).value());
  EXPECT_THAT(outdated_groups(book, {{"worker", document_name(to_json(corrected))}, now[1]}), IsEmpty());
}

TEST(Nomination, ATieOverTheCutIsLeftToPeopleWhoseReviewDecidesIt) {
  // 90 apart, two of 70 from different groups, equal in everything.
  const NominationTerms terms =
      terms_of({contest("worker", {{"1-01", "aa", "50", "40"}, {"1-02", "bb", "40", "30"}}),
                contest("student", {{"1-07", "cc", "40", "30"}, {"1-08", "dd", "10", "10"}})});
  NominationBook book = empty();
  EXPECT_THAT(refusal(publish_nomination(book, terms, std::nullopt, "", kHand)),
              HasSubstr("学生组/1-07、职工组/1-02 在决赛名额的界线上并列"));
  EXPECT_THAT(refusal(decide_nomination(book, {"worker/1-02"}, "复核", terms, kHand)), HasSubstr("恰好包含一组"));
  ASSERT_TRUE(decide_nomination(book, {"student/1-07", "worker/1-02"}, "复核", terms, kHand));
  ASSERT_TRUE(publish_nomination(book, terms, std::nullopt, "", kHand).value());
  EXPECT_THAT(labels(book.named), ElementsAre("worker/1-01#1", "student/1-07#2"));
  EXPECT_THAT(labels(book.substitutes), ElementsAre("worker/1-02#1", "student/1-08#2"));
}

TEST(Nomination, TiedSubstitutesAreNotGuessedBetweenAndDoNotBlock) {
  const NominationTerms terms =
      terms_of({contest("worker", {{"1-01", "aa", "50", "40"}, {"1-02", "bb", "40", "30"}}),
                contest("student", {{"1-07", "cc", "45", "40"}, {"1-08", "dd", "40", "30"}})});
  NominationBook book = empty();
  ASSERT_TRUE(publish_nomination(book, terms, std::nullopt, "", kHand).value());
  EXPECT_THAT(labels(book.substitutes), ElementsAre("student/1-08#1", "worker/1-02#1"));
}

TEST(Nomination, WhatAContestDecidedStaysAndAReviewAcrossGroupsMustKeepIt) {
  const auto worker = contest("worker", {{"1-01", "aa", "40", "30"}, {"1-02", "bb", "40", "30"}}, {{"1-02", "1-01"}});
  {
    NominationBook book = empty();
    const auto terms = terms_of({worker}, 1);
    ASSERT_TRUE(publish_nomination(book, terms, std::nullopt, "", kHand).value());
    EXPECT_THAT(labels(book.named), ElementsAre("worker/1-02#1"));
  }
  NominationBook book = empty();
  const auto terms = terms_of({worker, contest("student", {{"1-01", "cc", "40", "30"}})}, 1);
  EXPECT_THAT(refusal(publish_nomination(book, terms, std::nullopt, "", kHand)), HasSubstr("并列"));
  EXPECT_THAT(refusal(decide_nomination(book, {"worker/1-01", "student/1-01", "worker/1-02"}, "复核", terms, kHand)),
              HasSubstr("与职工组公布的名次不符"));
  ASSERT_TRUE(decide_nomination(book, {"worker/1-02", "student/1-01", "worker/1-01"}, "复核", terms, kHand));
  ASSERT_TRUE(publish_nomination(book, terms, std::nullopt, "", kHand).value());
  EXPECT_THAT(labels(book.named), ElementsAre("worker/1-02#1"));
  EXPECT_THAT(labels(book.substitutes), ElementsAre("student/1-01#1", "worker/1-01#2"));
}

TEST(Nomination, WhoIsWithdrawnOrDeclinesMakesRoomAndIsTold) {
  NominationTerms terms = terms_of(
      {contest("worker", {{"1-01", "aa", "50", "30"}, {"1-02", "bb", "40", "30"}, {"1-03", "cc", "30", "30"}})}, 1);
  NominationBook book = empty();
  ASSERT_TRUE(publish_nomination(book, terms, std::nullopt, "", kHand).value());
  terms.passed_over = {{"worker/1-01", "withdrawn"}};
  ASSERT_TRUE(publish_nomination(book, terms, std::nullopt, "", kHand).value());
  EXPECT_THAT(labels(book.named), ElementsAre("worker/1-02#1"));
  EXPECT_THAT(book.former, ElementsAre("aa"));
  const std::vector<std::string> declined{"worker/1-02"};
  EXPECT_THAT(refusal(publish_nomination(book, terms, declined, "", kHand)), HasSubstr("请写明理由"));
  EXPECT_THAT(refusal(publish_nomination(book, terms, std::vector<std::string>{"worker/9"}, "x", kHand)),
              HasSubstr("没有参赛号 职工组/9"));
  ASSERT_TRUE(publish_nomination(book, terms, declined, "本人放弃", kHand).value());
  EXPECT_THAT(labels(book.named), ElementsAre("worker/1-03#1"));
  EXPECT_THAT(book.former, ElementsAre("aa", "bb"));
  // Said again, and taken back.
  EXPECT_FALSE(publish_nomination(book, terms, std::nullopt, "", kHand).value());
  ASSERT_TRUE(publish_nomination(book, terms, std::vector<std::string>{}, "误报", kHand).value());
  EXPECT_THAT(labels(book.named), ElementsAre("worker/1-02#1"));
  EXPECT_THAT(book.former, ElementsAre("aa"));
}

TEST(Nomination, PassesOverWhoIsNotAcceptedInThatContestAnyMore) {
  wire::EntryState entry;
  entry.verdict = wire::Verdict::kAccepted;
  entry.delegation = "150200";
  entry.event = "E05";
  entry.group = "worker";
  const auto why = [](const wire::EntryState& now) { return why_passed_over(now, "150200", "E05", "worker"); };
  EXPECT_EQ(why(entry), "");
  for (std::string wire::EntryState::* field :
       {&wire::EntryState::delegation, &wire::EntryState::event, &wire::EntryState::group}) {
    wire::EntryState moved = entry;
    moved.*field = "other";
    EXPECT_EQ(why(moved), "elsewhere");
  }
  entry.verdict = wire::Verdict::kReturned;
  EXPECT_EQ(why(entry), "not_accepted");
  entry.flags |= wire::entry_flag::kWithdrawn;
  EXPECT_EQ(why(entry), "withdrawn");
}

TEST(Nomination, WaitsForEveryGroupAndRefusesTwoSchemes) {
  NominationTerms terms = terms_of({contest("worker", {{"1-01", "aa", "50", "30"}})});
  terms.contests.push_back({"student", "学生组", "", std::nullopt});
  NominationBook book = empty();
  EXPECT_THAT(refusal(publish_nomination(book, terms, std::nullopt, "", kHand)), HasSubstr("学生组 的成绩还没有公布"));
  ScoreBook other = contest("student", {{"1-01", "bb", "50", "30"}});
  other.criteria[0].most = of("70");
  terms.contests[1].book = other;
  EXPECT_THAT(refusal(publish_nomination(book, terms, std::nullopt, "", kHand)), HasSubstr("评分方案不同"));
  EXPECT_THAT(refusal(publish_nomination(book, {}, std::nullopt, "", kHand)), HasSubstr("没有人出场"));
}

class ResultsRecordTest : public testing::Test {
 protected:
  ResultsRecordTest() {
    const NominationTerms terms = terms_of(
        {contest("worker", {{"1-01", "aa", "50", "30"}, {"1-02", "bb", "40", "30"}}),
         contest("student", {{"1-01", "cc", "30", "30", 600}, {"1-02", "dd", "0", "0", 0, Presence::kAbsent}})});
    NominationBook book = empty();
    EXPECT_TRUE(publish_nomination(book, terms, std::nullopt, "", kHand));
    record_.edition = "0123";
    for (const NominationContest& one : terms.contests) record_.books.push_back(*one.book);
    record_.nominations = {book};
  }
  std::vector<std::string> places() const {
    std::vector<std::string> all;
    for (const ResultsDifference& one : check_results(record_)) all.push_back(one.place);
    return all;
  }
  ResultsRecord record_;
};

TEST_F(ResultsRecordTest, IsWhatItsMarksGiveAfterAWayThroughAFile) {
  const auto again = parse_results(to_json(record_));
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ(to_json(*again), to_json(record_));
  record_ = *again;
  EXPECT_THAT(places(), IsEmpty());
}

TEST_F(ResultsRecordTest, ARankThatWasChangedIsNamed) {
  record_.books[0].result->ranked[1].rank = 1;
  EXPECT_THAT(places(), ElementsAre("E05 worker 1-02", "E05 finals worker"));
  EXPECT_EQ(check_results(record_)[0].should, "第 2 名，总分 70");
}

TEST_F(ResultsRecordTest, AMarkThatWasChangedIsNamedByWhatItGives) {
  record_.books[0].marks[1].marks[0] = of("60");
  EXPECT_THAT(places(), Contains("E05 worker 1-02"));
  EXPECT_THAT(places(), Contains("E05 finals worker/1-02"));
}

TEST_F(ResultsRecordTest, ANomineeWhoWasExchangedIsNamed) {
  record_.nominations[0].named[1].number = "1-09";
  EXPECT_THAT(places(), ElementsAre("E05 finals worker/1-02", "E05 finals worker/1-09"));
}

TEST_F(ResultsRecordTest, ABookThatWasLeftOutIsNamed) {
  record_.books.pop_back();
  EXPECT_THAT(places(), ElementsAre("E05 finals student"));
}

TEST_F(ResultsRecordTest, WhatIsNoRecordIsRefused) {
  EXPECT_THAT(parse_results("{").error().text, HasSubstr("不是 JSON"));
  EXPECT_THAT(parse_results("{\"format\": \"other\"}").error().text, HasSubstr("format"));
  EXPECT_THAT(parse_results("[]").error().kind, core::ErrorKind::kInvalid);
}

TEST_F(ResultsRecordTest, ANumberThatIsNoRankIsRefused) {
  const std::string json = to_json(record_), rank = "\"rank\": 2";
  const std::size_t place = json.find(rank);
  ASSERT_NE(place, std::string::npos);
  for (const char* number : {"1e30", "2.5", "-1", "4294967296", "18446744073709551616", "true"}) {
    std::string other = json;
    other.replace(place, rank.size(), std::string("\"rank\": ") + number);
    const auto parsed = parse_results(other);
    ASSERT_FALSE(parsed) << number;
    EXPECT_EQ(parsed.error().kind, core::ErrorKind::kInvalid);
  }
}

}  // namespace
}  // namespace naadam::scoring
