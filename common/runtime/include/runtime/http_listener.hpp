// The small HTTP face of a service, on loopback only:
//
//   GET /healthz   200 "ok" while the process answers at all
//   GET /readyz    200 "ok", or 503 and the reason the readiness callback gives
//   GET /metrics   Prometheus text
//
// It is not the edge (services/portal is): few peers, small requests, no TLS. Limits below; a request that exceeds one
// gets 431 or is cut; a body is read and left.
// Thread: construct, start() and stop() on one; the readiness callback is called on another and must not block.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "core/result.hpp"

namespace naadam::runtime {

class Metrics;

class HttpListener {
 public:
  static constexpr std::size_t kHeaderBytesMax = 16 * 1024;  // request line and headers of one connection
  static constexpr unsigned kConnectionsMax = 256;
  static constexpr unsigned kIdleSecondsMax = 10;  // without a byte, or with a header half sent

  using Readiness = std::function<core::Status()>;  // the error's cause is shown

  explicit HttpListener(const Metrics& metrics);
  ~HttpListener();  // stops
  HttpListener(const HttpListener&) = delete;
  HttpListener& operator=(const HttpListener&) = delete;

  // Until it is set a service is not ready ("starting"). May be called at any time.
  void set_readiness(Readiness readiness);

  // Binds 127.0.0.1:`port` (0: any free one). kUnavailable when the port is taken, naming it.
  core::Status start(std::uint16_t port);
  std::uint16_t port() const;  // the real one; 0 before start()
  void stop();                 // waits for an answer at hand; callable twice

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace naadam::runtime
