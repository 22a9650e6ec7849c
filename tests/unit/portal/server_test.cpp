// The edge over real sockets, with a handler of the test's own: limits in bytes, time and number, and the end.
#include "portal/http/server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "support/http_client.hpp"

namespace naadam::portal {
namespace {

using support::http_ask;
using support::http_head;
using support::HttpAnswer;
using support::HttpConnection;

constexpr std::string_view kHalfHeader = "GET /slow HTTP/1.1\r\nHost: localhost\r\nX-Never-Ends: ";

Answer plain(unsigned status, std::string body) { return {status, "text/plain", std::move(body), {{"X-Own", "yes"}}}; }

class ServerTest : public testing::Test {
 protected:
  ~ServerTest() override { stop(); }

  void start(const Limits& limits) {
    server_ =
        std::make_unique<Server>(limits, [this](Exchange& exchange) { return answer(exchange); }, metrics_, clock_);
    ASSERT_TRUE(server_->listen(0));
    edge_ = std::thread([this] { server_->run(); });
  }
  void stop() {
    if (!edge_.joinable()) return;
    server_->stop();
    edge_.join();
  }

  // /echo gives the body back; /count its size; /stream its pieces as they come; /wait until the end; else the method.
  Task<> answer(Exchange& exchange) {
    const std::string_view target = exchange.target();
    if (target == "/throw") throw std::runtime_error("a handler's mistake");
    if (target == "/refuse") {
      co_await exchange.answer(plain(401, "no"));
      co_return;
    }
    if (target == "/wait") {
      ++waiting_;
      while (co_await exchange.pause(10)) {
      }
      co_await exchange.answer(plain(200, "the end"));
      co_return;
    }
    if (target == "/stream") {
      bool goes_on = co_await exchange.begin(plain(200, ""), std::nullopt);
      for (int i = 0; goes_on && i < 3; ++i) goes_on = co_await exchange.write("piece\n");
      co_return;
    }
    if (target == "/sized") {
      co_await exchange.begin(plain(200, ""), 10);
      co_await exchange.write("12345");
      co_await exchange.write("67890");
      co_return;
    }
    std::size_t bytes = 0;
    std::string body;
    for (;;) {
      const auto piece = co_await exchange.read();
      if (!piece) {
        ++broken_;
        co_await exchange.answer(plain(piece.error().status(), std::string(piece.error().code())));
        co_return;
      }
      if (piece->empty()) break;
      EXPECT_LE(piece->size(), Exchange::kPieceBytes);
      bytes += piece->size();
      if (target == "/echo") body += *piece;
    }
    if (target == "/count") body = std::to_string(bytes);
    if (body.empty()) body = std::string(exchange.method()) + " " + std::string(exchange.header("X-One").value_or("-"));
    co_await exchange.answer(plain(200, body));
  }

  std::uint64_t ended(const char* reason) {
    return metrics_.counter("naadam_portal_connections_ended_total", "connections that ended", {{"reason", reason}})
        .value();
  }
  std::uint16_t port() const { return server_->port(); }
  // A handler's body broke, once.
  void await_broken() {
    const auto until = core::Deadline::in(clock_, HttpConnection::kPatienceMs);
    while (broken_ == 0 && until.left(clock_) > 0) std::this_thread::yield();
    EXPECT_EQ(broken_, 1);
  }

