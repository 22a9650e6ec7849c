// An entry 报名: one person x event x group x stage of the competition, made of what submitters claim about it.
//
// Stored as a record of kind 'e' on the shard of the person: `body` = sealed EntryBody, `state` = EntryState in clear.
// Pushed intake -> eligibility -> intake -> notification with the same bytes.
// Identity: 8 bytes of the person's keyed hash, then 8 bytes over (person, edition, event, group, stage); so an
// entry's shard follows from its id alone.
// Errors: decode gives kCorrupt naming the field. Personal data: EntryBody all of it; EntryState none.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "wire/claim.hpp"
#include "wire/verdict.hpp"

namespace naadam::wire {

// One claim with where it came from. Claims of an entry are sorted by (submitter, copy).
struct FiledClaim {
  core::Id submitter;
  core::Id upload;
  std::uint32_t upload_number = 0;  // of this submitter; orders that submitter's claims. Withdrawn: where it vanished
  std::uint32_t row = 0;            // index among the upload's data rows, from 0
  std::uint16_t copy = 0;           // 0 for a person's first row of a file, 1.. for repeats of it
  core::Millis accepted_at = 0;     // of the upload: its first byte, by the installation's clock
  bool withdrawn = false;           // vanished in a later upload; kept so that the person can be told
  Claim claim;

  bool operator==(const FiledClaim&) const = default;
};

struct EntryBody {
  static constexpr std::size_t kClaimsMax = 64;
  std::vector<FiledClaim> claims;
};

std::string encode(const EntryBody& body);
core::Result<EntryBody> decode_entry_body(std::string_view bytes);

// The ten findings of one claim, small enough to keep with every row: per rule its reason within its hundred
// (domain/reason.hpp: 0-9 pass, 10-59 fault, 60-79 evidence wanted, 80-99 not applicable) and the two numbers that
// texts need. 12 bytes stored: reasons in the order of Rule, team members found, full years; both up to 255.
struct RuleReasons {
  static constexpr std::size_t kBytes = kRules + 2;
  std::array<std::uint8_t, kRules> reason{};
  std::uint8_t members = 0;
  std::uint8_t years = 0;

  static RuleReasons of(const Findings& findings);
  Finding at(Rule rule) const;
  bool operator==(const RuleReasons&) const = default;
};
void put_reasons(std::string& out, const RuleReasons& reasons);
// `bytes` holds at least RuleReasons::kBytes.
RuleReasons get_reasons(std::string_view bytes);

// What the state of an entry says about each of its claims: the row to tell, and the outcome of judging that claim.
struct Target {
  core::Id upload;
  std::uint32_t row = 0;
  Verdict verdict = Verdict::kNone;
  RuleReasons reasons;

  bool operator==(const Target&) const = default;
};

namespace entry_flag {
inline constexpr std::uint8_t kConflict = 1;    // submitters differ: returned, shown to all of them
inline constexpr std::uint8_t kWithdrawn = 2;   // no claim is left
inline constexpr std::uint8_t kNotify = 4;      // the decision is new to the person
inline constexpr std::uint8_t kNotifySeat = 8;  // the seat is
// 16 is row_flag::kOvertaken, which shares a byte with these.
inline constexpr std::uint8_t kNotifyResult = 32;  // the result is
inline constexpr std::uint8_t kNotifyFinals = 64;  // the nomination is
inline constexpr std::uint8_t kNotices = kNotify | kNotifySeat | kNotifyResult | kNotifyFinals;
}  // namespace entry_flag

// Where it competes, as drawn 抽签. It stays with an entry that is withdrawn: nobody else moves.
struct Seat {
  std::uint32_t epoch = 0;    // of the draw's rev that says so, and its n: the highest stays
  std::uint32_t n = 0;        // at least 1
  std::uint16_t heat = 0;     // 场次, from 1; 0: it had a seat and has none any more
  std::uint16_t station = 0;  // 工位, from 1

  // The newest draw gives it none, and it never had one (heat 0, station 1): kept so that an older draw, told late,
  // changes nothing. Nobody hears of it.
  static constexpr Seat never(std::uint32_t epoch, std::uint32_t n) { return {epoch, n, 0, 1}; }
  bool is_never() const { return heat == 0 && station == 1; }

  bool same_place(const Seat& other) const { return heat == other.heat && station == other.station; }
  bool operator==(const Seat&) const = default;
};

// What it came to in its contest, as published 成绩.
struct ContestResult {
  std::uint32_t epoch = 0;  // of the rev of the score record that says so, and its n: the highest stays
  std::uint32_t n = 0;      // at least 1
  std::uint16_t rank = 0;   // 名次, from 1; 0: did not compete to the end, or is in the result no more
  std::int64_t total = 0;   // 总分, millionths; 0 where rank is 0

