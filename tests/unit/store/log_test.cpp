// The log of decisions: the same promises from the model and from Redis.
#include "worlds.hpp"

namespace naadam::store {
namespace {

template <class World>
class LogTest : public StoreTest<World> {
 protected:
  Advance logged(const Records& before, const Records& after, const std::string& pack,
                 const std::string& digests = {}) {
    Advance call{.kind = Kind::kEntry,
                 .shard = this->kShard,
                 .from = 1,
                 .to = 2,
                 .wait = kNeverDue,
                 .pack = pack,
                 .ids = before.ids,
                 .expected = before.revs,
                 .revs = after.revs,
                 .states = Records::column(after.states),
                 .replace_bodies = true,
                 .bodies = Records::column(after.bodies),
                 .answer = {},
                 .log = "eligibility/1",
                 .digests = digests};
    this->store().advance({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    return call;
  }
  ReadLog log(std::uint32_t count = 64) {
    ReadLog call{.shard = this->kShard, .count = count, .answer = {}, .entries = {}, .waiting = 0};
    this->store().read_log({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    return call;
  }
  void trim(LogPlace upto) {
    TrimLog call{.shard = this->kShard, .upto = upto, .answer = {}};
    this->store().trim_log({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
  }
  static void expect_decided(const LogEntry& entry, const Records& before, const Records& after) {
    EXPECT_EQ(entry.who, "eligibility/1");
    EXPECT_EQ(entry.kind, Kind::kEntry);
    EXPECT_EQ(entry.from, 1);
    EXPECT_EQ(entry.to, 2);
    EXPECT_GT(entry.at, 0);
    EXPECT_EQ(entry.ids, before.ids);
    EXPECT_EQ(entry.before, before.revs);
    EXPECT_EQ(entry.after, after.revs);
    EXPECT_EQ(entry.states, Records::column(after.states));
    EXPECT_TRUE(entry.well_formed());
  }
};
TYPED_TEST_SUITE(LogTest, Worlds, WorldNames);

TYPED_TEST(LogTest, ThoseThatACallCreatedAreNotedAndNoOthers) {
  const auto create = [this](const Records& records, const std::string& log, const std::string& digests) {
    Admit call{.kind = Kind::kDraw,
               .shard = this->kShard,
               .to = 1,
               .wait = kNeverDue,
               .ids = records.ids,
               .revs = records.revs,
               .states = Records::column(records.states),
               .bodies = Records::column(records.bodies),
               .answer = {},
               .log = log,
               .digests = digests};
    this->store().admit({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    return call.answer.letters;
  };
  const Records all = made(3, 21), first = made(1, 21);
  EXPECT_EQ(create(first, "", ""), "d");
  EXPECT_TRUE(this->log().entries.empty()) << "nobody asked for it";
  std::mt19937_64 random(21);
  const std::string digests = random_bytes(random, 3 * kDigestBytes);
  EXPECT_EQ(create(all, "scoring/1", digests), "xdd");
  EXPECT_EQ(create(all, "scoring/1", digests), "xxx");
  const ReadLog read = this->log();
  ASSERT_EQ(read.entries.size(), 1u);
  const LogEntry& entry = read.entries.front();
  EXPECT_EQ(entry.who, "scoring/1");
  EXPECT_EQ(entry.kind, Kind::kDraw);
  EXPECT_EQ(entry.from, 0);
  EXPECT_EQ(entry.to, 1);
  EXPECT_EQ(entry.ids, all.ids.substr(core::kIdBytes));
  EXPECT_EQ(entry.after, all.revs.substr(core::kRevBytes));
  EXPECT_EQ(entry.states, Records::column({all.states[1], all.states[2]}));
  EXPECT_EQ(entry.digests, digests.substr(kDigestBytes));
  EXPECT_TRUE(entry.well_formed());
}

TYPED_TEST(LogTest, AWholePackDecidedIsOneEntry) {
  std::mt19937_64 random(1);
  for (const std::size_t n : {1u, 200u, 400u}) {
    const Records before = made(n, n), after = made(n, n, 2);
    const std::string digests = random_bytes(random, n * kDigestBytes);
    this->logged(before, after, this->admit(before).answer.pack, digests);
    const ReadLog read = this->log();
    ASSERT_FALSE(read.entries.empty());
    this->expect_decided(read.entries.back(), before, after);
    EXPECT_EQ(read.entries.back().digests, digests);
  }
  EXPECT_EQ(this->log().waiting, 3u);
}

TYPED_TEST(LogTest, OnlyWhatWasWrittenIsLogged) {
  std::mt19937_64 random(2);
  const Records before = made(5, 1), after = made(5, 1, 2);
  const std::string pack = this->admit(before.pick({0, 2, 4})).answer.pack;
  const std::string digests = random_bytes(random, 5 * kDigestBytes);
  EXPECT_EQ(this->logged(before, after, pack, digests).answer.letters, "drdrd");
  const ReadLog read = this->log();
  ASSERT_EQ(read.entries.size(), 1u);
  this->expect_decided(read.entries[0], before.pick({0, 2, 4}), after.pick({0, 2, 4}));
  EXPECT_EQ(read.entries[0].digests,
            digests.substr(0, 16) + digests.substr(2 * kDigestBytes, 16) + digests.substr(4 * kDigestBytes, 16));
  // A repeat writes nothing and says nothing.
  EXPECT_EQ(this->logged(before, after, pack).answer.letters, "srsrs");
  EXPECT_EQ(this->log().waiting, 1u);
}

TYPED_TEST(LogTest, WhatNamesNobodyIsNotLogged) {
  const Records before = made(3, 1);
  this->advance(before, made(3, 1, 2), {.pack = this->admit(before).answer.pack});
  this->apply(made(3, 5));
  EXPECT_EQ(this->log().waiting, 0u);
  EXPECT_TRUE(this->log().entries.empty());
}

TYPED_TEST(LogTest, AnAppliedWishIsLoggedOnceAndLateOnesAreNot) {
  const Records first = made(4, 1), second = made(4, 1, 2);
  std::mt19937_64 random(3);
  const auto tell = [&](const Records& records, const std::string& digests) {
    Apply call{.kind = Kind::kNotice,
               .shard = this->kShard,
               .to = 3,
               .ids = records.ids,
               .revs = records.revs,
               .states = Records::column(records.states),
               .bodies = Records::column(records.bodies),
               .answer = {},
               .log = "scheduling/2",
               .digests = digests};
    this->store().apply({&call, 1});
    return call.answer.letters;
  };
  const std::string digests = random_bytes(random, 4 * kDigestBytes);
  EXPECT_EQ(tell(first.pick({0, 1}), {}), "dd");
  EXPECT_EQ(tell(second.pick({1}) + first.pick({0}) + first.pick({2, 3}), digests), "dkdd");
  const ReadLog read = this->log();
  ASSERT_EQ(read.entries.size(), 2u);
  EXPECT_EQ(read.entries[0].ids, first.pick({0, 1}).ids);
  const Records written = second.pick({1}) + first.pick({2, 3});
  const LogEntry& entry = read.entries[1];
  EXPECT_EQ(entry.who, "scheduling/2");
  EXPECT_EQ(entry.from, 0);
  EXPECT_EQ(entry.to, 3);
  EXPECT_EQ(entry.before, "");
  EXPECT_EQ(entry.ids, written.ids);
  EXPECT_EQ(entry.after, written.revs);
  EXPECT_EQ(entry.states, Records::column(written.states));
  EXPECT_EQ(entry.digests, digests.substr(0, 16) + digests.substr(32));
}

TYPED_TEST(LogTest, PlacesRiseByOneAndTrimmingKeepsThemRising) {
  std::vector<LogEntry> seen;
  for (std::uint32_t round = 0; round < 6; ++round) {
    const Records before = made(2, 100 + round), after = made(2, 100 + round, 2);
    this->logged(before, after, this->admit(before).answer.pack);
    const ReadLog read = this->log(1);
    ASSERT_EQ(read.entries.size(), 1u);
    seen.push_back(read.entries[0]);
    if (round == 2) continue;  // two wait: the older is read first
    this->trim(read.entries[0].place);
  }
  EXPECT_EQ(this->log().waiting, 1u);
  EXPECT_EQ(seen[0].place, (LogPlace{this->store().epoch(), 0}));
  for (std::size_t i = 1; i < seen.size(); ++i) {
    EXPECT_EQ(seen[i].place.follows(seen[i - 1].place), i != 3) << i;
  }
  EXPECT_EQ(seen[3].place, seen[2].place);
}

TYPED_TEST(LogTest, AHigherEpochBeginsAgainAndALateLowerOneGoesUnderIt) {
  const auto decide = [&](std::uint32_t epoch, std::uint64_t seed) {
    const Records before = made(1, seed);
    Records after = before;
    after.revs = rev_bytes(epoch, 2, seed);
    this->logged(before, after, this->admit(before).answer.pack);
  };
  decide(1, 1);
  decide(3, 2);
  decide(1, 3);
  decide(3, 4);
  const ReadLog read = this->log();
  ASSERT_EQ(read.entries.size(), 4u);
  EXPECT_EQ(read.entries[1].place, (LogPlace{3, 0}));
  EXPECT_EQ(read.entries[2].place, (LogPlace{3, 1}));
  EXPECT_EQ(read.entries[3].place, (LogPlace{3, 2}));
  EXPECT_EQ(core::Rev::from(read.entries[2].after).epoch, 1u);
  for (std::size_t i = 1; i < 4; ++i) EXPECT_TRUE(read.entries[i].place.follows(read.entries[i - 1].place)) << i;
}

}  // namespace
}  // namespace naadam::store
