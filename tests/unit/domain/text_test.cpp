#include "domain/text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace naadam::domain {
namespace {

TEST(PlainText, CleanTextIsReturnedAsItIs) {
  for (const char* text :
       {"", "a", "数控车", "巴特尔·其其格", "工业控制4.0", "a b", "13800000000", "CAD机械设计 (一)"}) {
    EXPECT_EQ(plain_text(text), text);
  }
}

TEST(PlainText, FullWidthFormsBecomeHalfWidth) {
  EXPECT_EQ(plain_text("ＣＡＤ　机械设计"), "CAD 机械设计");
  EXPECT_EQ(plain_text("工业控制４．０"), "工业控制4.0");
  EXPECT_EQ(plain_text("１３８０００００００Ｘ"), "1380000000X");
}

TEST(PlainText, CompatibilityFormsFollowNfkc) {
  EXPECT_EQ(plain_text("Ⅳ级①㎡"), "IV级1m2");
  EXPECT_EQ(plain_text("⼀⼆"), "一二");  // Kangxi radicals, as copied out of a PDF
}

// A spacing accent stands for a blank and a combining one, a raised letter for the letter.
TEST(PlainText, CompatibilityFormsOfEveryBlockAreKnown) {
  EXPECT_EQ(plain_text("\u02DB"), "\u0328");
  EXPECT_EQ(plain_text("x\u02B0"), "xh");
  EXPECT_EQ(plain_text("\u0675"), "\u0627\u0674");
  EXPECT_EQ(match_key("\u02DB"), "\u0328");
}

TEST(PlainText, BlanksCollapseAndEndsAreTrimmed) {
  EXPECT_EQ(plain_text("  姓　 名\t\r\n"), "姓 名");
  EXPECT_EQ(plain_text("a\xC2\xA0\xE2\x80\x83 b"), "a b");
  EXPECT_EQ(plain_text(" \n\t　"), "");
}

TEST(PlainText, ZeroWidthCharactersAndMarksVanish) {
  EXPECT_EQ(plain_text("\xEF\xBB\xBF姓\xE2\x80\x8B名\xE2\x80\x8F"), "姓名");
  EXPECT_EQ(plain_text("1\xC2\xAD"
                       "2\xEF\xB8\x8F"),
            "12");
}

TEST(PlainText, BracketsBecomeRoundOnes) {
  EXPECT_EQ(plain_text("（健身）〔一〕【二】［三］{四}[五]"), "(健身)(一)(二)(三)(四)(五)");
}

TEST(PlainText, MiddleDotsOfMongolianNamesBecomeOne) {
  for (const char* dot : {"·", "•", "・", "･", "‧", "∙", "⋅", "․"}) {
    EXPECT_EQ(plain_text("巴特尔" + std::string(dot) + "其其格"), "巴特尔·其其格") << dot;
  }
}

TEST(PlainText, BrokenBytesBecomeReplacementCharacters) {
  EXPECT_EQ(plain_text("a\xFF"
                       "b"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(plain_text("\xE5\xA7"), "\xEF\xBF\xBD");
}

TEST(MatchKey, FoldsAwayWhatPeopleWriteDifferently) {
  EXPECT_EQ(match_key(" *姓　名："), "姓名");
  EXPECT_EQ(match_key("社会体育指导（健身）"), match_key("社会体育指导 健身"));
  EXPECT_EQ(match_key("cad－机械 设计"), "cad机械设计");
  EXPECT_EQ(match_key("工业控制４.０"), "工业控制4.0");
  EXPECT_EQ(match_key("（）"), "");
}

TEST(NameText, KeepsTheMiddleDotAndDropsBlanks) {
  EXPECT_EQ(name_text("巴 特尔 • 其其格"), "巴特尔·其其格");
  EXPECT_EQ(name_text("Anna b"), "ANNAB");
}

// Any mixture of what real cells hold, broken bytes included.
rc::Gen<std::string> cell() {
  static const std::vector<std::string> kParts = {"姓",
                                                  "数控车",
                                                  "a",
                                                  "Z",
                                                  "9",
                                                  " ",
                                                  "　",
                                                  "（",
                                                  "】",
                                                  "·",
                                                  "•",
                                                  "－",
                                                  "Ａ",
                                                  "Ⅳ",
                                                  "\xEF\xBB\xBF",
                                                  "\xE2\x80\x8B",
                                                  "\xFF",
                                                  "\xE5",
                                                  "e",
                                                  "\xCC\x81",
                                                  "¨",
                                                  "㈱",
                                                  "ﾊ",
                                                  "ﾞ",
                                                  "\t",
                                                  "が",
                                                  "か",
                                                  "゛",
                                                  "⼀",
                                                  "\xF0\x9F\x98\x80",
                                                  "\xC2",
                                                  "☎",
                                                  "︵"};
  return rc::gen::map(rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, kParts.size())),
                      [](const std::vector<std::size_t>& picks) {
                        std::string text;
                        for (const auto i : picks) text += kParts[i];
                        return text;
                      });
}

RC_GTEST_PROP(PlainText, IsIdempotent, ()) {
  const std::string once = plain_text(*cell());
  RC_ASSERT(plain_text(once) == once);
}

RC_GTEST_PROP(MatchKey, DependsOnlyOnThePlainTextAndIsIdempotent, ()) {
  const std::string text = *cell();
  const std::string key = match_key(text);
  RC_ASSERT(match_key(plain_text(text)) == key);
  RC_ASSERT(match_key(key) == key);
}

}  // namespace
}  // namespace naadam::domain
