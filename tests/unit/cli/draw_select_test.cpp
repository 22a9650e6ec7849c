#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/commands/draw.hpp"
#include "cli_support.hpp"
#include "support/command.hpp"

namespace naadam::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// The list of RFC 3797, section 6, has twenty-five; here they are numbers.
class DrawSelect : public testing::Test {
 protected:
  DrawSelect() {
    for (int i = 1; i <= 25; ++i) list_ << "督导" << i << '\n';
    list_.close();
  }
  support::Ran run(std::vector<std::string> more) {
    static constexpr AddCommand kCommands[] = {add_draw};
    std::vector<std::string> words = {"draw", "select", (dir_ / "list.txt").string()};
    words.insert(words.end(), more.begin(), more.end());
    return support::run_command(kCommands, words);
  }
  support::Ran run_example(std::vector<std::string> more) {
    more.insert(more.begin(), {"--source", "9319", "--source", "2,5,12,8,10", "--source", "9,18,26,34,41,45"});
    return run(more);
  }
  std::string published(const std::string& names) {
    std::ofstream(dir_ / "published.txt") << names;
    return (dir_ / "published.txt").string();
  }

  TempDir dir_;
  std::ofstream list_{dir_ / "list.txt"};
};

TEST_F(DrawSelect, ChoosesInOrderAndShowsWhatToComputeAgain) {
  const support::Ran ran = run_example({"--count", "3"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.said,
              AllOf(HasSubstr("名单 25 行，选 3 个\n"), HasSubstr("密钥串：9319./2.5.8.10.12./9.18.26.34.41.45./\n"),
                    HasSubstr("   1        17  督导17  990dd0a5692a029a98b5e01aa28f3459\n")));
  const Json json = Json::parse(run_example({"--count", "2", "--json"}).said);
  EXPECT_EQ(json.at("key"), "9319./2.5.8.10.12./9.18.26.34.41.45./");
  ASSERT_EQ(json.at("chosen").size(), 2u);
  EXPECT_EQ(json.at("chosen")[1], (Json{{"place", 7}, {"name", "督导7"}, {"md5", "3691e55cb63fcc37914430b2f70b5ec6"}}));
}

TEST_F(DrawSelect, PublishedResultIsComparedInItsOrder) {
  const support::Ran equal = run_example({"--count", "2", "--check", published("督导17\n督导7\n")});
  EXPECT_EQ(equal.code, 0);
  EXPECT_THAT(equal.said, HasSubstr("完全一致"));
  for (const char* other : {"督导17\n督导8\n", "督导17\n", "督导17\n督导8\n督导2\n"}) {
    const support::Ran differs = run_example({"--count", "2", "--check", published(other)});
    EXPECT_EQ(differs.code, 1);
    EXPECT_THAT(differs.said, HasSubstr("从第 2 个起"));
  }
}

TEST_F(DrawSelect, WrongUseIsSaid) {
  EXPECT_EQ(run({"--count", "2"}).code, 2);
  EXPECT_EQ(run({"--source", "7", "--count", "0"}).code, 2);
  const support::Ran many = run({"--source", "7", "--count", "26"});
  EXPECT_EQ(many.code, 2);
  EXPECT_THAT(many.said, HasSubstr("只能选 1 到 25 个"));
  EXPECT_THAT(run({"--source", "七", "--count", "1"}).said, HasSubstr("不是数"));
  EXPECT_EQ(run({"--source", "7", "--count", "1", "--check", (dir_ / "none").string()}).code, 3);
}

}  // namespace
}  // namespace naadam::cli
