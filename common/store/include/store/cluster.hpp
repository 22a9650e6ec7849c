// The client of a Redis Cluster: routes commands by slot, pipelines them node by node, follows the cluster when it
// changes, and says for every command which of four things became of it.
//
// A call may be split: send() writes, collect() waits, so that several calls are in flight at once (two are enough
// to keep the server busy while the caller computes). run() is both. Commands to the same slot execute in the order
// they were sent, unless one of them is redirected or has to be tried again.
//
// Thread: not thread-safe; one Cluster per thread. It blocks only inside connect(), run() and collect(), and there
// never past the deadline. Signals: EINTR is retried; SIGPIPE is never raised.
// Personal data: the client sees opaque bytes and puts none of them into an error.
#pragma once

#include <poll.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "store/outcome.hpp"
#include "store/reply.hpp"

namespace naadam::store {

struct Command {
  std::uint16_t slot = 0;  // of its key, see slot_of(); a command without a key goes to the primary of this slot
  // Has no effect, so it may be asked again after a cut connection instead of becoming kUnknown.
  bool readonly = false;
  std::vector<std::string_view> argv;  // binary safe; argv[0] is the command's name
};

// kDone:        reply set.            error not used.
// kRefused:     reply = the error.    error.kind kRefused, or kFull when memory is short (OOM).
// kUnavailable: reply nil.            error.kind kUnavailable.
// kUnknown:     reply nil.            error.kind kUnknown.
struct Answer {
  Outcome outcome = Outcome::kUnavailable;
  Reply reply;
  core::Error error;
};

// A library of server-side functions that every primary must hold before it gets commands: this text, or one of a
// higher generation, which an older program leaves alone. What is older or has the same generation is replaced.
struct FunctionLibrary {
  std::string name;    // as in the source's first line: #!lua name=...
  std::string source;  // whole text; its generation in a line of its own, "-- generation 3", else it is 1
};
// 0 for a text that is empty.
std::uint32_t generation_of(std::string_view source);

struct ClusterOptions {
  // "host:port", or the path of a unix socket (anything with a '/'), which stands for a cluster of one.
  // Any reachable one is enough; the others are found from it.
  std::vector<std::string> seeds;
  std::string username;                     // empty: the default user
  std::string password;                     // empty: no AUTH is sent
  core::Millis connect_timeout_ms = 2'000;  // [10, 60000] one connection with its hand-shake
  // Replicas that must have every write before it counts as kDone; a short count is kUnknown. 0: no WAIT is sent. WAIT
  // goes out on the connection of the writes it covers; a replica with appendfsync always has synced them by then.
  std::uint8_t replicas = 0;
  core::Millis replicas_wait_ms = 1'000;  // [1, 10000]
  // Pause before a node is connected again: doubles from the first to the second after each failure, then jittered
  // by up to half. The first is never under 120 ms, which keeps it below 10 connects a second for each node.
  core::Millis reconnect_first_ms = 120;
  core::Millis reconnect_longest_ms = 2'000;
  std::uint64_t jitter_seed = 1;  // give every process its own
  std::vector<FunctionLibrary> libraries;
};

struct ClusterStats {
  std::uint64_t commands = 0;   // answered, with whatever outcome
  std::uint64_t connects = 0;   // connections tried
  std::uint64_t cuts = 0;       // connections lost or dropped after a time-out or a protocol error
  std::uint64_t redirects = 0;  // MOVED and ASK followed
  std::uint64_t retries = 0;    // commands sent again for another reason
  std::uint64_t library_loads = 0;
  std::uint64_t refreshes = 0;  // slot maps read
  std::uint64_t unknown = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t bytes_in = 0;
};

struct Call;  // private to the client

// A call in flight. Destroying it gives the call up: its replies are read and dropped, nothing is sent again.
class Ticket {
 public:
  Ticket() = default;
  Ticket(Ticket&&) noexcept = default;
  Ticket& operator=(Ticket&& other) noexcept;
  ~Ticket();
  explicit operator bool() const { return call_ != nullptr; }

 private:
  friend class Cluster;
  explicit Ticket(std::shared_ptr<Call> call) : call_(std::move(call)) {}
  void give_up();
  std::shared_ptr<Call> call_;
};

class Cluster {
 public:
  // Returns when every primary is connected, authenticated and holds the libraries. A user who may not load them waits
  // for one who does. Errors: kInvalid (no seed, an
  // option out of range), kUnavailable (no whole slot map within 2 x connect_timeout_ms), kRefused (wrong password, or
  // a library does not compile; the cause holds the server's words). `clock` must outlive the Cluster.
  static core::Result<std::unique_ptr<Cluster>> connect(ClusterOptions options, const core::Clock& clock);

  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  // One answer per command, in their order. Never fails as a whole.
  std::vector<Answer> run(std::span<const Command> commands, core::Deadline deadline);
  Answer run_one(const Command& command, core::Deadline deadline);

  // Writes what the sockets take now and returns. The commands, and the bytes they view, must live unchanged until
  // collect() returns or the ticket is destroyed.
  Ticket send(std::span<const Command> commands);

  // Waits for the answers of one call (those of others are kept for their own collect()). At the deadline, or
  // where cut_off_at() says so, the
  // connections that still owe this call an answer are dropped; other calls on them get kUnknown for what was
  // sent there.
  std::vector<Answer> collect(Ticket ticket, core::Deadline deadline);

  // By the steady clock: when the connection to the last node was lost, while there is none to any. Then a call waits
  // no longer than kGraceMs from there, or kBriefMs where that is over, however far its deadline: a service that loses
  // its store goes on turning, and tells whoever asks it in time.
  static constexpr core::Millis kGraceMs = 3'000;  // a server that is started again at once is waited for
  static constexpr core::Millis kBriefMs = 100;
  std::optional<core::Millis> cut_off_at() const;

  // Whether collect() would return at once.
  bool answered(const Ticket& ticket) const;

  // Moves bytes without blocking; for a step loop that waits on several things. watch() appends what to poll for.
  void progress();
  void watch(std::vector<pollfd>& fds) const;

  // The highest epoch of the Redis Cluster heard of: asked at every hand-shake and with every slot map, so a promotion
  // that this client has followed is in it. It also rises when slots move. 0: not heard yet. A write made before a
  // newer one was heard of is not sent any more (kUnavailable): what it goes by may be lost, and its caller looks anew.
  std::uint64_t epoch() const;

  // The addresses of the present primaries, in the order of their first slot.
  std::vector<std::string> primaries() const;
  const ClusterStats& stats() const;

 private:
  struct Impl;
  explicit Cluster(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace naadam::store
