#include "scheduling/rules/public_selection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/id.hpp"

namespace naadam::scheduling {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;

std::string hex(const Md5& hash) { return core::to_hex({reinterpret_cast<const char*>(hash.data()), hash.size()}); }

// RFC 3797, section 6, all that its page gives: key, sixteen hashes, and the ten who are chosen of twenty-five.
const std::vector<Source> kSources = {"9319", "2, 5, 12, 8, 10", "9, 18, 26, 34, 41, 45"};
constexpr std::size_t kPool = 25;
const std::vector<std::string> kHashes = {
    "990dd0a5692a029a98b5e01aa28f3459", "3691e55cb63fcc37914430b2f70b5ec6", "fe814edf564c190ac1d25753979990fa",
    "1863ccaceb568c31d7ddbdf1d4e91387", "f4ab33df4889f0af29c513905be1d758", "13eaeb529f61acfb9a29d0ba3a60de4a",
    "992db77c382ca2bdb9727001f3cdccd9", "63ab4258eca922976811c7f55c383ce7", "dfbc5ac97ced01b3a6e348e3cc63f40d",
    "31cb111c4a4ebe9287ceae16fe51b909", "07fa46c122f164c215bbc72793b189a3", "ac52f8d75ccbe2e61afeb3387637d501",
    "53306f73e14fc0b2fbf434218d25948e", "b5d1403501a81f9a47318be7893b347c", "85b10b356aa06663ef1b1b407765100a",
    "3269e6ce559abd57e2ba6aab495eb9bd"};
const std::vector<std::size_t> kChosen = {17, 7, 2, 16, 25, 23, 8, 24, 19, 13};  // counted from 1

TEST(PublicSelection, WorkedExampleOfRfc3797ComesOut) {
  const auto key = selection_key(kSources);
  ASSERT_TRUE(key) << key.error().cause;
  EXPECT_EQ(*key, "9319./2.5.8.10.12./9.18.26.34.41.45./");
  const auto chosen = select_publicly(kPool, kHashes.size(), *key);
  ASSERT_TRUE(chosen) << chosen.error().cause;
  std::vector<std::string> hashes;
  std::vector<std::size_t> places;
  for (const Selected& one : *chosen) {
    hashes.push_back(hex(one.hash));
    if (places.size() < kChosen.size()) places.push_back(one.at + 1);
  }
  EXPECT_THAT(hashes, ElementsAreArray(kHashes));
  EXPECT_THAT(places, ElementsAreArray(kChosen));
}

TEST(PublicSelection, EverybodyIsChosenOnceWhenAllAre) {
  std::vector<std::size_t> places;
  const auto all = select_publicly(300, 300, "1./");
  for (const Selected& one : *all) places.push_back(one.at);
  std::sort(places.begin(), places.end());
  for (std::size_t i = 0; i < places.size(); ++i) ASSERT_EQ(places[i], i);
  EXPECT_EQ(select_publicly(1, 1, "1./")->front().at, 0u);
}

TEST(PublicSelection, NumbersAreOrderedByValueAndZerosInFrontMeanNothing) {
  EXPECT_EQ(selection_key({"10 9\t007,0,000"}).value(), "0.0.7.9.10./");
  EXPECT_EQ(selection_key({"18446744073709551617,18446744073709551616,3"}).value(),
            "3.18446744073709551616.18446744073709551617./");
}

TEST(PublicSelection, SourcesThatAreNoneAreRefused) {
  const auto text = [](const std::vector<Source>& sources) { return selection_key(sources).error().text; };
  EXPECT_EQ(text({}), "没有给出随机源");
  EXPECT_EQ(text({"1", " , "}), "有一个随机源没有数");
  EXPECT_THAT(text({"3,-4"}), HasSubstr("“-4”不是数"));
  EXPECT_THAT(text({"3.5"}), HasSubstr("“3.5”不是数"));
  EXPECT_THAT(text({"3，4"}), HasSubstr("不是数"));
  EXPECT_TRUE(selection_key({std::string(kSourceDigitsMax, '7')}));
  EXPECT_THAT(text({std::string(kSourceDigitsMax + 1, '7')}), HasSubstr("最多 64 位"));
  EXPECT_TRUE(selection_key(std::vector<Source>(kSourcesMax, "1")));
  EXPECT_THAT(text(std::vector<Source>(kSourcesMax + 1, "1")), HasSubstr("最多 64 个"));
}

TEST(PublicSelection, CountsThatTheListCannotGiveAreRefused) {
  EXPECT_EQ(select_publicly(0, 1, "1./").error().text, "名单是空的");
  EXPECT_THAT(select_publicly(5, 6, "1./").error().text, HasSubstr("只能选 1 到 5 个，不能选 6 个"));
  EXPECT_EQ(select_publicly(5, 0, "1./").error().kind, core::ErrorKind::kInvalid);
  EXPECT_TRUE(select_publicly(kSelectionPoolMax, 1, "1./"));
  EXPECT_THAT(select_publicly(kSelectionPoolMax + 1, 1, "1./").error().text, HasSubstr("最多 65535 行"));
}

TEST(PublicSelection, ListIsCleanedAndANameTwiceIsRefused) {
  EXPECT_THAT(selection_list("\xEF\xBB\xBF甲\r\n\r\n 乙 \n丙").value(), ElementsAre("甲", "乙", "丙"));
  EXPECT_TRUE(selection_list("")->empty());
  EXPECT_EQ(selection_list("甲\n乙\n\n甲\n").error().text, "名单第 1 行和第 4 行相同：甲");
}

}  // namespace
}  // namespace naadam::scheduling
