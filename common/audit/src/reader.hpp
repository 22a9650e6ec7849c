// Plain read-only commands to Redis, gathered into pipelines. The first that is not answered stops everything after
// it: callers ask run() and go on only where it says true.
#pragma once

#include <deque>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "store/cluster.hpp"

namespace naadam::audit {

class Reader {
 public:
  Reader(store::Cluster& cluster, const core::Clock& clock, core::Millis timeout)
      : cluster_(cluster), clock_(clock), timeout_(timeout) {}

  // Forgets the last pipeline and its answers.
  void begin();
  // Adds a command to the primary of `shard`; its answer is reply(<the number given here>). `more` follows `words`, as
  // pieces of `width` bytes each.
  std::size_t ask(std::uint16_t shard, std::initializer_list<std::string_view> words, std::string_view more = {},
                  std::size_t width = 1);
  bool run();
  store::ReplyView reply(std::size_t i) const { return answers_[i].reply.view(); }
  const core::Error& error() const { return error_; }

 private:
  std::string_view keep(std::string_view text) { return kept_.emplace_back(text); }

  store::Cluster& cluster_;
  const core::Clock& clock_;
  core::Millis timeout_;
  std::vector<store::Command> commands_;
  std::deque<std::string> kept_;
  std::vector<store::Answer> answers_;
  core::Error error_;
};

// The key of a shard: "{s07}" + rest.
std::string key_of(std::uint16_t shard, std::string_view rest);
// Decimal digits, or 0.
std::uint64_t to_number(std::string_view text);

}  // namespace naadam::audit
