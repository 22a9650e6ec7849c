#include <gtest/gtest.h>

#include <random>

#include "unit/sheet/collect.hpp"
#include "unit/sheet/zip_file.hpp"

namespace naadam::test {
namespace {

using sheet::Defect;
using namespace std::string_literals;
using namespace std::string_view_literals;

constexpr const char* kOneRow = "<row r='1'><c r='A1' t='inlineStr'><is><t>甲</t></is></c></row>";

std::string good_book() { return make_book({.tabs = {{"甲", kOneRow, ""}}}); }

void expect_refused(const Read& read, Defect defect, std::string_view words = {}) {
  ASSERT_FALSE(read.status);
  EXPECT_STREQ(sheet::defect_name(read.status.error().defect), sheet::defect_name(defect));
  EXPECT_NE(read.status.error().text.find(words), std::string::npos) << read.status.error().text;
}

std::string utf16(std::string_view ascii) {
  std::string wide;
  for (const char c : ascii) wide.append({c, '\0'});
  return wide;
}

TEST(Refusal, EveryDefectHasANameAndAdviceOfItsOwn) {
  std::vector<std::string> names;
  for (int n = 1; n <= static_cast<int>(Defect::kStopped); ++n) {
    const auto refusal = sheet::refuse(static_cast<Defect>(n), "某处").value();
    names.push_back(sheet::defect_name(refusal.defect));
    EXPECT_EQ(std::count(names.begin(), names.end(), names.back()), 1);
    EXPECT_TRUE(refusal.text.starts_with("某处：")) << refusal.text;
    EXPECT_NE(refusal.cause.find(names.back()), std::string::npos);
  }
}

TEST(Refusal, EmptyFilesAreCalledEmpty) {
  for (const auto bytes : {""sv, "\xef\xbb\xbf"sv, " \r\n\r\n"sv, ",,,\r\n,,,\r\n"sv}) {
    expect_refused(read_here(bytes, "表.csv"), Defect::kEmpty, "空");
  }
}

TEST(Refusal, FilesOverTheLimitAreRefusedAndAtTheLimitRead) {
  sheet::Limits limits;
  limits.file_bytes_max = 4;
  EXPECT_TRUE(read_here("a,b\n", "表.csv", limits).status);
  expect_refused(read_here("a,bc\n", "表.csv", limits), Defect::kTooLarge, "32 MB");
}

TEST(Refusal, RowsOverTheLimitAreRefusedAndAtTheLimitRead) {
  sheet::Limits limits;
  limits.rows_max = 2;
  EXPECT_TRUE(read_here("a\nb\n", "表.csv", limits).status);
  expect_refused(read_here("a\nb\nc\n", "表.csv", limits), Defect::kTooManyRows, "200000");
}

TEST(Refusal, LongCellsAreRefusedNamingThePlaceAndNotTheText) {
  sheet::Limits limits;
  limits.cell_bytes_max = 3;
  EXPECT_TRUE(read_here("甲,乙\n", "表.csv", limits).status);
  expect_refused(read_here("甲\n甲,abcd\n", "表.csv", limits), Defect::kCellTooLong, "第 2 行第 B 列");
  const auto read =
      read_here(make_book({.tabs = {{"职工", "<row r='7'><c r='C7' t='str'><v>abcd</v></c></row>", ""}}}), "", limits);
  expect_refused(read, Defect::kCellTooLong, "工作表“职工”第 7 行第 C 列");
  EXPECT_EQ(read.status.error().text.find("abcd"), std::string::npos);
}

TEST(Refusal, TextFarToTheRightIsRefusedButEmptyCellsThereAreNot) {
  const std::string row = "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1'";
  EXPECT_TRUE(read_here(make_book({.tabs = {{"甲", row + "/></row>", ""}}})).status);
  expect_refused(read_here(make_book({.tabs = {{"甲", row + "><v>1</v></c></row>", ""}}})), Defect::kTooWide);
}

TEST(Refusal, TooManySheetsAreRefused) {
  sheet::Limits limits;
  limits.sheets_max = 1;
  EXPECT_TRUE(read_here(good_book(), "", limits).status);
  const auto two = make_book({.tabs = {{"甲", "", ""}, {"乙", "", ""}}});
  expect_refused(read_here(two, "", limits), Defect::kTooManySheets);
}

TEST(Refusal, AZipBombIsRefusedAndNeverUnpackedBeyondWhatItDeclares) {
  const std::string blanks(40u << 20, ' ');
  auto entries = book_entries({.tabs = {{"甲", blanks, ""}}});
  expect_refused(read_here(make_zip(entries)), Defect::kBomb, "解压");
  entries[0].declared_bytes = 1'000;
  expect_refused(read_here(make_zip(entries)), Defect::kDamaged);
}

TEST(Refusal, TooManyZipEntriesAreRefused) {
  sheet::Limits limits;
  limits.zip_entries_max = 5;
  expect_refused(read_here(good_book(), "", limits), Defect::kBomb);
}

TEST(Refusal, TruncatedWorkbooksAreCalledIncomplete) {
  const std::string book = good_book();
  for (const std::size_t size : {std::size_t{4}, book.size() / 2, book.size() - 23}) {
    expect_refused(read_here(book.substr(0, size)), Defect::kTruncated, "不完整");
  }
}

TEST(Refusal, MissingPartsAndBrokenXmlAreCalledDamaged) {
  auto entries = book_entries({.tabs = {{"甲", kOneRow, ""}}});
  entries[0].name = "xl/elsewhere.xml";
  expect_refused(read_here(make_zip(entries)), Defect::kDamaged, "损坏");
  for (const auto* rows : {"<row r='1'>", "<row r='0'/>", "<row r='x'/>", "<row r='2'/><row r='2'/>",
                           "<row r='1'><c r='1'><v>1</v></c></row>", "<c r='A1'><v>1</v></c>",
                           "<row r='1'><c r='A1' t='s'><v>0</v></c></row>"}) {
    expect_refused(read_here(make_book({.tabs = {{"甲", rows, ""}}})), Defect::kDamaged);
  }
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  expect_refused(read_here(make_book({.tabs = {{"甲", deep, ""}}})), Defect::kDamaged);
}

TEST(Refusal, ADocumentTypeIsRefused) {
  BookParts book{.tabs = {{"甲", kOneRow, ""}}};
  book.sheet_prolog = "<!DOCTYPE w [<!ENTITY a 'aaaa'>]>";
  expect_refused(read_here(make_book(book)), Defect::kDoctype, "DOCTYPE");
}

TEST(Refusal, PasswordsAndOldFormatsAreToldApart) {
  const auto ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"s;
  expect_refused(read_here(ole + std::string(500, '\0') + utf16("EncryptedPackage")), Defect::kEncrypted, "打开密码");
  expect_refused(read_here(ole + std::string(500, '\0') + utf16("Workbook"), "a.xls"), Defect::kOldXls, "另存为");
  expect_refused(read_here(ole + std::string(500, '\0') + utf16("WordDocument"), "a.xlsx"), Defect::kWrongType);
  auto entries = book_entries({.tabs = {{"甲", kOneRow, ""}}});
  entries[0].flags = 1;
  expect_refused(read_here(make_zip(entries)), Defect::kEncrypted, "打开密码");
}

TEST(Refusal, AnotherTypeBehindTheNameIsNamed) {
  expect_refused(read_here("%PDF-1.7 ...", "报名表.XLSX"), Defect::kWrongType, ".xlsx 结尾，但内容是PDF");
  expect_refused(read_here("\n<html><table>", "报名表.xls"), Defect::kWrongType, "网页");
  expect_refused(read_here("\x89PNG\r\n", "报名表.png"), Defect::kWrongType, "图片");
  expect_refused(read_here(make_zip({{"word/document.xml", "<x/>"}}), "a.xlsx"), Defect::kWrongType, "Word");
  expect_refused(read_here(make_zip({{"content.xml", "<x/>"}}), "a.xlsx"), Defect::kWrongType, "ods");
  expect_refused(read_here(make_zip({{"a.txt", "x"}}), "a.xlsx"), Defect::kWrongType, "压缩包");
}

TEST(Refusal, ContentDecidesWhenTheNamePromisesAnotherReadableType) {
  EXPECT_TRUE(read_here(good_book(), "表.csv").status);
  EXPECT_TRUE(read_here("a,b\n", "表.xlsx").status);
}

TEST(Refusal, CsvQuotesWithoutAPartnerAreRefusedWithTheirRow) {
  expect_refused(read_here("a,b\n1,\"2\n3,4\n", "表.csv"), Defect::kQuote, "第 2 行");
  expect_refused(read_here("a,b\n1,2\n3,4\"5\n", "表.csv"), Defect::kQuote, "第 3 行");
}

TEST(Refusal, CsvBytesThatAreNoTextAreRefusedWithTheirLine) {
  expect_refused(read_here("a,b\n1,\0\n"sv, "表.csv"), Defect::kNulByte, "第 2 行");
  expect_refused(read_here("\xef\xbb\xbf"
                           "a,b\n1,2\n3,\xff\xfe\n"sv,
                           "表.csv"),
                 Defect::kEncoding, "第 3 行");
  expect_refused(read_here("姓名,手机,赛项\n甲,\xE4\xB8\n"sv, "表.csv"), Defect::kEncoding, "第 2 行");
  expect_refused(read_here("a,b\n\n\xD0\xD5,\xFF\xFF\n"sv, "表.csv"), Defect::kEncoding, "第 3 行");
  expect_refused(read_here("\xff\xfe"
                           "a\0b\0"sv,
                           "表.csv"),
                 Defect::kEncoding, "UTF-16");
}

TEST(Refusal, AnErrorOfTheSinkStopsTheReadingAndComesBackUnchanged) {
  class Stop : public sheet::RowSink {
   public:
    int rows = 0;
    core::Status sheet(const sheet::SheetInfo&) override { return {}; }
    core::Status row(const sheet::RowView&) override {
      ++rows;
      return core::fail(core::ErrorKind::kFull, "满", "full");
    }
  } sink;
  const auto status = sheet::read("a\nb\nc\n", "表.csv", {}, sink);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().defect, Defect::kStopped);
  EXPECT_EQ(status.error().kind, core::ErrorKind::kFull);
  EXPECT_EQ(status.error().text, "满");
  EXPECT_EQ(sink.rows, 1);
}

TEST(Refusal, FilesCutOrFlippedAnywhereAreReadOrRefusedButNeverCrash) {
  const std::string book = good_book();
  std::mt19937 random(7);
  std::size_t refused = 0;
  for (std::size_t i = 0; i < 600; ++i) {
    std::string hurt = book;
    hurt[random() % hurt.size()] ^= static_cast<char>(1u << (random() % 8));
    if (i % 3 == 0) hurt.resize(random() % hurt.size());
    refused += !read_here(hurt).status;
  }
  EXPECT_GT(refused, 300u);
}

}  // namespace
}  // namespace naadam::test
