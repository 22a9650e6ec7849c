// The portal under what the world sends it: thousands of connections that dawdle, and large files side by side.
#include <sys/resource.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "portal_test.hpp"
#include "support/resident.hpp"

namespace naadam {
namespace {

using portal::Role;
using support::http_head;
using support::HttpAnswer;
using support::HttpConnection;

class PortalLoad : public PortalTest {};

TEST_F(PortalLoad, TwoThousandSlowConnectionsStarveNobody) {
  constexpr std::size_t kSlow = 2'000;
  constexpr core::Millis kServedMs = 5'000;  // generous: an answer takes some milliseconds
  rlimit files{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
  files.rlim_cur = std::max(files.rlim_cur, std::min<rlim_t>(files.rlim_max, kSlow + 500));
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0);
  const std::string league = token(Role::kLeague);
  std::vector<HttpConnection> slow;
  for (std::size_t i = 0; i < kSlow; ++i) {
    slow.emplace_back(port());
    slow.back().send("GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nX-Never-Ends: ");
    if (i % 100 == 99) {
      const core::Millis began = installation().clock().steady_ms();
      EXPECT_EQ(get("/api/v1/me", league).status, 200u) << "beside " << i + 1 << " slow ones";
      EXPECT_LT(installation().clock().steady_ms() - began, kServedMs);
    }
  }
  EXPECT_EQ(hand_in(content_of(0), league).status, 201u);
  EXPECT_LE(installation().metric("portal", 1, "naadam_portal_connections"), 512u);
}

TEST_F(PortalLoad, LargeFilesSideBySideTakeBoundedMemory) {
  constexpr std::size_t kFiles = 12, kFileBytes = 10u << 20, kPieceBytes = 1u << 20;
  constexpr std::size_t kGrowthMbMax = 60;  // half of what the files hold together
  const std::string league = token(Role::kLeague);
  ASSERT_EQ(hand_in(content_of(0), league).status, 201u);
  const pid_t portal = installation().pid_of("portal");
  const std::size_t before_mb = support::resident_mb(portal);
  std::vector<HttpConnection> connections;
  for (std::size_t i = 0; i < kFiles; ++i) {
    connections.emplace_back(port());
    connections.back().send(http_head("POST", kUploads, posting(league), kFileBytes));
  }
  // All of them together, a piece each in turn.
  std::vector<std::jthread> senders;
  for (std::size_t i = 0; i < kFiles; ++i) {
    senders.emplace_back([&connection = connections[i], i] {
      const std::string piece(kPieceBytes, static_cast<char>('a' + i));
      for (std::size_t sent = 0; sent < kFileBytes; sent += kPieceBytes) connection.send(piece);
    });
  }
  senders.clear();
  for (HttpConnection& connection : connections) EXPECT_EQ(connection.receive().status, 201u);
  EXPECT_LE(support::resident_mb_max(portal), before_mb + kGrowthMbMax);
  RecordProperty("resident_mb_max", static_cast<int>(support::resident_mb_max(portal)));
}

TEST_F(PortalLoad, MoreFilesAtOnceThanAreTakenAreToldToWait) {
  constexpr std::size_t kAtOnce = 16;  // portal.uploads_max
  const std::string league = token(Role::kLeague);
  std::vector<HttpConnection> connections;
  for (std::size_t i = 0; i < kAtOnce; ++i) {
    connections.emplace_back(port());
    auto headers = posting(league);
    headers.emplace_back("Expect", "100-continue");
    connections.back().send(http_head("POST", kUploads, headers, 1'000));
    ASSERT_EQ(connections.back().receive().status, 100u);
  }
  const HttpAnswer busy = hand_in(content_of(0), league);
  EXPECT_EQ(busy.status, 503u);
  EXPECT_EQ(code_of(busy), "busy");
  EXPECT_NE(busy.header("retry-after"), "");
  EXPECT_EQ(get("/api/v1/me", league).status, 200u);
}

}  // namespace
}  // namespace naadam
