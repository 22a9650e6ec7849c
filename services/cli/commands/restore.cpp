#include "cli/commands/restore.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "audit/auditor.hpp"
#include "cli/audit_report.hpp"
#include "cli/keeping/backup_file.hpp"
#include "cli/keeping/backup_keys.hpp"
#include "cli/keeping/record_counts.hpp"
#include "cli/keeping/revival.hpp"
#include "cli/options.hpp"
#include "cli/say.hpp"
#include "cli/texts/keeping.hpp"
#include "cli/up/home.hpp"
#include "runtime/installation.hpp"
#include "runtime/service_host.hpp"
#include "store/keys.hpp"
#include "wire/stages.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

struct RestoreOptions {
  std::string data;
  std::string file;
  std::string keys;
  bool without_signing_key = false;
};

tl::unexpected<core::Error> cannot_write(const fs::path& path, const std::string& why) {
  return refuse(core::ErrorKind::kUnavailable, texts::keeping::kCannotWrite, path.string(), why);
}

// Empty but for keys, or left by a restore that did not come to its end; that one's remains are removed.
core::Status make_room(const Home& home) {
  std::error_code failed;
  const bool half = fs::exists(home.half_restored(), failed);
  if (!fs::exists(home.dir(), failed)) return home.make();
  for (const auto& entry : fs::directory_iterator(home.dir(), failed)) {
    const std::string name = entry.path().filename().string();
    if (name == "keys" || (!half && name == "log" && fs::is_empty(entry.path(), failed))) continue;
    if (!half) return refuse(core::ErrorKind::kRefused, texts::keeping::kNotEmpty, home.dir().string(), name);
    if (entry.path() != home.half_restored()) fs::remove_all(entry.path(), failed);
  }
  if (failed) return cannot_write(home.dir(), failed.message());
  return home.make();
}

core::Status mark_half_restored(const Home& home) {
  const int fd = ::open(home.half_restored().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return cannot_write(home.half_restored(), std::strerror(errno));
  ::close(fd);
  return {};
}

core::Status check_keys(const RestoreOptions& options, const Manifest& manifest, const fs::path& dir) {
  if (auto fine = check_data_keys(manifest, dir); !fine || options.without_signing_key) return fine;
  return check_signing_key(options.file, dir);
}

// Copies the keys in, where another place was named; one that lies there already stays, and may be a wrong one.
core::Status settle_keys(const RestoreOptions& options, const Manifest& manifest, const fs::path& dir) {
  std::error_code failed;
  fs::create_directory(dir, failed);
  if (!failed) fs::permissions(dir, fs::perms::owner_all, failed);
  if (!failed) fs::copy(options.keys, dir, fs::copy_options::recursive | fs::copy_options::skip_existing, failed);
  if (failed) return cannot_write(dir, failed.message());
  return check_keys(options, manifest, dir);
}

std::vector<fs::path> snapshots_in(const fs::path& dir) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(dir, failed)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

struct Revived {
  audit::Report report;
  std::uint64_t planned = 0;
};

// The epoch above all that was ever decided in the lost data set, and no message until somebody says so.
core::Result<Revived> put_in_force(const Settings& settings, const Manifest& manifest, const core::Clock& clock) {
  const auto store = runtime::open_store(settings.common, clock, static_cast<std::uint64_t>(::getpid()));
  if (!store) return tl::unexpected(store.error());
  if (auto held = runtime::hold_messages(**store, true); !held) return tl::unexpected(held.error());
  const std::string epoch = std::to_string(restored_epoch(manifest, core::wall_ms()));
  if (auto raised = (*store)->put_fact(store::keys::kEpoch, epoch); !raised) return tl::unexpected(raised.error());
  // Everything that was due when the backup was made is overdue by now.
  constexpr core::Millis kNoMatterHowLate = std::numeric_limits<core::Millis>::max();
  auto report = audit::audit((*store)->cluster(), clock, (*store)->shards(), {.overdue_max_ms = kNoMatterHowLate});
  if (!report) return tl::unexpected(report.error());
  Revived revived{std::move(*report), 0};
  for (store::Count& count : store::count_all(**store, store::Kind::kNotice)) {
    revived.planned += count.stages[wire::notice_stage::kPlanned].records;
  }
  return revived;
}

void print(const RestoreOptions& options, const Revived& revived, double seconds, Globals& globals) {
  const RecordCounts records = by_name(revived.report.totals.records);
  if (globals.json) {
    globals.out << nlohmann::json{{"data", options.data},
                                  {"records", records},
                                  {"findings", findings_in(revived.report)},
                                  {"found", findings_json(revived.report)},
                                  {"planned_messages", revived.planned}}
                       .dump()
                << '\n';
    return;
  }
  globals.out << say(globals.lang, texts::keeping::kRestored, options.data, counts_text(records, globals.lang),
                     findings_in(revived.report), seconds)
              << '\n'
              << findings_text(revived.report, globals.lang)
              << say(globals.lang, texts::keeping::kHeldNow, revived.planned) << '\n';
}

core::Status restore(const RestoreOptions& options, Globals& globals) {
  const core::SystemClock clock;
  const core::Millis began = clock.steady_ms();
  const Home home(options.data);
  const auto manifest = check_backup(options.file);
  if (!manifest) return tl::unexpected(manifest.error());
  Settings settings = home.fresh();
  const fs::path keys = settings.common.keys();
  const bool elsewhere = !options.keys.empty() && fs::absolute(options.keys) != fs::absolute(keys);
  if (auto fine = check_keys(options, *manifest, elsewhere ? fs::path(options.keys) : keys); !fine) return fine;
  if (auto room = make_room(home); !room) return room;
  if (auto settled = elsewhere ? settle_keys(options, *manifest, keys) : core::Status(); !settled) return settled;
  if (auto marked = mark_half_restored(home); !marked) return marked;
  if (auto unpacked = unpack_backup(options.file, home.dir()); !unpacked) return unpacked;

  runtime::RedisOptions redis;
  redis.dir = home.redis();
  redis.unix_socket = home.redis_socket();
  const fs::path snapshots = home.dir() / kStorePrefix;
  auto revived = revive(redis, snapshots_in(snapshots));
  if (!revived) return tl::unexpected(revived.error());
  const auto in_force = put_in_force(settings, *manifest, clock);
  revived->stop();
  if (!in_force) return tl::unexpected(in_force.error());

  std::error_code failed;
  fs::remove_all(snapshots, failed);
  if (!failed) fs::remove(home.half_restored(), failed);
  if (failed) return cannot_write(home.dir(), failed.message());
  print(options, *in_force, static_cast<double>(clock.steady_ms() - began) / 1'000, globals);
  if (!in_force->report.clean()) globals.exit_code = runtime::kExitSomeRefused;
  return {};
}

}  // namespace

void add_restore(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<RestoreOptions>();
  CLI::App* command = app.add_subcommand("restore", globals.say(texts::keeping::kRestoreAbout));
  add_data_option(*command, &options->data, globals);
  command->add_option("FILE", options->file, globals.say(texts::keeping::kRestoreFile))->required();
  command->add_option("--keys", options->keys, globals.say(texts::keeping::kRestoreKeys))->type_name("DIR");
  command->add_flag("--without-signing-key", options->without_signing_key,
                    globals.say(texts::keeping::kWithoutSigningKey));
  command->footer(globals.say(texts::keeping::kRestoreFooter));
  command->callback([options, &globals] {
    if (const core::Status done = restore(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
