// The sending end of the fast path. A push is only a hint: whatever is not pushed, or pushed and lost, the consumer
// finds in the store when it is due. So nothing here is ever re-sent.
//
//   reserve(n) -> commit to the store with due = now + lease -> push      (credit was there)
//   reserve(n) gives nothing -> commit with due = now, no push            (no credit, no peer)
//
// Outbox is the interface that services see; the simulation puts a scripted one in its place. Thread: one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "link/curve_keys.hpp"
#include "link/endpoint.hpp"
#include "link/watch_list.hpp"
#include "wire/batch_frame.hpp"

namespace zmq {
class context_t;
}

namespace naadam::link {

enum class Offer : std::uint8_t {
  kAccepted,  // on its way
  kNoCredit,  // the consumer restarted since the reservation, or takes no more
  kNoPeer,    // that consumer is not connected, or no longer one of ours
  kClosed,    // we are shutting down
};

// Credit set aside at one peer. Spent by push() or given back by unreserve(), once. Plain value.
struct Reservation {
  std::uint32_t peer = 0;  // number inside the outbox, never used again for another
  std::uint32_t items = 0;
  std::uint64_t session = 0;  // of the consumer that granted it
};

struct OutboxStats {
  std::uint64_t pushed_frames = 0;
  std::uint64_t pushed_items = 0;
  std::uint64_t no_credit = 0;   // reservations that found none
  std::uint64_t sessions = 0;    // hand-shakes completed; grows by one for each restart of a consumer
  std::uint64_t refused = 0;     // refusals received
  std::uint64_t bad_frames = 0;  // frames from a consumer that could not be read
  std::uint64_t peers = 0;       // consumers connected or tried now, those that leave included
};

class Outbox {
 public:
  virtual ~Outbox() = default;

  // The copies of the consumer from now on: new ones are connected; one that is missing gives no more credit and is
  // let go when its reservations are spent or given back, or it falls silent. Named again before that, it stays.
  // kInvalid names the first endpoint that cannot be used (or the one past the limit of 64); all others are taken.
  virtual core::Status set_endpoints(const std::vector<Endpoint>& endpoints) = 0;

  // Sets `items` of credit aside at the peer that has most of it; nothing when no peer has that much,
  // or its socket takes no frame now.
  virtual std::optional<Reservation> reserve(std::size_t items) = 0;
  // Of a consumer that is gone it does nothing.
  virtual void unreserve(const Reservation& reservation) = 0;

  // Sends `batch` (batch.items() <= reservation.items, and batch.check() holds) and spends its credit; what was
  // reserved beyond it returns. Copies the bytes. Never blocks.
  virtual Offer push(const Reservation& reservation, const wire::BatchFrame& batch, const core::Id& trace) = 0;

  // Reads credit and sends heartbeats that are due. Call once a step, and at least each heartbeat interval.
  virtual void step() = 0;
  virtual void watch(WatchList& list) = 0;

  // Items that could be reserved now, over all peers.
  virtual std::size_t credit() const = 0;
  virtual const OutboxStats& stats() const = 0;
  // From now on push() answers kClosed.
  virtual void close() = 0;
};

struct OutboxOptions {
  std::string name;                   // of this process, for the consumer's log: [1, 64] bytes
  std::vector<Endpoint> endpoints;    // to begin with, one per copy of the consumer; [0, 64]
  std::optional<KeyPair> keys;        // of this process: required for tcp endpoints, ipc has no use for them
  core::Millis heartbeat_ms = 1'000;  // [10, 60000]; a peer silent for three of them has no credit
  // [1, 4096] frames waiting in a socket. Credit bounds the items and so the memory; this bounds thin batches.
  int send_frames_max = 1'024;
};

// Over ZeroMQ: one DEALER a peer. Errors: kInvalid for an option out of range, an address of no known kind, or tcp
// without both keys. A consumer that is not there yet, or does not let us in, is no error.
core::Result<std::unique_ptr<Outbox>> connect_outbox(zmq::context_t& context, OutboxOptions options,
                                                     const core::Clock& clock);

}  // namespace naadam::link
