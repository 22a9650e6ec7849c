#include "cli/commands/status.hpp"

#include <poll.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/options.hpp"
#include "cli/remote/condition.hpp"
#include "cli/remote/patience.hpp"
#include "cli/say.hpp"
#include "cli/texts/status.hpp"
#include "cli/up/home.hpp"

namespace naadam::cli {
namespace {

constexpr core::Millis kCountMs = 60'000;
constexpr int kSettleStepMs = 200;

struct StatusOptions {
  std::string data;
  std::uint32_t settle_s = 0;
};

core::Status status(const StatusOptions& options, Globals& globals) {
  const Home home(options.data);
  const auto settings = home.read();
  if (!settings) return tl::unexpected(settings.error());
  const core::SystemClock clock;
  asking::Peers peers(settings->common, clock);
  const auto deadline = core::Deadline::in(clock, core::Millis{options.settle_s} * 1'000);
  Condition condition = look_at(*settings, peers, clock, kAskMs);
  // Services are asked one after the other, and seats and results travel against that order: what was on its way back
  // at one look is seen by the next.
  bool quiet_before = false;
  while (deadline.left(clock) > 0 && condition.all_up()) {
    const bool quiet = condition.busy() == 0 && condition.rejudged >= 1;
    if (quiet && quiet_before) break;
    quiet_before = quiet;
    ::poll(nullptr, 0, kSettleStepMs);
    condition = look_at(*settings, peers, clock, kAskMs);
  }
  count_notices(peers, kCountMs, condition);
  if (!condition.all_up()) globals.exit_code = runtime::kExitNotReachable;
  if (globals.json) {
    globals.out << condition_json(condition).dump() << '\n';
    return {};
  }
  const Lang lang = globals.lang;
  if (condition.published) {
    globals.out << say(lang, texts::status::kMode, mode_text(condition, lang)) << '\n'
                << say(lang, texts::status::kEdition, lang == Lang::kZh ? condition.edition_zh : condition.edition_en,
                       condition.edition_version.substr(0, 8), condition.winners)
                << '\n';
  } else if (condition.store_up) {
    globals.out << globals.say(texts::status::kNotPublished) << '\n';
  }
  globals.out << say(lang, texts::status::kDirectory, home.dir().string()) << "\n\n"
              << service_table(condition, {}, lang) << '\n'
              << condition_text(condition, lang);
  return {};
}

}  // namespace

void add_status(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<StatusOptions>();
  CLI::App* command = app.add_subcommand("status", globals.say(texts::status::kAbout));
  add_data_option(*command, &options->data, globals);
  command->add_option("--settle", options->settle_s, globals.say(texts::status::kSettle))
      ->type_name("SECONDS")
      ->check(in_range(0, 86'400, globals.lang));
  command->footer(globals.say(texts::status::kFooter));
  command->callback([options, &globals] {
    if (const core::Status done = status(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
