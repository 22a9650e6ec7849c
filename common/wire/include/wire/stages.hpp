// The stages of each kind of record and who consumes them. Numbers are stored: never reuse or renumber.
//
//   upload  stored --intake--> judging --intake--> complete            (refused: the file could not be taken)
//           form --intake--> form_filed                                (a single form, which has no rows to wait for)
//   entry   received --eligibility--> judged --intake--> reported --notification--> settled
//   draw    committing --officers--> frozen --officers--> published --scheduling--> told
//   score   open --officers--> published --scoring--> told                (schemes rest at scheme)
//   notice  planned --notification--> attempting --notification--> waiting --notification--> closed
//
// judged: a verdict stands, the uploads its rows came from and the board of its contest are to be told. reported: they
// know; the person is to be told. settled: nothing remains to be done until a new claim comes.
#pragma once

#include <cstdint>

namespace naadam::wire {

namespace upload_stage {
inline constexpr std::uint8_t kStored = 1;
inline constexpr std::uint8_t kJudging = 2;
inline constexpr std::uint8_t kComplete = 3;
inline constexpr std::uint8_t kRefused = 4;
// A form passes stages of its own, so that a program that does not know of forms leaves them alone.
inline constexpr std::uint8_t kForm = 5;       // kept; its claim is to be filed
inline constexpr std::uint8_t kFormFiled = 6;  // its claim stands in its entry, which tells what became of it
}  // namespace upload_stage

namespace entry_stage {
inline constexpr std::uint8_t kReceived = 1;
inline constexpr std::uint8_t kJudged = 2;
inline constexpr std::uint8_t kReported = 3;
inline constexpr std::uint8_t kSettled = 4;
}  // namespace entry_stage

namespace notice_stage {
inline constexpr std::uint8_t kPlanned = 1;
inline constexpr std::uint8_t kAttempting = 2;  // written before the gateway is called
inline constexpr std::uint8_t kWaiting = 3;     // for a receipt, or for the time to act without one
inline constexpr std::uint8_t kClosed = 4;
}  // namespace notice_stage

// How the board of a contest counts a place. Nothing remains to be done about it.
namespace place_stage {
inline constexpr std::uint8_t kReturned = 1;
inline constexpr std::uint8_t kRefused = 2;
inline constexpr std::uint8_t kNeedsEvidence = 3;
inline constexpr std::uint8_t kAccepted = 4;
inline constexpr std::uint8_t kWithdrawn = 5;
inline constexpr std::uint8_t kElsewhere = 6;  // the entry belongs to another contest by now
}  // namespace place_stage

// A draw of one delegation's trials, or of the finals: what its document says of it.
namespace draw_stage {
inline constexpr std::uint8_t kCommitting = 1;
inline constexpr std::uint8_t kFrozen = 2;
inline constexpr std::uint8_t kPublished = 3;  // entries are to get their seats
inline constexpr std::uint8_t kTold = 4;
}  // namespace draw_stage

// Who starts where in a contest, as a published draw says. Nothing remains to be done about it.
namespace start_list_stage {
inline constexpr std::uint8_t kKnown = 1;
}  // namespace start_list_stage

// What scoring keeps: see wire/score.hpp.
namespace score_stage {
inline constexpr std::uint8_t kScheme = 1;
inline constexpr std::uint8_t kOpen = 2;       // marks come in
inline constexpr std::uint8_t kPublished = 3;  // entries are to hear of it
inline constexpr std::uint8_t kTold = 4;
}  // namespace score_stage

}  // namespace naadam::wire
