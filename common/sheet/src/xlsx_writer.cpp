#include <sys/statvfs.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sheet/writer.hpp"
#include "worksheet.hpp"

namespace naadam::sheet {
namespace {

constexpr std::size_t kSheetNameCharactersMax = 31;
constexpr std::size_t kCellCharactersMax = 32'767;
constexpr std::size_t kStyles = static_cast<std::size_t>(Style::kMuted) + 1;

// The workbook's parts are gathered in files before they are packed; a container's memory folder may be too small.
constexpr std::uint64_t kTempBytesMin = 768ull << 20;
constexpr const char* kMemoryFolder = "/dev/shm";

std::string temporary_folder() {
  struct statvfs space{};
  if (::statvfs(kMemoryFolder, &space) == 0 && ::access(kMemoryFolder, W_OK) == 0 &&
      static_cast<std::uint64_t>(space.f_bavail) * space.f_frsize >= kTempBytesMin) {
    return kMemoryFolder;
  }
  const char* named = std::getenv("TMPDIR");
  return named != nullptr && *named != '\0' ? named : "/tmp";
}

core::Status checked(lxw_error error) {
  if (error == LXW_NO_ERROR) return {};
  return core::fail(core::ErrorKind::kUnavailable, "无法写出表格，可能是磁盘空间不足。请腾出空间后重试。",
                    std::string("libxlsxwriter: ") + lxw_strerror(error));
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The first `characters_max` characters of `text`.
std::string_view cut(std::string_view text, std::size_t characters_max) {
  if (text.size() <= characters_max) return text;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_continuation(text[i]) && ++characters > characters_max) return text.substr(0, i);
  }
  return text;
}

// What Excel takes as a sheet's name.
std::string allowed_name(std::string_view name, std::size_t characters_max) {
  std::string out(cut(name, characters_max));
  for (char& c : out) {
    if (std::string_view("[]:*?/\\").find(c) != std::string_view::npos || static_cast<unsigned char>(c) < 0x20) c = '_';
  }
  if (out.starts_with('\'')) out.front() = '_';
  if (out.ends_with('\'')) out.back() = '_';
  return out;
}

std::string lower_ascii(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return text;
}

// Lines that `text` takes in a cell so wide (in characters of a narrow font; a Chinese one takes two). A guess on the
// safe side: words are not broken where we think.
unsigned lines_of(std::string_view text, double characters) {
  double units = 1;
  unsigned lines = 1;
  for (const char c : text) {
    if (is_continuation(c)) continue;
    const double width = static_cast<unsigned char>(c) >= 0xE0 ? 2 : 1;
    if (c == '\n' || units + width > characters) {
      ++lines;
      units = 1;
    }
    if (c != '\n') units += width;
  }
  return lines;
}

bool wraps(Style style) {
  return style == Style::kHeader || style == Style::kGood || style == Style::kBad || style == Style::kNeutral;
}

std::array<lxw_format*, kStyles> make_formats(lxw_workbook* book) {
  std::array<lxw_format*, kStyles> formats{};
  for (lxw_format*& format : formats) {
    format = workbook_add_format(book);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
  }
  const auto of = [&](Style style) { return formats[static_cast<std::size_t>(style)]; };
  const auto colours = [&](Style style, lxw_color_t fill, lxw_color_t text) {
    format_set_bg_color(of(style), fill);
    format_set_font_color(of(style), text);
  };
  format_set_bold(of(Style::kTitle));
  format_set_font_size(of(Style::kTitle), 16);
  format_set_bold(of(Style::kHeader));
  format_set_bg_color(of(Style::kHeader), 0xD9D9D9);
  format_set_border(of(Style::kHeader), LXW_BORDER_THIN);
  colours(Style::kGood, 0xC6EFCE, 0x006100);
  colours(Style::kBad, 0xFFC7CE, 0x9C0006);
  colours(Style::kNeutral, 0xFFEB9C, 0x7F6000);
  format_set_font_color(of(Style::kMuted), 0x808080);
  for (std::size_t i = 0; i < kStyles; ++i) {
    if (wraps(static_cast<Style>(i))) format_set_text_wrap(formats[i]);
  }
  formats[static_cast<std::size_t>(Style::kPlain)] = nullptr;  // Excel's default
  return formats;
}

}  // namespace

struct XlsxWriter::State {
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (book != nullptr) lxw_workbook_free(book);
  }

  std::string file;
  std::string folder;
  lxw_workbook* book = nullptr;  // owns sheets and formats
  lxw_worksheet* sheet = nullptr;
  std::array<lxw_format*, kStyles> formats{};
  std::set<std::string> names;  // in lower case: Excel compares so
  std::vector<double> widths;   // of the sheet's columns, as far as they are set; 0: Excel's own
  std::uint32_t row = 0;
  std::string text;
};

