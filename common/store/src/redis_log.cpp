// RedisStore's log: two plain reads and one function. The stream's form stands in functions.lua, at note().
#include <charconv>

#include "store/keys.hpp"
#include "store/redis_store.hpp"
#include "store/slot.hpp"

namespace naadam::store {
namespace {

template <class Number>
bool read_number(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

// "e12 1781234567890 eligibility/1"
bool read_head(std::string_view head, LogEntry& entry) {
  const auto time_ends = head.find(' ', 4);
  if (head.size() < 6 || head[3] != ' ' || time_ends == std::string_view::npos) return false;
  entry.kind = static_cast<Kind>(head[0]);
  entry.from = static_cast<Stage>(head[1] - '0');
  entry.to = static_cast<Stage>(head[2] - '0');
  entry.who = head.substr(time_ends + 1);
  return read_number(head.substr(4, time_ends - 4), entry.at);
}

bool read_entry(ReplyView reply, LogEntry& entry) {
  const std::string_view id = reply[0].string();
  const auto dash = id.find('-');
  if (dash == std::string_view::npos || !read_number(id.substr(0, dash), entry.place.epoch) ||
      !read_number(id.substr(dash + 1), entry.place.n)) {
    return false;
  }
  const ReplyView fields = reply[1];
  bool head = false;
  for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
    const std::string_view name = fields[i].string();
    const std::string_view value = fields[i + 1].string();
    if (name == "h") head = read_head(value, entry);
    if (name == "i") entry.ids = value;
    if (name == "b") entry.before = value;
    if (name == "a") entry.after = value;
    if (name == "s") entry.states = value;
    if (name == "d") entry.digests = value;
  }
  return head && entry.well_formed();
}

void take_answer(const Answer& from, ItemAnswers& to) {
  to = {};
  to.outcome = from.outcome;
  to.cause = from.error.cause;
}

}  // namespace

void RedisStore::read_log(std::span<ReadLog> calls) {
  std::vector<std::string> texts;
  texts.reserve(2 * calls.size());
  std::vector<Command> commands;
  std::vector<std::uint16_t> shards;
  for (const ReadLog& call : calls) {
    const std::string_view key = texts.emplace_back(keys::shard_tag(call.shard) + ":log");
    const std::string_view count = texts.emplace_back(std::to_string(call.count));
    commands.push_back({slot_of(key), true, {"XRANGE", key, "-", "+", "COUNT", count}});
    commands.push_back({slot_of(key), true, {"XLEN", key}});
    shards.insert(shards.end(), 2, call.shard);
  }
  const std::vector<Answer> answers = run(commands, shards);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    ReadLog& call = calls[i];
    const Answer& range = answers[2 * i];
    const Answer& length = answers[2 * i + 1];
    call.entries.clear();
    take_answer(range.outcome == Outcome::kDone ? length : range, call.answer);
    if (call.answer.outcome != Outcome::kDone) continue;
    call.waiting = static_cast<std::uint64_t>(length.reply.integer());
    for (std::size_t k = 0; k < range.reply.size(); ++k) {
      if (read_entry(range.reply[k], call.entries.emplace_back())) continue;
      call.entries.pop_back();
      call.answer.outcome = Outcome::kRefused;  // what is behind it must not be taken for the next
      call.answer.cause = "log entry damaged: " + std::string(range.reply[k][0].string());
      break;
    }
  }
}

void RedisStore::trim_log(std::span<TrimLog> calls) {
  std::vector<std::string> texts;
  texts.reserve(4 * calls.size());
  std::vector<Command> commands;
  std::vector<std::uint16_t> shards;
  for (const TrimLog& call : calls) {
    const std::string_view tag = texts.emplace_back(keys::shard_tag(call.shard));
    const std::string_view key = texts.emplace_back(std::string(tag) + ":log");
    const std::string_view epoch = texts.emplace_back(std::to_string(call.upto.epoch));
    const std::string_view n = texts.emplace_back(std::to_string(call.upto.n));
    commands.push_back({slot_of(tag), false, {"FCALL", "n2_trim_log", "2", tag, key, epoch, n}});
    shards.push_back(call.shard);
  }
  const std::vector<Answer> answers = run(commands, shards);
  for (std::size_t i = 0; i < calls.size(); ++i) take_answer(answers[i], calls[i].answer);
}

}  // namespace naadam::store
