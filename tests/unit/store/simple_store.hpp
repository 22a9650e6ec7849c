// A store so simple that it cannot be wrong: each record by itself, no packs, no clock. What the random calls are
// held against; store/model_store.hpp is held against Redis in the shared suite.
#pragma once

#include <algorithm>

#include "worlds.hpp"

namespace naadam::store {

enum class When { kNow, kLater, kNever };

struct Item {
  Stage stage = 0;
  std::string rev, state, body;
  When due = When::kNow;
  bool parked = false;
};

inline When when_of(core::Millis wait) { return wait < 0 ? When::kNever : wait == 0 ? When::kNow : When::kLater; }

class SimpleStore {
 public:
  using Place = std::pair<Kind, std::uint16_t>;
  using Items = std::map<std::string, Item>;

  Items& shelf(Kind kind, std::uint16_t shard) { return shelves_[{kind, shard}]; }
  const std::map<Place, Items>& shelves() const { return shelves_; }
  // In the order in which they were set aside.
  std::vector<std::string>& parked(Kind kind, std::uint16_t shard) { return parked_[{kind, shard}]; }
  std::size_t steps() const { return done_.size(); }

  // The letters that a call must be answered with; the change is made here at once.
  std::string expect(const Admit& call) {
    std::string letters;
    const std::size_t n = call.ids.size() / core::kIdBytes;
    for (std::size_t i = 0; i < n; ++i) {
      const bool fresh =
          shelf(call.kind, call.shard)
              .emplace(call.ids.substr(i * 16, 16),
                       Item{call.to, call.revs.substr(i * 16, 16), std::string(column_cell(call.states, n, i)),
                            std::string(column_cell(call.bodies, n, i)), when_of(call.wait)})
              .second;
      letters.push_back(fresh ? 'd' : 'x');
    }
    return letters;
  }
  std::string expect(const Apply& call) {
    std::string letters;
    const std::size_t n = call.ids.size() / core::kIdBytes;
    std::set<std::string> written;
    for (std::size_t i = 0; i < n; ++i) {
      const std::string id = call.ids.substr(i * 16, 16), state(column_cell(call.states, n, i));
      const auto it = shelf(call.kind, call.shard).find(id);
      if (it != shelf(call.kind, call.shard).end()) {
        const int order = state.compare(0, 8, it->second.state, 0, 8);
        if (written.contains(id) || order < 0) {
          letters.push_back('l');
          continue;
        }
        if (order == 0) {
          letters.push_back(state.compare(0, 16, it->second.state, 0, 16) == 0 ? 'k' : 'a');
          continue;
        }
      }
      letters.push_back('d');
      written.insert(id);
      forget_parked(call.kind, call.shard, id);
      shelf(call.kind, call.shard)[id] = {call.to, call.revs.substr(i * 16, 16), state,
                                          std::string(column_cell(call.bodies, n, i)), when_of(call.wait)};
    }
    return letters;
  }
  std::string expect(const Advance& call) {
    std::string letters;
    const std::size_t n = call.ids.size() / core::kIdBytes;
    std::set<std::string> moved;
    for (std::size_t i = 0; i < n; ++i) {
      const std::string id = call.ids.substr(i * 16, 16), expected = call.expected.substr(i * 16, 16);
      const auto it = shelf(call.kind, call.shard).find(id);
      if (it == shelf(call.kind, call.shard).end()) {
        letters.push_back('r');
        continue;
      }
      Item& item = it->second;
      if (item.stage != call.from || item.rev != expected || moved.contains(id)) {
        letters.push_back('s');
        continue;
      }
      letters.push_back('d');
      moved.insert(id);
      EXPECT_TRUE(done_.emplace(id, expected).second) << "a step done twice";
      forget_parked(call.kind, call.shard, id);
      item.stage = call.to;
      item.rev = call.revs.substr(i * 16, 16);
      item.state = column_cell(call.states, n, i);
      if (call.replace_bodies) item.body = column_cell(call.bodies, n, i);
      item.due = when_of(call.wait);
    }
    return letters;
  }

  // A record that moves is no longer set aside.
  void forget_parked(Kind kind, std::uint16_t shard, const std::string& id) {
    std::vector<std::string>& list = parked(kind, shard);
    list.erase(std::remove(list.begin(), list.end(), id), list.end());
    if (const auto it = shelf(kind, shard).find(id); it != shelf(kind, shard).end()) it->second.parked = false;
  }

 private:
  std::map<Place, Items> shelves_;
  std::map<Place, std::vector<std::string>> parked_;
  std::set<std::pair<std::string, std::string>> done_;  // (id, rev) that were moved on: each only once
};

}  // namespace naadam::store
