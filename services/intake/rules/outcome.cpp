#include "intake/rules/outcome.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "intake/rules/row_to_claim.hpp"
#include "intake/rules/table_finder.hpp"
#include "sheet/writer.hpp"

namespace naadam::intake {
namespace {

constexpr std::string_view kResultHeading = "结果";
constexpr std::string_view kReasonHeading = "原因及处理办法";
constexpr std::uint16_t kWidthsMax = 64;  // columns whose width is set; the rest keep Excel's
constexpr double kColumnCharacters = 14;
constexpr double kReasonCharacters = 60;

sheet::Style style_of(wire::Verdict verdict) {
  switch (verdict) {
    case wire::Verdict::kAccepted:
      return sheet::Style::kGood;
    case wire::Verdict::kReturned:
    case wire::Verdict::kRefused:
      return sheet::Style::kBad;
    case wire::Verdict::kNeedsEvidence:
      return sheet::Style::kNeutral;
    case wire::Verdict::kNone:
      break;
  }
  return sheet::Style::kMuted;
}

// Copies each row as it passes and writes the outcome beside it. The headings decide column widths and where the
// sheet is frozen, so a sheet is begun only when they are found; the title rows above wait till then.
class OutcomeSink : public sheet::RowSink {
 public:
  OutcomeSink(sheet::XlsxWriter& writer, const OutcomeOf& outcome_of) : writer_(writer), outcome_of_(outcome_of) {}

  core::Status sheet(const sheet::SheetInfo& info) override {
    if (auto status = end_sheet(); !status) return status;
    finder_.reset();
    if (!info.hidden) finder_.emplace(info.name);
    return {};
  }

  core::Status row(const sheet::RowView& row) override {
    if (finder_->headings()) return data_row(row);
    if (finder_->look(row)) {
      if (auto status = begin_sheet(); !status) return status;
      return heading_row(row);
    }
    if (begun_) return copy(row, sheet::Style::kPlain, {});
    Waiting waiting{row.number, {row.cells.begin(), row.cells.end()}};
    above_.push_back(std::move(waiting));
    // Too far down for headings: a sheet of another kind, copied as it is.
    return above_.size() < kTitleRowsMax ? core::Status{} : begin_sheet();
  }

  // Called once, after the last row.
  core::Status end_sheet() {
    core::Status status;
    if (finder_ && !begun_) status = begin_sheet();
    begun_ = false;
    return status;
  }

 private:
  struct Waiting {
    std::uint32_t number = 0;
    std::vector<std::string> cells;
  };

  core::Status begin_sheet() {
    std::vector<sheet::ColumnWidth> widths;
    std::uint32_t frozen = 0;
    if (const auto& headings = finder_->headings()) {
      const auto width = static_cast<std::uint16_t>(std::min<std::size_t>(headings->width, kWidthsMax));
      for (std::uint16_t column = 0; column < width; ++column) widths.push_back({column, kColumnCharacters});
      if (const auto column = headings->column[static_cast<std::size_t>(Field::kDocumentNumber)]; column < width) {
        widths[static_cast<std::size_t>(column)].characters = 21;
      }
      const auto result = static_cast<std::uint16_t>(headings->width);
      widths.push_back({result, kColumnCharacters});
      widths.push_back({static_cast<std::uint16_t>(result + 1), kReasonCharacters});
      frozen = headings->row;
    }
    if (auto status = writer_.sheet(finder_->sheet_name(), widths, frozen); !status) return status;
    begun_ = true;
    const auto style = finder_->headings() ? sheet::Style::kTitle : sheet::Style::kPlain;
    for (const auto& [number, cells] : above_) {
      const std::vector<std::string_view> views(cells.begin(), cells.end());
      if (auto status = copy({number, views}, style, {}); !status) return status;
    }
    above_.clear();
    return {};
  }

  core::Status heading_row(const sheet::RowView& row) {
    const std::array<sheet::CellOut, 2> beside{
        {{kResultHeading, sheet::Style::kHeader}, {kReasonHeading, sheet::Style::kHeader}}};
    return copy(row, sheet::Style::kHeader, beside);
  }

  core::Status data_row(const sheet::RowView& row) {
    const RowOutcome* outcome = row_kind(row, *finder_->headings()) == RowKind::kData
                                    ? outcome_of_(finder_->sheet_name(), row.number)
                                    : nullptr;
    if (outcome == nullptr) return copy(row, sheet::Style::kPlain, {});
    const std::string_view word = outcome->result.empty() ? verdict_word(outcome->verdict) : outcome->result;
    const auto style = style_of(outcome->verdict);
    const std::array<sheet::CellOut, 2> beside{{{word, style}, {outcome->reason, style}}};
    return copy(row, sheet::Style::kPlain, beside);
  }

  // The row's own cells, and `beside` in the columns after the last heading. What an officer wrote further right
  // gives way to the outcome.
  core::Status copy(const sheet::RowView& row, sheet::Style style, std::span<const sheet::CellOut> beside) {
    cells_.clear();
    const std::size_t width = finder_->headings() ? finder_->headings()->width : row.cells.size();
    for (std::size_t at = 0; at < (beside.empty() ? row.cells.size() : width); ++at) {
      cells_.push_back({row.cell(at), style});
    }
    cells_.insert(cells_.end(), beside.begin(), beside.end());
    return writer_.row(row.number, cells_);
  }

  sheet::XlsxWriter& writer_;
  const OutcomeOf& outcome_of_;
  std::optional<TableFinder> finder_;  // of the current visible sheet
  bool begun_ = false;
  std::vector<Waiting> above_;
  std::vector<sheet::CellOut> cells_;
};

}  // namespace

std::string_view verdict_word(wire::Verdict verdict) {
  switch (verdict) {
    case wire::Verdict::kAccepted:
      return "通过";
    case wire::Verdict::kReturned:
      return "退回修改";
    case wire::Verdict::kRefused:
      return "不予受理";
    case wire::Verdict::kNeedsEvidence:
      return "待补充材料";
    case wire::Verdict::kNone:
      break;
  }
  return "审核中";
}

core::Status write_outcome(int original_fd, std::string_view file_name, const OutcomeOf& outcome_of, int out_fd,
                           const sheet::Sandbox& sandbox) {
  auto writer = sheet::XlsxWriter::open(out_fd);
  if (!writer) return tl::unexpected<core::Error>(writer.error());
  OutcomeSink sink(*writer, outcome_of);
  if (auto status = sheet::read_sandboxed(original_fd, file_name, sandbox, sink); !status) {
    return tl::unexpected<core::Error>(status.error());
  }
  if (auto status = sink.end_sheet(); !status) return status;
  return writer->finish();
}

}  // namespace naadam::intake
