#include "scoring/rules/mark_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "domain/text.hpp"
#include "sheet/reader.hpp"

namespace naadam::scoring {
namespace {

constexpr std::size_t kTextBytesMax = 8u << 20;  // of all cells kept
constexpr std::array<std::string_view, 12> kNumberHeadings{"参赛号",       "参赛编号", "选手编号", "选手号",
                                                           "参赛选手编号", "工位号",   "工位",     "场次工位",
                                                           "场次工位号",   "工位编号", "抽签号",   "赛位号"};

tl::unexpected<core::Error> wrong_table(std::string text, std::string cause) {
  return core::fail(core::ErrorKind::kInvalid, std::move(text), std::move(cause));
}

// Collects the table as rows pass.
class TableSink final : public sheet::RowSink {
 public:
  core::Status sheet(const sheet::SheetInfo& info) override {
    end_sheet();
    sheet_ = info.name;
    hidden_ = info.hidden;
    return {};
  }

  core::Status row(const sheet::RowView& row) override {
    seen_ = true;
    if (table_ && in_table_) return keep(row);
    if (titles_++ >= kTitleRowsMax) return {};
    const auto heads = std::ranges::find_if(row.cells, heads_numbers);
    if (heads == row.cells.end() || std::ranges::count_if(row.cells, has_text) < 2) return {};
    if (table_) {
      return wrong_table(
          fmt::format("工作表“{}”和“{}”都是评分表。一个文件只放一张评分表，请分开后分别导入。", table_->sheet, sheet_),
          "two mark sheets in a file");
    }
    table_.emplace();
    in_table_ = true;
    table_->sheet = sheet_;
    table_->numbers = static_cast<std::size_t>(heads - row.cells.begin());
    table_->headings = {row.number, {}};
    for (const std::string_view cell : row.cells) table_->headings.cells.push_back(domain::plain_text(cell));
    return {};
  }

  core::Result<MarkTable> finish(const sheet::ReadStatus& status, bool workbook) {
    if (!status) return tl::unexpected(core::Error(status.error()));
    end_sheet();
    if (!table_) {
      return wrong_table(
          fmt::format("没有找到评分表的表头：表头应在前 {} 行之内，有“参赛号”（或“工位号”）一列，其余各列是评分项。",
                      kTitleRowsMax),
          "no mark sheet");
    }
    table_->workbook = workbook;
    table_->skipped = std::move(skipped_);
    return std::move(*table_);
  }

 private:
  static bool has_text(std::string_view cell) { return !cell.empty(); }

  core::Status keep(const sheet::RowView& row) {
    if (table_->rows.size() >= kMarkRowsMax) {
      return wrong_table(fmt::format("评分表超过 {} 行，请按赛项和组别分开。", kMarkRowsMax), "too many rows of marks");
    }
    MarkRow& kept = table_->rows.emplace_back();
    kept.number = row.number;
    for (const std::string_view cell : row.cells) {
      text_bytes_ += cell.size() + sizeof(std::string);
      kept.cells.emplace_back(cell);
    }
    if (text_bytes_ > kTextBytesMax)
      return wrong_table("评分表里的文字过多，请只保留评分表。", "too much text of marks");
    return {};
  }

  void end_sheet() {
    if (hidden_ || (seen_ && !in_table_)) skipped_.push_back(sheet_);
    sheet_.clear();
    hidden_ = seen_ = in_table_ = false;
    titles_ = 0;
  }

  std::string sheet_;
  bool hidden_ = false;
  bool seen_ = false;      // any text, of this sheet
  bool in_table_ = false;  // this sheet's is the table
  std::size_t titles_ = 0;
  std::size_t text_bytes_ = 0;
  std::optional<MarkTable> table_;
  std::vector<std::string> skipped_;
};

core::Status check_size(std::string_view bytes) {
  if (bytes.size() <= kMarkSheetBytesMax) return {};
  return wrong_table("评分表超过 1 MB。请按赛项和组别分开，并去掉图片。", "mark sheet too large");
}

// What read_sandboxed() and read() tell apart by the same bytes.
bool is_workbook(std::string_view bytes) { return bytes.starts_with("PK"); }

sheet::Limits limits() {
  sheet::Limits limits;
  limits.file_bytes_max = kMarkSheetBytesMax;
  limits.unpacked_bytes_max = limits.part_bytes_max = 64u << 20;
  return limits;
}

}  // namespace

bool heads_numbers(std::string_view heading) {
  const std::string key = domain::match_key(heading);
  return std::ranges::find(kNumberHeadings, key) != kNumberHeadings.end();
}

core::Result<MarkTable> read_mark_table(std::string_view bytes, std::string_view file_name) {
  if (const auto fine = check_size(bytes); !fine) return tl::unexpected(fine.error());
  sheet::Sandbox sandbox;
  sandbox.limits = limits();
  sandbox.cpu_max = std::chrono::seconds(5);
  sandbox.wall_max = std::chrono::seconds(10);
  TableSink sink;
  const auto status = sheet::read_sandboxed(bytes, file_name, sandbox, sink);
  return sink.finish(status, is_workbook(bytes));
}

core::Result<MarkTable> read_mark_table_here(std::string_view bytes, std::string_view file_name) {
  if (const auto fine = check_size(bytes); !fine) return tl::unexpected(fine.error());
  TableSink sink;
  const auto status = sheet::read(bytes, file_name, limits(), sink);
  return sink.finish(status, is_workbook(bytes));
}

}  // namespace naadam::scoring
