// The one mechanism everything rests on: the record is the outbox. What remains to be done follows from the record
// itself (its stage and its due time), so a message may be lost, doubled, late or reordered and nothing is lost or
// done twice.
//
// A Store executes calls; several calls of one span travel together and are answered together. Each call is atomic
// on its shard. Two implementations share one test suite: RedisStore (Redis Functions, functions.lua) and ModelStore
// (in memory, for tests and the simulation).
//
// Outcomes (store/outcome.hpp): kDone, see the letters; kRefused, `full` where memory is short; kUnavailable;
// kUnknown, where repeating the call under the same ids and revs settles what became of it.
// Thread: one Store per thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "core/rev.hpp"
#include "store/batch.hpp"
#include "store/log_entry.hpp"
#include "store/outcome.hpp"

namespace naadam::store {

// One letter an item, in the order of the call.
enum class ItemAnswer : char {
  kDone = 'd',    // written
  kStale = 's',   // stage or rev is not the expected one; nothing changed (every repeat of a done call says this).
                  // admit: the number is not
  kExists = 'x',  // admit: the id is there already (or twice in the call)
  kAbsent = 'r',  // advance: no such id
  kSame = 'k',    // apply: this very rev was applied before
  kLate = 'l',    // apply: a newer rev was applied before
  kAlarm = 'a',   // apply: same epoch and n, other content; nothing changed
};

struct ItemAnswers {
  Outcome outcome = Outcome::kUnknown;
  bool full = false;    // kRefused because memory is short: ask again later
  std::string cause;    // for the log, where not kDone
  std::string letters;  // ItemAnswer per item, where kDone
  std::string pack;     // the pack in which the items answered 'd' lie now

