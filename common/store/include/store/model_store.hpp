// The store as a few maps: what RedisStore must do, in a form too simple to be wrong. For tests and the simulation;
// it owns its clock. Records travel alone here; a batch of take() is named by its first record.
//
// What a shard holds can be copied and set back, as a restore does, a log cut short, or a replica that takes over.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace naadam::store {

class ModelStore : public Store {
 public:
  class Shard;  // all of one, as it was when it was copied; opaque
  using Facts = std::map<std::string, std::string, std::less<>>;

  explicit ModelStore(std::uint16_t shards, core::Millis now = 1'000'000);
  ~ModelStore() override;

  void advance_clock(core::Millis by) { now_ += by; }
  // As after a promotion or a restore.
  void raise_epoch() { ++epoch_; }
  // Neither touches the clock or the epoch.
  std::shared_ptr<const Shard> copy_of(std::uint16_t shard) const;
  void set_back(std::uint16_t shard, const Shard& copy);
  const Facts& facts() const { return facts_; }
  void set_back(Facts facts) { facts_ = std::move(facts); }
  // The earliest due time of any record, or nullopt: where a simulation may jump to.
  std::optional<core::Millis> next_due() const;

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
  core::Result<core::Millis> now_ms() override { return now_; }
  std::string_view who() const override { return "model"; }
  std::uint32_t epoch() const override { return epoch_; }
  std::uint16_t shards() const override;

 private:
  struct Item;
  using Items = std::map<std::string, Item>;

  // Appends the items of `call` whose letter is 'd'.
  template <class Call>
  void note(const Call& call, Stage from, const std::string& before);
  core::Millis due_at(core::Millis wait) const { return wait < 0 ? kNeverDue : now_ + wait; }

  std::vector<Shard> shards_;
  core::Millis now_;
  std::uint32_t epoch_ = 1;
  Facts facts_;
};

}  // namespace naadam::store
