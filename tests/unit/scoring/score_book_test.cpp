// The score book: which step may be taken when, what it says afterwards, and what a correction leaves standing.
#include "scoring/rules/score_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "decimals.hpp"

namespace naadam::scoring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ScoreBookTest : public testing::Test {
 protected:
  ScoreBookTest() {
    terms_.scheme = "scheme-1";
    terms_.criteria = {{"A", of("60"), of("0.5"), "操作"}, {"B", of("40"), of("0.5"), "质量"}};
    terms_.tie_chain = {"higher_weight_criterion", "less_time", "supervised_review"};
    terms_.starts = {"list-1", "draw-1", {{"1-01", "aa"}, {"1-02", "bb"}, {"1-03", "cc"}, {"1-04", "dd"}}};
    book_.delegation = "150200";
    book_.event = "E05";
    book_.group = "worker";
  }
  static MarkLine line(const char* number, const char* entry, const char* a, const char* b,
                       std::optional<std::uint32_t> seconds = 600, Presence presence = Presence::kCompeted) {
    const auto mark = [](const char* text) { return *text == 0 ? std::nullopt : std::optional(of(text)); };
    return {number, entry, presence, {mark(a), mark(b)}, seconds};
  }
  // 1-02 and 1-03 have the same marks and time.
  static std::vector<MarkLine> marks() {
    return {line("1-01", "aa", "50", "30"), line("1-02", "bb", "40", "20"), line("1-03", "cc", "40", "20"),
            line("1-04", "dd", "", "", std::nullopt, Presence::kAbsent)};
  }
  static Hand hand(core::Millis now = 10) { return {"甲", now}; }
  core::Result<bool> import(const std::vector<MarkLine>& lines, const char* file = "file-1", const char* reason = "") {
    return import_marks(book_, lines, file, reason, terms_, hand());
  }
  std::string refusal(const auto& result) { return result ? "" : result.error().text; }
  std::vector<std::pair<std::string, std::uint32_t>> places() const {
    std::vector<std::pair<std::string, std::uint32_t>> all;
    for (const RankedLine& one : book_.result->ranked) all.emplace_back(one.number, one.rank);
    return all;
  }

  Terms terms_;
  ScoreBook book_;
};

using Places = std::vector<std::pair<std::string, std::uint32_t>>;

TEST_F(ScoreBookTest, TiesBlockPublicationUntilAReviewDecidesThemAlone) {
  ASSERT_TRUE(import(marks()).value());
  EXPECT_THAT(refusal(publish_result(book_, terms_, hand())), HasSubstr("并列，须经监督复核"));
  EXPECT_THAT(refusal(decide_tie(book_, {"1-03"}, "复核", terms_, hand())), HasSubstr("1-02、1-03"));
  EXPECT_THAT(refusal(decide_tie(book_, {"1-03", "1-01"}, "复核", terms_, hand())), HasSubstr("恰好包含"));
  EXPECT_THAT(refusal(decide_tie(book_, {"1-03", "1-02"}, "", terms_, hand())), HasSubstr("请写明复核的经过"));
  ASSERT_TRUE(decide_tie(book_, {"1-03", "1-02"}, "回看录像", terms_, hand()));
  ASSERT_TRUE(publish_result(book_, terms_, hand(20)).value());
  EXPECT_EQ(places(), (Places{{"1-01", 1}, {"1-03", 2}, {"1-02", 3}, {"1-04", 0}}));
  EXPECT_EQ(book_.result->ranked[0].total, of("80"));
  EXPECT_EQ(book_.result->published_by, "甲");
  EXPECT_FALSE(publish_result(book_, terms_, hand(30)).value());
  EXPECT_EQ(book_.result->published_at, 20);
  const auto steps = book_.steps.size();
  ASSERT_TRUE(decide_tie(book_, {"1-03", "1-02"}, "回看录像", terms_, hand()));
  EXPECT_EQ(book_.steps.size(), steps);
}

TEST_F(ScoreBookTest, ACorrectionBeginsWithTheFirstStepAfterThePublication) {
  terms_.ties_allowed = true;
  const auto since = [this] { return reopened_at(book_.steps, "publish"); };
  ASSERT_TRUE(import(marks()));
  EXPECT_EQ(since(), 0) << "never published";
  ASSERT_TRUE(publish_result(book_, terms_, hand(20)));
  EXPECT_EQ(since(), 0);
  ASSERT_TRUE(import_marks(book_, marks(), "file-2", "换了扫描件", terms_, hand(30)).value());
  ASSERT_TRUE(decide_tie(book_, {"1-03", "1-02"}, "回看录像", terms_, hand(40)));
  EXPECT_EQ(since(), 30);
  ASSERT_TRUE(publish_result(book_, terms_, hand(50)).value());
  EXPECT_EQ(since(), 0);
}

