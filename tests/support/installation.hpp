// A whole installation for a test: Redis, intake, eligibility, notification and notary as children under the supervisor
// of `naadam up`, in a temporary directory, with the 2021 edition published and the clock in training at kToday. Or
// without a Redis of its own, on the nodes of a cluster.
//
// Thread: construct, tend, kill and destroy on the main thread, which the children are tied to; ask it through Peers,
// one a thread. Every failure to start is thrown as std::runtime_error that says what was missing.
#pragma once

#include <csignal>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asking/peers.hpp"
#include "audit/report.hpp"
#include "cli/up/home.hpp"
#include "cli/up/supervisor.hpp"
#include "core/clock.hpp"
#include "domain/edition.hpp"
#include "runtime/child_process.hpp"
#include "store/redis_store.hpp"
#include "support/edition_2021.hpp"
#include "support/redis.hpp"
#include "support/small_disk.hpp"

namespace naadam::support {

struct InstallationOptions {
  std::string winners;                  // CSV of former first prizes; empty: nobody
  double drop_push_percent = 1;         // as --link-drop-push-percent
  std::uint16_t copies = 1;             // of each service
  bool curve = false;                   // the link over tcp, with keys of deploy/keys.sh in link_keys()
  cli::SinkSettings sink{};             // where short messages go; by default to a file
  bool locked = false;                  // Redis with a user for each service, as `naadam up` has it
  std::vector<std::string> store = {};  // "host:port" of a cluster's nodes; empty: a Redis of its own
  std::uint16_t replicas = 0;           // that must have each write
  std::string data = {};                // a data set that is there: edition, winners and clock stay; empty: a new one
  bool services = true;                 // false: Redis alone; who serves is for join() to say
  std::size_t disk_mb = 0;              // all of it on a disk of its own, so small; 0: where temporary files are
};

// A line of the file sink.
struct SentMessage {
  std::string message;  // id
  std::string to, text;
  auto operator<=>(const SentMessage&) const = default;
};

// Every record of a kind, by its id; throws where the store does not answer.
std::map<std::string, store::Record> records_of(store::Store& store, store::Kind kind);

inline constexpr core::Millis kPatienceMs = 60'000;  // a test that waits this long has failed

class Installation {
 public:
  static constexpr std::string_view kToday = "2021-06-20T10:00+08:00";

  // Returns when every service answers.
  explicit Installation(const InstallationOptions& options);
  ~Installation();
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  const cli::Settings& settings() const { return settings_; }
  const cli::Home& home() const { return home_; }
  // Where options asked for one.
  SmallDisk& disk() { return *disk_; }
  // How Redis' log was at its last start.
  runtime::LogFound log_found() const { return supervisor_.log_found(); }
  std::filesystem::path link_keys() const { return home_.dir() / "keys" / "link"; }
  const core::Clock& clock() const { return clock_; }
  // A connection of the test's own. Main thread.
  store::RedisStore& store() { return *store_; }

  // Of "redis" or a copy by its name; throws where it does not run.
  pid_t pid_of(std::string_view name);
  // SIGKILL, or another signal, to "redis" or to a copy by its name: "intake", "intake-2".
  void kill(std::string_view name, int signal = SIGKILL);
  // Whether it did when tend() last looked.
  bool runs(std::string_view name);
  // SIGKILL; returns when it has ended. The next tend() starts it again: what is done to its files before, it finds.
  void end(std::string_view name);
  // A counter or gauge of a copy over all its labels, from its /metrics; 0 where it does not answer.
  std::uint64_t metric(std::string_view service, std::uint16_t copy, std::string_view name);
  // A further copy of a service, which `tend` does not look after, of the programs in `folder` (empty: beside the
  // test). Returns when it is announced.
  runtime::ChildProcess join(std::string_view service, std::uint16_t copy, const std::filesystem::path& folder = {});
  // Starts again what has died, as `naadam up` does; waits at most `wait_ms` for a death.
  void tend(core::Millis wait_ms) { supervisor_.tend(-1, wait_ms); }

  // Asks until nothing is left that a service of ours should do now: two looks in a row must agree. A notice begun just
  // before a crash rests until its answer can no longer come; that is waiting, not work. False when `wait_ms` are over.
  bool at_rest(core::Millis wait_ms);

  // Every line that the copies' file sinks wrote.
  std::vector<SentMessage> messages() const;
  // All that a copy has written to its log, by its name.
  std::string log(std::string_view copy) const;
  // Every record of a kind.
  std::map<std::string, store::Record> records(store::Kind kind) { return records_of(*store_, kind); }
  std::uint64_t parked();
  // Two looks of the auditor, which must agree; `overdue_max_ms` as in audit::AuditOptions.
  audit::Report audited(core::Millis overdue_max_ms);

 private:
  void await_copy(std::string_view service, std::uint16_t copy);

  TempDir dir_;
  std::optional<SmallDisk> disk_;
  core::SystemClock clock_;
  cli::Home home_;
  cli::Settings settings_;
  cli::Supervisor supervisor_;
  std::unique_ptr<store::RedisStore> store_;
};

// Asks `done` again after a pause that grows from 5 to 100 ms, until it says yes; false when `wait_ms` are over.
bool await(const core::Clock& clock, core::Millis wait_ms, const std::function<bool()>& done);

}  // namespace naadam::support
