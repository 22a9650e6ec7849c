// A notice: one fact for one recipient, on its way to a phone.
//
// Stored as a record of kind 'n' on the shard of its recipient. Identity: 8 bytes of the recipient's keyed hash, then
// 8 bytes over (recipient, entry, reason); a newer verdict is a newer rev of the same notice, so it supersedes one
// still planned. `state` begins with the source's rev (see Apply in store/store.hpp); `body` = sealed NoticeBody and
// is dropped when the notice is closed.
// Errors: decode gives kCorrupt. Personal data: NoticeBody all of it; NoticeState none.
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
#include "core/rev.hpp"
#include "wire/entry.hpp"
#include "wire/verdict.hpp"

namespace naadam::wire {

// Stored: never renumber.
enum class NoticeReason : std::uint8_t { kVerdict = 1, kSeat = 2, kResult = 3, kFinals = 4 };
inline constexpr std::array<NoticeReason, 4> kNoticeReasons{NoticeReason::kVerdict, NoticeReason::kSeat,
                                                            NoticeReason::kResult, NoticeReason::kFinals};
std::string_view notice_reason_name(NoticeReason reason);  // "verdict", "seat", "result", "finals"

// One try of sending, as far as it is known; see services/notification/rules/delivery.hpp for the meaning.
struct NoticeTry {
  std::uint8_t answer = 0;
  std::uint8_t receipts = 0;
  std::uint8_t laters = 0;
  core::Millis began_ms = 0;
};

struct NoticeState {
  static constexpr std::size_t kTries = 2;

  core::Rev source;        // the newest rev of its entry that it has heard of, and that decided what it tells
  std::uint8_t shown = 0;  // state for people (planned, sent, ...), as last computed; see delivery.hpp
  NoticeReason reason = NoticeReason::kVerdict;
  Verdict verdict = Verdict::kNone;
  std::array<NoticeTry, kTries> tries;
  std::uint8_t begun = 0;
  bool duty = false;
  core::Id message;            // the message it last went out in: the id of that message's first notice
  std::uint64_t decision = 0;  // that it tells, see decision_told(): what was told once is not told again
  // Where it heard of a newer rev with the same decision since it was planned: the mark of the one it was planned
  // under.
  std::optional<std::uint64_t> planned_under;

  // Which plan of the notice this is: stays while it is tried and hears of newer revs, and changes with what it tells.
  std::uint64_t plan() const;
  // Its entry came to the same decision anew, under `rev`.
  void hear(const core::Rev& rev);
};

// Whether the entry has something of this kind to tell, new or told: a verdict always, the others where they are known
// and it was not withdrawn.
bool has_to_tell(NoticeReason reason, const EntryState& entry);
// What an entry has to say to its recipient, in the order in which it is planned.
std::vector<NoticeReason> owed_by(const EntryState& entry);
// What a notice of this reason tells, as a number: the same number, no new notice.
std::uint64_t decision_told(NoticeReason reason, const EntryState& entry);

std::string encode(const NoticeState& state);
core::Result<NoticeState> decode_notice_state(std::string_view bytes);

struct NoticeBody {
  core::Id entry;
  std::string mobile;  // digits, mainland form
  std::string name;
  std::string event, group;  // codes of the edition
  Verdict verdict = Verdict::kNone;
  std::uint8_t flags = 0;  // entry_flag
  RuleReasons reasons;
  // What the notice tells where it is no verdict: one of these at most. Whose word it was (epoch, n) is not kept.
  std::optional<Seat> seat;
  std::optional<ContestResult> result;
  std::optional<FinalsPlace> finals;
  std::string delegation;  // code; of a verdict that it came too late, as its close is of the delegation. Else ""

  NoticeReason reason() const;
};

std::string encode(const NoticeBody& body);
core::Result<NoticeBody> decode_notice_body(std::string_view bytes);

}  // namespace naadam::wire
