#include "reader.hpp"

#include <charconv>

#include "store/keys.hpp"
#include "store/slot.hpp"

namespace naadam::audit {

std::string key_of(std::uint16_t shard, std::string_view rest) { return store::keys::shard_tag(shard).append(rest); }

std::uint64_t to_number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void Reader::begin() {
  commands_.clear();
  kept_.clear();
  answers_.clear();
}

std::size_t Reader::ask(std::uint16_t shard, std::initializer_list<std::string_view> words, std::string_view more,
                        std::size_t width) {
  store::Command& command = commands_.emplace_back();
  command.slot = store::slot_of(store::keys::shard_tag(shard));
  command.readonly = true;
  for (const std::string_view word : words) command.argv.push_back(keep(word));
  const std::string_view tail = keep(more);
  for (std::size_t at = 0; at < tail.size(); at += width) command.argv.push_back(tail.substr(at, width));
  return commands_.size() - 1;
}

bool Reader::run() {
  if (commands_.empty()) return true;
  answers_ = cluster_.run(commands_, core::Deadline::in(clock_, timeout_));
  for (const store::Answer& answer : answers_) {
    if (answer.outcome == store::Outcome::kDone) continue;
    error_ = answer.error;
    return false;
  }
  return true;
}

}  // namespace naadam::audit
