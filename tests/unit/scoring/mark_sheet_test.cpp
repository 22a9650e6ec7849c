// Mark sheets as judges hand them in: which columns are found, what cells say, and that every place that can't be right
// is named.
#include "scoring/rules/mark_sheet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "decimals.hpp"
#include "scoring/rules/mark_cells.hpp"

namespace naadam::scoring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::vector<Criterion> kCriteria{{"A", of("30"), of("0.5"), "操作规范"}, {"B", of("70"), of("0.01"), "成品质量"}};
const std::vector<Start> kStarts{{"1-01", "aa"}, {"1-02", "bb"}, {"2-01", "cc"}};

struct Read {
  MarkSheet sheet;
  MarkFaults faults;

  // "row column: text", the way they are shown.
  std::vector<std::string> said() const {
    std::vector<std::string> lines;
    for (const MarkFault& one : faults.listed)
      lines.push_back(std::to_string(one.row) + " " + one.column + ": " + one.text);
    return lines;
  }
};

Read read(const std::string& csv, const std::vector<Start>* starts = &kStarts) {
  const auto table = read_mark_table_here(csv, "评分.csv");
  EXPECT_TRUE(table) << table.error().text;
  Read result;
  result.sheet = marks_of(*table, kCriteria, starts, result.faults);
  return result;
}

