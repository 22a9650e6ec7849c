#include "scheduling/seat_telling.hpp"

#include <array>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/id.hpp"
#include "runtime/board_pages.hpp"
#include "runtime/documents.hpp"
#include "runtime/entry_updates.hpp"
#include "runtime/log.hpp"
#include "scheduling/contest_list.hpp"
#include "scheduling/draw_shelf.hpp"
#include "store/keys.hpp"
#include "wire/stages.hpp"

namespace naadam::scheduling {
namespace {

constexpr core::Millis kLease = 10'000;  // how long a crash keeps entries waiting; who takes longer tells some twice
constexpr core::Millis kMendPeriod = 1'000;
constexpr core::Millis kAbsentWait = 10'000;  // before entries that were not there are looked for again

constexpr std::array<store::Lap, runtime::Retold::kDrawsLaps> kLaps{{{store::Kind::kDraw, wire::draw_stage::kTold}}};

struct Given {
  std::string event;  // as the book names the contest
  Slot slot;
};
using Slots = std::map<core::Id, Given>;

// A draw with the books of those that it replaced.
struct Chapters {
  ShelvedDraw draw;
  std::vector<DrawBook> past;
};

// `state` without its check.
core::Result<Chapters> chapters_of(store::Store& store, const store::Batch& batch, std::size_t i,
                                   std::string_view state) {
  auto draw = open_draw_record(store, batch.id(i), batch.stage, batch.rev(i), state);
  if (!draw) return tl::unexpected(draw.error());
  Chapters all{std::move(*draw), {}};
  for (const PastDraw& one : all.draw.book.past) {
    const auto text = runtime::read_document(store, core::from_hex(one.document).value_or(""));
    if (!text) return tl::unexpected(text.error());
    auto past = parse_draw_book(*text);
    if (!past) return tl::unexpected(past.error());
    all.past.push_back(std::move(*past));
  }
  return all;
}

// Where each entry competes by the newest draw; heat 0: by an older one alone.
Slots slots_of(const DrawBook& book, const std::vector<DrawBook>& past) {
  Slots slots;
  const auto add = [&slots](const DrawBook& of, bool newest) {
    for (const auto& [entry, seat] : seats_of(of)) {
      if (const auto id = core::id_from_hex(entry)) slots[*id] = {seat.event, newest ? seat.slot : Slot{}};
    }
    for (const SeatMove& move : of.moves) {
      if (const auto id = core::id_from_hex(move.out)) slots[*id].slot = Slot{};
    }
  };
  for (const DrawBook& one : past) add(one, false);
  add(book, true);
  return slots;
}

// Who stands on the draw's boards besides: a seat of theirs is of no draw that there is.
core::Result<std::vector<core::Id>> others(store::Store& store, const domain::Edition& edition, const DrawBook& book,
                                           const Slots& slots) {
  std::vector<std::uint64_t> boards;
  for (const DrawContest& one : contests_of(edition, book.round, book.delegation)) boards.push_back(one.contest);
  auto entries = runtime::entries_on_boards(store, boards);
  if (entries) std::erase_if(*entries, [&](const core::Id& entry) { return slots.contains(entry); });
  return entries;
}

// Whether the entry stands in a contest of this draw.
bool is_of(const wire::EntryState& state, const DrawBook& book) {
  return book.round == wire::Round::kFinal || state.delegation == book.delegation;
}

// The seat that the draw gives an entry where it stands.
Slot slot_of(const Given& given, const wire::EntryState& state, const DrawBook& book) {
  const bool trial = book.round == wire::Round::kTrial;
  const bool here = given.event == contest_label(state.event, trial ? std::string_view(state.group) : "");
  return here ? given.slot : Slot{};
}

// Throws what becomes of the work: damaged is aside after some tries, everything else comes again.
[[noreturn]] void give_up(const core::Error& error) {
  if (error.kind == core::ErrorKind::kCorrupt) throw std::runtime_error(error.cause);
  throw runtime::NotNow(error.cause);
}

}  // namespace

SeatTelling::SeatTelling(store::Store& store, const runtime::Installation& installation, const core::Clock& clock,
                         runtime::Metrics& metrics)
    : store_(store),
      installation_(installation),
      lists_(store, metrics),
      seats_(metrics.counter("naadam_seats_told_total", "entries that a draw gave another seat")),
      again_(store, clock, std::string(store::keys::kDrawsRetold), {kLaps.begin(), kLaps.end()},
             [this](const store::Batch& batch, std::uint32_t epoch) {
               return runtime::sent_back(store_, batch, wire::draw_stage::kPublished, epoch);
             }),
      come_back_(store, {store::Kind::kDraw, wire::draw_stage::kTold},
                 [this](const store::Batch& batch, std::size_t i) {
                   const auto all = chapters_of(store_, batch, i, runtime::state_of(batch, i));
                   if (!all) give_up(all.error());
                   seat(all->draw.book, all->past, runtime::before_it_moved(batch.rev(i)), batch.id(i));
                 }) {}

void SeatTelling::work_on(runtime::StepLoop& loop) {
  loop.add(*this);
  again_.work_on(loop);
  come_back_.work_on(loop, "come back");
  loop.every("start_lists", kMendPeriod, [this] { return mend_some(); });
}

runtime::StageHandler::Spec SeatTelling::spec() const {
  return {.name = "seating", .kind = store::Kind::kDraw, .stage = wire::draw_stage::kPublished, .lease = kLease};
}

void SeatTelling::handle(std::vector<store::Batch>& work) {
  bool all_there = true;
  for (const store::Batch& batch : work) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (!tell(batch, i)) {
        all_there = false;
        continue;
      }
      store::Advance call = runtime::moved_on(batch, i, wire::draw_stage::kTold, store::kNeverDue, batch.rev(i).epoch);
      store_.advance({&call, 1});
      if (call.answer.outcome != store::Outcome::kDone) throw runtime::NotNow("a draw could not be closed");
    }
  }
  if (!all_there) throw runtime::NotNow("entries of a draw are not there", kAbsentWait);
}

