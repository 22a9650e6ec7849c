// The life of one notice, from planned to known, as a pure function of what has been learnt about it.
//
//   planned --begin--> attempting --accepted--> sent ------delivered------> delivered
//      ^                   |                     |
//      |<------later-------+---unknown--> unknown+--wait over, duty, 1st try--> (begin again, marked)
//                          |                     +--wait over, duty, 2nd try--> call sheet
//                          +---rejected-----> failed / call sheet (duty) <--not delivered, refused
//
// A Delivery only gathers facts: which tries were begun, how the gateway answered each, which receipt bits came for
// each. The state is read from the facts by look(). So receipts may be late, doubled, in any order or before the
// gateway's own answer, and the same set of them always gives the same state.
//
//   delivered wins over everything: the person has it, whatever came before or comes after;
//   failed means for certain not received by this try: no second SMS to a dead number, a duty notice goes to the phone;
//   a receipt 4 or 8 proves that the centre has it: an unanswered submit becomes sent.
//
// Thread: values. Time: store clock, Unix ms. Nothing here is personal data.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/clock.hpp"
#include "core/result.hpp"

namespace naadam::notification {

inline constexpr std::size_t kTriesMax = 2;  // the second is marked as such in its text

// Stored and shown: never renumber. When it grows: delivery_state_name(), and the table of `naadam status`.
enum class DeliveryState : std::uint8_t {
  kPlanned = 1,     // nothing was sent, or the gateway said: later
  kAttempting = 2,  // written before the call; the call may have happened
  kSent = 3,        // the gateway or the centre has it
  kDelivered = 4,   // the phone has it
  kFailed = 5,      // certainly not received
  kUnknown = 6,     // may have been sent; waits for its receipt
  kCallSheet = 7,   // a person must ring up
  kSuperseded = 8,  // a newer verdict came while nothing had been sent
};
std::string_view delivery_state_name(DeliveryState state);  // "planned", "call_sheet", ...

// How the gateway answered one submit. Stored: never renumber. A stronger answer (higher number) is never replaced by a
// weaker one of the same try.
enum class SubmitAnswer : std::uint8_t {
  kNone = 0,      // not yet known
  kLater = 1,     // certainly not taken: not reachable, throttled, disk full; the try does not count
  kUnknown = 2,   // sent, no answer; it may have been taken
  kRejected = 3,  // will never work as asked
  kAccepted = 4,  // kept by the gateway
};

// Bits of a receipt's type as Kannel sends them (user guide, "Delivery reports"). Test bits, not values: an expired
// message comes as 34.
namespace receipt_bit {
inline constexpr std::uint8_t kDelivered = 1;
inline constexpr std::uint8_t kNotDelivered = 2;
inline constexpr std::uint8_t kBuffered = 4;
inline constexpr std::uint8_t kCentreTook = 8;
inline constexpr std::uint8_t kCentreRefused = 16;
inline constexpr std::uint8_t kOther = 32;  // comes with one of the above; means nothing by itself
inline constexpr std::uint8_t kAll = 63;
}  // namespace receipt_bit

// One try, 1 or 2, as far as it is known.
struct Try {
  SubmitAnswer answer = SubmitAnswer::kNone;
  std::uint8_t receipts = 0;  // all receipt bits so far, or-ed
  std::uint8_t laters = 0;    // how often the gateway said later; stays at 255
  core::Millis began_ms = 0;  // when it was last begun
  bool operator==(const Try&) const = default;
};

struct Delivery {
  std::array<Try, kTriesMax> tries;
  std::uint8_t begun = 0;   // how many tries were begun: 0, 1 or 2; those that were only told `later` included
  bool duty = false;        // see is_duty() in sms_text.hpp
  bool superseded = false;  // by a newer verdict
  bool operator==(const Delivery&) const = default;
};

// How long to wait for what. Options of the service; a test pins the defaults.
struct DeliveryPolicy {
  // From begin until a call that never returned (crash) counts as unknown. Longer than any call may take. [1 s, 10 min]
  core::Millis answer_wait_ms = 120'000;
  // From begin until an unknown is given up: then the second try, or the call sheet. [1 min, 24 h]
  core::Millis receipt_wait_ms = 30 * 60'000;
  // From begin until an accepted message without a final receipt is given up: call sheet, or unknown for good. Carriers
  // let a message expire after 72 h. [receipt_wait_ms, 7 d]
  core::Millis sent_wait_ms = 72 * 3'600'000LL;
  // Before the first new try after `later`; doubles each time, up to the second. [100 ms, 24 h]
  core::Millis later_wait_ms = 5'000;
  core::Millis later_wait_ms_max = 300'000;
  bool receipts = true;  // false: this sink gives none, and sent is the last that will be known
};
// Errors: kInvalid, naming the field and its range.
core::Status check(const DeliveryPolicy& policy);

// What a Delivery means at `now`, and what the caller is to do.
struct Outlook {
  static constexpr core::Millis kNever = -1;
  DeliveryState state = DeliveryState::kPlanned;
  bool submit = false;           // begin() and submit now
  std::uint8_t attempt = 0;      // with submit: which try it will be; 2 is to be marked in its text
  core::Millis due_ms = kNever;  // look again then; kNever: only an event changes it. With submit: <= now
};
// A try that was begun after `now_ms` shows that the clock was set back: its wait begins anew, but what was certainly
// not taken is tried again at once. So `due_ms` is never further from now than the policy's wait for it.
Outlook look(const Delivery& delivery, const DeliveryPolicy& policy, core::Millis now_ms);

// The events. Each returns the delivery with one fact more; a fact that can't be (a try that was not begun, an
// unknown bit) changes nothing.

// About to submit, as look() asked; to be stored before the call is made. After `later` it is the same try again.
Delivery begin(Delivery delivery, core::Millis now_ms);
// The gateway's answer to try `attempt` (1 or 2).
Delivery answered(Delivery delivery, std::uint8_t attempt, SubmitAnswer answer);
// A receipt for try `attempt`.
Delivery receipted(Delivery delivery, std::uint8_t attempt, std::uint8_t bits);
// A newer verdict exists, with a notice of its own. While nothing may have been sent the state is kSuperseded; later it
// only ends the duty: receipts still count, but nothing more is sent and nobody rings up about the old verdict.
Delivery superseded(Delivery delivery);

}  // namespace naadam::notification
