// Sees the visitors of a bound tcp socket that never got as far as the gate: NULL and PLAIN, broken hand-shakes, HTTP,
// noise. ZeroMQ tells of them as events of the socket. Thread: the one that owns the socket.
#pragma once

#include <set>
#include <zmq.hpp>

#include "link/refusals.hpp"

namespace naadam::link {

class DoorWatch {
 public:
  // Before bind; `watched` and `refusals` outlive it.
  DoorWatch(zmq::context_t& context, zmq::socket_t& watched, Refusals& refusals);
  ~DoorWatch();
  DoorWatch(const DoorWatch&) = delete;
  DoorWatch& operator=(const DoorWatch&) = delete;

  void* handle() { return events_.handle(); }
  // Takes what has happened; never blocks.
  void read();

 private:
  void take(std::uint16_t event, std::uint32_t value);
  void failed(RefusedFor why);

  zmq::socket_t& watched_;
  zmq::socket_t events_;
  Refusals& refusals_;
  // A hand-shake's end does not say whose it was. These are the connections (descriptors) it may have been, how many
  // hand-shakes have not ended, and how many failed whose connection is still to be closed. A connection of these that
  // closes with none failed ended without a hand-shake: it never spoke ZMTP 3.
  std::set<std::uint32_t> candidates_;
  std::size_t undecided_ = 0;
  std::size_t failed_ = 0;
};

}  // namespace naadam::link
