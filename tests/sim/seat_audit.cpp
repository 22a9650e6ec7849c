#include "seat_audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "notification/sending.hpp"
#include "scheduling/draw_shelf.hpp"
#include "seal/seal.hpp"
#include "wire/identity.hpp"
#include "wire/stages.hpp"

namespace naadam::sim {
namespace {

using notification::DeliveryState;
using notification::SubmitAnswer;
using store::Kind;

class SeatAudit {
 public:
  SeatAudit(const Workload& work, const domain::Edition& edition, store::ModelStore& model, const Phones& phones,
            const SeatCircumstances& circumstances)
      : work_(work), edition_(edition), model_(model), phones_(phones), circumstances_(circumstances) {}

  SeatFindings run(const std::vector<std::string>& drawn) {
    for (const Told& one : phones_.told()) told_[one.notice].push_back(&one);
    for (const std::string& delegation : drawn) look_at_draw(delegation);
    std::map<core::Id, std::set<std::string>> named;  // delegations, by entry
    for (const Upload& upload : work_.uploads) {
      for (std::size_t row = 0; row < upload.rows.size(); ++row) {
        const auto* delegation = edition_.find_delegation(upload.rows[row].claim.delegation);
        named[upload.entries[row]].insert(delegation == nullptr ? "" : delegation->code);
      }
    }
    for (const auto& [entry, delegations] : named) look_at_entry(entry, delegations.size() > 1);
    return std::move(found_);
  }

 private:
  template <class... Args>
  void say(fmt::format_string<Args...> text, Args&&... args) {
    found_.faults.push_back(fmt::format(text, std::forward<Args>(args)...));
  }

  void look_at_draw(const std::string& delegation) {
    runtime::Installation installation;
    installation.edition = std::shared_ptr<const domain::Edition>(&edition_, [](const auto*) {});
    const auto draw = scheduling::DrawShelf(model_, installation).find(wire::Round::kTrial, delegation);
    if (!draw) return say("the draw of {} cannot be read: {}", delegation, draw.error().cause);
    // What is not published, or was forgotten with the shard it lay on, tells nobody anything.
    if (!*draw || (*draw)->book.phase != scheduling::DrawPhase::kPublished) {
      unsettled_.insert(delegation);
      return;
    }
    ++found_.published;
    if ((*draw)->record.stage != wire::draw_stage::kTold)
      say("the draw of {} rests at stage {}", delegation, (*draw)->record.stage);
    const auto differs = scheduling::check_draw((*draw)->book.record);
    if (!differs || !differs->empty()) say("the draw of {} is not what it gives when drawn again", delegation);
    std::set<std::pair<std::string, scheduling::Slot>> taken;
    for (const auto& [entry, seat] : scheduling::seats_of((*draw)->book)) {
      if (!taken.emplace(seat.event, seat.slot).second) say("a seat of {} is given twice", delegation);
      drawn_[delegation][*core::id_from_hex(entry)] = seat.slot;
    }
  }

  store::Record read(Kind kind, const core::Id& id) {
    store::Read call{.kind = kind,
                     .shard = core::shard_of(id, model_.shards()),
                     .ids = std::string(id.view()),
                     .answer = {},
                     .records = {}};
    model_.read({&call, 1});
    store::Record record = call.records[0];
    record.state = std::string(store::open_check(record.state, id.view(), record.rev, record.body).state);
    return record;
  }

  // `moved`: it once stood in another delegation, whose draw may have known it. Who comes back to a draw that was told
  // is not told again.
  void look_at_entry(const core::Id& entry, bool moved) {
    const auto state = wire::decode_entry_state(read(Kind::kEntry, entry).state);
    if (!state || unsettled_.contains(state->delegation)) return;
    scheduling::Slot should{0, 0};
    if (const auto draw = drawn_.find(state->delegation); draw != drawn_.end()) {
      if (const auto seat = draw->second.find(entry); seat != draw->second.end()) should = seat->second;
    }
    const scheduling::Slot is = state->seat && state->seat->heat > 0
                                    ? scheduling::Slot{state->seat->heat, state->seat->station}
                                    : scheduling::Slot{0, 0};
    found_.seats += is.heat > 0 ? 1 : 0;
    const bool left_out = moved && is.heat == 0;
    if (is != should && !left_out) {
      say("entry {} of {} sits in heat {} at {}, the draw says heat {} at {}", core::to_hex(entry), state->delegation,
          is.heat, is.station, should.heat, should.station);
    }
    if (!state->has_recipient || state->has(wire::entry_flag::kWithdrawn)) return;
    look_at_notice(entry, *state);
  }

  void look_at_notice(const core::Id& entry, const wire::EntryState& state) {
    constexpr auto kSeat = wire::NoticeReason::kSeat;
    const core::Id id = wire::notice_id(state.recipient, entry, kSeat);
    const store::Record record = read(Kind::kNotice, id);
    const std::string name = core::to_hex(id) + " of entry " + core::to_hex(entry);
    if (!state.seat || state.seat->is_never()) {
      if (record.found && !circumstances_.set_back) say("notice {} tells of a seat that never was", name);
      return;
    }
    const auto notice = wire::decode_notice_state(record.state);
    if (!record.found || !notice) return say("seat notice {} was never planned", name);
    if (notice->decision != wire::decision_told(kSeat, state)) return say("notice {} tells another seat", name);
    if (record.stage != wire::notice_stage::kClosed) say("seat notice {} rests at stage {}", name, record.stage);
    const std::vector<const Told*>& told = told_[id];
    std::vector<const Told*> newest;
    for (const Told* one : told) {
      if (one->source == phones_.plan_of(id, notice->source)) newest.push_back(one);
    }
    for (const Told* one : newest) {
      if (!one->body.seat || !one->body.seat->same_place(*state.seat)) say("notice {} told another seat", name);
    }
    const notification::Delivery delivery = notification::delivery_of(*notice);
    const bool rejected = std::ranges::any_of(
        delivery.tries, [](const notification::Try& one) { return one.answer == SubmitAnswer::kRejected; });
    const auto shown = static_cast<DeliveryState>(notice->shown);
    const bool in_doubt = shown == DeliveryState::kUnknown || shown == DeliveryState::kCallSheet;
    if (newest.empty() && !rejected && !in_doubt) say("seat notice {} was never told", name);
    if (circumstances_.calm && newest.size() + (rejected ? 1 : 0) != 1) {
      say("seat notice {} was told {} times though nothing failed", name, newest.size());
    }
    if (circumstances_.set_back) return;
    for (std::size_t i = 1; i < told.size(); ++i) {
      const bool again = told[i]->source != told[i - 1]->source;
      if (again && told[i]->body.seat->same_place(*told[i - 1]->body.seat))
        say("notice {} told the same seat anew", name);
    }
  }

  const Workload& work_;
  const domain::Edition& edition_;
  store::ModelStore& model_;
  const Phones& phones_;
  SeatCircumstances circumstances_;
  std::map<std::string, std::map<core::Id, scheduling::Slot>> drawn_;  // by delegation
  std::set<std::string> unsettled_;
  std::map<core::Id, std::vector<const Told*>> told_;
  SeatFindings found_;
};

}  // namespace

SeatFindings audit_seats(const Workload& work, const std::vector<std::string>& drawn, const domain::Edition& edition,
                         store::ModelStore& model, const Phones& phones, const SeatCircumstances& circumstances) {
  return SeatAudit(work, edition, model, phones, circumstances).run(drawn);
}

}  // namespace naadam::sim
