#include "cli/audit_report.hpp"

#include <algorithm>

#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/audit.hpp"
#include "core/id.hpp"

namespace naadam::cli {
namespace {

// A stage is shown as it is, an id or a pack's name in hex.
std::string subject_text(const audit::Finding& finding) {
  return finding.kind == audit::FindingKind::kCountWrong ? finding.subject : core::to_hex(finding.subject);
}

std::string key_text(const audit::Finding& finding) {
  return std::string(1, static_cast<char>(finding.of)) + std::to_string(finding.shard);
}

}  // namespace

std::uint64_t findings_in(const audit::Report& report) { return report.findings.size() + report.left_off; }

nlohmann::json findings_json(const audit::Report& report) {
  nlohmann::json findings = nlohmann::json::array();
  for (const audit::Finding& finding : report.findings) {
    findings.push_back({{"finding", audit::finding_name(finding.kind)},
                        {"kind", std::string(1, static_cast<char>(finding.of))},
                        {"shard", finding.shard},
                        {"subject", subject_text(finding)}});
  }
  return findings;
}

std::string findings_text(const audit::Report& report, Lang lang) {
  if (report.clean()) return {};
  Table table(std::vector<Align>(texts::audit::kFindingHeadings.size(), Align::kLeft));
  table.add(heading_row(texts::audit::kFindingHeadings, lang));
  const std::size_t shown = std::min(kListShown, report.findings.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const audit::Finding& finding = report.findings[i];
    table.add({std::string(audit::finding_name(finding.kind)), key_text(finding), subject_text(finding),
               texts::audit::kMeanings[static_cast<std::size_t>(finding.kind)].in(lang)});
  }
  std::string text = table.text();
  if (findings_in(report) > shown) text += say(lang, texts::audit::kMore, findings_in(report) - shown) + '\n';
  return text;
}

}  // namespace naadam::cli
