// Writes wait for the replicas: a replica that stands still makes them unknown, then refused for now, never done; and
// what was answered as done survives on the replica alone.
#include <gtest/gtest.h>
#include <poll.h>

#include <filesystem>
#include <functional>
#include <map>

#include "core/bytes.hpp"
#include "store/redis_store.hpp"
#include "support/redis_cluster.hpp"

namespace naadam::component {
namespace {

using store::Kind;
using store::Outcome;

constexpr std::uint16_t kFewShards = 4;
constexpr core::Millis kLongLease = 3'600'000;

support::RedisClusterOptions one_pair() {
  support::RedisClusterOptions options;
  options.primaries = 1;
  return options;
}

std::unique_ptr<store::RedisStore> open(const std::vector<std::string>& seeds, const core::Clock& clock,
                                        std::uint8_t replicas, std::uint16_t lanes) {
  store::RedisStoreOptions options;
  options.cluster.seeds = seeds;
  options.cluster.replicas = replicas;
  options.cluster.replicas_wait_ms = 100;
  options.shards = kFewShards;
  options.lanes = lanes;
  options.call_timeout_ms = 1'000;
  auto store = store::RedisStore::connect(options, clock);
  if (!store) throw std::runtime_error(store.error().cause);
  return std::move(*store);
}

std::string id_of(std::uint64_t number) {
  std::string id;
  core::put_u64(id, number);
  core::put_u64(id, number);
  return id;
}

store::Admit admission(std::uint16_t shard, std::uint64_t number) {
  store::ColumnBuilder cell(1);
  cell.add(core::Rev{1, 1, number}.bytes());
  const std::string state = cell.finish();
  return {.kind = Kind::kEntry,
          .shard = shard,
          .to = 1,
          .wait = kLongLease,
          .ids = id_of(number),
          .revs = core::Rev{1, 1, number}.bytes(),
          .states = state,
          .bodies = state,
          .answer = {}};
}

template <class Call>
Outcome outcome(store::Store& store, void (store::Store::*execute)(std::span<Call>), Call call) {
  (store.*execute)({&call, 1});
  return call.answer.outcome;
}

// Every call of the store, on the shard given; the outcome of each by its name.
std::map<std::string, Outcome> writes(store::Store& store, std::uint16_t shard, std::uint64_t number) {
  using store::Store;
  const store::Admit made = admission(shard, number);
  const core::Id upload = core::Id::from(made.ids);
  std::map<std::string, Outcome> all;
  all["admit"] = outcome(store, &Store::admit, made);
  store::Advance advance;
  advance.kind = made.kind;
  advance.shard = shard;
  advance.from = advance.to = 1;
  advance.wait = kLongLease;
  advance.ids = made.ids;
  advance.expected = advance.revs = made.revs;
  advance.states = made.states;
  all["advance"] = outcome(store, &Store::advance, advance);
  store::Apply apply;
  apply.kind = Kind::kNotice;
  apply.shard = shard;
  apply.to = 1;
  apply.ids = made.ids;
  apply.revs = made.revs;
  apply.states = apply.bodies = made.states;
  all["apply"] = outcome(store, &Store::apply, apply);
  store::Mark mark;
  mark.shard = shard;
  mark.upload = upload;
  core::put_u32(mark.rows, 0);
  mark.marks = std::string(store::kMarkBytes, 'm');
  all["mark"] = outcome(store, &Store::mark, mark);
  store::Take take;
  take.kind = Kind::kNotice;
  take.stage = 1;
  take.shard = shard;
  take.room = 1;
  take.lease = kLongLease;
  all["take"] = outcome(store, &Store::take, take);
  store::Defer defer;
  defer.kind = made.kind;
  defer.stage = 1;
  defer.shard = shard;
  defer.pack = std::string(store::kPackNameBytes, '\0');
  all["defer"] = outcome(store, &Store::defer, defer);
  store::Park park;
  park.kind = made.kind;
  park.stage = 1;
  park.shard = shard;
  park.ids = made.ids;
  park.expected = made.revs;
  all["park"] = outcome(store, &Store::park, park);
  store::Replay replay;
  replay.kind = made.kind;
  replay.shard = shard;
  replay.room = 1;
  all["replay"] = outcome(store, &Store::replay, replay);
  store::Number count;
  count.shard = shard;
  count.owner = count.item = upload;
  all["number"] = outcome(store, &Store::number, count);
  return all;
}

std::map<std::string, Outcome> reads(store::Store& store, std::uint16_t shard) {
  using store::Store;
  std::map<std::string, Outcome> all;
  store::Read read;
  read.shard = shard;
  read.kind = Kind::kEntry;
  read.ids = id_of(1);
  all["read"] = outcome(store, &Store::read, read);
  store::ReadMarks marks;
  marks.shard = shard;
  marks.upload = core::Id::from(id_of(1));
  marks.count = 1;
  all["read_marks"] = outcome(store, &Store::read_marks, marks);
  store::Walk walk;
  walk.shard = shard;
  walk.kind = Kind::kEntry;
  walk.stage = 1;
  all["walk"] = outcome(store, &Store::walk, walk);
  store::Scan scan;
  scan.shard = shard;
  scan.kind = Kind::kEntry;
  all["scan"] = outcome(store, &Store::scan, scan);
  store::Count count;
  count.shard = shard;
  count.kind = Kind::kEntry;
  all["count"] = outcome(store, &Store::count, count);
  return all;
}

void expect_all(const std::map<std::string, Outcome>& outcomes, Outcome wanted) {
  for (const auto& [name, outcome] : outcomes) EXPECT_EQ(outcome, wanted) << name;
}

std::uint64_t good_replicas(support::RedisCluster& cluster, std::size_t node) {
  const auto info = cluster.say(node, {"INFO", "replication"});
  const auto at = info.string().find("min_slaves_good_slaves:");
  return info.string()[at + std::string_view("min_slaves_good_slaves:").size()] - '0';
}

class ClusterReplicas : public testing::TestWithParam<std::uint16_t> {};

TEST_P(ClusterReplicas, AReplicaThatStandsStillMakesWritesUnknownThenUnavailableAndLeavesReadsAlone) {
  support::RedisCluster cluster(one_pair());
  const core::SystemClock clock;
  const auto store = open(cluster.seeds(), clock, 1, GetParam());
  for (std::uint16_t shard = 0; shard < kFewShards; ++shard) expect_all(writes(*store, shard, 1), Outcome::kDone);

  cluster.freeze(1);
  for (std::uint16_t shard = 0; shard < kFewShards; ++shard) {
    expect_all(writes(*store, shard, 2), Outcome::kUnknown);
    expect_all(reads(*store, shard), Outcome::kDone);
  }
  std::vector<store::Admit> together;
  for (std::uint16_t shard = 0; shard < kFewShards; ++shard) together.push_back(admission(shard, 3));
  store->admit(together);
  for (const auto& call : together) EXPECT_EQ(call.answer.outcome, Outcome::kUnknown);
  EXPECT_EQ(store->put_fact("name", "value").error().kind, core::ErrorKind::kUnknown);

  ASSERT_EQ(cluster.say(0, {"CONFIG", "SET", "min-replicas-max-lag", "1"}).string(), "OK");
  while (good_replicas(cluster, 0) > 0) ::poll(nullptr, 0, 10);
  // Unknown only where the deadline fell between a try and its answer.
  Outcome refused = Outcome::kUnknown;
  for (int i = 0; i < 5 && refused == Outcome::kUnknown; ++i) {
    refused = outcome(*store, &store::Store::admit, admission(0, 4));
  }
  EXPECT_EQ(refused, Outcome::kUnavailable);
  expect_all(reads(*store, 0), Outcome::kDone);

  cluster.thaw(1);
  cluster.await_health();
  expect_all(writes(*store, 0, 5), Outcome::kDone);
  store::Read read{.kind = Kind::kEntry, .shard = 0, .ids = id_of(2) + id_of(4), .answer = {}, .records = {}};
  store->read({&read, 1});
  ASSERT_EQ(read.answer.outcome, Outcome::kDone);
  EXPECT_TRUE(read.records[0].found);   // unknown was not lost this time
  EXPECT_FALSE(read.records[1].found);  // unavailable is never written
}

INSTANTIATE_TEST_SUITE_P(Lanes, ClusterReplicas, testing::Values(1, 3));

// A replica with appendfsync always writes and syncs what it has received before it sends its acknowledgement, both at
// the end of one turn of its event loop (Redis 7: beforeSleep flushes the log, then the clients' buffers). Should a
// later Redis acknowledge first, records would be missing here.
TEST(ClusterReplicasLog, WhatWasAnsweredIsInTheLogOfTheReplicaWhenBothAreKilledThatMoment) {
  support::RedisCluster cluster(one_pair());
  const core::SystemClock clock;
  constexpr std::uint64_t kRecords = 200;
  {
    const auto store = open(cluster.seeds(), clock, 1, 1);
    for (std::uint64_t i = 1; i <= kRecords; ++i) {
      ASSERT_EQ(outcome(*store, &store::Store::admit, admission(0, i)), Outcome::kDone);
    }
    cluster.kill(1);
    cluster.kill(0);
  }
  // The replica's log alone, without what it knew of the cluster, as after a restore.
  const support::TempDir dir;
  std::filesystem::create_directories(dir.path() / "redis");
  std::filesystem::copy(cluster.dir(1) / "redis" / "appendonlydir", dir.path() / "redis" / "appendonlydir",
                        std::filesystem::copy_options::recursive);
  runtime::RedisOptions options;
  options.dir = dir.path() / "redis";
  auto alone = runtime::RedisChild::start(options);
  ASSERT_TRUE(alone) << alone.error().cause;
  const auto store = open({alone->address()}, clock, 0, 1);
  for (std::uint64_t i = 1; i <= kRecords; ++i) {
    store::Read read{.kind = Kind::kEntry, .shard = 0, .ids = id_of(i), .answer = {}, .records = {}};
    store->read({&read, 1});
    ASSERT_EQ(read.answer.outcome, Outcome::kDone) << read.answer.cause;
    EXPECT_TRUE(read.records[0].found) << i;
  }
  alone->stop();
}

}  // namespace
}  // namespace naadam::component
