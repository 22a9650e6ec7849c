// A process's view of the store when the network, the store's nodes or the process itself fail.
//
// Every call of a span meets its own fate: answered, executed without an answer, lost without an answer, or surely
// not executed. The process may die before and after each. Records that lie alone in the model are handed out in
// packs here, as the real store does, twice at most; only then does a record count attempts of its own.
// Thread: one.
#pragma once

#include <map>

#include "mayhem.hpp"
#include "store/model_store.hpp"

namespace naadam::sim {

class FaultyStore final : public store::Store {
 public:
  // `who` is a literal, for the trace.
  FaultyStore(store::ModelStore& inner, Mayhem& mayhem, std::string_view who)
      : inner_(inner), mayhem_(mayhem), who_(who) {}

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
  void read_log(std::span<store::ReadLog> calls) override;
  void trim_log(std::span<store::TrimLog> calls) override;
  core::Result<std::optional<std::string>> get_fact(std::string_view name) override;
  core::Status put_fact(std::string_view name, std::string_view value) override;
  core::Result<std::string> keep_fact(std::string_view name, std::string_view value) override;
  core::Result<Millis> now_ms() override;
  std::string_view who() const override { return who_; }
  std::uint32_t epoch() const override { return inner_.epoch(); }
  std::uint16_t shards() const override { return inner_.shards(); }

 private:
  template <class Call>
  void run(std::span<Call> calls, void (store::Store::*execute)(std::span<Call>), std::string_view verb);
  std::vector<store::Batch> packed(std::vector<store::Batch> records, Millis lease);

  store::ModelStore& inner_;
  Mayhem& mayhem_;
  std::string_view who_;
  std::uint64_t packs_ = 0;
  std::map<std::string, std::vector<std::string>> members_;  // the model's packs in one of ours
  std::map<std::string, int> packed_times_;                  // by record
};

}  // namespace naadam::sim