  // The newest result does not name it, and none that it heard of did (rank 0, total 1): kept so that an older one,
  // told late, changes nothing. Nobody hears of it.
  static constexpr ContestResult never() { return {0, 1, 0, 1}; }
  bool is_never() const { return rank == 0 && total == 1; }

  std::string total_text() const;  // exact, as short as it can be written: "87.5", "100"

  bool same(const ContestResult& other) const { return rank == other.rank && total == other.total; }
  bool operator==(const ContestResult&) const = default;
};

// Whether it goes to the finals 决赛, as published.
struct FinalsPlace {
  enum class Kind : std::uint8_t { kNone = 0, kNamed = 1, kSubstitute = 2 };  // stored: never renumber
  std::uint32_t epoch = 0;  // of the rev of the nomination that says so, and its n: the highest stays
  std::uint32_t n = 0;      // at least 1
  Kind kind = Kind::kNone;  // kNone: it was nominated and is not any more
  std::uint16_t order = 0;  // from 1 among the named, or the substitutes 替补, of its delegation and event; kNone: 0

  // The newest nomination does not tell it anything, and none that it heard of did (kNone, order 1): as of results.
  static constexpr FinalsPlace never() { return {0, 1, Kind::kNone, 1}; }
  bool is_never() const { return kind == Kind::kNone && order == 1; }

  bool same(const FinalsPlace& other) const { return kind == other.kind && order == other.order; }
  bool operator==(const FinalsPlace&) const = default;
};
std::string_view finals_name(FinalsPlace::Kind kind);  // "none", "named", "substitute"

struct EntryState {
  static constexpr std::size_t kLeftMax = 16;

  std::uint64_t edition = 0;  // first 8 bytes of the version's hash under which it was judged; 0 = not judged
  Verdict verdict = Verdict::kNone;
  std::uint8_t flags = 0;
  std::uint64_t decision = 0;  // hash of what the person is told; unchanged = no new notice
  bool has_recipient = false;
  core::Id recipient;                    // keyed hash of the mobile number
  std::string event, group, delegation;  // codes of the edition, empty where unknown; each at most 16 bytes
  std::vector<Target> targets;           // one a claim not withdrawn; the first is of the claim that decides
  // Contests (see place.hpp) that it has left and whose boards have not been told so yet. At most kLeftMax.
  std::vector<std::uint64_t> left;
  std::optional<Seat> seat;             // absent: none was ever drawn
  std::optional<ContestResult> result;  // absent: none was ever published
  std::optional<FinalsPlace> finals;    // absent: never nominated

  bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
  // For every step that takes an entry into a newer epoch: its notices may be among what was lost, so they are owed
  // again. One that still says this very decision or seat is left as it is.
  void owe_notices() {
    if (!has_recipient) return;
    flags |= entry_flag::kNotify;
    owe_seat();
    owe_result();
    owe_finals();
  }
  // An entry that was withdrawn is told that, and not where it would have stood.
  void owe_seat() { owe(seat && !seat->is_never(), entry_flag::kNotifySeat); }
  void owe_result() { owe(result && !result->is_never(), entry_flag::kNotifyResult); }
  void owe_finals() { owe(finals && !finals->is_never(), entry_flag::kNotifyFinals); }

 private:
  void owe(bool known, std::uint8_t flag) {
    if (known && has_recipient && !has(entry_flag::kWithdrawn)) flags |= flag;
  }
};

// One row's outcome as its upload keeps it (see Mark in store/store.hpp): 22 bytes.
struct RowMark {
  static constexpr std::size_t kBytes = 4 + 4 + 1 + 1 + RuleReasons::kBytes;
  std::uint32_t epoch = 0;
  std::uint32_t n = 0;  // of the entry's rev
  Verdict verdict = Verdict::kNone;
  std::uint8_t flags = 0;  // entry_flag, row_flag
  RuleReasons reasons;
};
namespace row_flag {
inline constexpr std::uint8_t kOvertaken = 16;  // the submitter's own newer upload speaks for this person
}  // namespace row_flag
void put_mark(std::string& out, const RowMark& mark);
// `bytes` holds at least RowMark::kBytes; n = 0 where no mark was made.
RowMark get_mark(std::string_view bytes);

std::string encode(const EntryState& state);
core::Result<EntryState> decode_entry_state(std::string_view bytes);
// Takes flags out of an encoded state that decode_entry_state() accepts, without decoding it.
void clear_flags(std::string& encoded_state, std::uint8_t flags);
// Whether EntryState::left of such a state has any, without decoding it.
bool has_left_contests(std::string_view encoded_state);

}  // namespace naadam::wire
