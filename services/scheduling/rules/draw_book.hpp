// The book of a draw: everything that was done about it, by whom and when, as a document that everybody may read. Each
// step takes the book and a wish and writes the next page, or says why not; nothing is ever taken back.
//
//   {"round": "trial", "delegation": "150200", "phase": "committing" | "frozen" | "published",
//    "value_at": <ms: when the public value comes to be>, "plan": [{"event", "group", "heats", "stations"}],
//    "record": {draw_record.hpp: what is published of it},
//    "moves": [{"out", "in", "reason", "by", "at"}],          substitutes, each in the seat of the one replaced
//    "steps": [{"step", "by", "at", "note"}],
//    "past": [{"draw", "document", "reason"}]}                draws that were replaced; document: this book at its end
//
// The order of steps is draw.hpp's: commit before the registration closes, freeze after it, reveal before the public
// value exists, publish once it does. Errors: kInvalid (the wish can't be right), kRefused (not now, not any more).
// Times: Unix ms by the installation's clock. Pure; any thread. No personal data: contestants are entry ids.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "domain/edition.hpp"
#include "scheduling/rules/draw_record.hpp"
#include "wire/place.hpp"

namespace naadam::scheduling {

enum class DrawPhase { kCommitting, kFrozen, kPublished };

// Stations 工位 of a contest, in each of its heats 场次.
struct SeatPlan {
  std::string event;
  std::string group;           // empty: of every group that has no line of its own
  std::uint16_t heats = 0;     // 0: as many as are needed
  std::uint16_t stations = 0;  // of each heat
};

struct SeatMove {
  std::string out, in;  // entry ids, in hex
  std::string reason, by;
  core::Millis at = 0;
};

struct DrawStep {
  std::string step;  // "open", "commit", "freeze", "reveal", "publish", "substitute", "redraw"
  std::string by;    // the officer
  core::Millis at = 0;
  std::string note;
};

struct PastDraw {
  std::string draw, document, reason;
};

struct DrawBook {
  wire::Round round = wire::Round::kTrial;
  std::string delegation;  // whose trials; empty for the finals
  DrawPhase phase = DrawPhase::kCommitting;
  core::Millis value_at = 0;
  std::vector<SeatPlan> plan;
  DrawRecord record;
  std::vector<SeatMove> moves;
  std::vector<DrawStep> steps;
  std::vector<PastDraw> past;
};

std::string to_json(const DrawBook& book);
core::Result<DrawBook> parse_draw_book(std::string_view json);

// Who takes a step, and when.
struct Hand {
  std::string by;
  core::Millis now = 0;
  core::Millis closes = 0;  // of registration, for whom the draw is; 0 for the finals, whose list comes of results
};

struct DrawOpening {
  wire::Round round = wire::Round::kTrial;
  std::string delegation, draw, public_source;
  core::Millis value_at = 0;
  std::vector<SeatPlan> plan;
};
core::Result<DrawBook> open_draw(const DrawOpening& wish, const domain::Edition& edition, const Hand& hand);

// Repeating a step that was taken changes nothing.
core::Status commit(DrawBook& book, const std::string& who, const seal::Hash& commitment, const Hand& hand);

struct DrawList {
  std::string event, group;          // codes
  std::vector<std::string> entries;  // ids in hex, in any order
};
core::Status freeze(DrawBook& book, const std::vector<DrawList>& lists, const Hand& hand);

core::Status reveal(DrawBook& book, const std::string& who, const std::string& secret, const Hand& hand);
core::Status publish(DrawBook& book, const std::string& text, const Hand& hand);

// `document` names the book as it stands, which is kept.
core::Status redraw(DrawBook& book, const DrawOpening& wish, const std::string& reason, const std::string& document,
                    const domain::Edition& edition, const Hand& hand);

// The caller has seen to it that `out` is withdrawn and `in` accepted, both for the same contest.
core::Status substitute(DrawBook& book, const std::string& out, const std::string& in, const std::string& reason,
                        const Hand& hand);

struct BookedSeat {
  std::string event;  // of the record: event-group
  Slot slot;
};
// By entry id, moves included. Empty before the draw is published.
std::map<std::string, BookedSeat> seats_of(const DrawBook& book);

// How the record names a contest of a delegation: E05-worker.
std::string contest_label(std::string_view event, std::string_view group);

}  // namespace naadam::scheduling
