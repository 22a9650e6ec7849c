#include "intake/rules/headings.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

namespace naadam::intake {
namespace {

struct Row {
  explicit Row(std::vector<std::string> the_cells, std::uint32_t number = 1)
      : cells(std::move(the_cells)), views(cells.begin(), cells.end()), view{number, views} {}
  std::vector<std::string> cells;
  std::vector<std::string_view> views;
  sheet::RowView view;
};

std::vector<std::string> every_heading() {
  std::vector<std::string> headings;
  for (std::size_t i = 0; i < kFields; ++i) headings.emplace_back(words_of(static_cast<Field>(i)).spellings.front());
  return headings;
}

TEST(Headings, EverySpellingNamesItsOwnFieldOnly) {
  for (std::size_t i = 0; i < kFields; ++i) {
    const auto field = static_cast<Field>(i);
    EXPECT_EQ(words_of(field).field, field);
    for (const auto spelling : words_of(field).spellings) EXPECT_EQ(field_of(spelling), field) << spelling;
  }
}

TEST(Headings, TheWordsOfTheFieldAreForgivenTheirForm) {
  for (const auto* heading :
       {"*姓名", "姓  名", "姓\n名", "姓名（必填）", "【姓名】", "姓\u200b名", "姓　名：", "＊姓名＊"}) {
    EXPECT_EQ(field_of(heading), Field::kName) << heading;
  }
  EXPECT_EQ(field_of("参赛依据（工作/学习/居住）"), Field::kBasis);
  EXPECT_EQ(field_of("岗位类别(管理技术/生产操作)"), Field::kPost);
  EXPECT_EQ(field_of("证件号码/身份证号"), Field::kDocumentNumber);
  EXPECT_EQ(field_of("代表队／盟市"), Field::kDelegation);
  EXPECT_EQ(field_of("单位（学校）名称"), Field::kEmployer);
  EXPECT_EQ(field_of("E-mail"), Field::kEmail);
}

TEST(Headings, OtherWordsNameNothing) {
  for (const auto* heading : {"", "*", "（必填）", "血型", "姓名/手机号码", "姓名拼音", "内蒙古自治区报名表"}) {
    EXPECT_EQ(field_of(heading), std::nullopt) << heading;
  }
}

RC_GTEST_PROP(Headings, AnyOrderMapsEachFieldToItsColumn, ()) {
  std::vector<std::size_t> order(kFields);
  std::iota(order.begin(), order.end(), 0u);
  const auto names = every_heading();
  const auto swaps = *rc::gen::container<std::vector<std::size_t>>(kFields, rc::gen::inRange<std::size_t>(0, kFields));
  for (std::size_t i = 0; i < kFields; ++i) std::swap(order[i], order[swaps[i]]);
  std::vector<std::string> cells{"序号"};
  for (const std::size_t field : order) cells.push_back(names[field]);
  const auto mapped = map_headings(Row(cells, 4).view, "甲");
  RC_ASSERT(mapped.has_value());
  RC_ASSERT(mapped->row == 4u);
  RC_ASSERT(mapped->serial_column == std::int16_t{0});
  for (std::size_t at = 0; at < kFields; ++at) {
    RC_ASSERT(mapped->column[order[at]] == static_cast<std::int16_t>(at + 1));
  }
}

TEST(Headings, UnknownOnesAreListedWithTheirColumn) {
  auto cells = every_heading();
  cells.insert(cells.begin() + 2, "血 型");
  const auto mapped = map_headings(Row(cells).view, "");
  ASSERT_TRUE(mapped);
  ASSERT_EQ(mapped->unknown.size(), 1u);
  EXPECT_EQ(mapped->unknown[0].column, 2u);
  EXPECT_EQ(mapped->unknown[0].text, "血 型");
}

TEST(Headings, EachMissingRequiredOneIsNamedWithItsSpellings) {
  for (std::size_t i = 0; i < kFields; ++i) {
    const auto& words = words_of(static_cast<Field>(i));
    auto cells = every_heading();
    cells[i].clear();
    const auto mapped = map_headings(Row(cells).view, "甲");
    EXPECT_EQ(mapped.has_value(), !words.required);
    if (mapped) continue;
    EXPECT_EQ(mapped.error().defect, FileDefect::kMissingHeading);
    EXPECT_NE(mapped.error().text.find("工作表“甲”"), std::string::npos);
    for (const auto spelling : words.spellings) EXPECT_NE(mapped.error().text.find(spelling), std::string::npos);
  }
}

TEST(Headings, OneFieldInTwoColumnsIsRefusedNamingBoth) {
  auto cells = every_heading();
  cells.push_back("联系电话");
  const auto mapped = map_headings(Row(cells).view, "");
  ASSERT_FALSE(mapped);
  EXPECT_EQ(mapped.error().defect, FileDefect::kRepeatedHeading);
  EXPECT_NE(mapped.error().text.find("第 F 列“手机号码”"), std::string::npos) << mapped.error().text;
  EXPECT_NE(mapped.error().text.find("第 R 列“联系电话”"), std::string::npos) << mapped.error().text;
}

}  // namespace
}  // namespace naadam::intake
