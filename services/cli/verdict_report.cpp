#include "cli/verdict_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "cli/table.hpp"
#include "cli/texts/judge.hpp"
#include "domain/reason.hpp"
#include "sheet/writer.hpp"

namespace naadam::cli {
namespace {

using wire::RuleResult;
using wire::Verdict;
constexpr std::size_t kNotesShown = 8;  // of each kind

bool speaks(const wire::Finding& finding) {
  return finding.result == RuleResult::kFail || finding.result == RuleResult::kNeedsEvidence;
}

template <class Enum, std::size_t N>
const char* word(const std::array<Text, N>& names, Enum value, Lang lang) {
  return names.at(static_cast<std::size_t>(value)).in(lang);
}

std::string verdict_table(std::span<const JudgedRow> rows, Lang lang) {
  Table table({Align::kLeft, Align::kRight, Align::kRight});
  table.add(heading_row(texts::judge::kVerdictHeadings, lang));
  const double all = std::max<double>(1, static_cast<double>(rows.size()));
  for (const Verdict verdict : {Verdict::kAccepted, Verdict::kNeedsEvidence, Verdict::kRefused, Verdict::kReturned}) {
    const auto n = std::ranges::count(rows, verdict, &JudgedRow::verdict);
    table.add({word(texts::judge::kVerdicts, verdict, lang), fmt::format("{}", n),
               fmt::format("{:.1f}%", 100 * static_cast<double>(n) / all)});
  }
  table.add({texts::judge::kTotal.in(lang), fmt::format("{}", rows.size()), ""});
  return table.text();
}

std::string reason_table(std::span<const JudgedRow> rows, const domain::Edition& edition, Lang lang) {
  struct Seen {
    wire::Finding finding;  // the first with this reason
    std::size_t rows = 0;
  };
  std::map<std::uint16_t, Seen> by_reason;
  for (const JudgedRow& row : rows) {
    for (const wire::Finding& finding : row.findings) {
      if (!speaks(finding)) continue;
      Seen& seen = by_reason.try_emplace(finding.reason, Seen{finding, 0}).first->second;
      ++seen.rows;
    }
  }
  std::vector<Seen> most_first;
  for (const auto& [reason, seen] : by_reason) most_first.push_back(seen);
  std::ranges::sort(most_first, [](const Seen& a, const Seen& b) {
    return a.rows != b.rows ? a.rows > b.rows : a.finding.reason < b.finding.reason;
  });

  Table table({Align::kRight, Align::kLeft, Align::kLeft, Align::kLeft});
  table.add(heading_row(texts::judge::kReasonHeadings, lang));
  for (const Seen& seen : most_first) {
    table.add({fmt::format("{}", seen.rows), word(texts::judge::kRules, seen.finding.rule, lang),
               word(texts::judge::kResults, seen.finding.result, lang),
               domain::render(seen.finding.reason, seen.finding.detail, edition).text});
  }
  return table.empty() ? "" : fmt::format("\n{}\n{}", texts::judge::kReasons.in(lang), table.text());
}

// Names of the rules with this result, or the words of every finding that speaks, joined.
std::string rules_with(const JudgedRow& row, RuleResult result, Lang lang) {
  std::string names;
  for (const wire::Finding& finding : row.findings) {
    if (finding.result != result) continue;
    if (!names.empty()) names += lang == Lang::kZh ? "、" : "|";
    names += word(texts::judge::kRules, finding.rule, lang);
  }
  return names;
}

std::string reasons_of(const JudgedRow& row, const domain::Edition& edition) {
  std::string text;
  for (const wire::Finding& finding : row.findings) {
    if (!speaks(finding)) continue;
    if (!text.empty()) text += "；";
    text += domain::render(finding.reason, finding.detail, edition, {row.delegation, row.accepted_at}).text;
  }
  return text;
}

// At most kNotesShown lines of one kind, then how many more.
class Notes {
 public:
  explicit Notes(Lang lang) : lang_(lang) {}

  template <class Items, class Say>
  void add(const Items& items, Say say) {
    const std::size_t shown = std::min(items.size(), kNotesShown);
    for (std::size_t i = 0; i < shown; ++i) line(say(items[i]));
    if (items.size() > shown) line(fmt::format(fmt::runtime(texts::judge::kMore.in(lang_)), items.size() - shown));
  }
  void line(const std::string& text) { text_ += "  " + text + "\n"; }
  std::string text() const { return text_; }

 private:
  Lang lang_;
  std::string text_;
};

}  // namespace

std::string summary_text(std::span<const JudgedRow> rows, const domain::Edition& edition, Lang lang) {
  return verdict_table(rows, lang) + reason_table(rows, edition, lang);
}

std::string notes_text(const intake::Reading& reading, const domain::WinnerRegister& winners, Lang lang) {
  const auto say = [lang](const Text& text, const auto&... values) {
    return fmt::format(fmt::runtime(text.in(lang)), values...);
  };
  Notes notes(lang);
  const auto repeats = std::ranges::count_if(reading.rows, [](const auto& row) { return row.duplicate_of != 0; });
  if (repeats > 0) notes.line(say(texts::judge::kDuplicates, repeats));
  if (!winners.lines_of_unknown_events.empty()) {
    notes.line(say(texts::judge::kUnknownWinners, winners.lines_of_unknown_events.size()));
  }
  notes.add(reading.unknown_headings, [&](const auto& heading) { return say(texts::judge::kUnknownHeading, heading); });
  notes.add(reading.skipped_sheets, [&](const auto& s) { return say(texts::judge::kSkippedSheet, s.sheet, s.why); });
  notes.add(reading.skipped_rows, [&](const auto& r) {
    return say(texts::judge::kSkippedRow, r.sheet.empty() ? std::string{} : say(texts::judge::kInSheet, r.sheet), r.row,
               r.why);
  });
  return notes.text();
}

std::string row_json(const JudgedRow& row, const domain::Edition& edition) {
  nlohmann::ordered_json object;
  object["sheet"] = row.sheet;
  object["row"] = row.row;
  object["verdict"] = wire::verdict_name(row.verdict);
  auto& findings = object["findings"] = nlohmann::ordered_json::array();
  for (const wire::Finding& finding : row.findings) {
    const domain::Rendered said =
        domain::render(finding.reason, finding.detail, edition, {row.delegation, row.accepted_at});
    nlohmann::ordered_json item;
    item["rule"] = wire::rule_name(finding.rule);
    item["result"] = wire::rule_result_name(finding.result);
    item["clause"] = said.clause;
    item["text"] = said.text;
    findings.push_back(std::move(item));
  }
  return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string verdicts_csv(std::span<const JudgedRow> rows, const domain::Edition& edition, Lang lang) {
  std::string out = "\xEF\xBB\xBF";
  out += texts::judge::kColumns.in(lang);
  out += "\r\n";
  for (const JudgedRow& row : rows) {
    const std::string number = fmt::format("{}", row.row);
    const std::string fails = rules_with(row, RuleResult::kFail, lang);
    const std::string evidence = rules_with(row, RuleResult::kNeedsEvidence, lang);
    const std::string reasons = reasons_of(row, edition);
    const std::array<std::string_view, 6> cells = {
        row.sheet, number, word(texts::judge::kVerdicts, row.verdict, lang), fails, evidence, reasons};
    sheet::append_csv(out, cells);
  }
  return out;
}

}  // namespace naadam::cli
