// A stage's handler for tests of the step loop, and what stands where afterwards. Thread: the loop's.
#pragma once

#include <functional>
#include <set>
#include <stdexcept>
#include <vector>

#include "runtime/step_loop.hpp"
#include "support/plain_records.hpp"

namespace naadam::runtime {

// As a process ends: nobody in the loop catches it.
struct Death {
  bool alone;  // the record had the process to itself
};

// Moves what it is given to stage 2; throws where a record is poison, dies where it is deadly.
class Mover final : public StageHandler {
 public:
  explicit Mover(store::Store& store) : store_(store) {}
  Spec spec() const override { return spec_; }

  void handle(std::vector<store::Batch>& work) override {
    std::vector<std::size_t> sizes;
    for (const store::Batch& batch : work) {
      sizes.push_back(batch.size());
      for (std::size_t i = 0; i < batch.size(); ++i) {
        if (poison.contains(batch.id(i))) throw std::runtime_error("poison");
        if (deadly.contains(batch.id(i))) throw Death{work.size() == 1 && batch.size() == 1};
        if (not_now) throw NotNow("peer away");
      }
    }
    calls.push_back(sizes);
    if (meanwhile) meanwhile();
    support::move_on(store_, work);
  }

  Spec spec_{.name = "moving", .kind = store::Kind::kEntry, .stage = 1};
  std::set<core::Id> poison, deadly;
  bool not_now = false;
  std::function<void()> meanwhile;
  std::vector<std::vector<std::size_t>> calls;

 private:
  store::Store& store_;
};

// How many records of a shard stand at a stage; parked ones too.
inline std::uint64_t at_stage(store::Store& store, std::uint16_t shard, store::Stage stage) {
  store::Count call{.kind = store::Kind::kEntry, .shard = shard, .answer = {}, .stages = {}};
  store.count({&call, 1});
  return call.stages[stage].records;
}
inline std::uint64_t parked(store::Store& store, std::uint16_t shard) {
  store::Count call{.kind = store::Kind::kEntry, .shard = shard, .answer = {}, .stages = {}};
  store.count({&call, 1});
  return call.parked;
}

}  // namespace naadam::runtime
