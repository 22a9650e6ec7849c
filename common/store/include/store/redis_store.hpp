// The store over a Redis Cluster, through the functions of functions.lua.
//
// The calls of one span go out together, each shard on its lane, and are answered together. Lanes are there for the
// sake of fsync: Redis reads a little of each connection in turn and syncs once a turn, so sixteen large calls on
// sixteen connections are ready in the same turn and share one sync, where on one connection each pays its own.
//
// The functions get two keys, the shard's tag and the index of the kind. The tag itself is never written, so while a
// slot moves to another node Redis finds keys missing and says TRYAGAIN: a shard half moved is never worked upon.
// Thread: one per thread.
#pragma once

#include <memory>

#include "core/clock.hpp"
#include "core/limits.hpp"
#include "store/cluster.hpp"
#include "store/store.hpp"
#include "store/store_time.hpp"

namespace naadam::store {

struct RedisStoreOptions {
  ClusterOptions cluster;
  std::uint16_t shards = core::limits::kShardsDefault;  // of a new data set; one that exists keeps its own
  core::Millis call_timeout_ms = 5'000;                 // one span of calls; then kUnknown
  std::uint32_t epoch_min = 1;                          // epoch() is never below
  std::uint16_t lanes = 1;  // [1, 64] connections per node; a service that moves bulk wants one a shard
};

// A record that was set aside: which, where it stands, why and when by the store's clock.
struct ParkedRecord {
  core::Id id;
  Stage stage = 0;
  std::string reason;  // of the log; no personal data
  core::Millis at = 0;
};

// The form of everything in Redis that this program reads and writes. A release whose records the one before it could
// not read raises it, and puts it into the fact `form` when it is told that no older program is left; from then on
// older ones are refused at their start. Put there by the first rotation of a key. 2: bodies sealed by numbered keys.
// 3: hand-overs between signing keys in the history, whose notary must know them. See "Changing what is stored" in
// wire/README.md.
inline constexpr std::uint32_t kStoreForm = 3;

// The library of functions, as it is loaded into every primary.
FunctionLibrary store_functions();

class RedisStore final : public Store {
 public:
  // Connects, loads the functions, reads (or fixes) the number of shards. `clock` outlives the store. Beside
  // Cluster::connect()'s errors: kRefused, a newer program has put the data set into a form that this one cannot read.
  static core::Result<std::unique_ptr<RedisStore>> connect(RedisStoreOptions options, const core::Clock& clock);

  void admit(std::span<Admit> calls) override;
  void advance(std::span<Advance> calls) override;
  void apply(std::span<Apply> calls) override;
  void mark(std::span<Mark> calls) override;
  void read_marks(std::span<ReadMarks> calls) override;
  void take(std::span<Take> calls) override;
  void walk(std::span<Walk> calls) override;
  void defer(std::span<Defer> calls) override;
  void park(std::span<Park> calls) override;
  void replay(std::span<Replay> calls) override;
  void read(std::span<Read> calls) override;
  void number(std::span<Number> calls) override;
  void scan(std::span<Scan> calls) override;
  void count(std::span<Count> calls) override;
  void count_groups(std::span<CountGroups> calls) override;
  void list(std::span<List> calls) override;
  void read_log(std::span<ReadLog> calls) override;
  void trim_log(std::span<TrimLog> calls) override;
  core::Result<std::optional<std::string>> get_fact(std::string_view name) override;
  core::Status put_fact(std::string_view name, std::string_view value) override;
  core::Result<std::string> keep_fact(std::string_view name, std::string_view value) override;
  core::Result<core::Millis> now_ms() override;
  std::string_view who() const override { return who_; }
  void set_who(std::string who) { who_ = std::move(who); }
  std::uint32_t epoch() const override { return epoch_; }
  std::uint16_t shards() const override { return shards_; }

  // What is set aside on a shard, the longest first, at most `count`; for the one on call. Errors: the store's.
  core::Result<std::vector<ParkedRecord>> parked(Kind kind, std::uint16_t shard, std::uint32_t count);

  // The client underneath (its first lane), for what is not a record: the auditor's own reading, the status table.
  Cluster& cluster() { return *lanes_.front(); }

 private:
  RedisStore(std::vector<std::unique_ptr<Cluster>> lanes, const core::Clock& clock, core::Millis timeout)
      : lanes_(std::move(lanes)), clock_(clock), timeout_(timeout) {}
  core::Status settle(const RedisStoreOptions& options);
  void hear_epoch();
  std::vector<Answer> run(std::span<const Command> commands, std::span<const std::uint16_t> shards);
  core::Result<Reply> run_fact(std::vector<std::string_view> argv, std::string_view key, bool readonly);

  std::vector<std::unique_ptr<Cluster>> lanes_;
  const core::Clock& clock_;
  core::Millis timeout_;
  std::string who_ = "naadam";
  StoreTime time_;
  std::uint16_t shards_ = core::limits::kShardsDefault;
  std::uint32_t epoch_base_ = 0;  // the fact
  std::uint32_t epoch_ = 1;
};

}  // namespace naadam::store
