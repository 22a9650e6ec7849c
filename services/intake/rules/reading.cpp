#include "intake/rules/reading.hpp"

#include <optional>
#include <utility>

#include "core/limits.hpp"
#include "intake/rules/file_facts.hpp"
#include "intake/rules/row_to_claim.hpp"
#include "intake/rules/table_finder.hpp"
#include "sheet/reader.hpp"

namespace naadam::intake {
namespace {

constexpr const char* kHiddenSheet = "工作表是隐藏的，没有读取。如其中有报名数据，请取消隐藏后重新上传。";
constexpr const char* kNoTable = "没有找到报名表的表头，没有读取。";
constexpr const char* kFooterRow = "表格下方的合计、签名或说明，不是报名数据。";
constexpr const char* kRepeatedHeadingRow = "重复的表头。";

std::string place(std::string_view sheet, std::size_t column) {
  const std::string at = "第 " + sheet::column_letters(column) + " 列";
  return sheet.empty() ? at : "工作表“" + std::string(sheet) + "”" + at;
}

FileRefusal refusal_of(sheet::Defect defect) { return FileRefusal(sheet::refuse(defect).value()); }

// Collects an upload as its rows pass.
class UploadSink : public sheet::RowSink {
 public:
  core::Status sheet(const sheet::SheetInfo& info) override {
    end_sheet();
    if (info.hidden) {
      reading_.skipped_sheets.push_back({info.name, kHiddenSheet});
      finder_.reset();
    } else {
      finder_.emplace(info.name);
    }
    return go_on();
  }

  core::Status row(const sheet::RowView& row) override {
    if (!finder_->headings()) {
      if (finder_->look(row)) begin_table();
      return {};
    }
    const Headings& headings = *finder_->headings();
    switch (row_kind(row, headings)) {
      case RowKind::kBlank:
        return {};
      case RowKind::kFooter:
        reading_.skipped_rows.push_back({finder_->sheet_name(), row.number, kFooterRow});
        return {};
      case RowKind::kHeading:
        reading_.skipped_rows.push_back({finder_->sheet_name(), row.number, kRepeatedHeadingRow});
        return {};
      case RowKind::kData:
        break;
    }
    if (reading_.rows.size() >= core::limits::kUploadRowsMax) {
      refusal_ = FileRefusal(FileDefect::kTooManyRows, refusal_of(sheet::Defect::kTooManyRows).text, "data rows");
      return go_on();
    }
    RowClaim& claim = reading_.rows.emplace_back();
    claim.sheet = finder_->sheet_name();
    claim.row = row.number;
    claim.claim = row_to_claim(row, headings);
    return {};
  }

  ReadingResult finish(const sheet::ReadStatus& status, const domain::Edition& edition) {
    if (!status) {
      return tl::unexpected<FileRefusal>(refusal_ ? *refusal_ : FileRefusal(status.error()));
    }
    end_sheet();
    if (!refusal_) refusal_ = nothing_found();
    if (refusal_) return tl::unexpected<FileRefusal>(*refusal_);
    add_file_facts(reading_.rows, edition);
    return std::move(reading_);
  }

 private:
  core::Status go_on() const {
    if (refusal_) return core::fail(refusal_->kind, refusal_->text, refusal_->cause);
    return {};
  }

  void begin_table() {
    const Headings& headings = *finder_->headings();
    for (const auto& [column, text] : headings.unknown) {
      reading_.unknown_headings.push_back(place(finder_->sheet_name(), column) + "“" + text + "”");
    }
    reading_.tables.push_back({finder_->sheet_name(), headings});
  }

  void end_sheet() {
    if (!finder_ || finder_->headings() || !finder_->saw_text()) return;
    saw_text_ = true;
    if (finder_->meant_as_table() && !refusal_) refusal_ = finder_->nearest();
    if (finder_->nearest_score() > nearest_score_) {
      nearest_score_ = finder_->nearest_score();
      nearest_ = finder_->nearest();
    }
    reading_.skipped_sheets.push_back({finder_->sheet_name(), kNoTable});
    finder_.reset();
  }

  // Why a file that could be read to its end has no rows for us; nothing when it has some.
  std::optional<FileRefusal> nothing_found() const {
    if (!reading_.rows.empty()) return std::nullopt;
    if (!reading_.tables.empty()) {
      return FileRefusal(FileDefect::kHeaderOnly, "只有表头，表头下面没有报名数据。请填好后重新上传。", "no data rows");
    }
    if (nearest_) return nearest_;
    if (!saw_text_) return refusal_of(sheet::Defect::kEmpty);
    std::string text = "没有找到报名表的表头。表头须在前 " + std::to_string(kTitleRowsMax) + " 行内，至少有这些列：";
    bool first = true;
    for (std::size_t i = 0; i < kFields; ++i) {
      const auto& words = words_of(static_cast<Field>(i));
      if (!words.required) continue;
      text.append(std::exchange(first, false) ? "" : "、").append(words.spellings.front());
    }
    return FileRefusal(FileDefect::kNoHeadings, text + "。请补上表头后重新上传。", "no headings");
  }

  Reading reading_;
  std::optional<TableFinder> finder_;  // of the current visible sheet
  std::optional<FileRefusal> refusal_;
  std::optional<FileRefusal> nearest_;
  std::size_t nearest_score_ = 0;
  bool saw_text_ = false;
};

template <class File>
ReadingResult read_confined(File file, std::string_view file_name, const domain::Edition& edition,
                            const sheet::Sandbox& sandbox) {
  UploadSink sink;
  sheet::SandboxUse use;
  const auto status = sheet::read_sandboxed(file, file_name, sandbox, sink, &use);
  auto reading = sink.finish(status, edition);
  if (reading) reading->use = use;
  return reading;
}

}  // namespace

ReadingResult read_upload(int fd, std::string_view file_name, const domain::Edition& edition,
                          const sheet::Sandbox& sandbox) {
  return read_confined(fd, file_name, edition, sandbox);
}

ReadingResult read_upload(std::string_view bytes, std::string_view file_name, const domain::Edition& edition,
                          const sheet::Sandbox& sandbox) {
  return read_confined(bytes, file_name, edition, sandbox);
}

ReadingResult read_upload_here(std::string_view bytes, std::string_view file_name, const domain::Edition& edition,
                               const sheet::Limits& limits) {
  UploadSink sink;
  const auto status = sheet::read(bytes, file_name, limits, sink);
  return sink.finish(status, edition);
}

}  // namespace naadam::intake
