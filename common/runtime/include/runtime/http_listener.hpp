// The small HTTP face of a service, on loopback only:
//
//   GET /healthz   200 "ok" while the process answers at all
//   GET /readyz    200 "ok", or 503 and the reason the readiness callback gives
//   GET /metrics   Prometheus text
//   and the routes a service adds (the SMS gateway's receipt callback).
//
// It is not the public edge (services/portal is): few peers, small requests, no TLS. Limits below; a request that
// exceeds one gets 413 or 431 or is cut. Handlers run on the listener's one thread and must not block.
// Thread: construct, route(), start() and stop() on one; the callbacks are called on another.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace naadam::runtime {

class Metrics;

struct HttpRequest {
  std::string_view method;  // "GET" or "POST"
  std::map<std::string, std::string, std::less<>>
      query;              // decoded; of a repeated name the last. Absent and empty differ
  std::string_view body;  // whole; valid during the call
};

struct HttpReply {
  unsigned status = 200;
  std::string body = "ok\n";
  std::string type = "text/plain; charset=utf-8";
};

class HttpListener {
 public:
  static constexpr std::size_t kHeaderBytesMax = 16 * 1024;  // request line and headers of one connection
  static constexpr std::size_t kBodyBytesMax = 64 * 1024;
  static constexpr std::size_t kQueryParamsMax = 64;
  static constexpr unsigned kConnectionsMax = 256;
  static constexpr unsigned kIdleSecondsMax = 10;  // without a byte, or with a header half sent

  using Handler = std::function<HttpReply(const HttpRequest&)>;
  using Readiness = std::function<core::Status()>;  // the error's cause is shown

  explicit HttpListener(const Metrics& metrics);
  ~HttpListener();  // stops
  HttpListener(const HttpListener&) = delete;
  HttpListener& operator=(const HttpListener&) = delete;

  // Before start(). `path` is matched whole and exactly; GET and POST both reach `handler`, other methods get 405.
  void route(std::string path, Handler handler);
  // Until it is set a service is not ready ("starting"). May be called at any time.
  void set_readiness(Readiness readiness);

  // Binds 127.0.0.1:`port` (0: any free one). kUnavailable when the port is taken, naming it.
  core::Status start(std::uint16_t port);
  std::uint16_t port() const;  // the real one; 0 before start()
  void stop();                 // waits for running handlers; callable twice

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace naadam::runtime
