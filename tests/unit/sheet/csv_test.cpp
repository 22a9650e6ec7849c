#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/ucnv.h>

#include "sheet/writer.hpp"
#include "unit/sheet/collect.hpp"

namespace naadam::test {
namespace {

using Rows = std::vector<KeptRow>;

std::string to_gb18030(const std::string& utf8) {
  std::string out(utf8.size() * 4 + 4, '\0');
  UErrorCode error = U_ZERO_ERROR;
  const auto size = ucnv_convert("GB18030", "UTF-8", out.data(), static_cast<std::int32_t>(out.size()), utf8.data(),
                                 static_cast<std::int32_t>(utf8.size()), &error);
  EXPECT_TRUE(U_SUCCESS(error));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

const std::string kTable = "姓名,手机号码\r\n乌云·其其格,13800138000\r\n";
const Rows kTableRows{{1, {"姓名", "手机号码"}}, {2, {"乌云·其其格", "13800138000"}}};

TEST(Csv, Utf8WithAndWithoutAByteOrderMarkAndGb18030ReadTheSame) {
  for (const auto& bytes : {kTable, "\xef\xbb\xbf" + kTable, to_gb18030(kTable)}) {
    const auto read = read_here(bytes, "表.csv");
    ASSERT_TRUE(read.status);
    EXPECT_EQ(read.rows(), kTableRows);
  }
}

TEST(Csv, RareCharactersOfFourGb18030BytesSurvive) {
  const std::string table = "姓名\n𠮷野㐂\n";
  const auto read = read_here(to_gb18030(table), "表.csv");
  ASSERT_TRUE(read.status);
  EXPECT_EQ(read.rows(), (Rows{{1, {"姓名"}}, {2, {"𠮷野㐂"}}}));
}

TEST(Csv, LongGb18030FilesPassThroughTheConverterWhole) {
  std::string table;
  Rows want;
  for (std::uint32_t i = 1; i <= 20'000; ++i) {
    table += "锡林郭勒," + std::to_string(i) + "\n";
    want.push_back({i, {"锡林郭勒", std::to_string(i)}});
  }
  const auto read = read_here(to_gb18030(table), "表.csv");
  ASSERT_TRUE(read.status);
  EXPECT_EQ(read.rows(), want);
}

TEST(Csv, RowNumbersCountBlankLinesButNotQuotedLineBreaks) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const auto read = read_here("a" + end + end + "\"x" + end + "y\",b" + end + end + end + "c", "表.csv");
    ASSERT_TRUE(read.status);
    EXPECT_EQ(read.rows(), (Rows{{1, {"a"}}, {3, {"x" + end + "y", "b"}}, {6, {"c"}}}));
  }
}

TEST(Csv, QuotesDoubledInsideQuotesStandForOne) {
  const auto read = read_here("\"a\"\"b\",\"c,d\",\n", "表.csv");
  ASSERT_TRUE(read.status);
  EXPECT_EQ(read.rows(), (Rows{{1, {"a\"b", "c,d"}}}));
}

TEST(Csv, TabsAndSemicolonsSeparateWhereTheyPrevail) {
  EXPECT_EQ(read_here("a\tb,c\td\n", "表.csv").rows(), (Rows{{1, {"a", "b,c", "d"}}}));
  EXPECT_EQ(read_here("a;b;c\n1;\"2,2,2\";3\n", "表.csv").rows(),
            (Rows{{1, {"a", "b", "c"}}, {2, {"1", "2,2,2", "3"}}}));
}

TEST(Csv, AFormulaWrittenByUsComesBackAsText) {
  std::string out;
  const std::string_view cells[] = {"=1+1", "@x", "甲"};
  sheet::append_csv(out, cells);
  EXPECT_EQ(read_here(out, "表.csv").rows(), (Rows{{1, {"'=1+1", "'@x", "甲"}}}));
}

RC_GTEST_PROP(Csv, WhatIsWrittenIsReadBackInEveryEncoding, ()) {
  const auto piece =
      rc::gen::element<std::string>("甲", "乌云", "·", ",", "\"", "\n", "a", " ", "𠮷", "９", "\t", "x;y");
  const auto cell = rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const auto& pieces) {
    std::string text = "值";  // so that no cell is empty, and none begins like a formula
    for (const auto& p : pieces) text += p;
    return text;
  });
  const auto table = *rc::gen::nonEmpty(
      rc::gen::container<std::vector<std::vector<std::string>>>(rc::gen::container<std::vector<std::string>>(3, cell)));
  std::string bytes = "一,二,三\r\n";  // settles the separator
  Rows want{{1, {"一", "二", "三"}}};
  for (const auto& row : table) {
    const std::vector<std::string_view> views(row.begin(), row.end());
    sheet::append_csv(bytes, views);
    want.push_back({static_cast<std::uint32_t>(want.size() + 1), row});
  }
  for (const auto& encoded : {bytes, "\xef\xbb\xbf" + bytes, to_gb18030(bytes)}) {
    const auto read = read_here(encoded, "表.csv");
    RC_ASSERT(read.status.has_value());
    RC_ASSERT(read.rows() == want);
  }
}

}  // namespace
}  // namespace naadam::test
