// A process's view of the store when the network, the store's nodes or the process itself fail.
//
// Every call of a span meets its own fate: answered, executed without an answer, lost without an answer (its shard may
// fail over at that), or surely not executed. The process may die or stand still before and after each. Records that
// lie alone in the model are handed out in packs here, as the real store does, twice at most; only then does a record
// count attempts of its own. Thread: one.
#pragma once

#include <functional>
#include <map>

#include "nodes.hpp"

namespace naadam::sim {

class FaultyStore final : public store::Store {
 public:
  // `who` is a literal, for the trace.
  FaultyStore(Nodes& nodes, Mayhem& mayhem, std::string_view who)
      : nodes_(nodes), inner_(nodes.model()), mayhem_(mayhem), who_(who), heard_(nodes.epoch()) {}

  // Called with every one that was executed, heard of or not.
  void on_advance(std::function<void(const store::Advance&)> seen) { advance_seen_ = std::move(seen); }
  void on_apply(std::function<void(const store::Apply&)> seen) { apply_seen_ = std::move(seen); }

  void admit(std::span<store::Admit> calls) override;
  void advance(std::span<store::Advance> calls) override;
  void apply(std::span<store::Apply> calls) override;
  void mark(std::span<store::Mark> calls) override;
  void read_marks(std::span<store::ReadMarks> calls) override;
  void take(std::span<store::Take> calls) override;
  void walk(std::span<store::Walk> calls) override;
  void defer(std::span<store::Defer> calls) override;
  void park(std::span<store::Park> calls) override;
  void replay(std::span<store::Replay> calls) override;
  void read(std::span<store::Read> calls) override;
  void number(std::span<store::Number> calls) override;
  void scan(std::span<store::Scan> calls) override;
  void count(std::span<store::Count> calls) override;
  void count_groups(std::span<store::CountGroups> calls) override;
  void list(std::span<store::List> calls) override;
  void read_log(std::span<store::ReadLog> calls) override;
  void trim_log(std::span<store::TrimLog> calls) override;
  core::Result<std::optional<std::string>> get_fact(std::string_view name) override;
  core::Status put_fact(std::string_view name, std::string_view value) override;
  core::Result<std::string> keep_fact(std::string_view name, std::string_view value) override;
  core::Result<Millis> now_ms() override;
  std::string_view who() const override { return who_; }
  std::uint32_t epoch() const override { return heard_; }
  std::uint16_t shards() const override { return inner_.shards(); }

 private:
  enum class Changes { kNothing, kTheShard };
  template <class Call>
  void run(std::span<Call> calls, void (store::Store::*execute)(std::span<Call>), std::string_view verb,
           Changes changes = Changes::kTheShard);
  template <class Call>
  void execute_unheard(Call& call, void (store::Store::*execute)(std::span<Call>), Changes changes);
  template <class Call>
  void executed(const Call& call);
  void hear(std::uint16_t shard);
  std::vector<store::Batch> packed(std::vector<store::Batch> records, Millis lease);

  Nodes& nodes_;
  store::ModelStore& inner_;
  Mayhem& mayhem_;
  std::string_view who_;
  std::uint32_t heard_;  // the highest epoch
  std::function<void(const store::Advance&)> advance_seen_;
  std::function<void(const store::Apply&)> apply_seen_;
  std::uint64_t packs_ = 0;
  std::map<std::string, std::vector<std::string>> members_;  // the model's packs in one of ours
  std::map<std::string, int> packed_times_;                  // by record
};

}  // namespace naadam::sim
