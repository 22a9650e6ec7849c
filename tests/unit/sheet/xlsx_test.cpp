#include <gtest/gtest.h>

#include "unit/sheet/collect.hpp"
#include "unit/sheet/zip_file.hpp"

namespace naadam::test {
namespace {

using Rows = std::vector<KeptRow>;

Read read_rows(const std::string& rows, BookParts book = {}) {
  book.tabs = {{"甲", rows, ""}};
  return read_here(make_book(book));
}

TEST(Xlsx, SharedInlineFormulaBooleanAndErrorCellsBecomeText) {
  BookParts book;
  book.shared_strings = "<si><t>张三</t></si><si><r><t>李</t></r><r><t>四</t></r></si>";
  const auto read = read_rows(
      "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2' t='s'><v>1</v></c>"
      "<c r='C2' t='inlineStr'><is><t>王</t></is></c><c r='D2' t='str'><f>A1&amp;B1</f><v>和</v></c>"
      "<c r='E2' t='b'><v>1</v></c><c r='F2' t='b'><v>0</v></c><c r='G2' t='e'><v>#N/A</v></c></row>",
      book);
  ASSERT_TRUE(read.status);
  EXPECT_EQ(read.rows(), (Rows{{2, {"张三", "李四", "王", "和", "TRUE", "FALSE", "#N/A"}}}));
}

TEST(Xlsx, PhoneticGuidesAreNotPartOfTheText) {
  BookParts book;
  book.shared_strings = "<si><t>呼和浩特</t><rPh sb='0' eb='1'><t>hu</t></rPh><phoneticPr/></si>";
  const auto read = read_rows(
      "<row r='1'><c r='A1' t='s'><v>0</v></c>"
      "<c r='B1' t='inlineStr'><is><t>包头</t><rPh><t>bao</t></rPh></is></c></row>",
      book);
  ASSERT_TRUE(read.status);
  EXPECT_EQ(read.rows(), (Rows{{1, {"呼和浩特", "包头"}}}));
}

TEST(Xlsx, NumbersKeepWhatTheFileHolds) {
  const auto read = read_rows(
      "<row r='1'><c r='A1'><v>150102199001011000</v></c><c r='B1'><v>1.50102199001011E+17</v></c>"
      "<c r='C1' t='n'><v>13800138000</v></c><c r='D1'><v>0.10000000000000001</v></c></row>");
  ASSERT_TRUE(read.status);
  EXPECT_EQ(read.rows(),
            (Rows{{1, {"150102199001011000", "1.50102199001011E+17", "13800138000", "0.10000000000000001"}}}));
}

constexpr const char* kDateStyles =
    "<numFmts><numFmt numFmtId='164' formatCode='yyyy\"年\"m\"月\"d\"日\";@'/>"
    "<numFmt numFmtId='165' formatCode='[$-804]h:mm'/><numFmt numFmtId='166' formatCode='0.00E+00'/>"
    "<numFmt numFmtId='167' formatCode='[Red]0\"yd\"\\d'/><numFmt numFmtId='168' formatCode='[h]:mm:ss;@'/></numFmts>"
    "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='166'/>"
    "<xf numFmtId='167'/><xf numFmtId='57'/><xf numFmtId='45'/><xf numFmtId='168'/><xf numFmtId='20'/></cellXfs>";

TEST(Xlsx, DateFormattedNumbersBecomeIsoDates) {
  BookParts book;
  book.styles = kDateStyles;
  const auto read = read_rows(
      "<row r='1'><c r='A1' s='1'><v>32904</v></c><c r='B1' s='2'><v>32904.5</v></c><c r='C1' s='3'><v>0.5</v></c>"
      "<c r='D1' s='6'><v>59</v></c><c r='E1' s='1'><v>61</v></c><c r='F1' s='1'><v>2958465</v></c></row>",
      book);
  ASSERT_TRUE(read.status);
  EXPECT_EQ(read.rows(),
            (Rows{{1, {"1990-01-31", "1990-01-31 12:00", "12:00", "1900-02-28", "1900-03-01", "9999-12-31"}}}));
}

TEST(Xlsx, TimesKeepTheSecondsThatTheyShow) {
  BookParts book;
  book.styles = kDateStyles;
  // 51 min 23 s, shown as mm:ss and as [h]:mm:ss; the same cell shown as h:mm; 12 minutes.
  const auto read = read_rows(
      "<row r='1'><c r='A1' s='7'><v>3.5682870370370372E-2</v></c><c r='B1' s='8'><v>3.5682870370370372E-2</v></c>"
      "<c r='C1' s='9'><v>3.5682870370370372E-2</v></c><c r='D1' s='8'><v>8.3333333333333332E-3</v></c></row>",
      book);
  ASSERT_TRUE(read.status);
  EXPECT_EQ(read.rows(), (Rows{{1, {"00:51:23", "00:51:23", "00:51", "00:12:00"}}}));
}

TEST(Xlsx, NumbersThatAreNoDayOrNotFormattedAsOneStayNumbers) {
  BookParts book;
  book.styles = kDateStyles;
  const auto read = read_rows(
      "<row r='1'><c r='A1' s='0'><v>32904</v></c><c r='B1' s='4'><v>32904</v></c><c r='C1' s='5'><v>32904</v></c>"
      "<c r='D1' s='1'><v>60</v></c><c r='E1' s='1'><v>-1</v></c><c r='F1' s='1'><v>150102199001011000</v></c>"
      "<c r='G1' s='99'><v>7</v></c></row>",
      book);
  ASSERT_TRUE(read.status);
  EXPECT_EQ(read.rows(), (Rows{{1, {"32904", "32904", "32904", "60", "-1", "150102199001011000", "7"}}}));
}

TEST(Xlsx, The1904DateSystemIsFollowed) {
  BookParts book;
  book.styles = kDateStyles;
  book.workbook_properties = "<workbookPr date1904='1'/>";
  const auto read = read_rows("<row r='1'><c r='A1' s='1'><v>31442</v></c><c r='B1' s='1'><v>0</v></c></row>", book);
  ASSERT_TRUE(read.status);
  EXPECT_EQ(read.rows(), (Rows{{1, {"1990-01-31", "1904-01-01"}}}));
}

TEST(Xlsx, RowsKeepTheirOwnNumbersAndEmptyOnesAreSkipped) {
  const auto read = read_rows(
      "<row r='3'><c r='B3'><v>1</v></c></row><row r='4'><c r='A4' s='1'/></row>"
      "<row r='10'><c r='A10'><v>2</v></c><c r='C10'/></row>");
  ASSERT_TRUE(read.status);
  EXPECT_EQ(read.rows(), (Rows{{3, {"", "1"}}, {10, {"2"}}}));
}

TEST(Xlsx, RowsAndCellsWithoutReferencesCountOn) {
  const auto read = read_rows("<row><c><v>1</v></c><c><v>2</v></c></row><row r='5'/><row><c><v>3</v></c></row>");
  ASSERT_TRUE(read.status);
  EXPECT_EQ(read.rows(), (Rows{{1, {"1", "2"}}, {6, {"3"}}}));
}

TEST(Xlsx, HiddenSheetsAreNamedButNotRead) {
  BookParts book;
  const std::string row = "<row r='1'><c r='A1'><v>1</v></c></row>";
  book.tabs = {{"甲", row, ""}, {"藏", row, "hidden"}, {"深", row, "veryHidden"}, {"乙", row, "visible"}};
  const auto read = read_here(make_book(book));
  ASSERT_TRUE(read.status);
  const Rows one{{1, {"1"}}};
  EXPECT_EQ(read.sheets,
            (std::vector<KeptSheet>{
                {{0, "甲", false}, one}, {{1, "藏", true}, {}}, {{2, "深", true}, {}}, {{3, "乙", false}, one}}));
}

TEST(Xlsx, PrefixedNamesAndEscapedCharactersAreUnderstood) {
  auto entries = book_entries({.tabs = {{"甲", "", ""}}});
  entries[0].content =
      "<x:worksheet xmlns:x='urn:x'><x:sheetData><x:row r='1'><x:c r='A1' t='inlineStr'><x:is><x:t>上_x000D__x4E2D_"
      "</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>";
  const auto read = read_here(make_zip(entries));
  ASSERT_TRUE(read.status);
  EXPECT_EQ(read.rows(), (Rows{{1, {"上\r_x4E2D_"}}}));
}

TEST(Xlsx, ColumnsAreNamedAsSpreadsheetProgramsDo) {
  EXPECT_EQ(sheet::column_letters(0), "A");
  EXPECT_EQ(sheet::column_letters(25), "Z");
  EXPECT_EQ(sheet::column_letters(26), "AA");
  EXPECT_EQ(sheet::column_letters(16'383), "XFD");
}

}  // namespace
}  // namespace naadam::test