  core::SystemClock clock_;
  runtime::Metrics metrics_;
  std::unique_ptr<Server> server_;
  std::thread edge_;
  std::atomic<int> waiting_ = 0, broken_ = 0;
};

TEST_F(ServerTest, SeveralRequestsGoOverOneConnection) {
  start({});
  HttpConnection connection(port());
  for (const char* body : {"one", "two", "three"}) {
    ASSERT_TRUE(connection.send(http_head("POST", "/echo", {}, std::string(body).size()) + body));
    const HttpAnswer answer = connection.receive();
    EXPECT_EQ(answer.status, 200u);
    EXPECT_EQ(answer.body, body);
    EXPECT_EQ(answer.header("x-own"), "yes");
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
  }
  ASSERT_TRUE(connection.send(http_head("GET", "/a", {}, 0) + http_head("GET", "/b", {{"Connection", "close"}}, 0)));
  EXPECT_EQ(connection.receive().body, "GET -");
  EXPECT_EQ(connection.receive().status, 200u) << "sent before the answer to the one before";
  EXPECT_TRUE(connection.is_closed());
}

TEST_F(ServerTest, AHeaderThatComesTwiceIsNone) {
  start({});
  EXPECT_EQ(http_ask(port(), "GET", "/", {{"X-One", "1"}}).body, "GET 1");
  EXPECT_EQ(http_ask(port(), "GET", "/", {{"X-One", "1"}, {"x-one", "2"}}).body, "GET -");
}

TEST_F(ServerTest, ALargeBodyPassesInPieces) {
  start({});
  const std::string body(5'000'000, 'x');
  EXPECT_EQ(http_ask(port(), "POST", "/count", {}, body).body, "5000000");
}

TEST_F(ServerTest, AChunkedBodyPassesToo) {
  start({});
  HttpConnection connection(port());
  connection.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
  EXPECT_EQ(connection.receive().body, "hello world");
}

TEST_F(ServerTest, WhoAsksForPermissionToSendGetsItWhenTheBodyIsWanted) {
  start({});
  HttpConnection wanted(port());
  wanted.send(http_head("POST", "/echo", {{"Expect", "100-continue"}}, 2));
  EXPECT_EQ(wanted.receive().status, 100u);
  wanted.send("hi");
  EXPECT_EQ(wanted.receive().body, "hi");
  HttpConnection refused(port());
  refused.send(http_head("POST", "/refuse", {{"Expect", "100-continue"}}, 2));
  EXPECT_EQ(refused.receive().status, 401u);
}

TEST_F(ServerTest, AnAnswerBeforeTheBodyArrivesWhole) {
  start({});
  HttpConnection connection(port());
  connection.send(http_head("POST", "/refuse", {}, 3'000'000));
  connection.send(std::string(3'000'000, 'x'));
  EXPECT_EQ(connection.receive().status, 401u);
  EXPECT_TRUE(connection.is_closed());
}

TEST_F(ServerTest, WhatIsTooLargeIsRefused) {
  Limits limits;
  limits.header_bytes_max = 2'048;
  limits.body_bytes_max = 100;
  start(limits);
  EXPECT_EQ(http_ask(port(), "GET", "/", {{"X-One", std::string(1'500, 'a')}}).status, 200u);
  EXPECT_EQ(http_ask(port(), "GET", "/", {{"X-One", std::string(2'500, 'a')}}).status, 431u);
  EXPECT_EQ(http_ask(port(), "POST", "/count", {}, std::string(100, 'a')).body, "100");
  const HttpAnswer refused = http_ask(port(), "POST", "/count", {}, std::string(101, 'a'));
  EXPECT_EQ(refused.status, 413u);
  EXPECT_EQ(nlohmann::json::parse(refused.body).at("code"), "too_large");
  HttpConnection chunked(port());
  chunked.send("POST /count HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n78\r\n" + std::string(120, 'a'));
  EXPECT_EQ(chunked.receive().status, 413u) << "found while it comes";
}

TEST_F(ServerTest, WhatIsNoHttpIsRefused) {
  start({});
  for (const std::string bytes : {"\x16\x03\x01\x02\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
                                  "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                                  "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
    HttpConnection connection(port());
    connection.send(bytes);
    EXPECT_EQ(connection.receive().status, 400u) << bytes;
    EXPECT_TRUE(connection.is_closed());
  }
}

TEST_F(ServerTest, WhoSendsTooSlowlyIsClosed) {
  Limits limits;
  limits.header_ms = 200;
  limits.idle_ms = 200;
  start(limits);
  HttpConnection header(port());
  header.send(kHalfHeader);
  EXPECT_TRUE(header.is_closed());
  HttpConnection silent(port());
  EXPECT_TRUE(silent.is_closed());
  HttpConnection body(port());
  body.send(http_head("POST", "/echo", {}, 100) + "half of it");
  EXPECT_TRUE(body.is_closed());
  EXPECT_EQ(ended("header_too_slow"), 1u);
}

TEST_F(ServerTest, ABodyHasATimeAsAWhole) {
  Limits limits;
  limits.body_ms = 300;
  start(limits);
  HttpConnection drop_by_drop(port());
  drop_by_drop.send(http_head("POST", "/echo", {}, 1'000'000));
  while (drop_by_drop.send("x") && broken_ == 0) std::this_thread::yield();
  await_broken();  // the connection's end is seen before the handler's
}

// Bytes that are always at hand win over the stream's own timer each time.
TEST_F(ServerTest, ABodyThatNeverPausesHasATimeToo) {
  constexpr std::size_t kEndlessBytes = 1ull << 40;
  Limits limits;
  limits.body_ms = 300;
  limits.body_bytes_max = kEndlessBytes;
  start(limits);
  HttpConnection flood(port());
  flood.send(http_head("POST", "/count", {}, kEndlessBytes));
  const std::string bytes(256 * 1024, 'x');
  const auto until = core::Deadline::in(clock_, HttpConnection::kPatienceMs);
  bool goes_on = true;
  while (goes_on && until.left(clock_) > 0) goes_on = flood.send(bytes);
  EXPECT_FALSE(goes_on) << "still read";
  await_broken();
}

TEST_F(ServerTest, ABodyThatIsCutOffIsNotWhole) {
  start({});
  {
    HttpConnection connection(port());
    connection.send(http_head("POST", "/echo", {}, 100) + "half of it");
  }
  await_broken();
}

TEST_F(ServerTest, TheOneThatWaitsLongestMakesRoom) {
  Limits limits;
  limits.connections_max = 4;
  start(limits);
  std::vector<HttpConnection> slow;
  for (int i = 0; i < 4; ++i) {
    slow.emplace_back(port());
    slow.back().send(kHalfHeader);
  }
  EXPECT_EQ(http_ask(port(), "GET", "/", {}).status, 200u);
  EXPECT_TRUE(slow.front().is_closed());
  EXPECT_EQ(ended("evicted"), 1u);
  EXPECT_TRUE(slow.back().send("x\r\n\r\n"));
  EXPECT_EQ(slow.back().receive().status, 200u) << "who came later may still end its header";
}

TEST_F(ServerTest, WhoIsBeingAnsweredIsNotThrownOut) {
  Limits limits;
  limits.connections_max = 2;
  start(limits);
  HttpConnection first(port()), second(port());
  for (HttpConnection* one : {&first, &second}) one->send(http_head("GET", "/wait", {}, 0));
  const auto until = core::Deadline::in(clock_, HttpConnection::kPatienceMs);
  while (waiting_ < 2 && until.left(clock_) > 0) std::this_thread::yield();
  HttpConnection third(port());
  EXPECT_TRUE(third.is_closed());
  EXPECT_EQ(ended("no_room"), 1u);
  stop();
  EXPECT_EQ(first.receive().body, "the end");
  EXPECT_EQ(second.receive().body, "the end");
}

TEST_F(ServerTest, AStreamEndsWithItsConnectionUnlessItsSizeIsKnown) {
  start({});
  HttpConnection open_end(port());
  open_end.send(http_head("GET", "/stream", {}, 0));
  EXPECT_EQ(open_end.receive().body, "piece\npiece\npiece\n");
  EXPECT_TRUE(open_end.is_closed());
  HttpConnection sized(port());
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(sized.send(http_head("GET", "/sized", {}, 0)));
    EXPECT_EQ(sized.receive().body, "1234567890");
  }
}

TEST_F(ServerTest, AHandlersMistakeEndsItsConnectionAlone) {
  start({});
  HttpConnection unlucky(port());
  unlucky.send(http_head("GET", "/throw", {}, 0));
  EXPECT_TRUE(unlucky.is_closed());
  EXPECT_EQ(http_ask(port(), "GET", "/", {}).status, 200u);
}

TEST_F(ServerTest, StoppingEndsWhatWaitsAndFinishesWhatIsInWork) {
  start({});
  HttpConnection idle(port()), at_work(port());
  idle.send(kHalfHeader);
  at_work.send(http_head("GET", "/wait", {}, 0));
  const auto until = core::Deadline::in(clock_, HttpConnection::kPatienceMs);
  while (waiting_ == 0 && until.left(clock_) > 0) std::this_thread::yield();
  stop();
  EXPECT_EQ(at_work.receive().body, "the end");
  EXPECT_TRUE(idle.is_closed());
  EXPECT_THROW(HttpConnection{port()}, std::runtime_error);
}

TEST_F(ServerTest, APortThatIsTakenIsNamed) {
  start({});
  Server second({}, [this](Exchange& exchange) { return answer(exchange); }, metrics_, clock_);
  const auto taken = second.listen(port());
  ASSERT_FALSE(taken);
  EXPECT_NE(taken.error().text.find(std::to_string(port())), std::string::npos);
}

}  // namespace
}  // namespace naadam::portal
