// The sample's truth was planted; here the real reading and the real rules are held against it.
#include "cli/sample/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "cli/judging.hpp"
#include "cli/sample/defects.hpp"
#include "cli_support.hpp"
#include "support/edition_2021.hpp"

namespace naadam::cli {
namespace {

using sample::SampleOptions;

constexpr core::Millis kImportedAt = 1'624'154'400'000;  // 2021-06-20T10:00+08:00

std::string rules_with(const wire::Findings& findings, wire::RuleResult result) {
  std::string names;
  for (const wire::Finding& finding : findings) {
    if (finding.result != result) continue;
    if (!names.empty()) names += '|';
    names += wire::rule_name(finding.rule);
  }
  return names;
}

std::string number(std::uint32_t value) { return value == 0 ? "" : std::to_string(value); }

using Place = std::tuple<std::string, std::string, std::string>;  // file, sheet, row
// What a row came to: verdict, failing rules, rules that ask, the row it repeats.
using Outcome = std::vector<std::string>;

std::map<Place, Outcome> outcomes_of(const TempDir& dir) {
  const domain::Edition& edition = support::edition_2021();
  const domain::Keyer keyer = passing_keyer();
  const auto winners = load_winners((dir / "winners.csv").string(), edition, keyer).value();
  std::map<Place, Outcome> outcomes;
  for (const TableRow& file : read_table(dir / "manifest.csv")) {
    const std::string name = file.at("file");
    const auto reading = intake::read_upload_here(read_bytes(dir / name), name, edition);
    if (!reading) {
      ADD_FAILURE() << name << ": " << reading.error().cause;
      continue;
    }
    const auto judged = judge_rows(*reading, edition, winners, keyer, kImportedAt);
    for (std::size_t i = 0; i < judged.size(); ++i) {
      const intake::RowClaim& row = reading->rows[i];
      outcomes[{name, row.sheet, std::to_string(row.row)}] = {
          std::string(wire::verdict_name(judged[i].verdict)), rules_with(judged[i].findings, wire::RuleResult::kFail),
          rules_with(judged[i].findings, wire::RuleResult::kNeedsEvidence), number(row.duplicate_of),
          row.duplicate_of ? row.duplicate_sheet : ""};
    }
  }
  return outcomes;
}

class SampleTruthTest : public testing::TestWithParam<std::uint64_t> {};

TEST_P(SampleTruthTest, EveryRowComesOutAsPlanted) {
  TempDir dir;
  SampleOptions options;
  options.rows = 2'000;
  options.files = 16;
  options.seed = GetParam();
  ASSERT_TRUE(sample::write_sample(options, support::edition_2021(), dir.path()));
  std::map<Place, Outcome> outcomes = outcomes_of(dir);
  const std::vector<TableRow> truth = read_table(dir / "truth.csv");
  EXPECT_EQ(truth.size(), options.rows);
  for (const TableRow& row : truth) {
    const Place place{row.at("file"), row.at("sheet"), row.at("row")};
    const Outcome expected = {row.at("verdict_alone"), row.at("fails"), row.at("evidence"), row.at("duplicate_of"),
                              row.at("duplicate_sheet")};
    EXPECT_EQ(outcomes[place], expected) << row.at("file") << ' ' << row.at("sheet") << ' ' << row.at("row") << " "
                                         << row.at("defects");
    outcomes.erase(place);
  }
  for (const auto& [place, outcome] : outcomes) {
    ADD_FAILURE() << "no row of the sample: " << std::get<0>(place) << ' ' << std::get<1>(place) << ' '
                  << std::get<2>(place);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, SampleTruthTest, testing::Values(1, 2, 20210620));

TEST(Sample, SameSeedGivesTheSameBytesAndAnotherSeedOthers) {
  TempDir one, two, other;
  SampleOptions options;
  options.rows = 300;
  options.files = 9;
  ASSERT_TRUE(sample::write_sample(options, support::edition_2021(), one.path()));
  ASSERT_TRUE(sample::write_sample(options, support::edition_2021(), two.path()));
  options.seed = 2;
  ASSERT_TRUE(sample::write_sample(options, support::edition_2021(), other.path()));
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(one.path())) {
    EXPECT_EQ(read_bytes(file.path()), read_bytes(two / file.path().filename().string())) << file.path();
    ++files;
  }
  EXPECT_EQ(files, options.files + 3);
  EXPECT_NE(read_bytes(one / "truth.csv"), read_bytes(other / "truth.csv"));
}

TEST(Sample, EveryDefectIsPlantedAtItsStatedRate) {
  SampleOptions options;
  options.rows = 2'000;
  options.files = 8;
  options.percents["id_missing"] = 3;
  const auto plan = sample::make_plan(options, support::edition_2021());
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->rows.size(), options.rows);
  std::map<std::string, std::size_t> rows_with;
  for (const sample::Row& row : plan->rows) ++rows_with[row.defects];
  for (const sample::Defect& defect : sample::defects()) {
    const double percent = defect.key == "id_missing" ? 3 : defect.percent;
    const auto times = static_cast<std::size_t>(std::llround(percent * 20));
    EXPECT_GT(times, 0u) << defect.key;
    EXPECT_EQ(plan->planted.find(defect.key)->second, times) << defect.key;
    const bool twice = defect.shape == sample::Shape::kTwiceInFile || defect.shape == sample::Shape::kTwoSubmitters;
    EXPECT_EQ(rows_with[std::string(defect.key)], times * (twice ? 2 : defect.rows)) << defect.key;
  }
}

TEST(Sample, WithoutDefectsEveryRowIsAcceptedAndNotified) {
  SampleOptions options;
  options.rows = 500;
  options.files = 3;
  for (const sample::Defect& defect : sample::defects()) options.percents[std::string(defect.key)] = 0;
  const auto plan = sample::make_plan(options, support::edition_2021());
  ASSERT_TRUE(plan);
  for (const sample::Row& row : plan->rows) {
    EXPECT_EQ(row.expected.after, wire::Verdict::kAccepted);
    EXPECT_TRUE(row.expected.notice);
    EXPECT_EQ(row.defects, "");
  }
}

TEST(Sample, PeopleAndNumbersAreUniqueUnlessPlanted) {
  SampleOptions options;
  options.rows = 5'000;
  const auto plan = sample::make_plan(options, support::edition_2021());
  ASSERT_TRUE(plan);
  std::map<std::string, std::uint32_t> entry_of_document, entry_of_mobile;
  for (const sample::Row& row : plan->rows) {
    for (auto [entries, value] :
         {std::pair{&entry_of_document, row.says.document_number}, std::pair{&entry_of_mobile, row.says.mobile}}) {
      if (value.empty() || row.expected.alone != wire::Verdict::kAccepted) continue;
      EXPECT_EQ(entries->try_emplace(value, row.entry).first->second, row.entry);
    }
  }
}

TEST(Sample, TwoWhoDifferAreReturnedOnceBothFilesAreInAndOneNoticeGoesOut) {
  SampleOptions options;
  options.rows = 1'000;
  options.files = 6;
  const auto plan = sample::make_plan(options, support::edition_2021());
  ASSERT_TRUE(plan);
  std::map<std::uint32_t, std::vector<const sample::Row*>> entries;
  for (const sample::Row& row : plan->rows) {
    if (row.defects == "two_submitters_differ") entries[row.entry].push_back(&row);
  }
  EXPECT_EQ(entries.size(), 4u);
  for (const auto& [entry, rows] : entries) {
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_NE(rows[0]->file, rows[1]->file);
    EXPECT_FALSE(rows[0]->says == rows[1]->says);
    for (const sample::Row* row : rows) {
      EXPECT_EQ(row->expected.alone, wire::Verdict::kAccepted);
      EXPECT_EQ(row->expected.after, wire::Verdict::kReturned);
      EXPECT_EQ(row->expected.notice, row->file == std::min(rows[0]->file, rows[1]->file));
    }
  }
}

TEST(Sample, MoreDefectsThanRowsAreRefused) {
  SampleOptions options;
  options.percents["id_missing"] = 60;
  options.percents["mobile_missing"] = 60;
  const auto plan = sample::make_plan(options, support::edition_2021());
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().kind, core::ErrorKind::kInvalid);
}

TEST(Sample, EditionUnderTheGradualRetirementAgesIsRefused) {
  domain::Edition later = support::edition_2021();
  later.ages.retirement_on = {2025, 1, 1};
  EXPECT_FALSE(sample::make_plan({}, later));
  later.ages.retirement_on = {2024, 12, 31};
  SampleOptions few;
  few.rows = 50;
  EXPECT_TRUE(sample::make_plan(few, later));
}

TEST(Sample, OneFileLeavesOutTwoSubmittersAndOneRowMakesOneFile) {
  TempDir dir;
  SampleOptions options;
  options.rows = 1;
  options.files = 40;
  const auto written = sample::write_sample(options, support::edition_2021(), dir.path());
  ASSERT_TRUE(written);
  EXPECT_EQ(written->files, 1u);
  EXPECT_EQ(read_table(dir / "manifest.csv").size(), 1u);
  options.rows = 1'000;
  options.files = 1;
  const auto plan = sample::make_plan(options, support::edition_2021());
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->planted.find("two_submitters_differ")->second, 0u);
}

}  // namespace
}  // namespace naadam::cli
