#include "portal/http/server.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <list>
#include <utility>

#include "portal/http/session.hpp"
#include "runtime/log.hpp"

namespace naadam::portal {
namespace {

namespace asio = boost::asio;
using Fault = boost::system::error_code;
using Tcp = asio::ip::tcp;

constexpr std::chrono::milliseconds kAcceptPause{100};  // after an accept that failed: no descriptors left

}  // namespace

struct Server::Impl {
  Impl(const Limits& limits_in, Handler handler_in, runtime::Metrics& metrics_in, const core::Clock& clock_in)
      : limits(limits_in), handler(std::move(handler_in)), metrics(metrics_in), clock(clock_in) {}

  using Sessions = std::list<Session*>;

  Task<> accept();
  Task<> serve(Tcp::socket socket);
  bool make_room();
  void close_all();

  runtime::Counter& ended(const char* reason) {
    return metrics.counter("naadam_portal_connections_ended_total", "connections that ended", {{"reason", reason}});
  }

  const Limits limits;
  const Handler handler;
  runtime::Metrics& metrics;
  const core::Clock& clock;
  runtime::Gauge& open = metrics.gauge("naadam_portal_connections", "connections that are open");
  bool stopping = false;
  Sessions sessions;  // all
  Sessions waiting;   // of these, those without a header yet; the oldest first
  asio::io_context io{1};
  Tcp::acceptor acceptor{io};
  asio::steady_timer grace{io};
  std::uint16_t port = 0;
};

// Whether one more connection may come in.
bool Server::Impl::make_room() {
  if (sessions.size() < limits.connections_max) return true;
  if (waiting.empty()) return false;
  waiting.front()->evict();
  waiting.pop_front();
  return true;
}

Task<> Server::Impl::accept() {
  while (!stopping) {
    Fault fault;
    Tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, fault));
    if (stopping) break;
    if (fault) {
      runtime::log_warn("portal.not_accepted", {{"cause", runtime::Safe{fault.message()}}});
      asio::steady_timer pause(io, kAcceptPause);
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, fault));
    } else if (make_room()) {
      asio::co_spawn(io, serve(std::move(socket)), asio::detached);
    } else {
      ended("no_room").add();
    }
  }
}

Task<> Server::Impl::serve(Tcp::socket socket) {
  Sessions::iterator queued;
  Session session(std::move(socket), limits, clock, stopping, [&](bool waits) {
    if (waits) {
      queued = waiting.insert(waiting.end(), &session);
    } else if (!session.evicted()) {
      waiting.erase(queued);
    }
  });
  const auto here = sessions.insert(sessions.end(), &session);
  open.set(static_cast<std::int64_t>(sessions.size()));
  Ending ending = Ending::kFailed;
  try {
    ending = co_await session.run(handler);
  } catch (const std::exception&) {
    // Not the exception's text: it may come from the request.
    runtime::log_error("portal.handler_failed");
  }
  ended(name_of(ending)).add();
  sessions.erase(here);
  open.set(static_cast<std::int64_t>(sessions.size()));
  if (stopping && sessions.empty()) grace.cancel();
}

void Server::Impl::close_all() {
  for (Session* session : sessions) session->cut();
}

Server::Server(const Limits& limits, Handler handler, runtime::Metrics& metrics, const core::Clock& clock)
    : impl_(std::make_unique<Impl>(limits, std::move(handler), metrics, clock)) {}

Server::~Server() = default;

core::Status Server::listen(std::uint16_t port) {
  Fault fault;
  Tcp::acceptor& acceptor = impl_->acceptor;
  const Tcp::endpoint here(asio::ip::address_v4::loopback(), port);
  acceptor.open(here.protocol(), fault);
  if (!fault) acceptor.set_option(Tcp::acceptor::reuse_address(true), fault);
  if (!fault) acceptor.bind(here, fault);
  if (!fault) acceptor.listen(asio::socket_base::max_listen_connections, fault);
  if (fault) {
    return core::fail(
        core::ErrorKind::kUnavailable,
        fmt::format("网页端口 {} 无法使用（{}），请用 portal.port 换一个，或停止占用它的程序", port, fault.message()),
        fmt::format("bind 127.0.0.1:{}: {}", port, fault.message()));
  }
  impl_->port = acceptor.local_endpoint().port();
  return {};
}

std::uint16_t Server::port() const { return impl_->port; }

void Server::run() {
  asio::co_spawn(impl_->io, impl_->accept(), asio::detached);
  impl_->io.run();
}

void Server::stop() {
  asio::post(impl_->io, [impl = impl_.get()] {
    if (std::exchange(impl->stopping, true)) return;
    Fault fault;
    impl->acceptor.close(fault);
    for (Session* session : Impl::Sessions(impl->waiting)) session->cut();
    if (impl->sessions.empty()) return;
    impl->grace.expires_after(std::chrono::milliseconds(impl->limits.stop_ms));
    impl->grace.async_wait([impl](const Fault& ended_early) {
      if (ended_early) return;
      impl->close_all();
      impl->io.stop();
    });
  });
}

}  // namespace naadam::portal