  ItemAnswer item(std::size_t i) const { return static_cast<ItemAnswer>(letters[i]); }
  std::size_t count(ItemAnswer letter) const;
  bool all(ItemAnswer letter) const { return outcome == Outcome::kDone && count(letter) == letters.size(); }
};

// `wait` everywhere: milliseconds from the store's now until the records are due; kNeverDue leaves them at rest.
inline constexpr core::Millis kNeverDue = -1;

// Creates records. Refused when memory is short, as number() is; no other call is, so what was accepted is finished.
struct Admit {
  Kind kind;
  std::uint16_t shard = 0;
  Stage to = 0;
  core::Millis wait = 0;
  std::string ids, revs, states, bodies;
  ItemAnswers answer;
  bool owed = false;  // the records follow from one that was accepted: not refused
  // Of one upload: its number among the owner's, as its state says. Given with the record, both or neither; kStale
  // where another one is its own or the next, for somebody else was quicker: ask number() again. 0: not numbered.
  std::uint64_t number = 0;
  core::Id owner{};
  // As in Advance, of those created: for records that a person's decision begins. What follows from a file is not.
  std::string log{};
  std::string digests{};
};

// Moves records from one stage to another, if each is still at `from` with the expected rev.
struct Advance {
  Kind kind;
  std::uint16_t shard = 0;
  Stage from = 0;
  Stage to = 0;
  core::Millis wait = 0;
  std::string pack;  // where the caller believes they lie; empty if not known
  std::string ids, expected, revs, states;
  bool replace_bodies = false;
  std::string bodies;  // where replace_bodies; empty column drops them
  ItemAnswers answer;
  // Who decides this, "eligibility/1": the records written are appended to the shard's log. Empty: not logged.
  std::string log{};
  std::string digests{};  // for the log: kDigestBytes a record of its sealed body; may be empty
};

// Tells a target of another shard. Keeps per item the highest source rev seen: the first 16 bytes of its state.
// A new id is created; a newer source rev replaces the record and puts it at `to`; the own rev becomes the source's.
struct Apply {
  Kind kind;
  std::uint16_t shard = 0;
  Stage to = 0;
  core::Millis wait = 0;
  std::string ids, revs, states, bodies;
  ItemAnswers answer;
  std::string log{};      // as in Advance
  std::string digests{};  // as in Advance
};

// The outcome of rows, at their upload. A mark begins with epoch and n of the entry's rev, 4 bytes each; the highest
// stays. What follows is the caller's (wire::RowMark). `filled` counts rows with a mark.
inline constexpr std::size_t kMarkBytes = 4 + 4 + 1 + 1 + 12;
struct Mark {
  std::uint16_t shard = 0;
  core::Id upload;
  std::string rows;   // big-endian u32 each, counted from 0
  std::string marks;  // kMarkBytes each
  ItemAnswers answer;
  std::uint64_t filled = 0;
};
struct ReadMarks {
  std::uint16_t shard = 0;
  core::Id upload;
  std::uint32_t from = 0;
  std::uint32_t count = 0;
  ItemAnswers answer;
  std::string marks;  // all zero where none was made
  std::uint64_t filled = 0;
};

// Hands out at most `room` due records of a stage and moves their due time by `lease`. A pack that came back twice
// without progress is handed out in tenths, so that a poison record ends alone.
struct Take {
  Kind kind;
  Stage stage = 0;
  std::uint16_t shard = 0;
  std::uint32_t room = 0;
  core::Millis lease = 0;
  ItemAnswers answer;
  std::vector<Batch> batches;
  // The longest wait that anybody asks for at this stage. What is due later than that was written before the store's
  // clock was set back, and is due now: nobody lives an hour twice. 0: not known, nothing is taken before its time.
  core::Millis wait_max = 0;
};

// Hands out what lies at a stage, due or not but not parked, and changes nothing: for those who must see every record
// once. At most `room` records, but always whole packs, in an order of the store's own; `after` leads to the next part.
// A record that stays at the stage is handed out at least once, twice where it moved from pack to pack meanwhile.
struct Walk {
  Kind kind;
  Stage stage = 0;
  std::uint16_t shard = 0;
  std::uint32_t room = 400;
  std::string after;  // empty: from the beginning; the answer puts here what to say next time
  bool over = false;  // nothing comes after this part
  ItemAnswers answer;
  std::vector<Batch> batches;
};

// Puts a pack's due time elsewhere. A peer or gateway that failed is no attempt of the records (-1 takes back what
// take() counted); a step that failed over the records is one (+1 where they came by a push).
struct Defer {
  Kind kind;
  Stage stage = 0;
  std::uint16_t shard = 0;
  std::string pack;
  core::Millis wait = 0;
  int attempts_change = 0;
  ItemAnswers answer;
};

// Sets records aside after kAttemptsMax attempts of their own; they stay at their stage, shown and replayable.
struct Park {
  Kind kind;
  Stage stage = 0;
  std::uint16_t shard = 0;
  std::string ids, expected;
  std::string reason;  // for the one on call; no personal data
  ItemAnswers answer;
};
struct Replay {
  Kind kind;
  std::uint16_t shard = 0;
  std::uint32_t room = 0;  // at most so many packs
  ItemAnswers answer;
  std::uint64_t replayed = 0;
};

struct Record {
  bool found = false;
  Stage stage = 0;
  core::Rev rev;
  std::string state, body;
};
struct Read {
  Kind kind;
  std::uint16_t shard = 0;
  std::string ids;
  ItemAnswers answer;
  std::vector<Record> records;  // in the order of ids
};

// The number of `item` among the owner's items, counted from 1; of one that has none yet, the next. Gives none:
// admit() does that.
struct Number {
  std::uint16_t shard = 0;
  core::Id owner;
  core::Id item;
  ItemAnswers answer;
  std::uint64_t number = 0;
};

// Pages through the ids of a kind on a shard; an id may be shown twice while records move. Cursor "0" begins and ends.
// Not for kPlace: see CountGroups and List.
struct Scan {
  Kind kind;
  std::uint16_t shard = 0;
  std::string cursor = "0";
  std::uint32_t count = 500;
  ItemAnswers answer;
  std::string ids;
};

// The first half of the ids of a kind whose records are in groups: of a place, its contest.
inline constexpr std::size_t kGroupBytes = core::kIdBytes / 2;

// How many records of each group of a shard stand at which stage; exact at any moment. For kPlace alone.
struct CountGroups {
  Kind kind = Kind::kPlace;
  std::uint16_t shard = 0;
  ItemAnswers answer;
  std::map<std::string, std::map<Stage, std::uint64_t>> groups;  // by name; stages at which there is none are left out
};

// Pages through the ids of one group; as Scan.
struct List {
  Kind kind = Kind::kPlace;
  std::uint16_t shard = 0;
  std::string group;  // kGroupBytes
  std::string cursor = "0";
  std::uint32_t count = 500;
  ItemAnswers answer;
  std::string ids;
};

struct Backlog {
  std::uint64_t records = 0;       // at this stage, due or at rest
  core::Millis oldest_due_ms = 0;  // how far the oldest due time lies in the past; 0 if nothing is overdue
};
struct Count {
  Kind kind;
  std::uint16_t shard = 0;
  ItemAnswers answer;
  std::map<Stage, Backlog> stages;
  std::uint64_t parked = 0;
};

// The oldest entries of a shard's log, and how many wait there in all.
struct ReadLog {
  std::uint16_t shard = 0;
  std::uint32_t count = 64;  // [1, 1000]
  ItemAnswers answer;
  std::vector<LogEntry> entries;
  std::uint64_t waiting = 0;
};
// Drops what is at `upto` or before it. For the notary alone, after it has that on disk.
struct TrimLog {
  std::uint16_t shard = 0;
  LogPlace upto;
  ItemAnswers answer;
};

class Store {
 public:
  virtual ~Store() = default;

