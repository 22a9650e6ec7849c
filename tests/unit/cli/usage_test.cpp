#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli_support.hpp"

namespace naadam::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

struct WrongUse {
  std::vector<std::string> arguments;
  std::string said;
};
std::ostream& operator<<(std::ostream& out, const WrongUse& use) { return out << use.said; }

class WrongUseTest : public testing::TestWithParam<WrongUse> {};

TEST_P(WrongUseTest, IsSaidInChineseAndEndsWithTwo) {
  const Ran ran = run_naadam(GetParam().arguments);
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, HasSubstr("naadam: " + GetParam().said + "\n"));
  EXPECT_THAT(ran.err, HasSubstr("用法见：naadam "));
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongUseTest,
    testing::Values(
        WrongUse{{}, "缺少命令"}, WrongUse{{"jugde", "x.csv"}, "没有这个命令：jugde"},
        WrongUse{{"judge"}, "缺少必填的 FILE"}, WrongUse{{"sample"}, "缺少必填的 --out"},
        WrongUse{{"judge", "x.csv", "--foo"}, "不认识的参数：--foo"},
        WrongUse{{"judge", "x.csv", "y.csv"}, "不认识的参数：y.csv"},
        WrongUse{{"judge", "x.csv", "--at"}, "--at 后面缺少值"},
        WrongUse{{"judge", "x.csv", "--at", "gestern"}, "--at: 时刻应写成 2021-06-20T10:00+08:00 的形式"},
        WrongUse{{"sample", "--out", "d", "--rows", "0"}, "--rows: 应为 1 到 200000 的整数，收到的是“0”"},
        WrongUse{{"sample", "--out", "d", "--rows", "200001"}, "--rows: 应为 1 到 200000 的整数，收到的是“200001”"},
        WrongUse{{"sample", "--out", "d", "--rows", "12x"}, "--rows: 应为 1 到 200000 的整数，收到的是“12x”"},
        WrongUse{{"sample", "--out", "d", "--files", "501"}, "--files: 应为 1 到 500 的整数，收到的是“501”"},
        WrongUse{{"sample", "--out", "d", "--rate", "flood=1"},
                 "--rate: 应写成 名称=百分数（0 到 100），名称见 --help 末尾，收到的是“flood=1”"},
        WrongUse{{"sample", "--out", "d", "--rate", "id_missing=101"},
                 "--rate: 应写成 名称=百分数（0 到 100），名称见 --help 末尾，收到的是“id_missing=101”"},
        WrongUse{{"--lang", "fr", "judge", "x.csv"}, "--lang: 应为 zh | en 之一，收到的是“fr”"}));

TEST(Usage, EnglishIsSpokenOnRequest) {
  const Ran ran = run_naadam({"--lang", "en", "judge"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err, "naadam: FILE is required\nfor usage: naadam judge --help\n");
}

TEST(Usage, JsonErrorsAreOneObject) {
  const Ran ran = run_naadam({"--json", "judge"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err, "{\"error\":{\"kind\":\"invalid\",\"text\":\"缺少必填的 FILE\"}}\n");
}

TEST(Usage, HelpIsChineseListsCommandsAndSucceeds) {
  const Ran ran = run_naadam({"--help"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.err, "");
  for (const char* word : {"用法:", "选项:", "命令:", "judge", "sample", "--json", "--lang"}) {
    EXPECT_THAT(ran.out, HasSubstr(word));
  }
  for (const char* word : {"Options", "Usage", "Subcommands", "REQUIRED"}) EXPECT_THAT(ran.out, Not(HasSubstr(word)));
}

TEST(Usage, SampleHelpNamesEveryDefectWithItsRate) {
  const Ran ran = run_naadam({"sample", "--help"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("id_check_digit             1  身份证号校验码不对\n"));
  EXPECT_THAT(ran.out, HasSubstr("two_submitters_differ    0.4  "));
}

TEST(Usage, FileThatIsNoneIsNamed) {
  TempDir dir;
  const std::string path = (dir / "none.xlsx").string();
  const Ran ran = run_naadam({"judge", path});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err, "naadam: 打不开文件 " + path + "，请核对路径和权限\n");
  EXPECT_EQ(run_naadam({"judge", dir.path().string()}).code, 2);
}

TEST(Usage, EditionThatIsNoneSaysWhereItWasLookedFor) {
  const Ran ran = run_naadam({"judge", "x.csv", "--edition", "1947"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("找不到届次“1947”的规则文件"));
  EXPECT_THAT(ran.err, HasSubstr("deploy/editions"));
}

}  // namespace
}  // namespace naadam::cli
