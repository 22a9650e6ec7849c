// The listening side of the edge: connections, their limits, and their end. What is answered is the handler's.
//
// Slow connections cannot starve honest ones. One that has not sent its header yet costs some kilobytes and no thread,
// has header_ms to do so, and when all places are taken the one that has waited longest makes room for the newcomer.
// A connection whose request is being answered is never thrown out; where all are such, the newcomer is closed unheard.
//
// Thread: construct, listen() and destroy on one; run() on the edge's thread, where every handler runs; stop() from
// any.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "portal/http/exchange.hpp"
#include "portal/http/limits.hpp"
#include "portal/http/task.hpp"
#include "runtime/metrics.hpp"

namespace naadam::portal {

class Server {
 public:
  // Answers one request. What it throws ends that connection alone.
  using Handler = std::function<Task<>(Exchange& exchange)>;

  // Connections that ended otherwise than by the client's wish are counted by reason in `metrics`.
  Server(const Limits& limits, Handler handler, runtime::Metrics& metrics, const core::Clock& clock);
  // After run() has returned, and after everybody who may still answer a Task has ended.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds 127.0.0.1:`port` (0: any free one). kUnavailable when the port is taken, naming it.
  core::Status listen(std::uint16_t port);
  std::uint16_t port() const;  // the real one; 0 before listen()

  // Until stop().
  void run();
  // No new connection and no new request; those in work get Limits::stop_ms, then they are cut.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace naadam::portal
