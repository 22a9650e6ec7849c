// What the notary has on its own disk: every log entry it took from the store, by shard and in the order it came. It
// takes them as history::Writer does: what is there already, by place and content, is not written twice.
//
// Outlives every process, and no roll-back of the store touches it. Thread: one at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "store/log_entry.hpp"

namespace naadam::sim {

class Chronicle {
 public:
  explicit Chronicle(std::uint16_t shards) : shards_(shards) {}

  void take(std::uint16_t shard, std::span<const store::LogEntry> entries);

  const std::vector<store::LogEntry>& of(std::uint16_t shard) const { return shards_[shard]; }
  std::size_t missing() const { return missing_; }  // entries behind a gap
  std::size_t again() const { return again_; }      // entries at a place that had another content before

 private:
  std::vector<std::vector<store::LogEntry>> shards_;
  std::size_t missing_ = 0, again_ = 0;
};

}  // namespace naadam::sim
