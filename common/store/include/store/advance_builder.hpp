// Records on their way to another stage, gathered to one Advance.
//
// Each keeps its body and gets another state, the rev that follows from it, and its check. Thread: one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "store/batch.hpp"
#include "store/column.hpp"
#include "store/store.hpp"

namespace naadam::store {

class AdvanceBuilder {
 public:
  // From where `batch` lies, to stage `to`. Nothing is logged: who wants that sets `log` and `digests` of the call.
  AdvanceBuilder(const Batch& batch, Stage to, core::Millis wait = 0);

  // Record `i` of `batch`, which is of the same kind, shard and stage. `state` has no check yet.
  void add(const Batch& batch, std::size_t i, std::string state, std::uint32_t epoch);

  std::size_t size() const { return states_.size(); }  // records; a call takes core::limits::kCallItemsMax
  // The call; names the pack of the batch it was made from. The builder is not used again.
  Advance finish();

 private:
  Advance call_;
  ColumnBuilder states_;
};

}  // namespace naadam::store
