// Sealing anew after a rotation: what rests gets the new key, what is under way is left alone, and whoever still holds
// an old body cannot put it back.
#include "cli/keeping/resealing.hpp"

#include <gtest/gtest.h>

#include <array>

#include "core/bytes.hpp"
#include "seal/seal.hpp"
#include "seal/signing.hpp"
#include "store/model_store.hpp"
#include "support/redis.hpp"
#include "wire/stages.hpp"

namespace naadam::cli {
namespace {

using store::Kind;

constexpr std::uint16_t kShards = 3;
constexpr core::Rev kRev{1, 4, 9};

core::Id made_id(std::uint64_t number) {
  std::string bytes;
  core::put_u64(bytes, number * 0x9e3779b97f4a7c15u);
  core::put_u64(bytes, number);
  return core::Id::from(bytes);
}

class ResealingTest : public testing::Test {
 protected:
  ResealingTest() {
    constexpr std::array<std::uint8_t, seal::kKeyBytes> kNext{1, 2, 3};
    key_.add(2, kNext);
  }
  void put(std::uint64_t number, Kind kind, store::Stage stage) {
    const core::Id id = made_id(number);
    const std::string body = seal::seal(key_, id, "text " + std::to_string(number));
    std::string state = "state";
    store::add_check(state, id.view(), kRev, body);
    store::ColumnBuilder states(1), bodies(1);
    states.add(state);
    bodies.add(body);
    store::Admit call{.kind = kind,
                      .shard = core::shard_of(id, kShards),
                      .to = stage,
                      .wait = store::kNeverDue,
                      .ids = std::string(id.view()),
                      .revs = kRev.bytes(),
                      .states = states.finish(),
                      .bodies = bodies.finish(),
                      .answer = {}};
    model_.admit({&call, 1});
    ASSERT_TRUE(call.answer.all(store::ItemAnswer::kDone));
  }
  store::Record read(std::uint64_t number, Kind kind) {
    const core::Id id = made_id(number);
    store::Read call{
        .kind = kind, .shard = core::shard_of(id, kShards), .ids = std::string(id.view()), .answer = {}, .records = {}};
    model_.read({&call, 1});
    return call.records.at(0);
  }
  void rotate() { ASSERT_TRUE(key_.put_in_force(2)); }
  core::Result<ResealedAll> reseal() { return reseal_all(model_, dir_.path(), key_); }

  seal::DataKey key_ = seal::DataKey::random();
  store::ModelStore model_{kShards};
  support::TempDir dir_;
};

TEST_F(ResealingTest, WhatRestsIsSealedAnewUnderTheSameNumberAndLogged) {
  for (std::uint64_t i = 1; i <= 900; ++i) put(i, Kind::kEntry, wire::entry_stage::kSettled);
  put(901, Kind::kUpload, wire::upload_stage::kComplete);
  put(902, Kind::kUpload, wire::upload_stage::kRefused);
  put(903, Kind::kNotice, wire::notice_stage::kClosed);
  rotate();
  EXPECT_EQ(sealed_by(model_, dir_.path())->by_others(2), 903u);
  const auto done = reseal();
  ASSERT_TRUE(done) << done.error().cause;
  EXPECT_EQ(done->records, 903u);
  EXPECT_EQ(done->left, 0u);
  const store::Record record = read(17, Kind::kEntry);
  EXPECT_EQ(record.stage, wire::entry_stage::kSettled);
  EXPECT_EQ(record.rev.epoch, kRev.epoch);
  EXPECT_EQ(record.rev.n, kRev.n);
  EXPECT_NE(record.rev, kRev);
  const auto checked = store::open_check(record.state, made_id(17).view(), record.rev, record.body);
  EXPECT_TRUE(checked.ok);
  EXPECT_EQ(checked.state, "state");
  EXPECT_EQ(seal::open(key_, made_id(17), record.body).value(), "text 17");
  std::string digest;
  seal::digest_into(digest, record.body);
  store::ReadLog log{.shard = core::shard_of(made_id(17), kShards), .count = 1'000, .answer = {}, .entries = {}};
  model_.read_log({&log, 1});
  bool logged = false;
  for (const store::LogEntry& entry : log.entries) logged = logged || entry.digests.find(digest) != std::string::npos;
  EXPECT_TRUE(logged);
  EXPECT_EQ(reseal()->records, 0u);
}

TEST_F(ResealingTest, WhatIsUnderWayIsCountedAndLeftAlone) {
  put(1, Kind::kEntry, wire::entry_stage::kReported);
  put(2, Kind::kNotice, wire::notice_stage::kPlanned);
  rotate();
  EXPECT_EQ(reseal()->left, 2u);
  EXPECT_EQ(read(1, Kind::kEntry).rev, kRev);
}

TEST_F(ResealingTest, WhoStillHoldsTheOldBodyIsStale) {
  put(1, Kind::kEntry, wire::entry_stage::kSettled);
  const store::Record old = read(1, Kind::kEntry);
  rotate();
  ASSERT_EQ(reseal()->records, 1u);
  store::ColumnBuilder states(1);
  states.add(old.state);
  store::Advance call;
  call.kind = Kind::kEntry;
  call.shard = core::shard_of(made_id(1), kShards);
  call.from = wire::entry_stage::kSettled;
  call.to = wire::entry_stage::kJudged;
  call.ids = made_id(1).view();
  call.expected = old.rev.bytes();
  call.revs = core::Rev{1, 5, 1}.bytes();
  call.states = states.finish();
  model_.advance({&call, 1});
  EXPECT_TRUE(call.answer.all(store::ItemAnswer::kStale));
}

TEST_F(ResealingTest, ADamagedRecordStaysForTheAuditorAndKeepsTheOldKeyAlive) {
  put(1, Kind::kEntry, wire::entry_stage::kSettled);
  key_ = seal::DataKey::random();
  constexpr std::array<std::uint8_t, seal::kKeyBytes> kNext{1, 2, 3};
  key_.add(2, kNext);
  rotate();
  const auto done = reseal();
  ASSERT_TRUE(done) << done.error().cause;
  EXPECT_EQ(done->records, 0u);
  EXPECT_EQ(done->left, 1u);
}

}  // namespace
}  // namespace naadam::cli
