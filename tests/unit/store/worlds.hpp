// The two stores that share one suite, and records to put into them.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "store/model_store.hpp"
#include "store/redis_store.hpp"
#include "support/redis.hpp"

namespace naadam::store {

inline constexpr std::uint16_t kTestShards = 3;
inline constexpr core::Millis kHour = 3'600'000;

struct ModelWorld {
  static constexpr const char* kName = "Model";
  ModelWorld() : model(kTestShards) {}
  Store& store() { return model; }
  // The store's clock moves on by the least it can.
  void tick() { model.advance_clock(1); }
  ModelStore model;
};

struct RedisWorld {
  static constexpr const char* kName = "Redis";
  RedisWorld() {
    RedisStoreOptions options;
    options.cluster.seeds = {support::shared_redis().address()};
    options.shards = kTestShards;
    auto opened = RedisStore::connect(options, clock);
    if (!opened) throw std::runtime_error(opened.error().cause);
    redis = std::move(*opened);
  }
  Store& store() { return *redis; }
  // Until more than a millisecond has passed by the server's own clock, so that ours shows another one too.
  void tick() {
    const core::Millis before = server_ms();
    while (server_ms() < before + 2) {
    }
  }
  core::Millis server_ms() {
    const Answer answer = redis->cluster().run_one({0, true, {"TIME"}}, core::Deadline::in(clock, 5'000));
    return std::stoll(std::string(answer.reply[0].string())) * 1000 +
           std::stoll(std::string(answer.reply[1].string())) / 1000;
  }
  core::SystemClock clock;
  std::unique_ptr<RedisStore> redis;
};

struct WorldNames {
  template <class World>
  static std::string GetName(int) {
    return World::kName;
  }
};
using Worlds = testing::Types<ModelWorld, RedisWorld>;

// Records as columns. Item i of `made` is the same whenever it is made with the same seed.
struct Records {
  std::string ids, revs;
  std::vector<std::string> states, bodies;

  std::size_t size() const { return states.size(); }
  std::string id(std::size_t i) const { return ids.substr(i * core::kIdBytes, core::kIdBytes); }
  std::string rev(std::size_t i) const { return revs.substr(i * core::kRevBytes, core::kRevBytes); }
  static std::string column(const std::vector<std::string>& cells) {
    ColumnBuilder builder(cells.size());
    for (const std::string& cell : cells) builder.add(cell);
    return builder.finish();
  }
  void add(const std::string& id, const std::string& rev, const std::string& state, const std::string& body) {
    ids += id;
    revs += rev;
    states.push_back(state);
    bodies.push_back(body);
  }
  Records pick(const std::vector<std::size_t>& places) const {
    Records picked;
    for (const std::size_t i : places) picked.add(id(i), rev(i), states[i], bodies[i]);
    return picked;
  }
  Records operator+(const Records& other) const {
    Records all = *this;
    for (std::size_t i = 0; i < other.size(); ++i) all.add(other.id(i), other.rev(i), other.states[i], other.bodies[i]);
    return all;
  }
};

inline std::string random_bytes(std::mt19937_64& random, std::size_t n) {
  std::string bytes;
  for (std::size_t i = 0; i < n; ++i) bytes.push_back(static_cast<char>(random()));
  return bytes;
}

inline std::string rev_bytes(std::uint32_t epoch, std::uint32_t n, std::uint64_t hash) {
  return core::Rev{epoch, n, hash}.bytes();
}

// `ids_seed` decides the ids, `n` and `content` the rest; bodies of 0 to 2 KB.
inline Records made(std::size_t count, std::uint64_t ids_seed, std::uint32_t n = 1, std::uint64_t content = 0) {
  std::mt19937_64 of_ids(ids_seed), of_content(ids_seed * 1'000 + std::uint64_t{n} * 100 + content);
  Records records;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string rev = rev_bytes(1, n, of_content());
    // The state begins with a rev, as apply() wants it of a source.
    const std::string state = rev + random_bytes(of_content, of_content() % 60);
    records.add(random_bytes(of_ids, core::kIdBytes), rev, state, random_bytes(of_content, of_content() % 2'049));
  }
  return records;
}

template <class World>
class StoreTest : public testing::Test {
 protected:
  static constexpr Kind kKind = Kind::kEntry;
  static constexpr std::uint16_t kShard = 1;

  Store& store() { return world_.store(); }

  Admit admit(const Records& records, core::Millis wait = 0, Stage to = 1) {
    Admit call{.kind = kKind,
               .shard = kShard,
               .to = to,
               .wait = wait,
               .ids = records.ids,
               .revs = records.revs,
               .states = Records::column(records.states),
               .bodies = Records::column(records.bodies),
               .answer = {}};
    store().admit({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    return call;
  }

  enum class Body { kKeep, kReplace, kDrop };
  struct Step {
    Stage from = 1, to = 2;
    core::Millis wait = 0;
    std::string pack{};
    Body body = Body::kReplace;
  };
  Advance advance(const Records& before, const Records& after, const Step& step) {
    Advance call{.kind = kKind,
                 .shard = kShard,
                 .from = step.from,
                 .to = step.to,
                 .wait = step.wait,
                 .pack = step.pack,
                 .ids = before.ids,
                 .expected = before.revs,
                 .revs = after.revs,
                 .states = Records::column(after.states),
                 .replace_bodies = step.body != Body::kKeep,
                 .bodies = step.body == Body::kReplace ? Records::column(after.bodies) : std::string(),
                 .answer = {}};
    store().advance({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    return call;
  }

  Apply apply(const Records& records, Stage to = 1, core::Millis wait = 0) {
    Apply call{.kind = kKind,
               .shard = kShard,
               .to = to,
               .wait = wait,
               .ids = records.ids,
               .revs = records.revs,
               .states = Records::column(records.states),
               .bodies = Records::column(records.bodies),
               .answer = {}};
    store().apply({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    return call;
  }

  std::vector<Batch> take(Stage stage = 1, std::uint32_t room = 400, core::Millis lease = kHour,
                          core::Millis wait_max = 0) {
    Take call{.kind = kKind,
              .stage = stage,
              .shard = kShard,
              .room = room,
              .lease = lease,
              .answer = {},
              .batches = {},
              .wait_max = wait_max};
    store().take({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    return call.batches;
  }
  static std::size_t items(const std::vector<Batch>& batches) {
    std::size_t n = 0;
    for (const Batch& batch : batches) {
      EXPECT_TRUE(batch.well_formed());
      n += batch.size();
    }
    return n;
  }

  void defer(const std::string& pack, core::Millis wait, int change = 0, Stage stage = 1) {
    Defer call{.kind = kKind,
               .stage = stage,
               .shard = kShard,
               .pack = pack,
               .wait = wait,
               .attempts_change = change,
               .answer = {}};
    store().defer({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
  }

  std::string park(const Records& records, Stage stage = 1) {
    Park call{.kind = kKind,
              .stage = stage,
              .shard = kShard,
              .ids = records.ids,
              .expected = records.revs,
              .reason = "test",
              .answer = {}};
    store().park({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    return call.answer.letters;
  }

  std::uint64_t replay(std::uint32_t room) {
    Replay call{.kind = kKind, .shard = kShard, .room = room, .answer = {}};
    store().replay({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    return call.replayed;
  }

  std::vector<Record> read(const std::string& ids) {
    Read call{.kind = kKind, .shard = kShard, .ids = ids, .answer = {}, .records = {}};
    store().read({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    return call.records;
  }

  void expect_kept(const Records& records, Stage stage) {
    const auto kept = read(records.ids);
    ASSERT_EQ(kept.size(), records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
      ASSERT_TRUE(kept[i].found) << i;
      EXPECT_EQ(kept[i].stage, stage) << i;
      EXPECT_EQ(kept[i].rev.bytes(), records.rev(i)) << i;
      EXPECT_EQ(kept[i].state, records.states[i]) << i;
      EXPECT_EQ(kept[i].body, records.bodies[i]) << i;
    }
  }

  Count counted() {
    Count call{.kind = kKind, .shard = kShard, .answer = {}, .stages = {}};
    store().count({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    return call;
  }
  // Records by stage, without the stages where there is none.
  std::map<int, std::uint64_t> counts() {
    std::map<int, std::uint64_t> by_stage;
    for (const auto& [stage, backlog] : counted().stages) {
      if (backlog.records != 0) by_stage[stage] = backlog.records;
    }
    return by_stage;
  }

  World world_;
};

}  // namespace naadam::store
