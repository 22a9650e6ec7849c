#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/table.hpp"
#include "cli_support.hpp"

namespace naadam::cli {
namespace {

using testing::HasSubstr;

const std::string kAt = "2021-06-20T10:00+08:00";

class JudgeCommandTest : public testing::Test {
 protected:
  // Two rows under a title: the first good, the second with three faults.
  std::string small_file() {
    const std::string path = (dir_ / "small.csv").string();
    std::ofstream(path) << "报名汇总\r\n"
                           "姓名,身份证号,手机号码,参赛项目,组别,代表队,参赛依据,血型\r\n"
                           "苏布德,150102199001011230,13900000001,焊接,职工组,包头市,居住,A\r\n"
                           "青格乐,150102199001011231,139000,无人机,职工组,包头市,居住,B\r\n";
    return path;
  }
  TempDir dir_;
};

TEST_F(JudgeCommandTest, JsonIsOneObjectARowWithTenFindings) {
  const Ran ran = run_naadam({"--json", "judge", small_file(), "--at", kAt});
  EXPECT_EQ(ran.code, 1);
  std::istringstream lines(ran.out);
  std::string line;
  std::vector<nlohmann::json> rows;
  while (std::getline(lines, line)) rows.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].at("sheet"), "");
  EXPECT_EQ(rows[0].at("row"), 3);
  EXPECT_EQ(rows[0].at("verdict"), "accepted");
  EXPECT_EQ(rows[1].at("row"), 4);
  EXPECT_EQ(rows[1].at("verdict"), "returned");
  std::vector<std::string> failed;
  for (const auto& finding : rows[1].at("findings")) {
    EXPECT_EQ(finding.size(), 4u);
    EXPECT_NE(finding.at("clause"), "");
    EXPECT_NE(finding.at("text"), "");
    if (finding.at("result") == "fail") failed.push_back(finding.at("rule"));
  }
  EXPECT_EQ(rows[1].at("findings").size(), 10u);
  EXPECT_THAT(failed, testing::ElementsAre("document", "mobile", "event_group"));
}

TEST_F(JudgeCommandTest, SummaryCountsRowsAndReasonsAndNamesTheColumnItIgnored) {
  const std::string out = (dir_ / "verdicts.csv").string();
  const Ran ran = run_naadam({"judge", small_file(), "--at", kAt, "--out", out});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("small.csv：2 行"));
  EXPECT_THAT(ran.out, HasSubstr("时刻  2021年6月20日10:00\n"));
  EXPECT_THAT(ran.out, HasSubstr("退回修改       1  50.0%"));
  EXPECT_THAT(ran.out, HasSubstr("手机号码"));
  EXPECT_THAT(ran.out, HasSubstr("血型"));
  EXPECT_THAT(ran.out, HasSubstr("逐行结果已写入 " + out));
  const std::string csv = read_bytes(out);
  EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBF工作表,行号,结果,未通过,需补材料,说明\r\n,3,通过,,,\r\n,4,退回修改,"));
  EXPECT_THAT(csv, HasSubstr("证件、手机号码、赛项与组别"));
}

TEST_F(JudgeCommandTest, NothingPersonalIsRepeated) {
  const std::string out = (dir_ / "verdicts.csv").string();
  const Ran text = run_naadam({"judge", small_file(), "--at", kAt, "--out", out});
  const Ran json = run_naadam({"--json", "judge", small_file(), "--at", kAt});
  for (const std::string& said : {text.out, text.err, json.out, json.err, read_bytes(out)}) {
    for (const char* personal : {"青格乐", "150102199001011231", "139000"}) {
      EXPECT_EQ(said.find(personal), std::string::npos) << personal;
    }
  }
}

TEST_F(JudgeCommandTest, MomentNotGivenIsNowAndSaysSo) {
  const Ran ran = run_naadam({"judge", small_file()});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("（当前时刻；可用 --at 指定）"));
  EXPECT_THAT(ran.out, HasSubstr("报名时间"));  // 2021 is over
}

TEST_F(JudgeCommandTest, AllAcceptedEndsWithZero) {
  const Ran made =
      run_naadam({"sample", "--out", (dir_ / "s").string(), "--rows", "40", "--files", "1", "--rate", "all=0"});
  ASSERT_EQ(made.code, 0) << made.err;
  const std::string file = read_table(dir_ / "s" / "manifest.csv").at(0).at("file");
  const Ran ran = run_naadam({"judge", (dir_ / "s" / file).string(), "--at", kAt});
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
}

TEST_F(JudgeCommandTest, FileWithoutHeadingsIsRefusedInTheReadersWords) {
  const std::string path = (dir_ / "notes.csv").string();
  std::ofstream(path) << "今天,天气\r\n不错,晴\r\n";
  const Ran ran = run_naadam({"judge", path, "--at", kAt});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, testing::StartsWith("naadam: "));
}

TEST(Table, ChineseAndLatinColumnsLineUp) {
  Table table({Align::kLeft, Align::kRight});
  table.add({"结果", "rows"});
  table.add({"通过", "12"});
  table.add({"ok", "345"});
  EXPECT_EQ(table.text(""), "结果  rows\n----  ----\n通过    12\nok     345\n");
}

}  // namespace
}  // namespace naadam::cli
