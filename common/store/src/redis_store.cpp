#include "store/redis_store.hpp"

#include <deque>

#include "decimal.hpp"
#include "functions_lua.hpp"
#include "store/keys.hpp"
#include "store/slot.hpp"

namespace naadam::store {
namespace {

// Builds the commands of one span; owns the short arguments, borrows the long ones from the calls.
class Pipeline {
 public:
  explicit Pipeline(std::size_t calls) { commands_.reserve(calls); }

  // An FCALL on `shard` that works on the keys of `kind`; add the arguments in order.
  void call(std::string_view function, Kind kind, std::uint16_t shard, bool readonly = false) {
    const std::string_view tag = keep(keys::shard_tag(shard));
    const std::string_view index = keep(keys::index(shard, static_cast<char>(kind)));
    commands_.push_back({slot_of(tag), readonly, {readonly ? "FCALL_RO" : "FCALL", function, "2", tag, index}});
  }
  // A plain command on a key of `shard`.
  void plain(std::string_view name, std::uint16_t shard, std::string_view key_after_tag, bool readonly) {
    const std::string tag = keys::shard_tag(shard);
    commands_.push_back({slot_of(tag), readonly, {name, keep(tag + std::string(key_after_tag))}});
  }
  Pipeline& arg(std::string_view borrowed) {
    commands_.back().argv.push_back(borrowed);
    return *this;
  }
  Pipeline& kind(Kind kind) { return arg(keep(std::string(1, static_cast<char>(kind)))); }
  Pipeline& number(std::int64_t value) { return arg(keep(std::to_string(value))); }

  std::span<const Command> commands() const { return commands_; }

 private:
  std::string_view keep(std::string text) { return short_.emplace_back(std::move(text)); }

  std::vector<Command> commands_;
  std::deque<std::string> short_;
};

void take_outcome(const Answer& from, ItemAnswers& to) {
  to.outcome = from.outcome;
  to.full = from.error.kind == core::ErrorKind::kFull;
  to.cause = from.error.cause;
  to.letters.clear();
  to.pack.clear();
}

// Answers of the form {letters, pack}.
void take_letters(const Answer& from, ItemAnswers& to) {
  take_outcome(from, to);
  if (from.outcome != Outcome::kDone) return;
  to.letters = from.reply[0].string();
  to.pack = from.reply[1].string();
}

// A zset score as the server prints it; whole milliseconds are below 2^53.
core::Millis to_millis(std::string_view text) { return static_cast<core::Millis>(to_number(text)); }

// A pack as take and walk hand it out.
Batch batch_of(const auto& call, ReplyView pack) {
  Batch batch;
  batch.kind = call.kind;
  batch.stage = call.stage;
  batch.shard = call.shard;
  batch.pack = pack[0].string();
  batch.attempts = static_cast<std::uint32_t>(pack[1].integer());
  batch.ids = pack[2].string();
  batch.revs = pack[3].string();
  batch.states = pack[4].string();
  batch.bodies = pack[5].string();
  return batch;
}

template <class Calls, class Add, class TakeAnswer>
void run_span(Calls& calls, Add add, const auto& run, TakeAnswer take_answer) {
  if (calls.empty()) return;
  Pipeline pipeline(calls.size());
  for (auto& call : calls) add(pipeline, call);
  std::vector<std::uint16_t> shards;
  shards.reserve(calls.size());
  for (const auto& call : calls) shards.push_back(call.shard);
  const std::vector<Answer> answers = run(pipeline.commands(), shards);
  for (std::size_t i = 0; i < calls.size(); ++i) take_answer(answers[i], calls[i]);
}

}  // namespace

FunctionLibrary store_functions() { return {"naadam2", kFunctionsLua}; }

void RedisStore::admit(std::span<Admit> calls) {
  run_span(
      calls,
      [this](Pipeline& p, const Admit& c) {
        p.call(c.owed ? "n2_admit_owed" : "n2_admit", c.kind, c.shard);
        p.kind(c.kind).number(c.to).number(c.wait).arg(c.ids).arg(c.revs).arg(c.states).arg(c.bodies);
        if (c.number != 0) {
          p.arg(c.owner.view()).number(static_cast<std::int64_t>(c.number));
        } else if (!c.log.empty()) {
          p.arg("").arg("");
        }
        if (!c.log.empty()) p.arg(c.log).arg(c.digests).number(epoch_);
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, Admit& c) { take_letters(a, c.answer); });
}

void RedisStore::advance(std::span<Advance> calls) {
  run_span(
      calls,
      [this](Pipeline& p, const Advance& c) {
        p.call("n2_advance", c.kind, c.shard);
        p.kind(c.kind).number(c.from).number(c.to).number(c.wait).arg(c.pack).arg(c.ids).arg(c.expected).arg(c.revs);
        p.arg(c.states).arg(c.replace_bodies ? "r" : "k").arg(c.bodies);
        if (!c.log.empty()) p.arg(c.log).arg(c.digests).number(epoch_);
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, Advance& c) { take_letters(a, c.answer); });
}

void RedisStore::apply(std::span<Apply> calls) {
  run_span(
      calls,
      [this](Pipeline& p, const Apply& c) {
        p.call("n2_apply", c.kind, c.shard);
        p.kind(c.kind).number(c.to).number(c.wait).arg(c.ids).arg(c.revs).arg(c.states).arg(c.bodies);
        if (!c.log.empty()) p.arg(c.log).arg(c.digests).number(epoch_);
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, Apply& c) { take_letters(a, c.answer); });
}

void RedisStore::mark(std::span<Mark> calls) {
  run_span(
      calls,
      [](Pipeline& p, const Mark& c) {
        p.call("n2_mark", Kind::kUpload, c.shard);
        p.arg(c.upload.view()).arg(c.rows).arg(c.marks);
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, Mark& c) {
        take_outcome(a, c.answer);
        if (a.outcome != Outcome::kDone) return;
        c.answer.letters = a.reply[0].string();
        c.filled = static_cast<std::uint64_t>(a.reply[1].integer());
      });
}

void RedisStore::read_marks(std::span<ReadMarks> calls) {
  std::deque<std::string> keys;
  run_span(
      calls,
      [&keys](Pipeline& p, const ReadMarks& c) {
        p.plain("GETRANGE", c.shard, keys.emplace_back(":u:w:" + std::string(c.upload.view())), true);
        p.number(static_cast<std::int64_t>(c.from) * static_cast<std::int64_t>(kMarkBytes));
        p.number((static_cast<std::int64_t>(c.from) + c.count) * static_cast<std::int64_t>(kMarkBytes) - 1);
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, ReadMarks& c) {
        take_outcome(a, c.answer);
        if (a.outcome != Outcome::kDone) return;
        c.marks = a.reply.string();
        c.marks.resize(static_cast<std::size_t>(c.count) * kMarkBytes, '\0');
      });
  run_span(
      calls, [](Pipeline& p, const ReadMarks& c) { p.plain("HGET", c.shard, ":u:f", true), p.arg(c.upload.view()); },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, ReadMarks& c) {
        if (a.outcome != Outcome::kDone) return take_outcome(a, c.answer);
        c.filled = to_number(a.reply.string());
      });
}

