#include "store/slot.hpp"

#include <gtest/gtest.h>
#include <hiredis/hiredis.h>
#include <rapidcheck/gtest.h>

#include "store/slot_map.hpp"

namespace naadam::store {
namespace {

Reply parsed(const std::string& resp) {
  redisReader* reader = redisReaderCreate();
  redisReaderFeed(reader, resp.data(), resp.size());
  void* tree = nullptr;
  redisReaderGetReply(reader, &tree);
  redisReaderFree(reader);
  return Reply(static_cast<redisReply*>(tree));
}

TEST(Crc16, CheckValueOfTheSpecification) { EXPECT_EQ(crc16("123456789"), 0x31C3); }

TEST(SlotOf, TagInBracesDecidesAlone) {
  EXPECT_EQ(slot_of("{s07}entry"), slot_of("s07"));
  EXPECT_EQ(slot_of("x{s07}y{s08}"), slot_of("s07"));
}

TEST(SlotOf, EmptyOrUnclosedTagCountsAsTheWholeKey) {
  EXPECT_EQ(slot_of("foo{}{bar}"), crc16("foo{}{bar}") % kSlots);
  EXPECT_EQ(slot_of("foo{bar"), crc16("foo{bar") % kSlots);
  EXPECT_EQ(slot_of("foo{{bar}}zap"), slot_of("{bar"));
  EXPECT_EQ(slot_of(""), 0);
}

RC_GTEST_PROP(SlotOf, EveryKeyOfOneTagSharesASlotWithinRange, (const std::string& before, const std::string& after)) {
  RC_PRE(before.find('{') == std::string::npos);
  const auto slot = slot_of(before + "{tag}" + after);
  RC_ASSERT(slot == slot_of("tag"));
  RC_ASSERT(slot_of(after) < kSlots);
}

RC_GTEST_PROP(SlotMap, AgreesWithAPlainListOfAssignments, ()) {
  SlotMap map;
  std::vector<int> model(kSlots, SlotMap::kNobody);
  const auto steps = *rc::gen::inRange(0, 20);
  for (int i = 0; i < steps; ++i) {
    const auto first = *rc::gen::inRange<std::uint16_t>(0, kSlots);
    const auto last = *rc::gen::inRange<std::uint16_t>(first, kSlots);
    const int node = *rc::gen::inRange(0, 5);
    map.assign(first, last, node);
    for (int slot = first; slot <= last; ++slot) model[slot] = node;
  }
  std::vector<int> order;
  for (int slot = 0; slot < kSlots; ++slot) {
    RC_ASSERT(map.node(static_cast<std::uint16_t>(slot)) == model[slot]);
    if (model[slot] >= 0 && std::find(order.begin(), order.end(), model[slot]) == order.end()) {
      order.push_back(model[slot]);
    }
  }
  RC_ASSERT(map.nodes() == order);
  RC_ASSERT(map.whole() == (std::find(model.begin(), model.end(), SlotMap::kNobody) == model.end()));
  for (int node = 0; node < 5; ++node) {
    RC_ASSERT(map.serves(node) == (std::find(order.begin(), order.end(), node) != order.end()));
  }
}

TEST(SlotRanges, PrimariesAreReadAndReplicasSkipped) {
  const auto reply = parsed(
      "*2\r\n"
      "*4\r\n:0\r\n:8191\r\n*3\r\n$8\r\n10.0.0.1\r\n:7000\r\n$1\r\na\r\n*3\r\n$8\r\n10.0.0.9\r\n:7009\r\n$1\r\nb\r\n"
      "*3\r\n:8192\r\n:16383\r\n*3\r\n$8\r\n10.0.0.2\r\n:7001\r\n$1\r\nc\r\n");
  const auto ranges = read_slot_ranges(reply.view(), "10.0.0.1:7000");
  ASSERT_TRUE(ranges);
  ASSERT_EQ(ranges->size(), 2U);
  EXPECT_EQ((*ranges)[0].endpoint, "10.0.0.1:7000");
  EXPECT_EQ((*ranges)[1].first, 8192);
  EXPECT_EQ((*ranges)[1].last, 16383);
  EXPECT_EQ((*ranges)[1].endpoint, "10.0.0.2:7001");
}

TEST(SlotRanges, AnUnnamedHostIsTheOneThatWasAsked) {
  for (const std::string host : {"$-1", "$0\r\n", "$1\r\n?"}) {
    const auto reply = parsed("*1\r\n*3\r\n:0\r\n:1\r\n*2\r\n" + host + "\r\n:7000\r\n");
    const auto ranges = read_slot_ranges(reply.view(), "10.0.0.5:6379");
    ASSERT_TRUE(ranges) << host;
    EXPECT_EQ(ranges->front().endpoint, "10.0.0.5:7000");
  }
}

TEST(SlotRanges, AnotherShapeIsNoMap) {
  for (const char* resp : {"+OK\r\n", ":1\r\n", "*1\r\n:1\r\n", "*1\r\n*3\r\n:0\r\n:16384\r\n*2\r\n$1\r\na\r\n:1\r\n",
                           "*1\r\n*3\r\n:5\r\n:4\r\n*2\r\n$1\r\na\r\n:1\r\n", "*1\r\n*3\r\n:0\r\n:1\r\n*0\r\n"}) {
    EXPECT_FALSE(read_slot_ranges(parsed(resp).view(), "a:1")) << resp;
  }
}

TEST(Redirects, SlotAndEndpointAreRead) {
  const auto moved = read_redirect("MOVED 3999 127.0.0.1:7002", "127.0.0.1:7000");
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->slot, 3999);
  EXPECT_EQ(moved->endpoint, "127.0.0.1:7002");
  EXPECT_EQ(read_redirect("ASK 1 :7002", "10.0.0.1:7000")->endpoint, "10.0.0.1:7002");
}

TEST(Redirects, WhatNamesNoNodeIsRefused) {
  for (const char* text :
       {"MOVED", "MOVED 1", "MOVED x 1.2.3.4:5", "MOVED 16384 1.2.3.4:5", "MOVED 1 ", "MOVED 1 :0"}) {
    EXPECT_FALSE(read_redirect(text, "a:1")) << text;
  }
}

TEST(Replies, AskingANodeForWhatItIsNotIsNeutral) {
  const auto reply = parsed("*2\r\n:7\r\n$3\r\nabc\r\n");
  EXPECT_EQ(reply.integer(), 0);
  EXPECT_TRUE(reply.string().empty());
  EXPECT_EQ(reply[0].integer(), 7);
  EXPECT_EQ(reply[1].string(), "abc");
  EXPECT_TRUE(reply[2].is_nil());
  EXPECT_TRUE(reply[0][5].is_nil());
  EXPECT_TRUE(Reply().is_nil());
}

TEST(Replies, FirstWordOfAnErrorIsItsCode) {
  EXPECT_EQ(parsed("-OOM command not allowed\r\n").error_code(), "OOM");
  EXPECT_EQ(parsed("+OK\r\n").error_code(), "");
}

}  // namespace
}  // namespace naadam::store
