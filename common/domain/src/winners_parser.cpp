#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "csv_rows.hpp"
#include "damage.hpp"
#include "domain/document_number.hpp"
#include "domain/person_key.hpp"
#include "domain/text.hpp"
#include "domain/winners.hpp"

namespace naadam::domain {
namespace {

enum Column : std::size_t { kName, kDocument, kBirth, kEvent, kGroup, kYear, kSource, kColumns };
constexpr std::size_t kNoColumn = SIZE_MAX;

struct Heading {
  std::string_view shown;
  std::vector<std::string_view> spellings;
};
const std::array<Heading, kColumns>& headings() {
  static const std::array<Heading, kColumns> kHeadings = {{
      {"姓名", {"姓名", "获奖人", "选手姓名"}},
      {"证件号码", {"证件号码", "身份证号", "身份证号码", "证件号"}},
      {"出生日期", {"出生日期", "出生年月日"}},
      {"参赛项目", {"参赛项目", "赛项", "项目", "赛项名称"}},
      {"组别", {"组别", "参赛组别"}},
      {"届次", {"届次", "年份", "届次/年份", "年度", "届次年份"}},
      {"来源", {"来源", "依据", "文件", "来源文件"}},
  }};
  return kHeadings;
}

// The first run of four digits: 2019年, 2019, 第五届(2019). 0 when there is none.
std::int16_t year_in(std::string_view text) {
  for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
    if ((text[i] == '1' || text[i] == '2') && damage::are_digits(text.substr(i, 4))) {
      return static_cast<std::int16_t>(std::stoi(std::string(text.substr(i, 4))));
    }
  }
  return 0;
}

class Parser {
 public:
  Parser(std::string_view file, const Edition& edition, const Keyer& keyer)
      : file_(file), edition_(edition), keyer_(keyer) {}

  core::Status read_headings(const CsvRow& row) {
    columns_.fill(kNoColumn);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string key = match_key(row.cells[i]);
      for (std::size_t c = 0; c < kColumns; ++c) {
        const auto& spellings = headings()[c].spellings;
        if (std::find(spellings.begin(), spellings.end(), key) != spellings.end()) columns_[c] = i;
      }
    }
    for (const Column c : {kName, kEvent, kYear, kSource}) {
      if (columns_[c] == kNoColumn) return mistake(row.line, c, "表头缺少这一列");
    }
    if (columns_[kDocument] == kNoColumn && columns_[kBirth] == kNoColumn) {
      return mistake(row.line, kDocument, "表头缺少这一列（证件号码、出生日期至少要有一列）");
    }
    return {};
  }

  core::Status read_row(const CsvRow& row) {
    const std::string name = cell(row, kName);
    if (name.empty()) return mistake(row.line, kName, "没有填写");
    const std::string number = normal_document_number(cell(row, kDocument));
    const std::string birth_text = cell(row, kBirth);
    auto birth = parse_date(birth_text);
    if (!birth && !birth_text.empty()) return mistake(row.line, kBirth, "不是日期，应写作 1990-01-31");
    if (!number.empty()) {
      const auto check = check_document(DocumentKind::kCitizenId, number, Date{9999, 12, 31});
      const bool foreign = check.fault == DocumentFault::kLength || check.fault == DocumentFault::kCharacters;
      // Passports and the like are kept as they are; what looks like a citizen ID must be one.
      if (check.fault != DocumentFault::kNone && !foreign)
        return mistake(row.line, kDocument, "不是正确的证件号码，请核对");
      if (check.birth) birth = check.birth;
    } else if (!birth) {
      return mistake(row.line, kDocument, "证件号码、出生日期至少要填一项");
    }
    return add(row, name, number, birth);
  }

  WinnerRegister finish() && {
    WinnerRegister out(std::move(winners_));
    out.lines_of_unknown_events = std::move(unknown_events_);
    return out;
  }

 private:
  core::Status add(const CsvRow& row, const std::string& name, const std::string& number, std::optional<Date> birth) {
    Winner w;
    const std::string event = cell(row, kEvent);
    if (event.empty()) return mistake(row.line, kEvent, "没有填写");
    const std::string group = cell(row, kGroup);
    if (!group.empty()) {
      const Group* known = edition_.find_group(group);
      if (known == nullptr) return mistake(row.line, kGroup, "不是本届的组别（不清楚可以留空）");
      w.group = known->code;
    }
    w.year = year_in(cell(row, kYear));
    if (w.year == 0) return mistake(row.line, kYear, "应写明四位年份，如 2019");
    w.source = cell(row, kSource);
    if (w.source.empty()) return mistake(row.line, kSource, "没有填写，应写明获奖文件或证书编号");
    w.keys = {key_of(document_key_text(number)), key_of(birth ? name_birth_key_text(name, *birth) : std::string()),
              key_of(name_key_text(name))};
    if (const Event* known = edition_.find_event(event)) {
      w.event = known->code;
      winners_.push_back(std::move(w));
    } else {
      unknown_events_.push_back(row.line);
    }
    return {};
  }

  core::Id key_of(const std::string& text) const { return text.empty() ? core::Id{} : keyer_(text); }

  std::string cell(const CsvRow& row, Column c) const {
    const std::size_t at = columns_[c];
    return at < row.cells.size() ? plain_text(row.cells[at]) : std::string();
  }

  core::Status mistake(std::uint32_t line, Column c, std::string_view what) const {
    return core::fail(core::ErrorKind::kInvalid,
                      fmt::format("{} 第 {} 行“{}”：{}", file_, line, headings()[c].shown, what),
                      fmt::format("winner register line {} column {}", line, static_cast<std::size_t>(c)));
  }

  std::string_view file_;
  const Edition& edition_;
  const Keyer& keyer_;
  std::array<std::size_t, kColumns> columns_{};
  std::vector<Winner> winners_;
  std::vector<std::uint32_t> unknown_events_;
};

}  // namespace

core::Result<WinnerRegister> parse_winners(std::string_view csv, std::string_view file_name, const Edition& edition,
                                           const Keyer& keyer) {
  const auto rows = csv_rows(csv, file_name);
  if (!rows) return tl::unexpected<core::Error>(rows.error());
  if (rows->empty()) {
    return core::fail(core::ErrorKind::kInvalid, fmt::format("{} 是空文件", file_name), "empty winner register");
  }
  if (rows->size() > kWinnersMax + 1) {
    return core::fail(core::ErrorKind::kInvalid, fmt::format("{} 超过 {} 行", file_name, kWinnersMax),
                      "too many winners");
  }
  Parser parser(file_name, edition, keyer);
  auto status = parser.read_headings(rows->front());
  for (std::size_t i = 1; status && i < rows->size(); ++i) status = parser.read_row((*rows)[i]);
  if (!status) return tl::unexpected<core::Error>(status.error());
  return std::move(parser).finish();
}

}  // namespace naadam::domain
