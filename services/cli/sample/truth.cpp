#include "cli/sample/truth.hpp"

#include <fmt/format.h>

#include <iterator>

namespace naadam::cli::sample {
namespace {

std::string rule_names(RuleBits bits) {
  std::string names;
  for (std::size_t i = 0; i < wire::kRules; ++i) {
    const auto rule = static_cast<wire::Rule>(i);
    if (!(bits & bit(rule))) continue;
    if (!names.empty()) names += '|';
    names += wire::rule_name(rule);
  }
  return names;
}

std::string number_or_empty(std::uint32_t number) { return number == 0 ? "" : std::to_string(number); }

}  // namespace

std::string truth_csv(const Plan& plan, const std::vector<std::string>& file_names) {
  std::string out =
      "file,submitter,sheet,row,verdict_alone,verdict_after,fails,evidence,duplicate_of,duplicate_sheet,notice,entry,"
      "team,defects\r\n";
  for (std::size_t file = 0; file < plan.files.size(); ++file) {
    for (const std::size_t index : plan.files[file].rows) {
      const Row& row = plan.rows[index];
      fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", file_names[file],
                     plan.files[file].submitter, row.sheet, row.number, wire::verdict_name(row.expected.alone),
                     wire::verdict_name(row.expected.after), rule_names(row.expected.fails),
                     rule_names(row.expected.evidence), number_or_empty(row.duplicate_of), row.duplicate_sheet,
                     row.expected.notice ? "yes" : "no", row.entry, number_or_empty(row.team), row.defects);
    }
  }
  return out;
}

std::string manifest_csv(const Plan& plan, const std::vector<std::string>& file_names) {
  std::string out = "file,submitter\r\n";
  for (std::size_t file = 0; file < plan.files.size(); ++file) {
    if (file_names[file].empty()) continue;
    fmt::format_to(std::back_inserter(out), "{},{}\r\n", file_names[file], plan.files[file].submitter);
  }
  return out;
}

std::string winners_csv(const Plan& plan) {
  std::string out = "姓名,证件号码,出生日期,参赛项目,组别,年份,来源\r\n";
  for (const FormerWinner& winner : plan.winners) {
    fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{},{}\r\n", winner.name, winner.document, winner.birth_date,
                   winner.event, winner.group, winner.year, "演练样例");
  }
  return out;
}

}  // namespace naadam::cli::sample
