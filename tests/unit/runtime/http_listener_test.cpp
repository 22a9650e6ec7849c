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
  HttpRequest seen;
  std::string seen_body;

  void start() { ASSERT_TRUE(http.start(0)); }

  // Sends the bytes as they are and reads until the peer closes.
  std::string exchange(const std::string& request) const {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(http.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string answer;
    if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
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
  HttpListener::Handler recorder() {
    return [this](const HttpRequest& request) {
      seen.method = request.method == "POST" ? "POST" : "GET";
      seen.query = request.query;
      seen_body = request.body;
      return HttpReply{};
    };
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

TEST_F(Http, RouteGetsDecodedParametersAndBody) {
  http.route("/sms/receipt", recorder());
  start();
  EXPECT_EQ(status(get("/sms/receipt?id=ab%20c+d&state=1&empty=&bare&state=2")), "200");
  EXPECT_EQ(seen.method, "GET");
  EXPECT_EQ(seen.query, (decltype(seen.query){{"id", "ab c d"}, {"state", "2"}, {"empty", ""}, {"bare", ""}}));
  EXPECT_EQ(status(post("/sms/receipt?id=1", "state=8")), "200");
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen_body, "state=8");
}

TEST_F(Http, UnknownPathAndMethodAreRefused) {
  start();
  EXPECT_EQ(status(get("/nothing")), "404");
  EXPECT_EQ(status(get("/healthz/")), "404");
  EXPECT_EQ(status(exchange("DELETE /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")), "405");
}

TEST_F(Http, BodyIsTakenAtTheLimitAndRefusedAboveIt) {
  http.route("/in", recorder());
  start();
  EXPECT_EQ(status(post("/in", std::string(HttpListener::kBodyBytesMax, 'x'))), "200");
  EXPECT_EQ(seen_body.size(), HttpListener::kBodyBytesMax);
  seen_body.clear();
  EXPECT_EQ(status(post("/in", std::string(HttpListener::kBodyBytesMax + 1, 'x'))), "413");
  EXPECT_EQ(seen_body, "");
}

TEST_F(Http, HeaderAboveTheLimitAndTooManyParametersAreRefused) {
  http.route("/in", recorder());
  start();
  const auto long_line = get("/in?a=" + std::string(HttpListener::kHeaderBytesMax, 'x'));
  EXPECT_TRUE(long_line.empty() || status(long_line)[0] == '4') << long_line.substr(0, 40);
  std::string target = "/in?";
  for (std::size_t i = 0; i < HttpListener::kQueryParamsMax; ++i) target += "p" + std::to_string(i) + "=1&";
  EXPECT_EQ(status(get(target.substr(0, target.size() - 1))), "200");
  EXPECT_EQ(status(get(target + "one_more=1")), "400");
}

TEST_F(Http, HandlerThatThrowsIsAnInternalErrorAndTheNextRequestIsServed) {
  http.route("/bad", [](const HttpRequest&) -> HttpReply { throw std::runtime_error("x"); });
  start();
  EXPECT_EQ(status(get("/bad")), "500");
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