void RedisStore::take(std::span<Take> calls) {
  run_span(
      calls,
      [](Pipeline& p, const Take& c) {
        p.call("n2_take", c.kind, c.shard);
        p.kind(c.kind).number(c.stage).number(c.room).number(c.lease).number(c.wait_max);
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, Take& c) {
        take_outcome(a, c.answer);
        c.batches.clear();
        for (std::size_t i = 0; i < a.reply.size(); ++i) c.batches.push_back(batch_of(c, a.reply[i]));
      });
}

void RedisStore::walk(std::span<Walk> calls) {
  run_span(
      calls,
      [](Pipeline& p, const Walk& c) {
        p.call("n2_walk", c.kind, c.shard, true);
        p.kind(c.kind).number(c.stage).number(c.room).arg(c.after);
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, Walk& c) {
        take_outcome(a, c.answer);
        c.batches.clear();
        if (a.outcome != Outcome::kDone) return;
        c.after = a.reply[0].string();
        c.over = a.reply[1].integer() == 1;
        for (std::size_t i = 0; i < a.reply[2].size(); ++i) c.batches.push_back(batch_of(c, a.reply[2][i]));
      });
}

void RedisStore::defer(std::span<Defer> calls) {
  run_span(
      calls,
      [](Pipeline& p, const Defer& c) {
        p.call("n2_defer", c.kind, c.shard);
        p.kind(c.kind).number(c.stage).arg(c.pack).number(c.wait).number(c.attempts_change);
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, Defer& c) { take_outcome(a, c.answer); });
}

void RedisStore::park(std::span<Park> calls) {
  run_span(
      calls,
      [](Pipeline& p, const Park& c) {
        p.call("n2_park", c.kind, c.shard);
        p.kind(c.kind).number(c.stage).arg(c.ids).arg(c.expected).arg(c.reason);
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, Park& c) { take_letters(a, c.answer); });
}

void RedisStore::replay(std::span<Replay> calls) {
  run_span(
      calls,
      [](Pipeline& p, const Replay& c) {
        p.call("n2_replay", c.kind, c.shard);
        p.kind(c.kind).number(c.room);
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, Replay& c) {
        take_outcome(a, c.answer);
        c.replayed = static_cast<std::uint64_t>(a.reply.integer());
      });
}

