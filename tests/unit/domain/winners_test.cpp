#include "domain/winners.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/bytes.hpp"
#include "core/rev.hpp"
#include "domain/document_number.hpp"
#include "domain/person_key.hpp"
#include "support/edition_2021.hpp"

namespace naadam::domain {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Stands in for the keyed hash: any injective function of the text will do here.
core::Id keyed(std::string_view text) {
  std::string raw;
  core::put_u64(raw, core::content_hash(text, 7));
  core::put_u64(raw, core::content_hash(text, 8));
  return core::Id::from(raw);
}

const std::string kNumber = complete_citizen_id("15010219900131991");
const std::string kHead = "姓名,证件号码,出生日期,参赛项目,组别,届次,来源\n";

core::Result<WinnerRegister> parse(const std::string& csv) {
  return parse_winners(csv, "winners.csv", support::edition_2021(), keyed);
}

PersonKeys keys(const std::string& number, const std::string& name, std::optional<Date> birth) {
  return {number.empty() ? core::Id{} : keyed(document_key_text(number)),
          birth ? keyed(name_birth_key_text(name, *birth)) : core::Id{}, keyed(name_key_text(name))};
}

constexpr Date kBirth{1990, 1, 31};

TEST(Winners, MatchesAreGradedByWhatAgrees) {
  const auto reg = parse(kHead + "甲一," + kNumber + ",,车工,职工组,2019年,文件一\n");
  ASSERT_TRUE(reg) << reg.error().text;
  const std::string event = support::edition_2021().find_event("数控车")->code;
  EXPECT_EQ(reg->match(keys(kNumber, "甲一", kBirth), event, "worker"), WinnerMatch::kCertain);
  EXPECT_EQ(reg->match(keys("150102900131991", "乙二", {}), event, "worker"), WinnerMatch::kCertain);
  EXPECT_EQ(reg->match(keys("", "甲一", kBirth), event, "worker"), WinnerMatch::kLikely);
  EXPECT_EQ(reg->match(keys("", "甲一", Date{1990, 2, 1}), event, "worker"), WinnerMatch::kNameOnly);
  EXPECT_EQ(reg->match(keys("", "乙二", kBirth), event, "worker"), WinnerMatch::kNone);
  EXPECT_EQ(reg->match(keys(kNumber, "甲一", kBirth), event, "student"), WinnerMatch::kNone);
  EXPECT_EQ(reg->match(keys(kNumber, "甲一", kBirth), "E01", "worker"), WinnerMatch::kNone);
}

TEST(Winners, AnUnsaidGroupBarsNobodyWithoutAPerson) {
  const auto reg = parse(kHead + "甲一," + kNumber + ",,焊工,,2019,文件一\n");
  ASSERT_TRUE(reg);
  const std::string event = support::edition_2021().find_event("焊接")->code;
  EXPECT_EQ(reg->match(keys(kNumber, "甲一", kBirth), event, "worker"), WinnerMatch::kGroupUnknown);
}

TEST(Winners, PersonsWithoutKeysNeverMatchEachOther) {
  const auto reg = parse(kHead + "甲一,,1990-01-31,焊工,职工组,2019,文件一\n");
  ASSERT_TRUE(reg);
  EXPECT_EQ(reg->match(PersonKeys{}, support::edition_2021().find_event("焊接")->code, "worker"), WinnerMatch::kNone);
}

TEST(Winners, HeadingsComeInAnyOrderAndSpelling) {
  const auto reg = parse("\xEF\xBB\xBF来源,年份,赛项,身份证号,姓 名,组别\r\n\"第一届,\"\"文件\"\"\",2019,花艺," +
                         kNumber + ",甲一,学生组\r\n\r\n");
  ASSERT_TRUE(reg) << reg.error().text;
  ASSERT_EQ(reg->winners().size(), 1u);
  EXPECT_EQ(reg->winners()[0].source, "第一届,\"文件\"");
  EXPECT_EQ(reg->winners()[0].year, 2019);
  EXPECT_EQ(reg->winners()[0].group, "student");
}

TEST(Winners, MistakesNameLineAndColumnAndNoValue) {
  const auto error = [](const std::string& csv) {
    const auto reg = parse(csv);
    return reg ? "no error" : reg.error().text;
  };
  const std::string good = "甲一," + kNumber + ",,车工,职工组,2019,文件一\n";
  EXPECT_THAT(error(""), HasSubstr("空文件"));
  EXPECT_THAT(error("姓名,参赛项目,组别,届次,来源\n"), HasSubstr("证件号码"));
  EXPECT_THAT(error("证件号码,参赛项目,组别,届次,来源\n"), HasSubstr("第 1 行“姓名”"));
  EXPECT_THAT(error(kHead + good + "," + kNumber + ",,车工,职工组,2019,文件一\n"), HasSubstr("第 3 行“姓名”"));
  EXPECT_THAT(error(kHead + "甲一,,,车工,职工组,2019,文件一\n"), HasSubstr("第 2 行“证件号码”"));
  EXPECT_THAT(error(kHead + "甲一,,某日,车工,职工组,2019,文件一\n"), HasSubstr("第 2 行“出生日期”"));
  EXPECT_THAT(error(kHead + good + "甲一," + kNumber + ",,车工,教师组,2019,文件一\n"), HasSubstr("第 3 行“组别”"));
  EXPECT_THAT(error(kHead + "甲一," + kNumber + ",,车工,职工组,上届,文件一\n"), HasSubstr("第 2 行“届次”"));
  EXPECT_THAT(error(kHead + "甲一," + kNumber + ",,车工,职工组,2019,\n"), HasSubstr("第 2 行“来源”"));
  EXPECT_THAT(error(kHead + "甲一,\"" + kNumber + ",,车工\n"), HasSubstr("第 2 行：引号"));
  const std::string wrong = kNumber.substr(0, 17) + (kNumber[17] == '1' ? "2" : "1");
  EXPECT_THAT(error(kHead + "甲一," + wrong + ",,车工,职工组,2019,文件一\n"), HasSubstr("第 2 行“证件号码”"));
  EXPECT_THAT(error(kHead + "甲一," + wrong + ",,车工,职工组,2019,文件一\n"), testing::Not(HasSubstr(wrong)));
}

TEST(Winners, EventsOfNoneOfTheEditionsAreListedByLine) {
  const auto reg =
      parse(kHead + "甲一," + kNumber + ",,车工,职工组,2019,文件一\n乙二,,1990-01-31,珠算,职工组,2019,文件一\n");
  ASSERT_TRUE(reg);
  EXPECT_EQ(reg->winners().size(), 1u);
  EXPECT_THAT(reg->lines_of_unknown_events, ElementsAre(3u));
}

TEST(Winners, SerialisationIsTheSameForAnyOrderAndReadsBack) {
  const std::string a = "甲一," + kNumber + ",,车工,职工组,2019,文件一\n", b = "乙二,,1985-05-05,焊工,,2017,文件二\n";
  const auto one = parse(kHead + a + b), other = parse(kHead + b + a + a);
  ASSERT_TRUE(one && other);
  const std::string text = serialise_winners(*one);
  EXPECT_EQ(text, serialise_winners(*other));
  EXPECT_THAT(text, testing::Not(HasSubstr("甲一")));
  EXPECT_THAT(text, testing::Not(HasSubstr(kNumber)));
  const auto back = read_winners(text);
  ASSERT_TRUE(back) << back.error().cause;
  EXPECT_EQ(serialise_winners(*back), text);
  EXPECT_EQ(back->match(keys(kNumber, "", {}), support::edition_2021().find_event("数控车")->code, "worker"),
            WinnerMatch::kCertain);
}

TEST(Winners, DamagedSerialisationIsCorrupt) {
  const auto reg = parse(kHead + "甲一," + kNumber + ",,车工,职工组,2019,文件一\n");
  std::string text = serialise_winners(reg.value());
  for (const std::string& bad :
       {text.substr(0, text.size() - 1), text + "x\n", std::string("another 1\n"), std::string("naadam-winners 2\n")}) {
    const auto back = read_winners(bad);
    ASSERT_FALSE(back);
    EXPECT_EQ(back.error().kind, core::ErrorKind::kCorrupt);
  }
  text[20] = 'z';
  EXPECT_FALSE(read_winners(text));
}

}  // namespace
}  // namespace naadam::domain
