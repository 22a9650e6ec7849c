#include "notification/rules/sms_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "notification/rules/sms_parts.hpp"

namespace naadam::notification {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using wire::Rule;
using wire::Verdict;

Texts texts() { return {"内蒙古技能大赛", "", "0000-0000000"}; }

NoticeFacts facts(Verdict verdict, std::vector<Rule> reasons = {}) {
  NoticeFacts f;
  f.name = "甲乙丙";
  f.event_zh = "网络系统管理";
  f.group_zh = "职工组";
  f.verdict = verdict;
  f.reasons = std::move(reasons);
  return f;
}

std::string one(const NoticeFacts& f) { return render({&f, 1}, texts()); }

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

TEST(SmsText, AcceptanceSaysWhomWhatAndWhereToAskInOnePart) {
  const std::string text = one(facts(Verdict::kAccepted));
  EXPECT_EQ(text,
            "【内蒙古技能大赛】甲*丙选手，您报名网络系统管理（职工组）已通过审核，请留意赛程通知。咨询0000-0000000");
  EXPECT_EQ(sms_parts(text).parts, 1u);
}

TEST(SmsText, ReturnedSaysWhatIsWrongAndWhoMendsIt) {
  EXPECT_EQ(one(facts(Verdict::kReturned, {Rule::kDocument, Rule::kMobile})),
            "【内蒙古技能大赛】甲*丙选手，您报名网络系统管理（职工组）已退回：证件号码有误、手机号码有误，"
            "请联系报名单位更正重报。咨询0000-0000000");
}

TEST(SmsText, MoreReasonsThanShownAreCounted) {
  EXPECT_THAT(one(facts(Verdict::kReturned, {Rule::kDocument, Rule::kMobile, Rule::kWindow})),
              HasSubstr("证件号码有误、手机号码有误等3项，"));
}

TEST(SmsText, RefusalNamesTheRightToAppeal) {
  EXPECT_THAT(one(facts(Verdict::kRefused, {Rule::kAgeMin})), HasSubstr("未通过审核：未满规定年龄，如有异议可申诉"));
}

TEST(SmsText, WhoCameTooLateReadsTheCloseAndNothingThatCannotBeMendedAnyMore) {
  NoticeFacts f = facts(Verdict::kRefused, {Rule::kMobile, Rule::kAgeMin, Rule::kWindow});
  f.closed = "7月15日18:00";
  EXPECT_EQ(one(f),
            "【内蒙古技能大赛】甲*丙选手，您报名网络系统管理（职工组）未通过审核：报名已于7月15日18:00截止，"
            "如有异议可申诉。咨询0000-0000000");
  EXPECT_EQ(sms_parts(one(f)).parts, 2u);
}

TEST(SmsText, MissingEvidenceIsAskedForAsAThingToBring) {
  EXPECT_THAT(one(facts(Verdict::kNeedsEvidence, {Rule::kRetirement})),
              HasSubstr("待补材料：岗位类别证明，请联系报名单位尽快提交"));
}

TEST(SmsText, ConflictAndWithdrawalStandBeforeTheVerdict) {
  NoticeFacts f = facts(Verdict::kReturned, {Rule::kDocument});
  f.conflict = true;
  EXPECT_THAT(one(f), HasSubstr("因不同单位填报不一致已退回，请联系报名单位核对重报"));
  EXPECT_THAT(one(f), Not(HasSubstr("证件号码")));
  f.withdrawn = true;
  EXPECT_THAT(one(f), HasSubstr("已撤回，如非本人意愿请来电"));
}

NoticeFacts result_facts(std::uint16_t rank, std::int64_t total) {
  NoticeFacts f = facts(Verdict::kAccepted);
  f.result = wire::ContestResult{1, 1, rank, total};
  return f;
}

NoticeFacts finals_facts(wire::FinalsPlace::Kind kind, std::uint16_t order) {
  NoticeFacts f = facts(Verdict::kAccepted);
  f.finals = wire::FinalsPlace{1, 1, kind, order};
  return f;
}

TEST(SmsText, AResultSaysTotalAndRankInOnePart) {
  const std::string text = one(result_facts(3, 87'500'000));
  EXPECT_EQ(text,
            "【内蒙古技能大赛】甲*丙选手，您报名网络系统管理（职工组）成绩公布：总分87.5，第3名。咨询0000-0000000");
  EXPECT_EQ(sms_parts(text).parts, 1u);
}

TEST(SmsText, WhoHasNoRankIsToldNoTotal) {
  const std::string text = one(result_facts(0, 0));
  EXPECT_THAT(text, HasSubstr("成绩公布：未取得名次。"));
  EXPECT_THAT(text, Not(HasSubstr("总分")));
}

TEST(SmsText, WhoGoesToTheFinalsIsToldWhatToDoInOnePart) {
  using Kind = wire::FinalsPlace::Kind;
  for (const auto& [f, said] :
       {std::pair(finals_facts(Kind::kNamed, 1), "（职工组）入选决赛，请等候参赛通知。"),
        std::pair(finals_facts(Kind::kSubstitute, 1), "（职工组）列为决赛替补第1位，请等候通知。"),
        std::pair(finals_facts(Kind::kNone, 0), "（职工组）原决赛名额已调整，请等候通知。")}) {
    const std::string text = one(f);
    EXPECT_THAT(text, HasSubstr(said));
    EXPECT_THAT(text, HasSubstr("甲*丙选手"));
    EXPECT_EQ(sms_parts(text).parts, 1u) << text;
  }
}

TEST(SmsText, MarksStandBetweenSignatureAndName) {
  NoticeFacts f = facts(Verdict::kReturned);
  f.again = true;
  f.training = true;
  EXPECT_THAT(one(f), StartsWith("【内蒙古技能大赛】（演练）（重发）甲*丙选手，"));
}

TEST(SmsText, SubmitterIsNamedWhereItIsKnown) {
  NoticeFacts f = facts(Verdict::kReturned, {Rule::kTeam});
  f.submitter_contact = "某某学校（东区）";
  EXPECT_THAT(one(f), HasSubstr("请联系某某学校（东区）更正重报"));
}

TEST(SmsText, SubmitterCannotPlantAnAddressOrASecondSignature) {
  NoticeFacts f = facts(Verdict::kReturned);
  f.submitter_contact = "【银行】http://a.example/xyz?q";
  EXPECT_THAT(one(f), HasSubstr("请联系银行httpaexamplex…更正重报"));
  f.submitter_contact = "【】:/\n";
  EXPECT_THAT(one(f), HasSubstr("请联系报名单位更正重报"));
}

TEST(SmsText, BracketsAndControlCharactersOfAFactAreDropped) {
  NoticeFacts f = facts(Verdict::kAccepted);
  f.name = "【甲\n乙】";
  f.event_zh = "工业控制4.0\r\n【】";
  const std::string text = one(f);
  EXPECT_THAT(text, HasSubstr("甲*选手，您报名工业控制4.0（职工组）"));
  EXPECT_EQ(count(text, "【"), 1u);
  EXPECT_EQ(count(text, "】"), 1u);
}

TEST(SmsText, LongFactIsCutWithoutSplittingAPair) {
  NoticeFacts f = facts(Verdict::kAccepted);
  f.group_zh.clear();
  f.event_zh = "一二三四五六七八九十一二三四五六";
  EXPECT_THAT(one(f), HasSubstr("您报名一二三四五六七八九十一二三四五六已通过"));
  f.event_zh += "七";
  EXPECT_THAT(one(f), HasSubstr("您报名一二三四五六七八九十一二三四五…已通过"));
  f.event_zh = "一二三四五六七八九十一二三四𠮷五六";  // the pair would be units 15 and 16, and … needs the last
  EXPECT_THAT(one(f), HasSubstr("您报名一二三四五六七八九十一二三四…已通过"));
}

TEST(SmsText, SeveralNoticesAreNumberedInOneMessage) {
  std::vector<NoticeFacts> several = {facts(Verdict::kAccepted), facts(Verdict::kReturned, {Rule::kTeam})};
  several[1].name = "丁戊";
  several[1].again = true;
  EXPECT_EQ(render(several, texts()),
            "【内蒙古技能大赛】您有2条报名通知：1.甲*丙选手，网络系统管理（职工组）已通过审核，请留意赛程通知；"
            "2.（重发）丁*选手，网络系统管理（职工组）已退回：组队人员有误，请联系报名单位更正重报。咨询0000-0000000");
}

TEST(SmsText, EditionIsNamedWhereTheSignatureDoesNotTell) {
  Texts with = texts();
  with.edition = "首届大赛";
  const NoticeFacts f = facts(Verdict::kAccepted);
  EXPECT_THAT(render({&f, 1}, with), HasSubstr("您报名首届大赛网络系统管理"));
  const std::vector<NoticeFacts> two(2, f);
  EXPECT_THAT(render(two, with), HasSubstr("您有2条首届大赛报名通知"));
}

TEST(SmsText, EveryRuleHasWordsForFailureAndForEvidence) {
  for (std::size_t i = 0; i < wire::kRules; ++i) {
    const auto rule = static_cast<Rule>(i);
    EXPECT_THAT(one(facts(Verdict::kReturned, {rule})), Not(HasSubstr("：，"))) << i;
    EXPECT_THAT(one(facts(Verdict::kNeedsEvidence, {rule})), Not(HasSubstr("：，"))) << i;
  }
}

TEST(SmsText, LongestPossibleMessageStaysWithinTheProvidersLimit) {
  Texts longest{"一二三四五六七八九十一二", "一二三四五六七八九十一二", "01234567890123456789"};
  ASSERT_TRUE(check(longest));
  NoticeFacts f = facts(Verdict::kNeedsEvidence);
  f.reasons.assign(wire::kRules, Rule::kRegionBasis);
  f.again = f.training = true;
  f.name = "𠮷丙𠮷";
  f.event_zh = f.group_zh = f.submitter_contact = std::string(200, 'x');
  for (const Verdict verdict : {Verdict::kReturned, Verdict::kRefused, Verdict::kNeedsEvidence, Verdict::kAccepted}) {
    f.verdict = verdict;
    const std::vector<NoticeFacts> all(kNoticesJoinedMax, f);
    EXPECT_LE(sms_parts(render(all, longest)).units, kTextUnitsMax);
  }
}

RC_GTEST_PROP(SmsText, AnyFactsGiveOnePairOfBracketsAndNoControlCharacter, ()) {
  const auto piece = rc::gen::element<std::string>("【", "】", "\n", "甲", "·", "𠮷", "\xFF", "a", " ", "*", "：");
  const auto word = rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const auto& pieces) {
    std::string out;
    for (const auto& p : pieces) out += p;
    return out;
  });
  std::vector<NoticeFacts> all(*rc::gen::inRange<std::size_t>(1, kNoticesJoinedMax + 1));
  for (NoticeFacts& f : all) {
    f.name = *word;
    f.event_zh = *word;
    f.group_zh = *word;
    f.submitter_contact = *word;
    f.verdict = static_cast<Verdict>(*rc::gen::inRange(1, 5));
    f.conflict = *rc::gen::arbitrary<bool>();
  }
  const std::string text = render(all, texts());
  RC_ASSERT(count(text, "【") == 1u);
  RC_ASSERT(count(text, "】") == 1u);
  RC_ASSERT(text.find_first_of("\n\xFF") == std::string::npos);
  RC_ASSERT(sms_parts(text).units <= kTextUnitsMax);
}

