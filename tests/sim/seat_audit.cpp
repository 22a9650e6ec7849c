#include "seat_audit.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <set>

#include "scheduling/draw_shelf.hpp"
#include "wire/stages.hpp"

namespace naadam::sim {
namespace {

class SeatAudit {
 public:
  SeatAudit(const Workload& work, const domain::Edition& edition, store::ModelStore& model, const Phones& phones,
            const Circumstances& circumstances)
      : work_(work), edition_(edition), model_(model), notices_(model, phones, circumstances, found_.faults) {}

  SeatFindings run(const std::vector<std::string>& drawn) {
    for (const std::string& delegation : drawn) look_at_draw(delegation);
    for (const auto& [entry, delegations] : delegations_named(work_, edition_)) {
      look_at_entry(entry, delegations.size() > 1);
    }
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

  // `moved`: it once stood in another delegation, whose draw may have known it. Who comes back to a draw that was told
  // is not told again.
  void look_at_entry(const core::Id& entry, bool moved) {
    const auto state = wire::decode_entry_state(at_rest(model_, store::Kind::kEntry, entry).state);
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
    notices_.look_at(entry, *state, wire::NoticeReason::kSeat);
  }

  const Workload& work_;
  const domain::Edition& edition_;
  store::ModelStore& model_;
  std::map<std::string, std::map<core::Id, scheduling::Slot>> drawn_;  // by delegation
  std::set<std::string> unsettled_;
  SeatFindings found_;
  NoticeAudit notices_;
};

}  // namespace

SeatFindings audit_seats(const Workload& work, const std::vector<std::string>& drawn, const domain::Edition& edition,
                         store::ModelStore& model, const Phones& phones, const Circumstances& circumstances) {
  return SeatAudit(work, edition, model, phones, circumstances).run(drawn);
}

}  // namespace naadam::sim
