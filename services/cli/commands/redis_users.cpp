#include "cli/commands/redis_users.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "cli/options.hpp"
#include "cli/say.hpp"
#include "cli/texts/deploy.hpp"
#include "cli/up/redis_users.hpp"

namespace naadam::cli {

namespace words = texts::deploy;

void add_redis_users(CLI::App& app, Globals& globals) {
  const auto dir = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("redis-users", globals.say(words::kUsersAbout));
  command->add_option("DIR", *dir, globals.say(words::kUsersDir))->required();
  command->footer(globals.say(words::kUsersFooter));
  command->callback([dir, &globals] {
    if (const core::Status made = make_redis_users(*dir); !made) return fail(globals, made.error());
    if (!globals.json) globals.out << say(globals.lang, words::kUsersMade, redis_rules_file(*dir).string()) << '\n';
  });
}

}  // namespace naadam::cli
