// Counts what is said again and again, so that a fault that lasts an hour is a few lines of log and not a million.
// Thread: guarded by its user. Time is given, never asked for.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace naadam::runtime {

class Repeats {
 public:
  static constexpr std::int64_t kWindowMs = 10'000;

  struct Answer {
    bool write = false;
    std::uint64_t repeated = 0;  // how often it was held back since the last line
  };

  // May this be written now? The first of each event, and then one in each window.
  Answer ask(std::string_view event, std::int64_t now_ms) {
    auto it = seen_.find(event);
    if (it == seen_.end()) it = seen_.emplace(std::string(event), State{now_ms - kWindowMs, 0}).first;
    State& state = it->second;
    if (now_ms - state.written_ms < kWindowMs) {
      ++state.held;
      return {};
    }
    state.written_ms = now_ms;
    return {true, std::exchange(state.held, 0)};
  }

  // Events still held back, each with its count; forgets them.
  std::vector<std::pair<std::string, std::uint64_t>> drain() {
    std::vector<std::pair<std::string, std::uint64_t>> left;
    for (const auto& [event, state] : seen_) {
      if (state.held > 0) left.emplace_back(event, state.held);
    }
    seen_.clear();
    return left;
  }

 private:
  struct State {
    std::int64_t written_ms;
    std::uint64_t held;
  };
  std::map<std::string, State, std::less<>> seen_;
};

}  // namespace naadam::runtime
