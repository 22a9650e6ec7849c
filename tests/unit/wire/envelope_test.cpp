#include "wire/envelope.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <msgpack.hpp>

namespace naadam::wire {
namespace {

core::Id id_of(char fill) { return core::Id::from(std::string(core::kIdBytes, fill)); }
Envelope an_envelope() { return {id_of('i'), id_of('t')}; }

BatchFrame a_batch(std::size_t items, const std::string& column) {
  BatchFrame frame;
  frame.kind = 'e';
  frame.stage = 3;
  frame.shard = 7;
  frame.ids = std::string_view(column).substr(0, items * core::kIdBytes);
  frame.revs = std::string_view(column).substr(0, items * core::kRevBytes);
  frame.states = "states";
  frame.bodies = "bodies";
  return frame;
}

std::vector<FrameBody> one_of_each(const std::string& column) {
  return {Hello{1, 2, 3, "intake"},
          Credit{1, 2, 3, 4},
          Batch{9, a_batch(2, column)},
          Ask{"upload.status", "question", 1},
          Reply{ReplyStatus::kFull, "稍后再试", "answer"},
          Refusal{RefusalCode::kVersion, 1, "cause"}};
}

struct Sink {
  std::string bytes;
  void write(const char* data, std::size_t size) { bytes.append(data, size); }
};

// The frame's elements packed again after `change`: the way to make frames that encode() would never make.
template <class Change>
std::string changed(const std::string& bytes, Change change) {
  const auto handle = msgpack::unpack(bytes.data(), bytes.size());
  const auto& array = handle.get().via.array;
  std::vector<msgpack::object> elements(array.ptr, array.ptr + array.size);
  msgpack::zone zone;
  change(elements, zone);
  Sink sink;
  msgpack::packer<Sink> packer(sink);
  packer.pack_array(static_cast<std::uint32_t>(elements.size()));
  for (const auto& element : elements) packer.pack(element);
  return sink.bytes;
}

class EveryFrame : public testing::TestWithParam<int> {
 protected:
  std::string column_ = std::string(1'024, 'c');
  std::string bytes_ = encode(an_envelope(), one_of_each(column_)[GetParam()]);
};

TEST_P(EveryFrame, ComesBackAsItWasEncoded) {
  const auto frame = decode(bytes_);
  ASSERT_TRUE(frame) << frame.error().cause;
  EXPECT_EQ(frame->body.index(), static_cast<std::size_t>(GetParam()));
  EXPECT_EQ(frame->envelope.id, id_of('i'));
  EXPECT_EQ(frame->envelope.trace, id_of('t'));
  EXPECT_EQ(encode(frame->envelope, frame->body), bytes_);
}

TEST_P(EveryFrame, ElementsOfALaterVersionAreSkipped) {
  const auto longer = changed(bytes_, [](auto& elements, auto& zone) {
    elements.emplace_back(std::string("later"), zone);
    elements.emplace_back(std::vector<int>{1, 2}, zone);
  });
  const auto frame = decode(longer);
  ASSERT_TRUE(frame) << frame.error().cause;
  EXPECT_EQ(encode(frame->envelope, frame->body), bytes_);
}

TEST_P(EveryFrame, AMissingFieldRefusesIt) {
  const std::size_t elements = msgpack::unpack(bytes_.data(), bytes_.size()).get().via.array.size;
  const bool is_ask = GetParam() == 3;  // its last may be missing: programs before it was there do not send it
  for (std::size_t keep = 0; keep < elements - (is_ask ? 1 : 0); ++keep) {
    const auto shorter = changed(bytes_, [&](auto& list, auto&) { list.resize(keep); });
    EXPECT_FALSE(decode(shorter)) << keep << " elements kept";
  }
}

TEST_P(EveryFrame, AMistypedFieldRefusesIt) {
  const std::size_t elements = msgpack::unpack(bytes_.data(), bytes_.size()).get().via.array.size;
  for (std::size_t i = 0; i < elements; ++i) {
    EXPECT_FALSE(decode(changed(bytes_, [&](auto& list, auto&) { list[i] = msgpack::object(); }))) << "nil at " << i;
    EXPECT_FALSE(decode(changed(bytes_, [&](auto& list, auto&) { list[i] = msgpack::object(-1); }))) << "-1 at " << i;
  }
}

TEST_P(EveryFrame, CutAnywhereItIsRefused) {
  for (std::size_t size = 0; size < bytes_.size(); ++size) EXPECT_FALSE(decode(bytes_.substr(0, size)));
}

TEST_P(EveryFrame, BytesAfterItRefuseIt) { EXPECT_FALSE(decode(bytes_ + "x")); }

TEST_P(EveryFrame, AnotherVersionIsRefusedByNameWithTheFramesId) {
  const auto other = changed(bytes_, [](auto& list, auto&) { list[0] = msgpack::object(kProtocolVersion + 1); });
  const auto frame = decode(other);
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().code, RefusalCode::kVersion);
  EXPECT_EQ(frame.error().id, id_of('i'));
}

RC_GTEST_PROP(Decode, FlippedBytesNeverCrashAndWhatPassesIsWithinItsLimits, ()) {
  const std::string column(1'024, 'c');
  auto bytes = encode(an_envelope(), one_of_each(column)[*rc::gen::inRange<std::size_t>(0, 6)]);
  const auto flips = *rc::gen::inRange(1, 8);
  for (int i = 0; i < flips; ++i) bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
  const auto frame = decode(bytes);
  if (!frame) return;
  if (const auto* batch = std::get_if<Batch>(&frame->body)) RC_ASSERT(batch->frame.check().has_value());
  if (const auto* ask = std::get_if<Ask>(&frame->body)) RC_ASSERT(ask->verb.size() <= kVerbBytesMax);
}

RC_GTEST_PROP(Decode, ArbitraryBytesNeverCrash, (const std::string& bytes)) { RC_ASSERT(!decode(bytes)); }

INSTANTIATE_TEST_SUITE_P(Frames, EveryFrame, testing::Range(0, 6));

TEST(Decode, DeepNestingIsRefused) {
  std::string bytes(100'000, '\x91');
  EXPECT_FALSE(decode(bytes + '\x00'));
}

TEST(Decode, AHugeDeclaredArrayIsRefusedWithoutMemory) {
  EXPECT_FALSE(decode(std::string("\xdd\xff\xff\xff\xff", 5)));
  EXPECT_FALSE(decode(std::string("\xdc\xff\xff", 3)));
}

TEST(Decode, ATextAtItsLimitPassesAndAboveIsRefused) {
  const std::string cause(kTextBytesMax, 'x');
  const auto at = encode(an_envelope(), Refusal{RefusalCode::kMalformed, 1, cause});
  EXPECT_TRUE(decode(at));
  EXPECT_FALSE(decode(changed(
      at, [](auto& list, auto& zone) { list.back() = msgpack::object(std::string(kTextBytesMax + 1, 'x'), zone); })));
}

TEST(Decode, AnUnknownEnumValueIsRefused) {
  const auto reply = encode(an_envelope(), Reply{ReplyStatus::kOk, "", ""});
  const auto refusal = encode(an_envelope(), Refusal{RefusalCode::kVersion, 1, ""});
  EXPECT_FALSE(decode(changed(reply, [](auto& list, auto&) { list[4] = msgpack::object(9); })));
  EXPECT_FALSE(decode(changed(refusal, [](auto& list, auto&) { list[4] = msgpack::object(0); })));
  EXPECT_FALSE(decode(changed(refusal, [](auto& list, auto&) { list[1] = msgpack::object(7); })));
}

TEST(Decode, AQuestionWithoutAnEndHasNone) {
  const auto ask = encode(an_envelope(), Ask{"a.b_2", "body"});
  const auto frame = decode(ask);
  ASSERT_TRUE(frame) << frame.error().cause;
  EXPECT_EQ(std::get<Ask>(frame->body).until, 0);
  EXPECT_EQ(std::get<Ask>(decode(encode(an_envelope(), Ask{"a.b_2", "body", 7}))->body).until, 7);
}

TEST(Decode, AVerbHasOnlyPlainCharacters) {
  const auto ask = encode(an_envelope(), Ask{"a.b_2", ""});
  EXPECT_TRUE(decode(ask));
  EXPECT_FALSE(decode(changed(ask, [](auto& list, auto& zone) { list[4] = msgpack::object(std::string("A"), zone); })));
}

TEST(Decode, ColumnsAreViewsIntoTheFrame) {
  const std::string column(64, 'c');
  const auto bytes = encode(an_envelope(), Batch{9, a_batch(2, column)});
  const auto frame = decode(bytes);
  ASSERT_TRUE(frame);
  const auto ids = std::get<Batch>(frame->body).frame.ids;
  EXPECT_GE(ids.data(), bytes.data());
  EXPECT_LT(ids.data(), bytes.data() + bytes.size());
}

TEST(BatchCheck, ItemsAtTheLimitPassAndAboveAreRefused) {
  const std::string column((core::limits::kCallItemsMax + 1) * core::kIdBytes, 'c');
  EXPECT_TRUE(a_batch(1, column).check());
  EXPECT_TRUE(a_batch(core::limits::kCallItemsMax, column).check());
  EXPECT_FALSE(a_batch(core::limits::kCallItemsMax + 1, column).check());
  EXPECT_FALSE(a_batch(0, column).check());
}

TEST(BatchCheck, ColumnsOfUnequalLengthAreRefused) {
  const std::string column(64, 'c');
  auto frame = a_batch(2, column);
  frame.revs.remove_suffix(1);
  EXPECT_FALSE(frame.check());
  frame = a_batch(2, column);
  frame.ids.remove_suffix(1);
  EXPECT_FALSE(frame.check());
}

TEST(BatchCheck, APackIsEightBytesOrNone) {
  const std::string column(64, 'c');
  auto frame = a_batch(2, column);
  frame.pack = "12345678";
  EXPECT_TRUE(frame.check());
  frame.pack = "1234567";
  EXPECT_FALSE(frame.check());
}

TEST(ReplyStatuses, EveryErrorKindComesBack) {
  for (int i = 0; i <= static_cast<int>(core::ErrorKind::kInternal); ++i) {
    const auto kind = static_cast<core::ErrorKind>(i);
    EXPECT_EQ(kind_of(status_of(kind)), kind);
  }
}

}  // namespace
}  // namespace naadam::wire
