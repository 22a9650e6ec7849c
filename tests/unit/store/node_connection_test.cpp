#include "store/node_connection.hpp"

#include <gtest/gtest.h>

#include "support/redis.hpp"

namespace naadam::store {
namespace {

constexpr core::Millis kNodePatienceMs = 5'000;

TEST(NodeConnection, SaysWhatTheNodeAnswersAnErrorToo) {
  auto node = NodeConnection::open(support::shared_redis().address(), {}, kNodePatienceMs);
  ASSERT_TRUE(node) << node.error().cause;
  EXPECT_EQ(node->say({"ECHO", std::string("a\0b", 3)}).string(), std::string_view("a\0b", 3));
  EXPECT_EQ(node->say({"NO-SUCH-COMMAND"}).error_code(), "ERR");
}

TEST(NodeConnection, WhoHasTheWrongPasswordIsRefused) {
  const auto node = NodeConnection::open(support::shared_redis().address(), {"nobody", "wrong"}, kNodePatienceMs);
  ASSERT_FALSE(node);
  EXPECT_EQ(node.error().kind, core::ErrorKind::kRefused);
}

TEST(NodeConnection, WhereNobodyListensItIsUnavailable) {
  for (const char* const nowhere : {"127.0.0.1:1", "/nowhere/redis.sock", "127.0.0.1"}) {
    const auto node = NodeConnection::open(nowhere, {}, kNodePatienceMs);
    ASSERT_FALSE(node);
    EXPECT_EQ(node.error().kind, core::ErrorKind::kUnavailable);
  }
}

TEST(NodeConnection, ANodeThatHungUpAnswersNothingMore) {
  auto node = NodeConnection::open(support::shared_redis().address(), {}, kNodePatienceMs);
  ASSERT_TRUE(node);
  EXPECT_EQ(node->say({"QUIT"}).string(), "OK");
  EXPECT_TRUE(node->say({"PING"}).is_nil());
  EXPECT_TRUE(node->say({"PING"}).is_nil());
}

TEST(InfoField, IsFoundOnTheFirstLineAndNotWithinAnother) {
  EXPECT_EQ(info_field("role:master\r\nmaster_replid:x\r\n", "role"), "master");
  EXPECT_EQ(info_field("# Memory\r\nused_memory_human:1M\r\nused_memory:7\r\n", "used_memory"), "7");
  EXPECT_EQ(info_field("a:1", "b"), "");
}

}  // namespace
}  // namespace naadam::store
