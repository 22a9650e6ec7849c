// A record over which its step throws each time, and one that ends the process each time: set aside after five tries of
// its own, while all that lay with it in its pack, and in the packs of other shards, is done.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "fault_run.hpp"
#include "support/plain_records.hpp"

namespace naadam::fault {
namespace {

namespace fs = std::filesystem;

constexpr std::uint8_t kShards = 4;
constexpr std::uint32_t kPerShard = 100;
constexpr std::size_t kRecords = std::size_t{kShards} * kPerShard;
constexpr core::Millis kParkedMs = 60'000;
constexpr int kWaitMs = 5;

// The worker of poison_worker.cpp, started again whenever it has died.
class Worker {
 public:
  Worker(const fs::path& dir, const runtime::RedisChild& redis, const core::Id& record, const std::string& how) {
    spec_.argv = {(fs::read_symlink("/proc/self/exe").parent_path() / "fault-poison-worker").string(),
                  "--data-dir",
                  dir.string(),
                  "--store-address",
                  redis.address(),
                  "--poison-record",
                  core::to_hex(record),
                  "--poison-how",
                  how};
    spec_.output = dir / "poisoned.log";
    start();
  }
  void tend() {
    if (!process_->wait(kWaitMs)) return;
    ++deaths_;
    start();
  }
  std::size_t deaths() const { return deaths_; }
  // How often it was given the record and nothing else.
  std::size_t tries_alone() const {
    std::ifstream file(spec_.output);
    const std::string log{std::istreambuf_iterator<char>(file), {}};
    std::size_t tries = 0;
    for (auto at = log.find("poison.alone"); at != std::string::npos; at = log.find("poison.alone", at + 1)) ++tries;
    return tries;
  }

 private:
  void start() {
    process_.reset();
    process_.emplace(runtime::ChildProcess::spawn(spec_).value());
  }

  runtime::ChildSpec spec_;
  std::optional<runtime::ChildProcess> process_;
  std::size_t deaths_ = 0;
};

struct Standing {
  std::uint64_t done = 0, parked = 0;
};
Standing standing(store::Store& store) {
  Standing now;
  for (store::Count& count : store::count_all(store, store::Kind::kEntry)) {
    now.done += count.stages[2].records;
    now.parked += count.parked;
  }
  return now;
}

// Returns how often the worker had to be started again.
std::size_t suffer(std::uint64_t seed, const std::string& how, Figures& figures) {
  const support::TempDir dir;
  runtime::RedisOptions options;
  options.dir = dir.path() / "redis";
  const auto redis = runtime::RedisChild::start(options).value();
  const core::SystemClock clock;
  store::RedisStoreOptions seeds;
  seeds.cluster.seeds = {redis.address()};
  seeds.shards = kShards;
  const auto store = store::RedisStore::connect(seeds, clock).value();
  for (std::uint8_t shard = 0; shard < kShards; ++shard) {
    support::admit(*store, support::plain_batch(shard, kPerShard));
  }
  cli::sample::Random random(seed);
  const auto shard = static_cast<std::uint8_t>(random.below(kShards));
  const core::Id record = support::plain_id(shard, static_cast<std::uint32_t>(random.below(kPerShard)));

  const core::Millis began = clock.steady_ms();
  Worker worker(dir.path(), redis, record, how);
  const auto until = core::Deadline::in(clock, kParkedMs);
  Standing now;
  while (until.left(clock) > 0 && (now.parked == 0 || now.done + now.parked < kRecords)) {
    worker.tend();
    now = standing(*store);
  }
  EXPECT_EQ(now.parked, 1u);
  EXPECT_EQ(now.done, kRecords - 1);
  const auto aside = store->parked(store::Kind::kEntry, shard, 1).value();
  EXPECT_TRUE(aside.size() == 1 && aside[0].id == record);
  // In the first of its five tries other records may be with it, each in a pack of its own.
  const std::size_t tries = worker.tries_alone();
  EXPECT_GE(tries, 4u);
  EXPECT_LE(tries, 5u);
  ++figures.runs;
  figures.rows += kRecords;
  figures.lost += kRecords - now.done - now.parked;
  figures.stuck += now.parked > 1 ? now.parked - 1 : 0;
  figures.caught_up = std::max(figures.caught_up, clock.steady_ms() - began);
  return worker.deaths();
}

void play_poison(const std::string& name, const std::string& how, bool dies) {
  Figures figures;
  figures.fault = name;
  for (std::uint64_t seed = seeds().first; seed < seeds().first + seeds().count; ++seed) {
    SCOPED_TRACE(name + ", seed " + std::to_string(seed));
    const std::size_t deaths = suffer(seed, how, figures);
    EXPECT_EQ(deaths > 0, dies);
    figures.remark = fmt::format("1 of {} set aside, {} restarts", kRecords, deaths);
  }
  FaultTable::the_one().add(std::move(figures));
}

TEST(PoisonTest, ARecordThatThrowsEachTimeIsSetAsideAndItsNeighboursAreDone) {
  play_poison("a record throws each time", "throw", false);
}

TEST(PoisonTest, ARecordThatEndsTheProcessIsSetAsideAndItsNeighboursAreDone) {
  play_poison("a record ends the process each time", "abort", true);
}

}  // namespace
}  // namespace naadam::fault