TEST(MarkSheet, GivesEachStartItsMarksWhateverTheOrderOfRowsAndColumns) {
  const Read got = read(
      "包头市选拔赛评分表\n\n"
      "成品质量（70分）,参赛号,用时,操作规范,状态,备注\n"
      "60.25,2-1,1:02:03,28.5,,\n"
      "61,１－０１,51:23,29,,手写\n"
      ",1-02,,,缺考,\n"
      "裁判长签名：,,,,,\n");
  ASSERT_THAT(got.said(), IsEmpty());
  EXPECT_THAT(got.sheet.lines,
              ElementsAre(MarkLine{"1-01", "aa", Presence::kCompeted, {of("29"), of("61")}, 51 * 60 + 23},
                          MarkLine{"1-02", "bb", Presence::kAbsent, {std::nullopt, std::nullopt}, std::nullopt},
                          MarkLine{"2-01", "cc", Presence::kCompeted, {of("28.5"), of("60.25")}, 3'723}));
  EXPECT_EQ(open_marks(got.sheet.lines), 0u);
}

TEST(MarkSheet, AMarkThatIsStillEmptyIsOpenAndNoFault) {
  const Read got = read("工位号,A,B\n1-01,10,\n1-02,,\n2-01,1,2\n");
  EXPECT_THAT(got.said(), IsEmpty());
  EXPECT_EQ(open_marks(got.sheet.lines), 3u);
}

TEST(MarkSheet, EveryPlaceThatCannotBeRightIsNamedByRowAndColumn) {
  const Read got = read(
      "参赛号,A,B,用时,状态\n"
      "1-01,好,-1,1:99,\n"
      "1-02,30.5,1.0000001,,病假\n"
      "1-02,1,1,,\n"
      "9-09,1,1,,\n"
      ",1,1,,\n");
  EXPECT_THAT(got.said(),
              ElementsAre(HasSubstr("2 D “用时”: 用时 “1:99” 读不懂"), HasSubstr("2 B “A”: “好” 不是分数"),
                          HasSubstr("2 C “B”: -1 小于 0"), HasSubstr("3 E “状态”: 状态 “病假” 不认识"),
                          HasSubstr("3 B “A”: 30.5 超过满分 30"), HasSubstr("3 C “B”: “1.0000001” 的小数超过 6 位"),
                          HasSubstr("4 A “参赛号”: 参赛号 1-02 与第 3 行重复"),
                          HasSubstr("5 A “参赛号”: 参赛号 “9-09” 不在本场出场表里"),
                          HasSubstr("6 A “参赛号”: 有分数而没有参赛号"), HasSubstr("0 : 参赛号 2-01 在出场表里")));
}

TEST(MarkSheet, AMarkBetweenTwoStepsIsAFault) {
  EXPECT_THAT(read("参赛号,A,B\n1-01,10.25,1\n1-02,1,1\n2-01,1,1\n").said(),
              ElementsAre(HasSubstr("10.25 不是 0.5 的倍数")));
  EXPECT_THAT(read("参赛号,A,B\n1-01,10.5,0.005\n1-02,1,1\n2-01,1,1\n").said(),
              ElementsAre(HasSubstr("0.005 不是 0.01 的倍数")));
}

TEST(MarkSheet, MarksOfSomebodyAbsentAreAFaultAndOfSomebodyWhoLeftAreNot) {
  EXPECT_THAT(read("参赛号,A,B,状态\n1-01,10,,缺考\n1-02,10,,退赛\n2-01,9,,取消资格\n").said(),
              ElementsAre(HasSubstr("2 B “A”: 缺考的不应有分数")));
}

TEST(MarkSheet, ColumnsThatLackOrStandTwiceOrSayAnotherFullMarkAreFaultsOfTheHeadings) {
  EXPECT_THAT(read("参赛号,A\n1-01,1\n1-02,1\n2-01,1\n").said(),
              ElementsAre(HasSubstr("1 : 缺少评分项“成品质量”一列")));
  EXPECT_THAT(
      read("参赛号,A,操作规范,B,用时,完成时间\n1-01,1,1,1,,\n1-02,1,1,1,,\n2-01,1,1,1,,\n").said(),
      ElementsAre(HasSubstr("1 F “完成时间”: 与 E “用时” 列重复"), HasSubstr("1 C “操作规范”: 与 B “A” 列是同一个")));
  EXPECT_THAT(read("参赛号,A(40分),B\n1-01,1,1\n1-02,1,1\n2-01,1,1\n").said(),
              ElementsAre(HasSubstr("表头写的满分是 40，评分方案是 30")));
}

TEST(MarkSheet, OtherColumnsAreIgnoredWithARemarkAndNamesAreNotWanted) {
  const Read got = read(
      "序号,参赛号,姓名,A,B,总分\n,满分,,30,70,100\n1,1-01,某某,1,2,3\n2,1-02,某某,1,2,3\n3,2-01,某某,1,2,3\n合计,,,3,"
      "6,9\n");
  ASSERT_THAT(got.said(), IsEmpty());
  EXPECT_THAT(got.sheet.remarks, ElementsAre(HasSubstr("F “总分” 列不是评分方案里的评分项"),
                                             HasSubstr("C “姓名” 列没有读取"), HasSubstr("有 2 行不是参赛号的评分")));
  for (const std::string& remark : got.sheet.remarks) EXPECT_THAT(remark, Not(HasSubstr("某某")));
}

TEST(MarkSheet, WithoutStartsEveryNumberIsTaken) {
  const Read got = read("参赛号,A,B\n甲,1,2\n乙,2,1\n", nullptr);
  ASSERT_THAT(got.said(), IsEmpty());
  EXPECT_THAT(got.sheet.lines, SizeIs(2));
}

TEST(MarkSheet, OfTooManyFaultsTheFirstAreListedAndAllCounted) {
  std::string csv = "参赛号,A,B\n";
  for (int i = 0; i < 300; ++i) csv += "8-" + std::to_string(100 + i) + ",1,1\n";
  const Read got = read(csv);
  EXPECT_THAT(got.faults.listed, SizeIs(MarkFaults::kListedMax));
  EXPECT_EQ(got.faults.total, 303u);
}

TEST(MarkSheet, AFileThatIsNoMarkSheetIsRefused) {
  const auto text = [](const std::string& bytes) {
    const auto table = read_mark_table_here(bytes, "x.csv");
    return table ? std::string() : table.error().text;
  };
  EXPECT_THAT(text("姓名,电话\n某,1\n"), HasSubstr("没有找到评分表的表头"));
  EXPECT_THAT(text(""), Not(IsEmpty()));
  EXPECT_THAT(text(std::string(kMarkSheetBytesMax + 1, 'a')), HasSubstr("超过 1 MB"));
  std::string long_one = "参赛号,A\n";
  for (std::size_t i = 0; i <= kMarkRowsMax; ++i) long_one += "1-01,1\n";
  EXPECT_THAT(text(long_one), HasSubstr("超过 5000 行"));
}

TEST(MarkCells, NumbersAreKnownInAnySpelling) {
  EXPECT_EQ(number_in(" 2-5 "), "2-05");
  EXPECT_EQ(number_in("２－０５"), "2-05");
  EXPECT_EQ(number_in("12 - 105"), "12-105");
  EXPECT_EQ(number_in("A7"), "A7");
  EXPECT_EQ(number_of_date("2021-02-05"), "2-05");
  EXPECT_EQ(number_of_date("2-05"), std::nullopt);
}

TEST(MarkCells, ADateThatAPogramMadeOfANumberIsTakenWhereThatNumberStarts) {
  EXPECT_THAT(read("参赛号,A,B\n2021-01-01,1,1\n1-02,1,1\n2-01,1,1\n").said(), IsEmpty());
  EXPECT_THAT(read("参赛号,A,B\n2021-07-07,1,1\n1-01,1,1\n1-02,1,1\n2-01,1,1\n").said(),
              ElementsAre(HasSubstr("变成了日期")));
}

TEST(MarkCells, WhatExcelKeepsInBinaryIsTakenAsItShowsIt) {
  const auto workbook = [](const char* text) { return mark_in(text, true); };
  for (const auto& [kept, shown] : {std::pair("4.3499999999999996", "4.35"), std::pair("5.0000000000000003E-2", "0.05"),
                                    std::pair("1.1000000000000001", "1.1"), std::pair("87.499999999999986", "87.5"),
                                    std::pair("99.999999999999986", "100"), std::pair("0.28999999999999998", "0.29")}) {
    const MarkCell cell = workbook(kept);
    EXPECT_EQ(cell.defect, MarkDefect::kNone) << kept;
    EXPECT_EQ(cell.mark.text(), shown) << kept;
    EXPECT_TRUE(cell.rounded);
  }
  EXPECT_EQ(workbook("87.5").mark.text(), "87.5");
  EXPECT_FALSE(workbook("87.5").rounded);
  EXPECT_EQ(workbook("1E2").mark.text(), "100");
  EXPECT_EQ(workbook("87.499999999").defect, MarkDefect::kTooPrecise);  // nine digits after the point are meant
  EXPECT_EQ(mark_in("87.499999999999986", false).defect, MarkDefect::kTooPrecise);  // CSV says what it says
  EXPECT_EQ(mark_in("1E2", false).defect, MarkDefect::kNotANumber);
}

TEST(MarkCells, WhatIsNoMarkIsTold) {
  for (const char* text : {"abc", "1,5", "1.2.3", "--1", "87分", ".", "-", "1e", "0x10"}) {
    EXPECT_EQ(mark_in(text, true).defect, MarkDefect::kNotANumber) << text;
  }
  EXPECT_EQ(mark_in("12345678901", false).defect, MarkDefect::kTooLarge);
  EXPECT_EQ(mark_in("0.000", false).mark, Decimal());
  EXPECT_EQ(mark_in("８７．５", false).mark.text(), "87.5");
  EXPECT_EQ(mark_in("-0.25", false).mark.text(), "-0.25");
}

TEST(MarkCells, TimesAreMinutesAndSecondsOrHoursToo) {
  EXPECT_EQ(seconds_in("51:23"), 3'083u);
  EXPECT_EQ(seconds_in("0:51:23"), 3'083u);
  EXPECT_EQ(seconds_in("00:51:23"), 3'083u);
  EXPECT_EQ(seconds_in("120:00"), 7'200u);
  EXPECT_EQ(seconds_in("3083"), 3'083u);
  EXPECT_EQ(seconds_in("１：０２：０３"), 3'723u);
  EXPECT_EQ(seconds_in("99:59:59"), kSecondsMax);
  for (const char* text : {"1:60", "1:2:3:4", "51:2", "-5", "5.5", "100:00:00", "1900-01-02 03:23", ":30"}) {
    EXPECT_EQ(seconds_in(text), std::nullopt) << text;
  }
}

TEST(MarkScopes, EventAndGroupOfAFileMustAgreeAndBeKnown) {
  domain::Edition edition;
  for (const auto& [code, zh] : {std::pair("E01", "焊接"), std::pair("E02", "电工")}) {
    edition.event_index.add(code, static_cast<std::uint16_t>(edition.events.size()));
    edition.event_index.add(zh, static_cast<std::uint16_t>(edition.events.size()));
    edition.events.emplace_back().code = code;
  }
  edition.group_index.add("职工组", 0);
  edition.groups.emplace_back().code = "worker";
  const auto scope = [&](const char* csv, MarkFaults& faults) {
    return scope_of(read_mark_table_here(csv, "x.csv").value(), edition, faults);
  };
  MarkFaults none;
  const MarkScope got = scope("参赛号,赛项,组别,A\n1-01,焊接,职工组,1\n1-02,E01,,1\n", none);
  EXPECT_EQ(got.event, "E01");
  EXPECT_EQ(got.group, "worker");
  EXPECT_EQ(got.delegation, "");
  EXPECT_EQ(none.total, 0u);
  MarkFaults two;
  scope("参赛号,赛项,组别,A\n1-01,焊接,老年组,1\n1-02,电工,,1\n", two);
  ASSERT_EQ(two.total, 2u);
  EXPECT_THAT(two.listed[0].text, HasSubstr("与第 2 行不同"));
  EXPECT_THAT(two.listed[1].text, HasSubstr("“老年组” 不在本届规则里"));
}

}  // namespace
}  // namespace naadam::scoring