  virtual void admit(std::span<Admit> calls) = 0;
  virtual void advance(std::span<Advance> calls) = 0;
  virtual void apply(std::span<Apply> calls) = 0;
  virtual void mark(std::span<Mark> calls) = 0;
  virtual void read_marks(std::span<ReadMarks> calls) = 0;
  virtual void take(std::span<Take> calls) = 0;
  virtual void walk(std::span<Walk> calls) = 0;
  virtual void defer(std::span<Defer> calls) = 0;
  virtual void park(std::span<Park> calls) = 0;
  virtual void replay(std::span<Replay> calls) = 0;
  virtual void read(std::span<Read> calls) = 0;
  virtual void number(std::span<Number> calls) = 0;
  virtual void scan(std::span<Scan> calls) = 0;
  virtual void count(std::span<Count> calls) = 0;
  virtual void count_groups(std::span<CountGroups> calls) = 0;
  virtual void list(std::span<List> calls) = 0;
  virtual void read_log(std::span<ReadLog> calls) = 0;
  virtual void trim_log(std::span<TrimLog> calls) = 0;

  // Small facts of the installation, not records: shard count, clock offset, the published edition. See keys.hpp.
  virtual core::Result<std::optional<std::string>> get_fact(std::string_view name) = 0;
  virtual core::Status put_fact(std::string_view name, std::string_view value) = 0;
  // Sets it only where it is absent; gives what stands there afterwards.
  virtual core::Result<std::string> keep_fact(std::string_view name, std::string_view value) = 0;

  // The store's clock, Unix ms, without the training offset: read within the last second, carried on by ours since. No
  // clock is ever an identity.
  virtual core::Result<core::Millis> now_ms() = 0;
  // The epoch for new revs: what a restore has set (the fact `epoch`) plus the epoch of the Redis Cluster, which rises
  // at every promotion (and when slots move, which does no harm). After a promotion some answers of the old primary may
  // be gone with it; what is decided anew gets a higher rev than what was lost, and so wins wherever that one is still
  // known. Never falls within a process, and is current from the first answer of a promoted node on.
  // Who calls, for the log: the name of this process's service and copy.
  virtual std::string_view who() const = 0;
  virtual std::uint32_t epoch() const = 0;
  virtual std::uint16_t shards() const = 0;
};

// One Count a shard, answered: all records of a kind.
std::vector<Count> count_all(Store& store, Kind kind);

}  // namespace naadam::store
