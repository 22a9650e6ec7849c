#include "cli/commands/redis_users.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <ostream>
#include <string>

#include "cli/options.hpp"
#include "cli/say.hpp"
#include "cli/texts/deploy.hpp"
#include "cli/up/redis_users.hpp"

namespace naadam::cli {

namespace {

struct RotationStep {
  const char* flag;
  Text about, done;
  core::Status (*take)(const std::filesystem::path& dir);
};

constexpr std::array<RotationStep, 3> kSteps{{
    {"--renew", texts::deploy::kRenew, texts::deploy::kRenewed, renew_redis_passwords},
    {"--switch", texts::deploy::kSwitch, texts::deploy::kSwitched, switch_redis_passwords},
    {"--retire", texts::deploy::kRetire, texts::deploy::kRetired, retire_redis_passwords},
}};
constexpr RotationStep kMake{"", texts::deploy::kUsersAbout, texts::deploy::kUsersMade, make_redis_users};

}  // namespace

void add_redis_users(CLI::App& app, Globals& globals) {
  const auto dir = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("redis-users", globals.say(texts::deploy::kUsersAbout));
  command->add_option("DIR", *dir, globals.say(texts::deploy::kUsersDir))->required();
  for (const RotationStep& step : kSteps) {
    const std::string about = globals.say(step.about);
    command->add_flag(step.flag, about);
  }
  command->footer(globals.say(texts::deploy::kUsersFooter));
  command->callback([dir, command, &globals] {
    const auto is_asked = [&](const RotationStep& step) { return command->count(step.flag) > 0; };
    if (std::ranges::count_if(kSteps, is_asked) > 1) {
      return fail(globals, refuse(core::ErrorKind::kInvalid, texts::deploy::kOneStep).value());
    }
    const auto asked = std::ranges::find_if(kSteps, is_asked);
    const RotationStep& step = asked == kSteps.end() ? kMake : *asked;
    if (const core::Status done = step.take(*dir); !done) return fail(globals, done.error());
    if (!globals.json) globals.out << say(globals.lang, step.done, redis_rules_file(*dir).string()) << '\n';
  });
}

}  // namespace naadam::cli
