// The sample's marks are made to give an order; here they are read and ranked by the rules, which must come to the
// same.
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "cli/sample/grid_file.hpp"
#include "cli/sample/marks.hpp"
#include "domain/score_scheme.hpp"
#include "scoring/rules/nomination_book.hpp"

namespace naadam::cli::sample {
namespace {

std::vector<MarkedContest> contests(std::size_t people) {
  std::vector<MarkedContest> all;
  for (const char* event : {"E01", "E02"}) {
    for (const auto& [group, zh] : {std::pair("worker", "职工组"), std::pair("student", "学生组")}) {
      MarkedContest& one = all.emplace_back(MarkedContest{event, group, event, zh, {}});
      for (std::size_t i = 1; i <= people; ++i)
        one.numbers.push_back("1-" + std::string(i < 10 ? "0" : "") + std::to_string(i));
    }
  }
  return all;
}

std::vector<scoring::Criterion> criteria_of(const std::string& toml) {
  const auto scheme = domain::parse_score_scheme(toml, "scheme.toml");
  EXPECT_TRUE(scheme);
  std::vector<scoring::WrittenCriterion> written;
  for (const auto& one : scheme->events[0].criteria) written.push_back({one.code, one.zh, one.most, one.step});
  return scoring::criteria_of(written).value();
}

scoring::MarkSheet read(Grid grid, const std::vector<scoring::Criterion>& criteria, scoring::MarkFaults& faults) {
  grid.format = Format::kCsvUtf8;
  const auto table = scoring::read_mark_table_here(csv_bytes(grid), "x.csv");
  EXPECT_TRUE(table) << table.error().text;
  return scoring::marks_of(*table, criteria, nullptr, faults);
}

class SampleMarks : public testing::TestWithParam<std::size_t> {};

TEST_P(SampleMarks, GiveTheRanksAndFinalsOfTheirTruth) {
  const auto all = contests(GetParam());
  const MarksSample sample = make_marks(all, 2, GetParam());
  const auto criteria = criteria_of(sample.scheme);
  scoring::Terms terms;
  terms.criteria = criteria;
  terms.tie_chain = {"higher_weight_criterion", "less_time", "supervised_review"};
  std::map<std::string, std::string> has;  // event,group,number -> presence,rank,finals
  std::map<std::string, scoring::NominationTerms> nominations;
  ASSERT_EQ(sample.files.size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    scoring::MarkFaults faults;
    const scoring::MarkSheet sheet = read(sample.files[i].grid, criteria, faults);
    ASSERT_EQ(faults.total, 0u) << faults.listed[0].text;
    scoring::ScoreBook book;
    book.event = all[i].event;
    book.group = all[i].group;
    terms.starts.starts.clear();
    for (const scoring::MarkLine& line : sheet.lines) terms.starts.starts.push_back({line.number, line.entry});
    ASSERT_TRUE(scoring::import_marks(book, sheet.lines, "file", "", terms, {"甲", 1}));
    const auto published = scoring::publish_result(book, terms, {"甲", 1});
    ASSERT_TRUE(published) << published.error().text;
    for (const scoring::RankedLine& line : book.result->ranked) {
      has[book.event + "," + book.group + "," + line.number] =
          std::string(scoring::presence_name(line.presence)) + "," + std::to_string(line.rank) + ",";
    }
    scoring::NominationTerms& nomination = nominations[book.event];
    nomination.tie_chain = terms.tie_chain;
    nomination.quota = 2;
    nomination.contests.push_back({book.group, book.group, "", book});
  }
  for (const auto& [event, nomination] : nominations) {
    const auto nominees = scoring::nominees_of(nomination, {}, {});
    ASSERT_TRUE(nominees);
    EXPECT_TRUE(nominees->undecided.empty());
    for (const auto& one : nominees->named) {
      has[event + "," + one.group + "," + one.number] += "named " + std::to_string(one.order);
    }
    for (const auto& one : nominees->substitutes) {
      has[event + "," + one.group + "," + one.number] += "substitute " + std::to_string(one.order);
    }
  }
  std::istringstream truth(sample.truth);
  std::string line;
  std::getline(truth, line);
  std::size_t lines = 0;
  for (; std::getline(truth, line); ++lines) {
    line.pop_back();  // CR
    std::size_t at = 0;
    for (int comma = 0; comma < 3; ++comma) at = line.find(',', at) + 1;
    EXPECT_EQ(has[line.substr(0, at - 1)], line.substr(at)) << line;
  }
  EXPECT_EQ(lines, has.size());
}

INSTANTIATE_TEST_SUITE_P(Sizes, SampleMarks, testing::Values(1u, 3u, 20u, 99u, 200u));

TEST(SampleMarksFaulty, HasThePlacesItPromises) {
  const auto all = contests(20);
  const MarksSample sample = make_marks(all, 2, 7);
  scoring::MarkFaults faults;
  const auto criteria = criteria_of(sample.scheme);
  Grid grid = sample.faulty.grid;
  grid.format = Format::kCsvUtf8;
  const auto table = scoring::read_mark_table_here(csv_bytes(grid), "x.csv").value();
  std::vector<scoring::Start> starts;
  for (const std::string& number : all[0].numbers) starts.push_back({number, ""});
  scoring::marks_of(table, criteria, &starts, faults);
  EXPECT_EQ(faults.total, MarksSample::kFaults);
}

}  // namespace
}  // namespace naadam::cli::sample