TEST_F(ScoreBookTest, WhereTheEditionAllowsTiesTheyArePublished) {
  terms_.ties_allowed = true;
  ASSERT_TRUE(import(marks()));
  ASSERT_TRUE(publish_result(book_, terms_, hand()).value());
  EXPECT_EQ(places(), (Places{{"1-01", 1}, {"1-02", 2}, {"1-03", 2}, {"1-04", 0}}));
}

TEST_F(ScoreBookTest, NoRankWhileOneMarkIsOpen) {
  auto lines = marks();
  lines[0].marks[1].reset();
  ASSERT_TRUE(import(lines));
  EXPECT_THAT(refusal(publish_result(book_, terms_, hand())), HasSubstr("还有 1 处没有评分，不能排名：1-01 的“B”"));
}

TEST_F(ScoreBookTest, TheSameFileAgainChangesNothingAnotherNeedsAReason) {
  ASSERT_TRUE(import(marks()).value());
  const std::string before = to_json(book_);
  EXPECT_FALSE(import(marks()).value());
  EXPECT_EQ(to_json(book_), before);
  EXPECT_THAT(refusal(import(marks(), "file-2")), HasSubstr("请写明理由"));
  EXPECT_EQ(to_json(book_), before);
  ASSERT_TRUE(import(marks(), "file-2", "换了扫描件").value());
  EXPECT_EQ(book_.version, 2u);
}

TEST_F(ScoreBookTest, ACorrectionAfterPublicationReopensTheBookAndTheOldResultStandsMeanwhile) {
  ASSERT_TRUE(import(marks()));
  ASSERT_TRUE(decide_tie(book_, {"1-03", "1-02"}, "复核", terms_, hand()));
  ASSERT_TRUE(publish_result(book_, terms_, hand()).value());
  auto lines = marks();
  lines[0] = line("1-01", "aa", "30", "20");
  ASSERT_TRUE(import(lines, "file-2", "计算有误").value());
  EXPECT_FALSE(book_.published);
  EXPECT_EQ(places()[0], std::pair(std::string("1-01"), 1u));
  // Whose marks stayed, the review still speaks of.
  ASSERT_TRUE(publish_result(book_, terms_, hand()).value());
  EXPECT_EQ(places(), (Places{{"1-03", 1}, {"1-02", 2}, {"1-01", 3}, {"1-04", 0}}));
  lines[1] = line("1-02", "bb", "40", "20", 601);
  lines[2] = line("1-03", "cc", "40", "20", 601);
  ASSERT_TRUE(import(lines, "file-3", "用时有误").value());
  EXPECT_THAT(book_.reviews, IsEmpty());
  EXPECT_THAT(refusal(publish_result(book_, terms_, hand())), HasSubstr("并列"));
}

TEST_F(ScoreBookTest, MarksUnderAReplacedSchemeOrStartListAreRankedOnlyWhenImportedAgain) {
  ASSERT_TRUE(import(marks()));
  terms_.starts.document = "list-2";  // the same people: another contest of the draw changed
  EXPECT_TRUE(check_terms(book_, terms_));
  terms_.starts.starts[1].entry = "ee";  // a substitute
  EXPECT_THAT(refusal(publish_result(book_, terms_, hand())), HasSubstr("参赛号 1-02 等"));
  auto lines = marks();
  lines[1] = line("1-02", "ee", "10", "10");
  ASSERT_TRUE(import(lines, "file-1", "递补").value());
  ASSERT_TRUE(publish_result(book_, terms_, hand()).value());
  terms_.criteria[0].most = of("70");
  EXPECT_THAT(refusal(publish_result(book_, terms_, hand())), HasSubstr("评分方案在导入之后更换过"));
  ASSERT_TRUE(import(lines, "file-1", "新方案").value());
  EXPECT_TRUE(publish_result(book_, terms_, hand()).value());
}

TEST_F(ScoreBookTest, WhoHadAResultAndHasNoneAnyMoreIsRemembered) {
  ASSERT_TRUE(import(marks()));
  ASSERT_TRUE(decide_tie(book_, {"1-02", "1-03"}, "复核", terms_, hand()));
  ASSERT_TRUE(publish_result(book_, terms_, hand()));
  terms_.starts.starts[1].entry = "ee";
  auto lines = marks();
  lines[1] = line("1-02", "ee", "10", "10");
  ASSERT_TRUE(import(lines, "file-2", "递补"));
  ASSERT_TRUE(publish_result(book_, terms_, hand()));
  EXPECT_THAT(book_.former, ElementsAre("bb"));
  terms_.starts.starts[1].entry = "bb";
  lines[1].entry = "bb";
  ASSERT_TRUE(import(lines, "file-3", "递补撤销"));
  ASSERT_TRUE(publish_result(book_, terms_, hand()));
  EXPECT_THAT(book_.former, ElementsAre("ee"));
}

