#include "csv.hpp"

#include <csv.h>

#include <algorithm>
#include <exception>
#include <new>
#include <optional>
#include <utility>

#include "charset.hpp"
#include "row_builder.hpp"

namespace naadam::sheet {
namespace {

constexpr std::size_t kSniffBytes = 64u << 10;
constexpr std::size_t kParseBytes = 64u << 10;
constexpr int kNoTerminator = -1;  // what csv_fini() gives for a last row without a line break

int never_space(unsigned char) { return 0; }

// The separator that stands most often outside quotes: a comma, unless another is clearly meant.
unsigned char separator_of(std::string_view head) {
  std::size_t commas = 0;
  std::size_t tabs = 0;
  std::size_t semicolons = 0;
  bool quoted = false;
  for (const char c : head.substr(0, kSniffBytes)) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    commas += c == ',';
    tabs += c == '\t';
    semicolons += c == ';';
  }
  if (commas >= tabs && commas >= semicolons) return CSV_COMMA;
  return tabs >= semicolons ? CSV_TAB : ';';
}

// libcsv calls back through C, so nothing may be thrown and nothing returned: both are kept for after the call.
class CsvParser {
 public:
  CsvParser(const Limits& limits, RowSink& sink) : rows_(limits, sink) {
    if (csv_init(&csv_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) throw std::bad_alloc();
    csv_set_space_func(&csv_, never_space);  // a blank beside a separator belongs to the cell
  }
  CsvParser(const CsvParser&) = delete;
  CsvParser& operator=(const CsvParser&) = delete;
  ~CsvParser() { csv_free(&csv_); }

  ReadStatus start() { return rows_.sheet(SheetInfo{}); }

  ReadStatus feed(std::string_view piece) {
    if (!separator_known_) csv_set_delim(&csv_, separator_of(piece));
    separator_known_ = true;
    for (; !piece.empty(); piece.remove_prefix(std::min(piece.size(), kParseBytes))) {
      const auto part = piece.substr(0, kParseBytes);
      const std::size_t parsed = csv_parse(&csv_, part.data(), part.size(), on_cell, on_row, this);
      line_ +=
          static_cast<std::size_t>(std::count(part.begin(), part.begin() + static_cast<std::ptrdiff_t>(parsed), '\n'));
      if (auto status = outcome(parsed != part.size()); !status) return status;
    }
    return {};
  }

  ReadStatus finish() { return outcome(csv_fini(&csv_, on_cell, on_row, this) != 0); }

 private:
  ReadStatus outcome(bool broken) {
    if (exception_) std::rethrow_exception(std::exchange(exception_, nullptr));
    if (refusal_) return tl::unexpected<Refusal>(*refusal_);
    if (!broken) return {};
    if (csv_error(&csv_) != CSV_EPARSE) throw std::bad_alloc();
    // A quote never closed swallows the rest of the file: the record's own row is where the officer must look.
    const std::string at = "第 " + std::to_string(row_ + 1) + " 行";
    return refuse(Defect::kQuote, at, "near line " + std::to_string(line_));
  }

  template <class Call>
  void guarded(Call call) {
    if (refusal_ || exception_) return;
    try {
      if (ReadStatus status = call(); !status) refusal_ = status.error();
    } catch (...) {
      exception_ = std::current_exception();
    }
  }

  static void on_cell(void* text, std::size_t size, void* self) {
    auto& parser = *static_cast<CsvParser*>(self);
    parser.guarded([&]() -> ReadStatus {
      if (parser.column_ == 0) {
        if (auto status = parser.rows_.begin(parser.row_ + 1); !status) return status;
      }
      return parser.rows_.add(parser.column_++, std::string_view(static_cast<const char*>(text), size));
    });
  }

  static void on_row(int terminator, void* self) {
    auto& parser = *static_cast<CsvParser*>(self);
    parser.guarded([&]() -> ReadStatus {
      // CR LF is one line break, reported as two.
      const bool second_half = terminator == '\n' && parser.after_cr_ && parser.column_ == 0;
      parser.after_cr_ = terminator == '\r';
      if (second_half || (terminator == kNoTerminator && parser.column_ == 0)) return {};
      const bool blank = parser.column_ == 0;
      parser.column_ = 0;
      ++parser.row_;
      return blank ? ReadStatus{} : parser.rows_.end();
    });
  }

  RowBuilder rows_;
  csv_parser csv_{};
  bool separator_known_ = false;
  bool after_cr_ = false;
  std::size_t column_ = 0;
  std::uint32_t row_ = 0;  // records ended so far
  std::size_t line_ = 1;
  std::optional<Refusal> refusal_;
  std::exception_ptr exception_;
};

}  // namespace

ReadStatus read_csv(std::string_view bytes, const Limits& limits, RowSink& sink) {
  CsvParser parser(limits, sink);
  if (auto status = parser.start(); !status) return status;
  if (auto status = as_utf8(bytes, [&](std::string_view piece) { return parser.feed(piece); }); !status) return status;
  return parser.finish();
}

}  // namespace naadam::sheet