TEST(MaskedName, KeepsFirstAndLastCharacter) {
  EXPECT_EQ(masked_name("甲乙"), "甲*");
  EXPECT_EQ(masked_name("甲乙丙"), "甲*丙");
  EXPECT_EQ(masked_name("阿甲乙·其丙格"), "阿*格");
  EXPECT_EQ(masked_name("𠮷甲丁"), "𠮷*丁");
  EXPECT_EQ(masked_name("Ann Example"), "A*e");
  EXPECT_EQ(masked_name("甲"), "甲");
  EXPECT_EQ(masked_name(" "), "报名人");
}

TEST(IsDuty, OnlyAnAcceptanceIsNone) {
  EXPECT_FALSE(is_duty(facts(Verdict::kAccepted)));
  EXPECT_FALSE(is_duty(result_facts(1, 1)));
  EXPECT_TRUE(is_duty(finals_facts(wire::FinalsPlace::Kind::kNamed, 1)));
  EXPECT_TRUE(is_duty(finals_facts(wire::FinalsPlace::Kind::kSubstitute, 1)));
  EXPECT_TRUE(is_duty(finals_facts(wire::FinalsPlace::Kind::kNone, 0)));
  EXPECT_TRUE(is_duty(facts(Verdict::kReturned)));
  EXPECT_TRUE(is_duty(facts(Verdict::kRefused)));
  EXPECT_TRUE(is_duty(facts(Verdict::kNeedsEvidence)));
  NoticeFacts withdrawn = facts(Verdict::kAccepted);
  withdrawn.withdrawn = true;
  EXPECT_TRUE(is_duty(withdrawn));
}