TEST_F(ScoreBookTest, AMissingTimeIsAskedForOnlyWhereATieNeedsIt) {
  auto lines = marks();
  lines[0].seconds.reset();
  ASSERT_TRUE(import(lines));
  ASSERT_TRUE(decide_tie(book_, {"1-02", "1-03"}, "复核", terms_, hand()));
  EXPECT_TRUE(publish_result(book_, terms_, hand()));
  lines[1].seconds.reset();
  ASSERT_TRUE(import(lines, "file-2", "漏写用时"));
  EXPECT_THAT(refusal(publish_result(book_, terms_, hand())), HasSubstr("须比较用时"));
}

TEST_F(ScoreBookTest, ATieChainThatNobodyKnowsIsRefused) {
  terms_.tie_chain = {"toss_a_coin"};
  ASSERT_TRUE(import(marks()));
  EXPECT_THAT(refusal(publish_result(book_, terms_, hand())), HasSubstr("“toss_a_coin”不认识"));
}

TEST_F(ScoreBookTest, ComesBackFromItsDocumentAsItWasWritten) {
  ASSERT_TRUE(import(marks()));
  ASSERT_TRUE(decide_tie(book_, {"1-02", "1-03"}, "复核", terms_, hand()));
  ASSERT_TRUE(publish_result(book_, terms_, hand()));
  book_.previous = "0123";
  const std::string json = to_json(book_);
  const auto again = parse_score_book(json);
  ASSERT_TRUE(again);
  EXPECT_EQ(to_json(*again), json);
  EXPECT_EQ(parse_score_book(json.substr(1)).error().kind, core::ErrorKind::kCorrupt);
  EXPECT_EQ(parse_score_book("{\"kind\": \"nomination\"}").error().kind, core::ErrorKind::kCorrupt);
}

TEST(SchemeBook, IsReplacedOnlyWithAReason) {
  const std::vector<WrittenCriterion> written{{"A", "操作", "60", "0.5"}, {"B", "质量", "40", "1"}};
  const auto criteria = criteria_of(written).value();
  const auto first = set_scheme(nullptr, "", wire::Round::kTrial, "E05", criteria, "", {"甲", 1}).value().value();
  EXPECT_FALSE(set_scheme(&first, "aa", wire::Round::kTrial, "E05", criteria, "", {"甲", 2}).value());
  auto other = criteria;
  other[0].step = Decimal::whole(1);
  EXPECT_THAT(set_scheme(&first, "aa", wire::Round::kTrial, "E05", other, "", {"甲", 2}).error().text,
              HasSubstr("请写明理由"));
  const auto second = set_scheme(&first, "aa", wire::Round::kTrial, "E05", other, "误写", {"甲", 2}).value().value();
  EXPECT_EQ(second.version, 2u);
  EXPECT_EQ(second.previous, "aa");
  const auto again = parse_scheme_book(to_json(second)).value();
  EXPECT_EQ(to_json(again), to_json(second));
  EXPECT_EQ(again.criteria, other);
}

TEST(SchemeBook, CriteriaThatCannotBeRightAreRefusedByName) {
  const auto text = [](const std::vector<WrittenCriterion>& written) {
    const auto criteria = criteria_of(written);
    return criteria ? std::string() : criteria.error().text;
  };
  EXPECT_THAT(text({}), HasSubstr("没有评分项"));
  EXPECT_THAT(text({{"A", "操作", "60", "7"}}), HasSubstr("“操作”的最小单位"));
  EXPECT_THAT(text({{"A", "操作", "0", "1"}}), HasSubstr("“操作”的满分"));
  EXPECT_THAT(text({{"A", "操作", "六十", "1"}}), HasSubstr("“操作”的满分"));
  EXPECT_THAT(text({{"A", "操作", "60", "0"}}), HasSubstr("最小单位"));
  EXPECT_THAT(text({{"A", "操作", "60", "1"}, {"a ", "质量", "40", "1"}}), HasSubstr("“质量”重复"));
  EXPECT_THAT(text({{"A", "操作", "60", "1"}, {"B", "操 作", "40", "1"}}), HasSubstr("重复"));
  EXPECT_THAT(text({{"", "操作", "60", "1"}}), HasSubstr("缺少代码"));
}

}  // namespace
}  // namespace naadam::scoring
