#include "cli/remote/import_report.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <tuple>

#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/import.hpp"
#include "cli/texts/judge.hpp"
#include "domain/calendar.hpp"
#include "eligibility/rules/judge.hpp"
#include "wire/verdict.hpp"

namespace naadam::cli {
namespace {

using wire::Verdict;
constexpr std::size_t kFilesShown = 12;  // of each kind of list

// What a row comes to that fails this rule alone.
Verdict verdict_of_failing(wire::Rule rule) {
  wire::Findings findings;
  findings.at(static_cast<std::size_t>(rule)) = {.rule = rule, .result = wire::RuleResult::kFail};
  return eligibility::verdict_of(findings);
}

void add(std::map<std::string, std::uint64_t>& sum, const std::map<std::string, std::uint64_t>& part) {
  for (const auto& [key, n] : part) sum[key] += n;
}

std::uint64_t rows_of(const Outcome& outcome, Verdict verdict) {
  const auto it = outcome.verdicts.find(std::string(wire::verdict_name(verdict)));
  return it == outcome.verdicts.end() ? 0 : it->second;
}

std::string verdict_table(const Outcome& sum, Lang lang) {
  Table table({Align::kLeft, Align::kRight, Align::kRight});
  table.add(heading_row(texts::judge::kVerdictHeadings, lang));
  const auto line = [&](const std::string& name, std::uint64_t n) {
    const double share = sum.rows == 0 ? 0 : 100 * static_cast<double>(n) / static_cast<double>(sum.rows);
    table.add({name, fmt::format("{}", n), fmt::format("{:.1f}%", share)});
  };
  for (const Verdict verdict : {Verdict::kAccepted, Verdict::kNeedsEvidence, Verdict::kRefused, Verdict::kReturned}) {
    line(texts::judge::kVerdicts.at(static_cast<std::size_t>(verdict)).in(lang), rows_of(sum, verdict));
  }
  if (sum.conflicts > 0) line(texts::import::kConflicts.in(lang), sum.conflicts);
  if (sum.overtaken > 0) line(texts::import::kOvertaken.in(lang), sum.overtaken);
  if (sum.rows > sum.filled) line(texts::import::kOpen.in(lang), sum.rows - sum.filled);
  table.add({texts::judge::kTotal.in(lang), fmt::format("{}", sum.rows), ""});
  return table.text();
}

std::string reason_table(const Outcome& sum, Lang lang) {
  struct Line {
    Verdict verdict;
    std::size_t rule;
    std::uint64_t rows;
  };
  std::vector<Line> lines;
  for (std::size_t rule = 0; rule < wire::kRules; ++rule) {
    const auto named = static_cast<wire::Rule>(rule);
    const std::string name(wire::rule_name(named));
    if (const auto it = sum.faults.find(name); it != sum.faults.end()) {
      lines.push_back({verdict_of_failing(named), rule, it->second});
    }
    if (const auto it = sum.evidence.find(name); it != sum.evidence.end()) {
      lines.push_back({Verdict::kNeedsEvidence, rule, it->second});
    }
  }
  std::ranges::sort(lines, {}, [](const Line& one) {
    return std::tuple(-static_cast<int>(one.verdict), -static_cast<std::int64_t>(one.rows), one.rule);
  });
  Table table({Align::kLeft, Align::kLeft, Align::kRight});
  table.add(heading_row(texts::import::kReasonHeadings, lang));
  for (const Line& line : lines) {
    table.add({texts::judge::kVerdicts.at(static_cast<std::size_t>(line.verdict)).in(lang),
               texts::judge::kRules.at(line.rule).in(lang), fmt::format("{}", line.rows)});
  }
  return table.empty() ? "" : "\n" + std::string(texts::import::kReasons.in(lang)) + "\n" + table.text();
}

// The first lines of a list, then how many more.
template <class Say>
std::string listed(const std::vector<const ImportedFile*>& files, Lang lang, Say say_one) {
  std::string text;
  for (std::size_t i = 0; i < std::min(files.size(), kFilesShown); ++i) text += "  " + say_one(*files[i]) + "\n";
  if (files.size() > kFilesShown) {
    text += "  " + say(lang, texts::judge::kMore, files.size() - kFilesShown) + "\n";
  }
  return text;
}

template <class Test>
std::vector<const ImportedFile*> those(const std::vector<ImportedFile>& files, Test test) {
  std::vector<const ImportedFile*> some;
  for (const ImportedFile& file : files) {
    if (test(file)) some.push_back(&file);
  }
  return some;
}

std::string lists(const std::vector<ImportedFile>& files, Lang lang) {
  std::string text;
  const auto section = [&](const Text& title, const std::vector<const ImportedFile*>& some, auto say_one) {
    if (!some.empty()) text += "\n" + std::string(title.in(lang)) + "\n" + listed(some, lang, say_one);
  };
  section(texts::import::kFilesFailed, those(files, [](const auto& f) { return f.failed.has_value(); }),
          [&](const ImportedFile& f) {
            const bool english = lang == Lang::kEn && !f.failed->cause.empty();
            return f.name() + ": " + (english ? f.failed->cause : f.failed->text);
          });
  section(texts::import::kFilesRefused, those(files, [](const auto& f) { return f.outcome.stage == "refused"; }),
          [](const ImportedFile& f) { return f.name() + ": " + f.outcome.refusal; });
  section(texts::import::kFilesAgain, those(files, [](const auto& f) { return f.receipt && f.receipt->again; }),
          [](const ImportedFile& f) { return f.name(); });
  section(texts::import::kRemarks, those(files, [](const auto& f) { return !f.outcome.remarks.empty(); }),
          [&](const ImportedFile& f) {
            std::string line = f.name() + ": " + f.outcome.remarks.front();
            if (f.outcome.remarks.size() > 1)
              line += say(lang, texts::import::kMoreRemarks, f.outcome.remarks.size() - 1);
            return line;
          });
  return text;
}

std::string receipt_table(const std::vector<ImportedFile>& files, Lang lang) {
  if (files.size() > kFilesShown) return "\n" + std::string(texts::import::kReceiptsByJson.in(lang)) + "\n";
  Table table({Align::kLeft, Align::kLeft, Align::kRight, Align::kLeft, Align::kRight});
  table.add(heading_row(texts::import::kReceiptHeadings, lang));
  for (const ImportedFile& file : files) {
    if (!file.receipt) continue;
    table.add({file.name(), file.order.submitter, fmt::format("{}", file.receipt->number), file.receipt->upload,
               fmt::format("{}", file.outcome.rows)});
  }
  return table.empty() ? "" : "\n" + table.text();
}

}  // namespace

std::string ImportedFile::name() const { return std::filesystem::path(order.path).filename().string(); }

ImportTotals totals_of(const std::vector<ImportedFile>& files) {
  ImportTotals totals;
  for (const ImportedFile& file : files) {
    ++totals.files;
    totals.failed += file.failed ? 1 : 0;
    totals.complete += file.outcome.stage == "complete" ? 1 : 0;
    totals.refused += file.outcome.stage == "refused" ? 1 : 0;
    totals.again += file.receipt && file.receipt->again ? 1 : 0;
    totals.training = totals.training || (file.receipt && file.receipt->training);
    const Outcome& part = file.outcome;
    totals.sum.rows += part.rows;
    totals.sum.filled += part.filled;
    totals.sum.withdrawn += part.withdrawn;
    totals.sum.conflicts += part.conflicts;
    totals.sum.overtaken += part.overtaken;
    add(totals.sum.verdicts, part.verdicts);
    add(totals.sum.faults, part.faults);
    add(totals.sum.evidence, part.evidence);
  }
  return totals;
}

std::string import_text(const std::vector<ImportedFile>& files, double seconds, Lang lang) {
  const ImportTotals totals = totals_of(files);
  std::string text = say(lang, texts::import::kHead, totals.files, totals.sum.rows, seconds);
  if (totals.training) text += texts::import::kInTraining.in(lang);
  text += "\n";
  if (totals.sum.rows > 0) text += "\n" + verdict_table(totals.sum, lang) + reason_table(totals.sum, lang);
  if (totals.sum.withdrawn > 0) text += "\n" + say(lang, texts::import::kWithdrawn, totals.sum.withdrawn) + "\n";
  return text + lists(files, lang) + receipt_table(files, lang);
}

Json import_json(const std::vector<ImportedFile>& files, double seconds) {
  const auto counted = [](const Outcome& outcome) {
    return Json{{"rows", outcome.rows},           {"filled", outcome.filled},      {"verdicts", outcome.verdicts},
                {"faults", outcome.faults},       {"evidence", outcome.evidence},  {"conflicts", outcome.conflicts},
                {"overtaken", outcome.overtaken}, {"withdrawn", outcome.withdrawn}};
  };
  const ImportTotals totals = totals_of(files);
  Json json = counted(totals.sum);
  json["seconds"] = seconds;
  json["training"] = totals.training;
  json["files"] = Json::array();
  for (const ImportedFile& file : files) {
    Json one = counted(file.outcome);
    one["file"] = file.name();
    one["submitter"] = file.order.submitter;
    one["stage"] = file.outcome.stage;
    one["refusal"] = file.outcome.refusal;
    one["remarks"] = file.outcome.remarks;
    if (file.receipt) {
      one["upload"] = file.receipt->upload;
      one["number"] = file.receipt->number;
      one["again"] = file.receipt->again;
      one["accepted_at"] = domain::iso_instant(file.receipt->accepted_at);
    }
    if (file.failed) one["error"] = {{"kind", core::error_kind_name(file.failed->kind)}, {"text", file.failed->text}};
    json["files"].push_back(std::move(one));
  }
  return json;
}

}  // namespace naadam::cli
