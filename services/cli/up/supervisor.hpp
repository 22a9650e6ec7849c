// Redis and the copies of the services as children of `naadam up`: started in order, started again when they die,
// stopped in the reverse order.
//
// A child that dies is started again at once; one that keeps dying, after a pause that doubles up to kPauseMax. The
// kernel ends the children when the supervisor dies, so none is ever left behind.
// Thread: the main thread, as ChildProcess demands.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/up/held_ports.hpp"
#include "cli/up/home.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "runtime/child_process.hpp"
#include "runtime/redis_child.hpp"

namespace naadam::cli {

class Supervisor {
 public:
  static constexpr core::Millis kPauseFirst = 250;
  static constexpr core::Millis kPauseMax = 10'000;
  static constexpr core::Millis kSteadyMs = 30'000;      // alive so long: the next death counts as the first
  static constexpr core::Millis kServicesGrace = 3'000;  // to end after SIGTERM, all together
  static constexpr core::Millis kRedisGrace = 1'800;     // with the former: under 5 s

  struct View {
    std::string name;  // "redis", or as runtime::copy_name() has it
    pid_t pid = 0;     // 0: down
    unsigned restarts = 0;
  };

  // `clock` outlives it. Services are looked for beside this program.
  Supervisor(Home home, const core::Clock& clock);
  ~Supervisor();  // stop()

  // Not called: the store is somebody else's to start, and is not in view().
  core::Status start_redis(const runtime::RedisOptions& options);
  // Settles the port of the page where it is open, writes the settings, starts the copies of each service that they ask
  // for, each on an HTTP port of its own.
  core::Status start_services(Settings& settings);

  // Waits until a child ends, `wake_fd` is readable, a pause is over or `wait_ms` have passed, and starts again what
  // is due; a copy stays on its port unless somebody else listens there by then. True when a child was found dead or
  // was started.
  bool tend(int wake_fd, core::Millis wait_ms);

  // Everything, in reverse order, within 5 s. Callable twice.
  void stop();

  std::vector<View> view();  // Redis first, where it is ours
  // How Redis' log was at its last start; whole where it is not ours.
  runtime::LogFound log_found() const { return redis_ ? redis_->log_found() : runtime::LogFound{}; }
  // The last line a copy wrote to its log, for the person: why it died.
  std::string last_words(std::string_view copy) const;

  // How one copy is started in the home: a service's program beside this one, on an HTTP port that stays its own while
  // the supervisor lives. The user of Redis and, over tcp, the key are its own: they lie beside the operator's, as
  // up/redis_users.hpp and link/curve_keys.hpp draw it.
  runtime::ChildSpec spec_of(const runtime::CommonOptions& options, std::string_view service, std::uint16_t copy);

 private:
  struct Member {
    std::string name;
    runtime::ChildSpec spec;
    std::optional<runtime::ChildProcess> process;
    unsigned restarts = 0;
    core::Millis up_since = 0;
    core::Millis pause = 0;     // before the next start
    core::Millis retry_at = 0;  // while down
  };

  // The first of `count` neighbours, held from now on, so that pages and a gateway's receipts arrive after a restart as
  // before; 0, which lets the service choose, where none was found.
  std::uint16_t hold_ports(std::uint16_t count = 1);
  void leave_taken_port(runtime::ChildSpec& spec);
  bool note_death(Member& member);
  bool start_again(Member& member);

  Home home_;
  const core::Clock& clock_;
  std::optional<runtime::RedisChild> redis_;
  Member redis_member_;  // its process stays empty: RedisChild holds it
  std::vector<Member> services_;
  std::vector<HeldPorts> ports_;
};

}  // namespace naadam::cli
