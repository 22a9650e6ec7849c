#include "cli/commands/audit.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "audit/auditor.hpp"
#include "cli/audit_report.hpp"
#include "cli/commands/audit_show.hpp"
#include "cli/commands/audit_verify.hpp"
#include "cli/options.hpp"
#include "cli/remote/opened_store.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/audit.hpp"
#include "cli/up/home.hpp"

namespace naadam::cli {
namespace {

// In the order of texts::audit::kTotals.
constexpr std::array<const char*, texts::audit::kTotals.size()> kTotalKeys{
    {"uploads", "entries", "notices", "draws", "start_lists", "scores", "numbers", "marked_rows", "notified_entries",
     "parked_packs"}};

struct AuditCommandOptions {
  std::string data;
  std::uint32_t overdue_s = 600;
};

std::array<std::uint64_t, texts::audit::kTotals.size()> figures(const audit::Totals& totals) {
  const auto of = [&totals](store::Kind kind) {
    const auto it = totals.records.find(kind);
    return it == totals.records.end() ? 0 : it->second;
  };
  return {of(store::Kind::kUpload),
          of(store::Kind::kEntry),
          of(store::Kind::kNotice),
          of(store::Kind::kDraw),
          of(store::Kind::kStartList),
          of(store::Kind::kScore),
          totals.numbers,
          totals.marks,
          totals.notices,
          totals.parked};
}

void print_json(const audit::Report& report, Globals& globals) {
  nlohmann::json totals;
  const auto numbers = figures(report.totals);
  for (std::size_t i = 0; i < numbers.size(); ++i) totals[kTotalKeys[i]] = numbers[i];
  globals.out << nlohmann::json{{"clean", report.clean()},
                                {"findings", findings_json(report)},
                                {"left_off", report.left_off},
                                {"totals", totals},
                                {"moving", report.totals.moving},
                                {"oldest_overdue_ms", report.totals.oldest_overdue_ms}}
                     .dump()
              << '\n';
}

void print(const audit::Report& report, Globals& globals) {
  const Lang lang = globals.lang;
  Table totals({Align::kLeft, Align::kRight});
  totals.add({texts::audit::kTotalHeadings[0].in(lang), texts::audit::kTotalHeadings[1].in(lang)});
  const auto numbers = figures(report.totals);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    totals.add({texts::audit::kTotals[i].in(lang), std::to_string(numbers[i])});
  }
  globals.out << totals.text() << '\n';
  if (report.totals.oldest_overdue_ms > 0) {
    globals.out << say(lang, texts::audit::kOldest, static_cast<double>(report.totals.oldest_overdue_ms) / 1'000.0)
                << '\n';
  }
  if (report.totals.moving > 0) globals.out << say(lang, texts::audit::kMoving, report.totals.moving) << '\n';
  if (report.clean()) {
    globals.out << globals.say(texts::audit::kClean) << '\n';
    return;
  }
  globals.out << findings_text(report, lang) << '\n' << say(lang, texts::audit::kWrong, findings_in(report)) << '\n';
}

core::Status audit_store(const AuditCommandOptions& options, Globals& globals) {
  const auto opened = open_store_of(options.data);
  if (!opened) return tl::unexpected(opened.error());
  store::RedisStore& store = *(*opened)->store;
  const auto report = audit::audit(store.cluster(), (*opened)->clock, store.shards(),
                                   {.overdue_max_ms = core::Millis{options.overdue_s} * 1'000});
  if (!report) return tl::unexpected(report.error());
  if (globals.json) {
    print_json(*report, globals);
  } else {
    print(*report, globals);
  }
  globals.exit_code = report->clean() ? runtime::kExitDone : runtime::kExitSomeRefused;
  return {};
}

}  // namespace

void add_audit(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<AuditCommandOptions>();
  CLI::App* command = app.add_subcommand("audit", globals.say(texts::audit::kAbout));
  add_data_option(*command, &options->data, globals);
  command->add_option("--overdue", options->overdue_s, globals.say(texts::audit::kOverdue))
      ->type_name("SECONDS")
      ->check(in_range(0, 86'400, globals.lang));
  command->footer(globals.say(texts::audit::kFooter));
  add_audit_verify(*command, globals);
  add_audit_show(*command, globals);
  command->require_subcommand(0, 1);
  command->callback([options, command, &globals] {
    if (!command->get_subcommands().empty()) return;  // it has been at work already
    if (const core::Status done = audit_store(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
