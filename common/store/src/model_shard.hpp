// What ModelStore keeps of one shard, and what its two sources share. Thread: values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/bytes.hpp"
#include "store/model_store.hpp"

namespace naadam::store {

struct ModelStore::Item {
  Stage stage = 0;
  std::string rev, state, body;
  std::uint32_t attempts = 0;
  core::Millis due = kNeverDue;
  bool parked = false;
};

class ModelStore::Shard {
 public:
  std::map<Kind, Items> shelves;
  std::map<std::pair<std::string, std::uint32_t>, std::string> marks;
  std::map<std::string, std::map<std::string, std::uint64_t>> numbers;
  // Its own, or the next.
  std::uint64_t number_of(const core::Id& owner, const core::Id& item) const {
    const auto of_owner = numbers.find(std::string(owner.view()));
    if (of_owner == numbers.end()) return 1;
    const auto own = of_owner->second.find(std::string(item.view()));
    return own != of_owner->second.end() ? own->second : of_owner->second.size() + 1;
  }

  std::optional<LogPlace> log_end;  // also of what was trimmed
  std::vector<LogEntry> log;
};

inline std::string_view nth(std::string_view bytes, std::size_t width, std::size_t i) {
  return bytes.substr(i * width, width);
}
inline std::string_view nth_id(std::string_view ids, std::size_t i) { return nth(ids, core::kIdBytes, i); }
inline std::string_view nth_rev(std::string_view revs, std::size_t i) { return nth(revs, core::kRevBytes, i); }

// The order of two byte-wise (epoch, n) prefixes is the order of their first eight bytes.
inline std::string_view order_of(std::string_view rev_or_mark) { return rev_or_mark.substr(0, 8); }

// Names the one record that lies in it.
inline std::string pack_of(std::string_view id) {
  std::string name;
  core::put_u64(name, core::content_hash(id));
  return name;
}

inline std::string one_cell(std::string_view cell) {
  ColumnBuilder column(1);
  column.add(cell);
  return column.finish();
}

inline ItemAnswers done(std::string letters) {
  ItemAnswers answer;
  answer.outcome = Outcome::kDone;
  answer.letters = std::move(letters);
  return answer;
}

}  // namespace naadam::store