XlsxWriter::XlsxWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
XlsxWriter::XlsxWriter(XlsxWriter&&) noexcept = default;
XlsxWriter& XlsxWriter::operator=(XlsxWriter&&) noexcept = default;
XlsxWriter::~XlsxWriter() = default;

core::Result<XlsxWriter> XlsxWriter::open(int fd) {
  auto state = std::make_unique<State>();
  state->file = "/proc/self/fd/" + std::to_string(fd);
  state->folder = temporary_folder();
  lxw_workbook_options options{LXW_TRUE, state->folder.data(), LXW_FALSE};
  state->book = workbook_new_opt(state->file.c_str(), &options);
  if (state->book == nullptr) {
    return core::fail(core::ErrorKind::kUnavailable, "无法写出表格，请稍后重试。", "workbook_new_opt");
  }
  state->formats = make_formats(state->book);
  return XlsxWriter(std::move(state));
}

core::Status XlsxWriter::sheet(std::string_view name, std::span<const ColumnWidth> widths, std::uint32_t frozen_rows) {
  std::string wanted = allowed_name(name, kSheetNameCharactersMax);
  if (wanted.empty()) wanted = "Sheet" + std::to_string(state_->names.size() + 1);
  std::string chosen = wanted;
  for (int n = 2; !state_->names.insert(lower_ascii(chosen)).second; ++n) {
    const std::string tail = "(" + std::to_string(n) + ")";
    chosen = std::string(cut(wanted, kSheetNameCharactersMax - tail.size())) + tail;
  }
  state_->sheet = workbook_add_worksheet(state_->book, chosen.c_str());
  if (state_->sheet == nullptr) {
    return core::fail(core::ErrorKind::kInternal, "无法写出工作表。", "workbook_add_worksheet");
  }
  state_->row = 0;
  state_->widths.clear();
  for (const auto& [column, characters] : widths) {
    if (state_->widths.size() <= column) state_->widths.resize(column + std::size_t{1});
    state_->widths[column] = characters;
    if (auto s = checked(worksheet_set_column(state_->sheet, column, column, characters, nullptr)); !s) return s;
  }
  static constexpr std::uint8_t kPaperA4 = 9;
  worksheet_set_paper(state_->sheet, kPaperA4);
  worksheet_set_landscape(state_->sheet);
  worksheet_fit_to_pages(state_->sheet, 1, 0);
  if (frozen_rows > 0) {
    worksheet_freeze_panes(state_->sheet, frozen_rows, 0);
    worksheet_repeat_rows(state_->sheet, 0, frozen_rows - 1);
  }
  return {};
}

core::Status XlsxWriter::row(std::uint32_t number, std::span<const CellOut> cells) {
  if (state_->sheet == nullptr || number <= state_->row || number > kRowMax || cells.size() > kColumnMax) {
    return core::fail(core::ErrorKind::kInternal, "无法写出表格行。", "rows must ascend within a sheet");
  }
  state_->row = number;
  // Not every program makes a row as high as its wrapped text.
  static constexpr double kLinePoints = 15;
  static constexpr unsigned kLinesMax = 27;  // Excel's highest row: 409 points
  unsigned lines = 1;
  for (std::size_t column = 0; column < std::min(cells.size(), state_->widths.size()); ++column) {
    if (!wraps(cells[column].style) || state_->widths[column] <= 0) continue;
    lines = std::max(lines, lines_of(cells[column].text, state_->widths[column]));
  }
  if (lines > 1) {
    const double points = kLinePoints * std::min(lines, kLinesMax);
    if (auto s = checked(worksheet_set_row(state_->sheet, number - 1, points, nullptr)); !s) return s;
  }
  for (std::size_t column = 0; column < cells.size(); ++column) {
    const auto& [text, style] = cells[column];
    if (text.empty()) continue;
    state_->text = cut(text, kCellCharactersMax);
    // XML has no other control characters, and a NUL would end the text.
    std::replace_if(
        state_->text.begin(), state_->text.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r'; }, ' ');
    if (auto s =
            checked(worksheet_write_string(state_->sheet, number - 1, static_cast<lxw_col_t>(column),
                                           state_->text.c_str(), state_->formats[static_cast<std::size_t>(style)]));
        !s) {
      return s;
    }
  }
  return {};
}

core::Status XlsxWriter::finish() {
  // Closing writes the file and frees the workbook, also when it fails.
  return checked(workbook_close(std::exchange(state_->book, nullptr)));
}

}  // namespace naadam::sheet
