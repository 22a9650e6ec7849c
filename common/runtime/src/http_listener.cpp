#include "runtime/http_listener.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <microhttpd.h>
#include <netinet/in.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/log.hpp"
#include "runtime/metrics.hpp"

namespace naadam::runtime {
namespace {

using core::ErrorKind;

struct HttpReply {
  unsigned status = 200;
  std::string body;
  std::string type = "text/plain; charset=utf-8";
};

HttpReply plain(unsigned status, std::string body) { return {.status = status, .body = std::move(body) + "\n"}; }

MHD_Result send(MHD_Connection* connection, const HttpReply& reply) {
  MHD_Response* response =
      MHD_create_response_from_buffer(reply.body.size(), const_cast<char*>(reply.body.data()), MHD_RESPMEM_MUST_COPY);
  if (response == nullptr) return MHD_NO;
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply.type.c_str());
  MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  const MHD_Result queued = MHD_queue_response(connection, reply.status, response);
  MHD_destroy_response(response);
  return queued;
}

}  // namespace

struct HttpListener::Impl {
  explicit Impl(const Metrics& m) : metrics(m) {}

  const Metrics& metrics;
  std::mutex mutex;  // guards readiness
  Readiness readiness;
  MHD_Daemon* daemon = nullptr;
  std::uint16_t port = 0;

  HttpReply ready() {
    Readiness ask;
    {
      const std::lock_guard lock(mutex);
      ask = readiness;
    }
    if (!ask) return plain(503, "starting");
    const auto status = ask();
    return status ? plain(200, "ok") : plain(503, status.error().cause);
  }

  HttpReply answer(std::string_view method, std::string_view path) {
    if (method != "GET" && method != "HEAD") return plain(405, "method not allowed");
    if (path == "/healthz") return plain(200, "ok");
    if (path == "/readyz") return ready();
    if (path == "/metrics") return {200, metrics.text(), "text/plain; version=0.0.4; charset=utf-8"};
    return plain(404, "not found");
  }

  // libmicrohttpd calls it once with the header, once per piece of body, and once at the end.
  static MHD_Result on_request(void* self, MHD_Connection* connection, const char* url, const char* method, const char*,
                               const char*, std::size_t* size, void** state) {
    if (*state == nullptr || *size > 0) {
      *state = self;  // begun
      *size = 0;
      return MHD_YES;
    }
    try {
      return send(connection, static_cast<Impl*>(self)->answer(method, url));
    } catch (const std::exception&) {
      log_error("http.handler_failed");
      return send(connection, plain(500, "internal error"));
    }
  }

  static MHD_Result accept_loopback(void*, const sockaddr* peer, socklen_t) {
    const auto* address = reinterpret_cast<const sockaddr_in*>(peer);
    return peer->sa_family == AF_INET && (ntohl(address->sin_addr.s_addr) >> 24) == 127 ? MHD_YES : MHD_NO;
  }
};

HttpListener::HttpListener(const Metrics& metrics) : impl_(std::make_unique<Impl>(metrics)) {}
HttpListener::~HttpListener() { stop(); }

void HttpListener::set_readiness(Readiness readiness) {
  const std::lock_guard lock(impl_->mutex);
  impl_->readiness = std::move(readiness);
}

core::Status HttpListener::start(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  errno = 0;
  impl_->daemon =
      MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, port, &Impl::accept_loopback, nullptr, &Impl::on_request,
                       impl_.get(), MHD_OPTION_SOCK_ADDR, reinterpret_cast<sockaddr*>(&address),
                       MHD_OPTION_CONNECTION_LIMIT, kConnectionsMax, MHD_OPTION_CONNECTION_TIMEOUT, kIdleSecondsMax,
                       MHD_OPTION_CONNECTION_MEMORY_LIMIT, kHeaderBytesMax, MHD_OPTION_END);
  if (impl_->daemon == nullptr) {
    const char* reason = std::strerror(errno);
    return core::fail(
        ErrorKind::kUnavailable,
        fmt::format("HTTP 端口 {} 无法使用（{}），请用 --http-port 换一个，或停止占用它的程序", port, reason),
        fmt::format("bind 127.0.0.1:{}: {}", port, reason));
  }
  impl_->port = MHD_get_daemon_info(impl_->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
  return {};
}

std::uint16_t HttpListener::port() const { return impl_->port; }

void HttpListener::stop() {
  if (impl_->daemon != nullptr) MHD_stop_daemon(std::exchange(impl_->daemon, nullptr));
}

}  // namespace naadam::runtime
