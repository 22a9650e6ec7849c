#include "intake/rules/reading.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "intake/rules/outcome.hpp"
#include "sheet/memory_file.hpp"
#include "sheet/writer.hpp"
#include "support/edition_2021.hpp"
#include "unit/sheet/collect.hpp"

namespace naadam::intake {
namespace {

using Cells = std::vector<std::string_view>;
struct Tab {
  std::string_view name;
  std::vector<Cells> rows;  // row i stands at number i + 1; an empty one leaves a gap
};

std::string workbook(const std::vector<Tab>& tabs) {
  const int fd = sheet::memory_file("test").value();
  {
    auto writer = sheet::XlsxWriter::open(fd).value();
    for (const auto& tab : tabs) {
      EXPECT_TRUE(writer.sheet(tab.name));
      for (std::uint32_t i = 0; i < tab.rows.size(); ++i) {
        std::vector<sheet::CellOut> cells;
        for (const auto text : tab.rows[i]) cells.push_back({text, sheet::Style::kPlain});
        EXPECT_TRUE(writer.row(i + 1, cells));
      }
    }
    EXPECT_TRUE(writer.finish());
  }
  auto bytes = sheet::file_bytes(fd).value();
  ::close(fd);
  return bytes;
}

const Cells kHead{"序号", "姓名", "证件号码", "联系电话", "赛项", "组别", "盟市"};
const Cells kOne{"1", "甲某", "15010219900101001X", "13800138000", "数控车", "职工组", "包头市"};
const Cells kTwo{"2", "乙某", "150102199101010021", "13800138001", "焊接", "职工组", "包头市"};

ReadingResult read(const std::vector<Tab>& tabs) {
  return read_upload_here(workbook(tabs), "表.xlsx", support::edition_2021());
}

void expect_refused(const ReadingResult& reading, FileDefect defect, std::string_view words) {
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().defect, defect) << reading.error().text;
  EXPECT_NE(reading.error().text.find(words), std::string::npos) << reading.error().text;
}

TEST(Reading, FindsTheTableUnderTitleRowsAndKeepsRowNumbers) {
  const auto reading = read({{"职工", {{"2021年报名表"}, {}, {"填报单位：某局"}, kHead, kOne, {}, kTwo}}});
  ASSERT_TRUE(reading);
  ASSERT_EQ(reading->rows.size(), 2u);
  EXPECT_EQ(reading->rows[0].sheet, "职工");
  EXPECT_EQ(reading->rows[0].row, 5u);
  EXPECT_EQ(reading->rows[1].row, 7u);
  EXPECT_EQ(reading->rows[1].claim.name, "乙某");
  ASSERT_EQ(reading->tables.size(), 1u);
  EXPECT_EQ(reading->tables[0].headings.row, 4u);
}

TEST(Reading, FootersAreListedAndBlankRowsAreNot) {
  const auto reading = read({{"甲", {kHead, kOne, {"2"}, {"合计", "1"}, {"", "填表人：某某"}}}});
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->rows.size(), 1u);
  ASSERT_EQ(reading->skipped_rows.size(), 2u);
  EXPECT_EQ(reading->skipped_rows[0].row, 4u);
  EXPECT_EQ(reading->skipped_rows[1].row, 5u);
}

TEST(Reading, SeveralSheetsAreReadAndOthersSaid) {
  auto odd = kHead;
  odd.push_back("血型");
  const auto reading =
      read({{"一", {kHead, kOne}}, {"空", {}}, {"说明", {{"填表说明"}, {"请如实填写"}}}, {"二", {odd, kOne}}});
  ASSERT_TRUE(reading);
  ASSERT_EQ(reading->rows.size(), 2u);
  EXPECT_EQ(reading->rows[1].duplicate_of, 2u);
  EXPECT_EQ(reading->rows[1].duplicate_sheet, "一");
  ASSERT_EQ(reading->skipped_sheets.size(), 1u);
  EXPECT_EQ(reading->skipped_sheets[0].sheet, "说明");
  EXPECT_EQ(reading->unknown_headings, (std::vector<std::string>{"工作表“二”第 H 列“血型”"}));
}

TEST(Reading, AFileWithoutRowsSaysWhatItLacks) {
  expect_refused(read({{"甲", {kHead}}}), FileDefect::kHeaderOnly, "只有表头");
  expect_refused(read({{"甲", {{"随便"}, {"写写"}}}}), FileDefect::kNoHeadings, "证件号码");
  expect_refused(read({{"甲", {}}}), FileDefect::kUnreadable, "空");
}

TEST(Reading, ASheetMeantAsATableIsNeverPassedOver) {
  auto short_head = kHead;
  short_head[3] = "";
  expect_refused(read({{"一", {kHead, kOne}}, {"二", {short_head, kTwo}}}), FileDefect::kMissingHeading, "工作表“二”");
  auto twice = kHead;
  twice.push_back("手机");
  expect_refused(read({{"一", {twice, kOne}}}), FileDefect::kRepeatedHeading, "第 H 列");
}

TEST(Reading, TheConfinedReadingGivesTheSame) {
  const std::string csv =
      "姓名,身份证号,手机号,参赛项目,组别,代表队\n甲某,15010219900101001X,13800138000,数控车,职工组,包头市\n";
  const auto here = read_upload_here(csv, "表.csv", support::edition_2021());
  const auto confined = read_upload(csv, "表.csv", support::edition_2021());
  ASSERT_TRUE(here && confined);
  ASSERT_EQ(confined->rows.size(), 1u);
  EXPECT_EQ(confined->rows[0].claim, here->rows[0].claim);
  expect_refused(read_upload("%PDF-", "表.xlsx", support::edition_2021()), FileDefect::kUnreadable, "PDF");
}

TEST(Outcome, TheOfficersRowsComeBackWithTheirOutcomeBeside) {
  const std::string original = workbook({{"职工", {{"标题"}, kHead, kOne, kTwo, {"合计"}}}, {"说明", {{"文字"}}}});
  const int in = sheet::memory_file("test", original).value();
  const int out = sheet::memory_file("test").value();
  const RowOutcome accepted{wire::Verdict::kAccepted, "", ""};
  const RowOutcome returned{wire::Verdict::kReturned, "退回", "第 D 列：请改正"};
  std::vector<std::uint32_t> asked;
  const auto status = write_outcome(
      in, "表.xlsx",
      [&](std::string_view, std::uint32_t row) {
        asked.push_back(row);
        return row == 3 ? &accepted : &returned;
      },
      out);
  ASSERT_TRUE(status);
  EXPECT_EQ(asked, (std::vector<std::uint32_t>{3, 4}));
  const auto read = test::read_here(sheet::file_bytes(out).value());
  ::close(in);
  ::close(out);
  ASSERT_TRUE(read.status);
  const auto with = [](Cells cells, std::initializer_list<std::string_view> more) {
    cells.insert(cells.end(), more);
    return std::vector<std::string>(cells.begin(), cells.end());
  };
  ASSERT_EQ(read.sheets.size(), 2u);
  EXPECT_EQ(read.sheets[0].rows, (std::vector<test::KeptRow>{{1, {"标题"}},
                                                             {2, with(kHead, {"结果", "原因及处理办法"})},
                                                             {3, with(kOne, {"通过"})},
                                                             {4, with(kTwo, {"退回", "第 D 列：请改正"})},
                                                             {5, {"合计"}}}));
  EXPECT_EQ(read.sheets[1].info.name, "说明");
  EXPECT_EQ(read.sheets[1].rows, (std::vector<test::KeptRow>{{1, {"文字"}}}));
}

}  // namespace
}  // namespace naadam::intake