TEST(CheckTexts, SignatureLengthIsHeldAtBothEnds) {
  const auto with_signature = [](std::string s) { return check({std::move(s), "", "0000-0000000"}).has_value(); };
  EXPECT_FALSE(with_signature("赛"));
  EXPECT_TRUE(with_signature("大赛"));
  EXPECT_TRUE(with_signature("一二三四五六七八九十一二"));
  EXPECT_FALSE(with_signature("一二三四五六七八九十一二三"));
  EXPECT_FALSE(with_signature("【大赛】"));
  EXPECT_FALSE(with_signature("测试大赛"));
  EXPECT_FALSE(with_signature("大\n赛"));
}

TEST(CheckTexts, ContactMustBeALandline) {
  const auto with_contact = [](std::string s) { return check({"大赛", "", std::move(s)}).has_value(); };
  EXPECT_TRUE(with_contact("12345"));
  EXPECT_TRUE(with_contact("0000-0000000"));
  EXPECT_FALSE(with_contact(""));
  EXPECT_FALSE(with_contact("1234"));
  EXPECT_FALSE(with_contact("012345678901234567890"));
  EXPECT_FALSE(with_contact("请看网站"));
}

TEST(CheckTexts, EditionMayBeEmptyButNotLong) {
  EXPECT_TRUE(check({"大赛", "一二三四五六七八九十一二", "12345"}).has_value());
  EXPECT_FALSE(check({"大赛", "一二三四五六七八九十一二三", "12345"}).has_value());
  EXPECT_FALSE(check({"大赛", "【届】", "12345"}).has_value());
}

}  // namespace
}  // namespace naadam::notification
