// One golden frame of each type. They are on the wire for ever: a new field adds a line, it never changes one.
#include <gtest/gtest.h>

#include <set>

#include "wire/envelope.hpp"

namespace naadam::wire {
namespace {

struct GoldenFrame {
  const char* name;
  FrameBody body;
  const char* hex;
};

Envelope golden_envelope() {
  Envelope envelope;
  for (std::size_t i = 0; i < core::kIdBytes; ++i) {
    envelope.id.bytes[i] = static_cast<std::uint8_t>(i);
    envelope.trace.bytes[i] = static_cast<std::uint8_t>(0xf0 + i);
  }
  return envelope;
}

BatchFrame golden_batch() {
  BatchFrame frame;
  frame.kind = 'e';
  frame.stage = 4;
  frame.shard = 1'023;
  frame.pack = "packpack";
  frame.ids = "0123456789abcdef0123456789ABCDEF";
  frame.revs = "rev0rev0rev0rev0rev1rev1rev1rev1";
  frame.states = "ss";
  frame.bodies = "bbb";
  return frame;
}

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

std::vector<GoldenFrame> golden_frames() {
  return {
      {"hello", Hello{0x1122334455667788, 300, 70'000, "intake-1"},
       "980101c410000102030405060708090a0b0c0d0e0fc410f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffcf1122334455667788"
       "cd012cce00011170a8696e74616b652d31"},
      {"credit", Credit{0x1122334455667788, 300, 2, 4'000},
       "980102c410000102030405060708090a0b0c0d0e0fc410f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffcf1122334455667788"
       "cd012c02cd0fa0"},
      {"batch", Batch{300, golden_batch()},
       "9d0103c410000102030405060708090a0b0c0d0e0fc410f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffcd012c6504cd03ffc4"
       "087061636b7061636bc4203031323334353637383961626364656630313233343536373839414243444546c420726576"
       "3072657630726576307265763072657631726576317265763172657631c4027373c403626262"},
      {"ask", Ask{"upload.status", "body"},
       "960104c410000102030405060708090a0b0c0d0e0fc410f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffad75706c6f61642e73"
       "7461747573c404626f6479"},
      {"ask with an end", Ask{"upload.status", "body", 1'622'505'600'123},
       "970104c410000102030405060708090a0b0c0d0e0fc410f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffad75706c6f61642e73"
       "7461747573c404626f6479cf00000179c4deb47b"},
      {"reply", Reply{ReplyStatus::kNotFound, "没有", "x"},
       "970105c410000102030405060708090a0b0c0d0e0fc410f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff02a6e6b2a1e69c89c4"
       "0178"},
      {"refusal", Refusal{RefusalCode::kOverCredit, 1, "too much"},
       "970106c410000102030405060708090a0b0c0d0e0fc410f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff0501a8746f6f206d75"
       "6368"},
  };
}

TEST(GoldenFrames, EncodingGivesTheseBytes) {
  for (const auto& golden : golden_frames()) {
    EXPECT_EQ(core::to_hex(encode(golden_envelope(), golden.body)), golden.hex) << golden.name;
  }
}

TEST(GoldenFrames, TheseBytesDecodeToTheSameFrame) {
  for (const auto& golden : golden_frames()) {
    const auto bytes = from_hex(golden.hex);
    const auto frame = decode(bytes);
    ASSERT_TRUE(frame) << golden.name << ": " << frame.error().cause;
    EXPECT_EQ(frame->envelope.id, golden_envelope().id) << golden.name;
    EXPECT_EQ(frame->envelope.trace, golden_envelope().trace) << golden.name;
    EXPECT_EQ(encode(frame->envelope, frame->body), bytes) << golden.name;
  }
}

TEST(GoldenFrames, EveryTypeHasOne) {
  std::set<std::size_t> seen;
  for (const auto& golden : golden_frames()) seen.insert(golden.body.index());
  EXPECT_EQ(seen.size(), std::variant_size_v<FrameBody>);
}

TEST(GoldenFrames, AFieldOfEachIsWhereTheGrammarSays) {
  const auto bytes = from_hex(golden_frames()[2].hex);
  const auto frame = decode(bytes);
  ASSERT_TRUE(frame);
  const auto& batch = std::get<Batch>(frame->body);
  EXPECT_EQ(batch.session, 300U);
  EXPECT_EQ(batch.frame.kind, 'e');
  EXPECT_EQ(batch.frame.stage, 4);
  EXPECT_EQ(batch.frame.shard, 1'023);
  EXPECT_EQ(batch.frame.pack, "packpack");
  EXPECT_EQ(batch.frame.items(), 2U);
  EXPECT_EQ(batch.frame.states, "ss");
  EXPECT_EQ(batch.frame.bodies, "bbb");
}

}  // namespace
}  // namespace naadam::wire
