#include "runtime/http_listener.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

#include "runtime/metrics.hpp"

namespace naadam::runtime {
namespace {

using core::ErrorKind;

struct Http : testing::Test {
  Metrics metrics;
  HttpListener http{metrics};

  void start() { ASSERT_TRUE(http.start(0)); }

  // Sends the bytes as they are and reads until the peer closes.
  std::string exchange(const std::string& request) const {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(http.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string answer;
    if (fd >= 0 && ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
      std::string_view rest = request;
      while (!rest.empty()) {
        const ssize_t n = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (n <= 0) break;
        rest.remove_prefix(static_cast<std::size_t>(n));
      }
      char buffer[4096];
      for (ssize_t n = 0; (n = ::read(fd, buffer, sizeof buffer)) > 0;)
        answer.append(buffer, static_cast<std::size_t>(n));
    }
    ::close(fd);
    return answer;
  }
  std::string get(const std::string& target) const {
    return exchange("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }
  std::string post(const std::string& target, const std::string& body) const {
    return exchange("POST " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  static std::string status(const std::string& answer) { return answer.substr(0, answer.find("\r\n")).substr(9, 3); }
  static std::string body(const std::string& answer) {
    const auto at = answer.find("\r\n\r\n");
    return at == std::string::npos ? "" : answer.substr(at + 4);
  }
};

TEST_F(Http, HealthAnswersAndReadinessGivesItsReason) {
  start();
  EXPECT_NE(http.port(), 0);
  EXPECT_EQ(status(get("/healthz")), "200");
  EXPECT_EQ(status(get("/readyz")), "503");
  EXPECT_EQ(body(get("/readyz")), "starting\n");
  http.set_readiness([] { return core::Status(core::fail(ErrorKind::kUnavailable, "", "store away")); });
  EXPECT_EQ(body(get("/readyz")), "store away\n");
  http.set_readiness([] { return core::Status{}; });
  EXPECT_EQ(status(get("/readyz")), "200");
}

TEST_F(Http, MetricsAreShownAsText) {
  metrics.counter("c_total", "c").add(2);
  start();
  const auto answer = get("/metrics");
  EXPECT_NE(answer.find("text/plain; version=0.0.4"), std::string::npos);
  EXPECT_EQ(body(answer), metrics.text());
}

TEST_F(Http, UnknownPathAndMethodAreRefused) {
  start();
  EXPECT_EQ(status(get("/nothing")), "404");
  EXPECT_EQ(status(get("/healthz/")), "404");
  EXPECT_EQ(status(get("/sms/receipt?m=1")), "404") << "the portal's";
  EXPECT_EQ(status(post("/healthz", "body")), "405");
  EXPECT_EQ(status(exchange("DELETE /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")), "405");
}

TEST_F(Http, HeaderAboveTheLimitIsRefusedAndALargeBodyIsLeft) {
  start();
  const auto long_line = get("/healthz?a=" + std::string(HttpListener::kHeaderBytesMax, 'x'));
  EXPECT_TRUE(long_line.empty() || status(long_line)[0] == '4') << long_line.substr(0, 40);
  EXPECT_EQ(status(post("/healthz", std::string(1'000'000, 'x'))), "405");
  EXPECT_EQ(status(get("/healthz?a=1&b=%20&c")), "200");
}

TEST_F(Http, ReadinessThatThrowsIsAnInternalErrorAndTheNextRequestIsServed) {
  http.set_readiness([]() -> core::Status { throw std::runtime_error("x"); });
  start();
  EXPECT_EQ(status(get("/readyz")), "500");
  EXPECT_EQ(status(get("/healthz")), "200");
}

TEST_F(Http, TakenPortIsRefusedAndNamed) {
  start();
  HttpListener second(metrics);
  const auto started = second.start(http.port());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kUnavailable);
  EXPECT_NE(started.error().text.find(std::to_string(http.port())), std::string::npos);
}

TEST_F(Http, StopTwiceIsHarmlessAndFreesThePort) {
  start();
  const auto port = http.port();
  http.stop();
  http.stop();
  HttpListener second(metrics);
  EXPECT_TRUE(second.start(port));
}

}  // namespace
}  // namespace naadam::runtime
