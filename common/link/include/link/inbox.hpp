// The receiving end of the fast path, and the place where a service is asked questions.
//
// Every item taken in is paid with credit that this end granted. The window (items on their way or in work) is split
// evenly among the peers; credit goes back when the service says the items are finished. Batches without credit and
// frames that cannot be read are refused, counted, and their peer has to say hello again. A record that turns out
// bad inside a good batch is the service's to refuse; its neighbours go on.
//
// Inbox is the interface that services see; the simulation puts a scripted one in its place. Thread: one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "link/curve_keys.hpp"
#include "link/watch_list.hpp"
#include "wire/envelope.hpp"

namespace zmq {
class context_t;
}

namespace naadam::link {

class Gate;

// A sender as long as this consumer remembers it; a sender that says hello anew gets another number. Never 0.
using PeerId = std::uint64_t;

struct ArrivedBatch {
  PeerId peer = 0;
  wire::Envelope envelope;
  wire::BatchFrame frame;             // views into *owner
  std::shared_ptr<const void> owner;  // keeps the bytes; release it when the batch is finished
};

struct ArrivedAsk {
  std::string return_address;  // opaque, for reply()
  wire::Envelope envelope;
  wire::Ask ask;  // views into *owner
  std::shared_ptr<const void> owner;
};

struct Arrivals {
  std::vector<ArrivedBatch> batches;
  std::vector<ArrivedAsk> asks;
  void clear() {
    batches.clear();
    asks.clear();
  }
};

struct InboxStats {
  std::uint64_t frames = 0;
  std::uint64_t items = 0;
  std::uint64_t asks = 0;
  std::uint64_t asks_full = 0;     // answered kFull because too many were open
  std::uint64_t bad_frames = 0;    // refused as malformed, of another version, unexpected or over credit
  std::uint64_t stale_items = 0;   // refused because they were paid in an older session
  std::uint64_t lost_items = 0;    // pushed by a sender and never seen here
  std::uint64_t peers = 0;         // remembered now
  std::uint64_t unanswerable = 0;  // frames for a peer that had gone
  std::uint64_t turned_away = 0;   // tcp: frames dropped for their sender's key or role, or their size
};

class Inbox {
 public:
  virtual ~Inbox() = default;

  // Appends at most `frames_max` batches and asks that have arrived; never blocks. Also answers hellos and forgets
  // silent peers, so call it once a step, and at least each heartbeat interval. Returns how many were appended.
  virtual std::size_t receive(Arrivals& out, std::size_t frames_max) = 0;
  virtual void watch(WatchList& list) = 0;

  // `items` of a peer's batches need no more attention (decided, left to the store, or refused): credit returns.
  // A peer that is gone is ignored.
  virtual void finished(PeerId peer, std::size_t items) = 0;

  // Answers an ask, once. The program that asked may be gone; then nothing happens.
  virtual void reply(const ArrivedAsk& ask, const wire::Reply& reply) = 0;

  virtual const InboxStats& stats() const = 0;

  // The address that was bound: with its real port where 0 was asked for.
  virtual const std::string& address() const = 0;
};

// Who may come in over tcp, and for what. What is asked of ipc is the right to open its socket file.
struct InboxGuard {
  Gate* gate = nullptr;  // of the same context; at best it lives as long as the inbox: without it nobody is let in
  KeyPair keys;          // of this service; senders and askers must know its public key
  std::vector<std::string> push_roles;  // who may push batches, and who may ask; both together [1, 16] roles
  std::vector<std::string> ask_roles;
};

struct InboxOptions {
  std::string endpoint;              // "ipc:///dir/name.ipc": the directory is made with mode 0700, the socket 0600; or
                                     // "tcp://host:port", port 0: any free one
  std::optional<InboxGuard> guard;   // tcp: required; ipc: ignored
  std::size_t window_items = 4'000;  // [1, 1000000] items granted or in work, over all peers: memory against stalls
  core::Millis heartbeat_ms = 1'000;  // [10, 60000] as the senders have it; silent for three of them = forgotten
  int receive_frames_max = 1'024;     // [1, 4096] frames waiting in the socket for each peer
  std::size_t peers_max = 256;        // [1, 4096] more are not answered
  std::size_t asks_open_max = 64;     // [1, 4096] more are answered kFull at once
};

// Over ZeroMQ: one ROUTER. Errors: kInvalid (an option out of range, no such kind of address, tcp without a guard),
// kUnavailable (the address or the socket's directory cannot be had or is taken).
core::Result<std::unique_ptr<Inbox>> bind_inbox(zmq::context_t& context, InboxOptions options,
                                                const core::Clock& clock);

}  // namespace naadam::link