bool SeatTelling::tell(const store::Batch& batch, std::size_t i) {
  const auto all = chapters_of(store_, batch, i, runtime::state_of(batch, i));
  if (!all) give_up(all.error());
  // Scoring first: entries of a cut log may be long in coming.
  const auto lists_told = lists_.tell(all->draw, all->past, *installation_.edition);
  if (!lists_told) give_up(lists_told.error());
  return seat(all->draw.book, all->past, batch.rev(i), batch.id(i));
}

bool SeatTelling::seat(const DrawBook& book, const std::vector<DrawBook>& past, const core::Rev& rev,
                       const core::Id& draw) {
  const Slots slots = slots_of(book, past);
  const auto besides = others(store_, *installation_.edition, book, slots);
  if (!besides) give_up(besides.error());
  std::vector<core::Id> entries;
  for (const auto& [entry, slot] : slots) entries.push_back(entry);
  std::size_t not_judged = 0;  // handed in again after the store had forgotten them: where they stand is not known yet
  const auto given = [&](const core::Id& entry, wire::EntryState& state) {
    const auto known = slots.find(entry);
    if (known != slots.end() && state.edition == 0) ++not_judged;
    if (!is_of(state, book)) return false;
    const Slot slot = known == slots.end() ? Slot{} : slot_of(known->second, state, book);
    const bool had_none = !state.seat || state.seat->is_never();
    if (had_none && slot.heat == 0 && known == slots.end()) return false;
    const wire::Seat seat = had_none && slot.heat == 0 ? wire::Seat::never(rev.epoch, rev.n)
                                                       : wire::Seat{rev.epoch, rev.n, slot.heat, slot.station};
    if (state.seat && std::pair(state.seat->epoch, state.seat->n) >= std::pair(seat.epoch, seat.n)) return false;
    const bool moves = !state.seat || !state.seat->same_place(seat);
    state.seat = seat;
    if (moves) state.owe_seat();
    return true;
  };
  const auto updated = runtime::update_entries(store_, entries, given);
  const auto taken = runtime::update_entries(store_, *besides, given);
  seats_.add(updated.changed + taken.changed);
  if (updated.left + taken.left > 0) throw runtime::NotNow("entries of a draw could not be written");
  const std::size_t absent = updated.absent + not_judged;
  if (absent > 0) runtime::log_warn("draw.entries_absent", {{"draw", draw}, {"entries", absent}});
  return absent == 0;
}

bool SeatTelling::mend_some() {
  if (mending_.lap == kLaps.size()) return false;
  const store::Walk portion = store::portion_at(store_, kLaps, mending_);
  if (portion.answer.outcome != store::Outcome::kDone) return false;
  for (const store::Batch& batch : portion.batches) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto checked = store::open_check(batch.state(i), batch.id_bytes(i), batch.rev(i), batch.body(i));
      const auto all = chapters_of(store_, batch, i, checked.state);
      if (!checked.ok || (!all && all.error().kind == core::ErrorKind::kCorrupt)) continue;  // the auditor's
      if (!all || !lists_.tell_missing(all->draw, all->past, *installation_.edition)) return false;
    }
  }
  mending_ = store::place_after(mending_, portion, store_.shards());
  return true;
}

}  // namespace naadam::scheduling
