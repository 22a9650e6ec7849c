#include "sheet/writer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "sheet/memory_file.hpp"
#include "support/redis.hpp"
#include "unit/sheet/collect.hpp"

namespace naadam::test {
namespace {

using Rows = std::vector<KeptRow>;

// A workbook written into memory by `fill`, read back.
template <class Fill>
Read written(Fill fill) {
  const int fd = sheet::memory_file("test").value();
  {
    auto writer = sheet::XlsxWriter::open(fd).value();
    fill(writer);
    EXPECT_TRUE(writer.finish());
  }
  const auto bytes = sheet::file_bytes(fd).value();
  ::close(fd);
  return read_here(bytes);
}

void write_row(sheet::XlsxWriter& writer, std::uint32_t number, const std::vector<std::string>& cells) {
  std::vector<sheet::CellOut> out;
  for (const auto& cell : cells) out.push_back({cell, sheet::Style::kGood});
  ASSERT_TRUE(writer.row(number, out));
}

TEST(XlsxWriter, FormulasAndLongNumbersStayText) {
  const std::vector<std::string> cells{"=HYPERLINK(1)", "+1", "-1", "@a", "15010219900101001X", "150102199001010010"};
  const auto read = written([&](sheet::XlsxWriter& writer) {
    ASSERT_TRUE(writer.sheet("甲"));
    write_row(writer, 4, cells);
  });
  ASSERT_TRUE(read.status);
  EXPECT_EQ(read.rows(), (Rows{{4, cells}}));
}

TEST(XlsxWriter, SheetNamesAreMadeAllowedAndDifferent) {
  const std::string name_40 = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十";
  const auto read = written([&](sheet::XlsxWriter& writer) {
    for (const auto& name : {std::string("a/b"), std::string("A/B"), std::string(), name_40, name_40}) {
      ASSERT_TRUE(writer.sheet(name));
    }
  });
  ASSERT_TRUE(read.status);
  std::vector<std::string> names;
  for (const auto& kept : read.sheets) names.push_back(kept.info.name);
  EXPECT_EQ(names, (std::vector<std::string>{"a_b", "A_B(2)", "Sheet3",
                                             "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一",
                                             "一二三四五六七八九十一二三四五六七八九十一二三四五六七八(2)"}));
}

// One part of a workbook, as the XML it is.
std::string part_of(const std::string& workbook, const std::string& name) {
  const support::TempDir dir;
  const auto file = dir.path() / "book.xlsx";
  std::ofstream(file, std::ios::binary) << workbook;
  FILE* pipe = ::popen(("unzip -p '" + file.string() + "' " + name).c_str(), "r");
  std::string xml(1 << 16, '\0');
  xml.resize(std::fread(xml.data(), 1, xml.size(), pipe));
  EXPECT_EQ(::pclose(pipe), 0);
  return xml;
}

TEST(XlsxWriter, WrappedTextMakesItsRowHigherAndTheSheetPrintsOnePageWide) {
  const int fd = sheet::memory_file("test").value();
  {
    auto writer = sheet::XlsxWriter::open(fd).value();
    const sheet::ColumnWidth width{0, 10};
    ASSERT_TRUE(writer.sheet("甲", {&width, 1}, 1));
    write_row(writer, 1, {"一行"});
    write_row(writer, 2, {"这一格有十二个汉字要三行"});
    ASSERT_TRUE(writer.finish());
  }
  const std::string xml = part_of(sheet::file_bytes(fd).value(), "xl/worksheets/sheet1.xml");
  ::close(fd);
  EXPECT_NE(xml.find("<row r=\"1\"><c"), std::string::npos);
  EXPECT_NE(xml.find("ht=\"45\" customHeight=\"1\""), std::string::npos);
  EXPECT_NE(xml.find("orientation=\"landscape\""), std::string::npos);
  EXPECT_NE(xml.find("fitToHeight=\"0\""), std::string::npos);
}

TEST(XlsxWriter, RowsOutOfOrderAreRefused) {
  written([](sheet::XlsxWriter& writer) {
    EXPECT_FALSE(writer.row(1, {}));
    ASSERT_TRUE(writer.sheet("甲"));
    write_row(writer, 2, {"x"});
    EXPECT_FALSE(writer.row(2, {}));
    EXPECT_FALSE(writer.row(1'048'577, {}));
  });
}

TEST(XlsxWriter, CharactersThatXmlCannotHoldBecomeBlanks) {
  const auto read = written([](sheet::XlsxWriter& writer) {
    ASSERT_TRUE(writer.sheet("甲"));
    write_row(writer, 1, {std::string("a\0b\x01", 4) + "c\nd"});
  });
  ASSERT_TRUE(read.status);
  EXPECT_EQ(read.rows(), (Rows{{1, {"a b c\nd"}}}));
}

RC_GTEST_PROP(XlsxWriter, WhatIsWrittenIsReadBack, ()) {
  const auto piece =
      rc::gen::element<std::string>("甲", "乌云·其其格", "<", "&amp;", "\"", "\n", "a", " ", "𠮷", "９", "_x", "=");
  const auto cell = rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const auto& pieces) {
    std::string text;
    for (const auto& p : pieces) text += p;
    return text;
  });
  constexpr int kSizeMax = 6;  // of each level
  using Table = std::vector<std::vector<std::string>>;
  const auto table = rc::gen::container<Table>(rc::gen::container<std::vector<std::string>>(cell));
  const auto tables = *rc::gen::resize(kSizeMax, rc::gen::nonEmpty(rc::gen::container<std::vector<Table>>(table)));
  std::vector<KeptSheet> want;
  const auto read = written([&](sheet::XlsxWriter& writer) {
    for (const auto& rows : tables) {
      const std::string name = "表" + std::to_string(want.size());
      want.push_back({{static_cast<std::uint32_t>(want.size()), name, false}, {}});
      RC_ASSERT(writer.sheet(name).has_value());
      std::uint32_t number = 0;
      for (auto row : rows) {
        write_row(writer, number += 2, row);
        while (!row.empty() && row.back().empty()) row.pop_back();
        if (!row.empty()) want.back().rows.push_back({number, row});
      }
    }
  });
  RC_ASSERT(read.status.has_value());
  RC_ASSERT(read.sheets == want);
}

}  // namespace
}  // namespace naadam::test
