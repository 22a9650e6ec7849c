#include "intake/rules/row_to_claim.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace naadam::intake {
namespace {

using Cells = std::vector<std::string_view>;

const Cells kHeadingCells{"序号", "姓名", "证件号码", "手机号码", "参赛项目", "组别", "代表队", "单位名称", "备注"};
const Headings kHeadings = map_headings({1, kHeadingCells}, "").value();

wire::Claim claim_of(const Cells& cells) { return row_to_claim({2, cells}, kHeadings); }
RowKind kind_of(const Cells& cells) { return row_kind({2, cells}, kHeadings); }

TEST(RowToClaim, CharactersAreMadePlainAndAbsentColumnsAreEmpty) {
  const auto claim = claim_of({"1", " 乌云•其其格 ", "'１５０１０２-1990 0101 001x", "+86 138-0013-8000",
                               "工业控制４.０", "职工组", "呼和浩特市", "某\n公司"});
  EXPECT_EQ(claim.name, "乌云·其其格");
  EXPECT_EQ(claim.document_number, "15010219900101001X");
  EXPECT_EQ(claim.mobile, "13800138000");
  EXPECT_EQ(claim.event, "工业控制4.0");
  EXPECT_EQ(claim.employer, "某 公司");
  EXPECT_EQ(claim.note, "");
  EXPECT_EQ(claim.email, "");
  EXPECT_EQ(claim.team_members, 0);
}

TEST(RowToClaim, WhatExcelDamagedStaysRecognisable) {
  EXPECT_EQ(claim_of({"", "甲", "1.50102199001011E+17"}).document_number, "1.50102199001011E+17");
  EXPECT_EQ(claim_of({"", "甲", "150102199001011000"}).document_number, "150102199001011000");
}

TEST(RowKind, RowsWithASerialNumberOnlyAreBlank) {
  EXPECT_EQ(kind_of({"7"}), RowKind::kBlank);
  EXPECT_EQ(kind_of({"7", " ", "　"}), RowKind::kBlank);
}

TEST(RowKind, FootersAreRecognised) {
  EXPECT_EQ(kind_of({"合计", "12"}), RowKind::kFooter);
  EXPECT_EQ(kind_of({"", "填表人：某某", "", "", "", "", "", "审核人：某某"}), RowKind::kFooter);
  EXPECT_EQ(kind_of({"注：请如实填写"}), RowKind::kFooter);
  EXPECT_EQ(kind_of({"", "", "", "", "", "", "", "某公司（盖章）", "2021年6月"}), RowKind::kFooter);
}

TEST(RowKind, HeadingsPrintedAgainAreNoData) { EXPECT_EQ(kind_of(kHeadingCells), RowKind::kHeading); }

TEST(RowKind, AnythingThatMayBeAPersonIsData) {
  EXPECT_EQ(kind_of({"1", "合计", "15010219900101001X"}), RowKind::kData);
  EXPECT_EQ(kind_of({"", "甲"}), RowKind::kData);
  EXPECT_EQ(kind_of({"", "", "15010219900101001X"}), RowKind::kData);
  EXPECT_EQ(kind_of({"", "", "", "13800138000"}), RowKind::kData);
  EXPECT_EQ(kind_of({"", "", "", "", "园艺"}), RowKind::kData);
}

}  // namespace
}  // namespace naadam::intake
