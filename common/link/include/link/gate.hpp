// The gate of a process: answers, in a thread of its own, ZeroMQ's question who may come in (ZAP, RFC 27) for every
// tcp inbox of one context, and keeps the allow-list fresh.
//
// Closed when in doubt: without a gate, with one whose thread died, or without a readable list nobody comes in, and
// what arrives over connections that are open already is dropped. A key added to the list or taken from it counts
// within `reload_ms`; frames of a revoked key are dropped from then on, though its connection may stay.
// Thread: open and destroy on one, reload() from any. One gate a context.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <thread>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "link/allow_list.hpp"
#include "link/refusals.hpp"

namespace zmq {
class context_t;
class socket_t;
}  // namespace zmq

namespace naadam::link {

struct GateOptions {
  std::filesystem::path allowed_dir;  // <allowed_dir>/<role>/*.pub, see curve_keys.hpp
  core::Millis reload_ms = 2'000;     // [100, 5000] between readings of the list
  // One audit line; see Refusals for how often and from which thread. Outlives the inboxes that use the gate.
  std::function<void(const Refused&)> on_refused;
};

class Gate {
 public:
  // A list that cannot be read is no error here: it is told to on_refused, and nobody comes in until it can be.
  // kInvalid: reload_ms; kUnavailable: the context has a gate.
  static core::Result<std::unique_ptr<Gate>> open(zmq::context_t& context, GateOptions options,
                                                  const core::Clock& clock);
  ~Gate();  // closes the list as well

  core::Status reload();

  // Shared with inboxes, which ask about each frame and may outlive the gate.
  const std::shared_ptr<AllowList>& list() const { return list_; }
  const std::shared_ptr<Refusals>& refusals() const { return refusals_; }

 private:
  Gate(GateOptions options, const core::Clock& clock);
  void serve(zmq::socket_t& questions, zmq::socket_t& stopped);
  void answer(zmq::socket_t& questions);

  GateOptions options_;
  const core::Clock& clock_;
  std::shared_ptr<AllowList> list_;
  std::shared_ptr<Refusals> refusals_;
  core::Millis next_reload_ = 0;  // the thread's
  std::unique_ptr<zmq::socket_t> stop_;
  std::thread thread_;
};

}  // namespace naadam::link
