#include "cli/remote/import_report.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace naadam::cli {
namespace {

ImportedFile file(const std::string& name, const std::string& stage) {
  ImportedFile one;
  one.order = {"/somewhere/" + name, "甲局", ""};
  one.receipt = Receipt{std::string(32, 'a'), 1, false, 0, true};
  one.outcome.stage = stage;
  return one;
}

TEST(ImportReport, FilesAreSummedByVerdictAndRule) {
  ImportedFile a = file("a.csv", "complete"), b = file("b.csv", "complete");
  a.outcome.rows = a.outcome.filled = 10;
  a.outcome.verdicts = {{"accepted", 9}, {"returned", 1}};
  a.outcome.faults = {{"document", 1}};
  b.outcome.rows = b.outcome.filled = 5;
  b.outcome.verdicts = {{"accepted", 3}, {"returned", 2}};
  b.outcome.faults = {{"document", 2}};
  const ImportTotals totals = totals_of({a, b});
  EXPECT_EQ(totals.sum.rows, 15u);
  EXPECT_EQ(totals.sum.verdicts.at("accepted"), 12u);
  EXPECT_EQ(totals.sum.faults.at("document"), 3u);
  EXPECT_TRUE(totals.training);
}

TEST(ImportReport, RulesStandUnderTheVerdictTheyLeadTo) {
  ImportedFile a = file("a.csv", "complete");
  a.outcome.rows = a.outcome.filled = 3;
  a.outcome.faults = {{"age_min", 1}, {"mobile", 1}};
  a.outcome.evidence = {{"region_basis", 1}};
  const std::string text = import_text({a}, 0.1, Lang::kEn);
  EXPECT_LT(text.find("age_min"), text.find("mobile"));
  EXPECT_NE(text.find("refused         age_min"), std::string::npos) << text;
  EXPECT_NE(text.find("returned        mobile"), std::string::npos) << text;
  EXPECT_NE(text.find("needs evidence  region_basis"), std::string::npos) << text;
}

TEST(ImportReport, RefusedFileIsShownInTheOfficersWords) {
  ImportedFile a = file("a.csv", "refused");
  a.outcome.refusal = "只有表头";
  const std::string text = import_text({a}, 0.1, Lang::kZh);
  EXPECT_NE(text.find("a.csv: 只有表头"), std::string::npos);
  EXPECT_EQ(text.find("/somewhere"), std::string::npos);
}

TEST(ImportReport, SameFileAgainIsSaid) {
  ImportedFile a = file("a.csv", "complete");
  a.receipt->again = true;
  EXPECT_NE(import_text({a}, 0.1, Lang::kZh).find("此前已接收"), std::string::npos);
  EXPECT_EQ(import_json({a}, 0.1)["files"][0]["again"], true);
}

TEST(ImportReport, FileThatWasNotHandedInHasNoReceipt) {
  ImportedFile a = file("a.csv", "");
  a.receipt.reset();
  a.failed = core::Error{core::ErrorKind::kInvalid, "文件是空的", "empty"};
  EXPECT_EQ(totals_of({a}).failed, 1u);
  EXPECT_FALSE(import_json({a}, 0.1)["files"][0].contains("upload"));
}

}  // namespace
}  // namespace naadam::cli
