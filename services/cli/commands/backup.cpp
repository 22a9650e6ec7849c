#include "cli/commands/backup.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/keeping/backup_file.hpp"
#include "cli/keeping/record_counts.hpp"
#include "cli/options.hpp"
#include "cli/remote/opened_store.hpp"
#include "cli/say.hpp"
#include "cli/texts/keeping.hpp"
#include "domain/calendar.hpp"
#include "runtime/installation.hpp"

namespace naadam::cli {
namespace {

struct BackupOptions {
  std::string data;
  std::string file;
  bool check = false;
};

constexpr double kMega = 1 << 20;

RecordCounts counted(store::Store& store) {
  RecordCounts records;
  for (const auto& [kind, name] : kCountedKinds) {
    std::uint64_t& sum = records[name];
    for (const store::Count& call : store::count_all(store, kind)) {
      for (const auto& [stage, backlog] : call.stages) sum += backlog.records;
    }
  }
  return records;
}

// What the running installation says of itself.
core::Result<Manifest> described(store::RedisStore& store, const Settings& settings) {
  const auto installation = runtime::load_installation(store);
  if (!installation) return tl::unexpected(installation.error());
  const auto keys = seal::KeyRing::open(settings.common.keys(), seal::KeyMode::kExisting);
  if (!keys) return tl::unexpected(keys.error());
  Manifest manifest;
  const auto now = store.now_ms();
  if (!now) return tl::unexpected(now.error());
  manifest.made_at = *now;
  manifest.edition = installation->edition->id;
  manifest.edition_version = installation->edition->version;
  manifest.training = installation->training;
  manifest.shards = store.shards();
  manifest.epoch = store.epoch();
  manifest.records = counted(store);
  manifest.keys = key_marks(*keys, manifest.edition);
  return manifest;
}

void print(const Manifest& manifest, const BackupOptions& options, double seconds, Globals& globals) {
  const Lang lang = globals.lang;
  if (globals.json) {
    globals.out << nlohmann::json{{"file", options.file},
                                  {"edition", manifest.edition},
                                  {"made_at_ms", manifest.made_at},
                                  {"records", manifest.records},
                                  {"members", manifest.members.size()},
                                  {"bytes", manifest.bytes()}}
                       .dump()
                << '\n';
    return;
  }
  const double megabytes = static_cast<double>(manifest.bytes()) / kMega;
  if (options.check) {
    globals.out << say(lang, texts::keeping::kWhole, options.file, manifest.edition,
                       domain::chinese_instant(manifest.made_at), counts_text(manifest.records, lang),
                       manifest.members.size(), megabytes)
                << '\n';
  } else {
    globals.out << say(lang, texts::keeping::kBackedUp, options.file, counts_text(manifest.records, lang),
                       manifest.members.size(), megabytes, seconds)
                << '\n';
  }
}

core::Status check(const BackupOptions& options, Globals& globals) {
  const auto manifest = check_backup(options.file);
  if (!manifest) return tl::unexpected(manifest.error());
  print(*manifest, options, 0, globals);
  return {};
}

core::Status back_up(const BackupOptions& options, Globals& globals) {
  const auto opened = open_store_of(options.data);
  if (!opened) return tl::unexpected(opened.error());
  auto& [home, settings, clock, store] = **opened;
  const core::Millis began = clock.steady_ms();
  auto about = described(*store, settings);
  if (!about) return tl::unexpected(about.error());
  const std::vector<std::string> primaries = store->cluster().primaries();
  const auto manifest = write_backup(options.file, settings, home, primaries, std::move(*about));
  if (!manifest) return tl::unexpected(manifest.error());
  print(*manifest, options, static_cast<double>(clock.steady_ms() - began) / 1'000, globals);
  if (!globals.json) {
    globals.out << say(globals.lang, texts::keeping::kKeysApart, settings.common.keys().string()) << '\n';
  }
  return {};
}

}  // namespace

void add_backup(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<BackupOptions>();
  CLI::App* command = app.add_subcommand("backup", globals.say(texts::keeping::kBackupAbout));
  add_data_option(*command, &options->data, globals);
  command->add_option("FILE", options->file, globals.say(texts::keeping::kBackupFile))->required();
  command->add_flag("--check", options->check, globals.say(texts::keeping::kCheckOnly));
  command->footer(globals.say(texts::keeping::kBackupFooter));
  command->callback([options, &globals] {
    const core::Status done = options->check ? check(*options, globals) : back_up(*options, globals);
    if (!done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