void RedisStore::read(std::span<Read> calls) {
  run_span(
      calls,
      [](Pipeline& p, const Read& c) {
        p.call("n2_read", c.kind, c.shard, true);
        p.kind(c.kind).arg(c.ids);
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, Read& c) {
        take_outcome(a, c.answer);
        c.records.clear();
        for (std::size_t i = 0; i < a.reply.size(); ++i) {
          const ReplyView one = a.reply[i];
          Record& record = c.records.emplace_back();
          if (!one.is_array()) continue;
          record.found = true;
          record.stage = static_cast<Stage>(to_number(one[0].string()));
          record.rev = core::Rev::from(one[1].string());
          record.state = one[2].string();
          record.body = one[3].string();
        }
      });
}

void RedisStore::number(std::span<Number> calls) {
  run_span(
      calls,
      [](Pipeline& p, const Number& c) {
        p.call("n2_number", Kind::kUpload, c.shard);
        p.arg(c.owner.view()).arg(c.item.view()).arg("l");
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, Number& c) {
        take_outcome(a, c.answer);
        c.number = static_cast<std::uint64_t>(a.reply.integer());
      });
}

void RedisStore::scan(std::span<Scan> calls) {
  run_span(
      calls,
      [](Pipeline& p, const Scan& c) {
        p.plain("HSCAN", c.shard, std::string(":") + static_cast<char>(c.kind) + ":x", true);
        p.arg(c.cursor).arg("COUNT").number(c.count);
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, Scan& c) {
        take_outcome(a, c.answer);
        c.ids.clear();
        if (a.outcome != Outcome::kDone) return;
        const ReplyView pairs = a.reply[1];
        for (std::size_t i = 0; i < pairs.size(); i += 2) c.ids.append(pairs[i].string());
        c.cursor = a.reply[0].string();
      });
}

void RedisStore::count(std::span<Count> calls) {
  static constexpr Stage kStagesShown = 9;
  run_span(
      calls,
      [](Pipeline& p, const Count& c) {
        p.call("n2_count", c.kind, c.shard, true);
        p.kind(c.kind);
        for (Stage stage = 1; stage <= kStagesShown; ++stage) p.number(stage);
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, Count& c) {
        take_outcome(a, c.answer);
        c.stages.clear();
        if (a.outcome != Outcome::kDone) return;
        const ReplyView counts = a.reply[0];
        for (std::size_t i = 0; i + 1 < counts.size(); i += 2) {
          c.stages[static_cast<Stage>(to_number(counts[i].string()))].records = to_number(counts[i + 1].string());
        }
        c.parked = static_cast<std::uint64_t>(a.reply[1].integer());
        const core::Millis now = to_millis(a.reply[2].string());
        for (Stage stage = 1; stage <= kStagesShown; ++stage) {
          const std::string_view due = a.reply[3][stage - 1u].string();
          if (!due.empty() && to_millis(due) < now) c.stages[stage].oldest_due_ms = now - to_millis(due);
        }
      });
}

void RedisStore::count_groups(std::span<CountGroups> calls) {
  run_span(
      calls,
      [](Pipeline& p, const CountGroups& c) {
        p.call("n2_count_groups", c.kind, c.shard, true);
        p.kind(c.kind);
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, CountGroups& c) {
        take_outcome(a, c.answer);
        c.groups.clear();
        if (a.outcome != Outcome::kDone) return;
        for (std::size_t i = 0; i + 1 < a.reply.size(); i += 2) {
          const std::string_view field = a.reply[i].string();
          const std::uint64_t records = to_number(a.reply[i + 1].string());
          if (records == 0) continue;
          c.groups[std::string(field.substr(0, kGroupBytes))]
                  [static_cast<Stage>(to_number(field.substr(kGroupBytes)))] = records;
        }
      });
}

void RedisStore::list(std::span<List> calls) {
  run_span(
      calls,
      [](Pipeline& p, const List& c) {
        p.call("n2_list", c.kind, c.shard, true);
        p.kind(c.kind).arg(c.group).arg(c.cursor).number(c.count);
      },
      [this](auto commands, auto shards) { return run(commands, shards); },
      [](const Answer& a, List& c) {
        take_outcome(a, c.answer);
        c.ids.clear();
        if (a.outcome != Outcome::kDone) return;
        const ReplyView pairs = a.reply[1];
        for (std::size_t i = 0; i < pairs.size(); i += 2) c.ids.append(c.group).append(pairs[i].string());
        c.cursor = a.reply[0].string();
      });
}

}  // namespace naadam::store
