#include "support/installation_sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "cli/remote/manifest.hpp"
#include "cli/sample/grid_file.hpp"
#include "cli/sample/layout.hpp"
#include "domain/mobile.hpp"
#include "support/installation.hpp"

namespace naadam::support {
namespace {

using cli::sample::bit;
using cli::sample::Grid;
using cli::sample::Row;
using cli::sample::RuleBits;

template <class T>
T sampled(core::Result<T> result) {
  if (!result) throw std::runtime_error("sample: " + result.error().text);
  return std::move(*result);
}
void sampled(const core::Status& status) {
  if (!status) throw std::runtime_error("sample: " + status.error().text);
}

std::string names(RuleBits bits) {
  std::string text;
  for (std::size_t i = 0; i < wire::kRules; ++i) {
    const auto rule = static_cast<wire::Rule>(i);
    if ((bits & bit(rule)) != 0) text += (text.empty() ? "" : "|") + std::string(wire::rule_name(rule));
  }
  return text.empty() ? "-" : text;
}

RuleBits rules_with(const wire::RowMark& mark, wire::RuleResult result) {
  RuleBits bits = 0;
  for (std::size_t i = 0; i < wire::kRules; ++i) {
    const auto rule = static_cast<wire::Rule>(i);
    if (mark.reasons.at(rule).result == result) bits |= bit(rule);
  }
  return bits;
}

// Sheet by sheet, and down each: `grid` is that file, laid out of `plan`.
std::vector<Row> rows_as_read(const cli::sample::Plan& plan, std::size_t file, const Grid& grid) {
  std::vector<Row> rows;
  for (const std::size_t row : plan.files[file].rows) rows.push_back(plan.rows[row]);
  const auto place = [&grid](const Row& row) {
    const auto sheet = std::ranges::find(grid.sheets, row.sheet, &cli::sample::GridSheet::name);
    return std::pair(sheet - grid.sheets.begin(), row.number);
  };
  std::ranges::sort(rows, {}, place);
  return rows;
}

}  // namespace

Sample::Sample(const cli::sample::SampleOptions& options)
    : options_(options), plan_(sampled(cli::sample::make_plan(options, edition_2021()))) {
  sampled(cli::sample::write_sample(options, edition_2021(), dir_.path()));
  const std::vector<cli::Order> orders = sampled(cli::read_manifest((dir_.path() / "manifest.csv").string()));
  for (std::size_t number = 0; number < plan_.files.size(); ++number) {
    if (plan_.files[number].rows.empty()) continue;
    const Grid grid = cli::sample::lay_out(plan_, number, edition_2021(), options.seed);
    files_.push_back({orders.at(files_.size()), number, rows_as_read(plan_, number, grid)});
  }
}

SampleFile corrected(const Sample& sample, const SampleFile& file, std::vector<Row> rows) {
  cli::sample::Plan plan = sample.plan();
  plan.rows = std::move(rows);
  std::vector<std::size_t>& order = plan.files[file.number].rows;
  order.resize(plan.rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const Grid grid = cli::sample::lay_out(plan, file.number, edition_2021(), sample.options().seed);
  SampleFile anew{file.order, file.number, rows_as_read(plan, file.number, grid)};
  const std::filesystem::path path(file.order.path);
  anew.order.path = (path.parent_path() / ("corrected_" + path.filename().string())).string();
  sampled(cli::sample::write_grid(grid, anew.order.path));
  return anew;
}

std::vector<wire::RowMark> marks_of(store::Store& store, const std::string& upload, std::size_t rows) {
  const auto id = core::id_from_hex(upload);
  if (!id) throw std::runtime_error("marks: not an upload's id");
  store::ReadMarks read{.shard = core::shard_of(*id, store.shards()),
                        .upload = *id,
                        .from = 0,
                        .count = static_cast<std::uint32_t>(rows),
                        .answer = {},
                        .marks = {},
                        .filled = 0};
  store.read_marks({&read, 1});
  if (read.answer.outcome != store::Outcome::kDone) throw std::runtime_error("marks: " + read.answer.cause);
  std::vector<wire::RowMark> marks;
  for (std::size_t at = 0; at + wire::RowMark::kBytes <= read.marks.size(); at += wire::RowMark::kBytes) {
    marks.push_back(wire::get_mark(std::string_view(read.marks).substr(at)));
  }
  return marks;
}

std::vector<std::string> differences(const SampleFile& file, const std::vector<wire::RowMark>& marks) {
  std::vector<std::string> amiss;
  for (std::size_t i = 0; i < file.rows.size(); ++i) {
    const Row& row = file.rows[i];
    const wire::RowMark mark = i < marks.size() ? marks[i] : wire::RowMark{};
    const RuleBits fails = rules_with(mark, wire::RuleResult::kFail);
    const RuleBits evidence = rules_with(mark, wire::RuleResult::kNeedsEvidence);
    if (mark.n != 0 && mark.verdict == row.expected.after && fails == row.expected.fails &&
        evidence == row.expected.evidence) {
      continue;
    }
    amiss.push_back(fmt::format("file {} row {} ({}): {}; {} expected, fails {} expected {}, evidence {} expected {}",
                                file.number, i, row.defects.empty() ? "nothing planted" : row.defects,
                                mark.n == 0 ? "no outcome" : wire::verdict_name(mark.verdict),
                                wire::verdict_name(row.expected.after), names(fails), names(row.expected.fails),
                                names(evidence), names(row.expected.evidence)));
  }
  return amiss;
}

std::multiset<std::string> numbers_to_tell(const std::vector<SampleFile>& files) {
  std::multiset<std::string> numbers;
  for (const SampleFile& file : files) {
    for (const Row& row : file.rows) {
      if (row.expected.notice) numbers.insert(domain::normal_mobile(row.says.mobile));
    }
  }
  return numbers;
}

}  // namespace naadam::support
