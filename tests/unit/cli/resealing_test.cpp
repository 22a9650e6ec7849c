// Sealing anew after a rotation: what rests gets the new key, what is under way is left alone, and whoever still holds
// an old body cannot put it back.
#include "cli/keeping/resealing.hpp"

#include <gtest/gtest.h>

#include <array>

#include "seal/seal.hpp"
#include "seal/signing.hpp"
#include "store/model_store.hpp"
#include "support/one_record.hpp"
#include "support/redis.hpp"
#include "wire/stages.hpp"

namespace naadam::cli {
namespace {

using store::Kind;
using support::made_id;

constexpr std::uint16_t kShards = 3;
constexpr core::Rev kRev{1, 4, 9};

class ResealingTest : public testing::Test {
 protected:
  ResealingTest() {
    constexpr std::array<std::uint8_t, seal::kKeyBytes> kNext{1, 2, 3};
    key_.add(2, kNext);
  }
  void put(std::uint64_t number, Kind kind, store::Stage stage) {
    const core::Id id = made_id(number);
    const std::string body = seal::seal(key_, id, "text " + std::to_string(number));
    support::admit(model_, {.kind = kind,
                            .id = id,
                            .stage = stage,
                            .rev = kRev,
                            .state = "state",
                            .body = body,
                            .wait = store::kNeverDue});
  }
  store::Record read(std::uint64_t number, Kind kind) { return support::read(model_, kind, made_id(number)); }
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
  EXPECT_EQ(support::state_of(record, made_id(17)), "state");
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
