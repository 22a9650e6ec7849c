#include "cli/commands/redis_config.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "cli/options.hpp"
#include "cli/say.hpp"
#include "cli/texts/deploy.hpp"
#include "cli/texts/up.hpp"
#include "runtime/private_file.hpp"
#include "runtime/redis_config.hpp"
#include "runtime/secret_file.hpp"

namespace naadam::cli {
namespace {

constexpr std::uint16_t kClusterPortAbove = 10'000;  // Redis' own habit
constexpr std::uint16_t kPortMax = 65'535 - kClusterPortAbove;

struct RedisConfigOptions {
  runtime::RedisOptions redis;
  std::uint16_t port = 6'379;
  std::uint16_t cluster_port = 0;
  std::string fsync = "always";
  std::uint64_t memory_mb = 0;
  unsigned replicas_min = 0;
  std::filesystem::path password_file;
  std::filesystem::path acl_file;
  std::filesystem::path out;
  bool raise_epoch = false;
};

core::Status print_config(RedisConfigOptions& options, Globals& globals) {
  runtime::RedisOptions& redis = options.redis;
  if (options.cluster_port == 0 && options.port > kPortMax) {
    return refuse(core::ErrorKind::kInvalid, texts::deploy::kPortTooHigh);
  }
  const runtime::RedisPorts ports{options.port, options.cluster_port != 0
                                                    ? options.cluster_port
                                                    : static_cast<std::uint16_t>(options.port + kClusterPortAbove)};
  redis.fsync = options.fsync == "always" ? runtime::Fsync::kAlways : runtime::Fsync::kEverysec;
  redis.maxmemory_bytes = options.memory_mb << 20;
  if (options.replicas_min > 0) redis.extra.emplace_back("min-replicas-to-write", std::to_string(options.replicas_min));
  if (!options.acl_file.empty()) redis.extra.emplace_back("aclfile", std::filesystem::absolute(options.acl_file));
  if (!options.password_file.empty()) {
    auto password = runtime::read_secret(options.password_file);
    if (!password) return tl::unexpected(password.error());
    redis.password = std::move(*password);
  }
  if (options.raise_epoch) {
    if (auto raised = runtime::raise_epoch(redis.dir); !raised) return raised;
  }
  const std::string text = runtime::redis_config(redis, ports);
  if (!options.out.empty()) return runtime::replace_private(options.out, text);
  globals.out << text;
  return {};
}

}  // namespace

void add_redis_config(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<RedisConfigOptions>();
  const Lang lang = globals.lang;
  CLI::App* command = app.add_subcommand("redis-config", globals.say(texts::deploy::kRedisAbout));
  command->add_option("--dir", options->redis.dir, globals.say(texts::deploy::kDir))->type_name("DIR")->required();
  command->add_option("--port", options->port, globals.say(texts::deploy::kPort))
      ->type_name("PORT")
      ->check(in_range(1, 65'535, lang));
  command->add_option("--cluster-port", options->cluster_port, globals.say(texts::deploy::kClusterPort))
      ->type_name("PORT")
      ->check(in_range(1, 65'535, lang));
  command->add_option("--bind", options->redis.bind, globals.say(texts::deploy::kBind))->type_name("ADDRESSES");
  command->add_option("--announce", options->redis.announce, globals.say(texts::deploy::kAnnounce))
      ->type_name("ADDRESS");
  command->add_option("--socket", options->redis.unix_socket, globals.say(texts::deploy::kSocket))->type_name("FILE");
  command->add_option("--fsync", options->fsync, globals.say(texts::up::kFsync))
      ->type_name("always|everysec")
      ->check(one_of({"always", "everysec"}, lang));
  command->add_option("--memory", options->memory_mb, globals.say(texts::deploy::kMemory))
      ->type_name("MB")
      ->check(in_range(64, 1 << 20, lang));
  command->add_option("--min-replicas", options->replicas_min, globals.say(texts::deploy::kReplicas))
      ->type_name("N")
      ->check(in_range(0, 5, lang));
  command->add_option("--password-file", options->password_file, globals.say(texts::deploy::kPassword))
      ->type_name("FILE");
  command->add_option("--acl-file", options->acl_file, globals.say(texts::deploy::kAclFile))->type_name("FILE");
  command->add_option("--out", options->out, globals.say(texts::deploy::kOut))->type_name("FILE");
  command->add_flag("--raise-epoch", options->raise_epoch, globals.say(texts::deploy::kRaiseEpoch));
  command->footer(globals.say(texts::deploy::kRedisFooter));
  command->callback([options, &globals] {
    if (const core::Status done = print_config(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
