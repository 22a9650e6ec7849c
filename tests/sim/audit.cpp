#include "audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "notification/sending.hpp"
#include "seal/seal.hpp"
#include "support/decision.hpp"
#include "wire/identity.hpp"
#include "wire/place.hpp"
#include "wire/stages.hpp"
#include "wire/upload.hpp"

namespace naadam::sim {
namespace {

using notification::DeliveryState;
using notification::SubmitAnswer;
using store::Kind;

class Audit {
 public:
  Audit(const Expected& expected, const Workload& work, store::ModelStore& model, const Phones& phones,
        Chronicle& chronicle, const seal::LookupKey& lookup, std::string_view edition, bool calm)
      : expected_(expected),
        work_(work),
        model_(model),
        phones_(phones),
        chronicle_(chronicle),
        lookup_(lookup),
        edition_(edition),
        calm_(calm) {}

  std::vector<std::string> run() {
    found_ = phones_.faults();
    nothing_waits();
    uploads();
    entries();
    boards();
    notices();
    log();
    return std::move(found_);
  }

 private:
  template <class... Args>
  void say(fmt::format_string<Args...> text, Args&&... args) {
    found_.push_back(fmt::format(text, std::forward<Args>(args)...));
  }

  store::Record read(Kind kind, const core::Id& id) {
    store::Read call{.kind = kind,
                     .shard = core::shard_of(id, model_.shards()),
                     .ids = std::string(id.view()),
                     .answer = {},
                     .records = {}};
    model_.read({&call, 1});
    store::Record record = call.records[0];
    const auto checked = store::open_check(record.state, id.view(), record.rev, record.body);
    if (record.found && !checked.ok) say("the check of {} does not hold", core::to_hex(id));
    record.state = std::string(checked.state);
    return record;
  }

  std::vector<core::Id> all(Kind kind) {
    std::vector<core::Id> ids;
    for (std::uint16_t shard = 0; shard < model_.shards(); ++shard) {
      store::Scan scan{.kind = kind, .shard = shard, .answer = {}, .ids = {}};
      model_.scan({&scan, 1});
      for (std::size_t at = 0; at < scan.ids.size(); at += core::kIdBytes) {
        ids.push_back(core::Id::from(std::string_view(scan.ids).substr(at, core::kIdBytes)));
      }
    }
    return ids;
  }

  void nothing_waits() {
    if (model_.next_due()) say("a record is still due");
    for (const Kind kind : {Kind::kUpload, Kind::kEntry, Kind::kNotice, Kind::kDraw, Kind::kScore}) {
      for (std::uint16_t shard = 0; shard < model_.shards(); ++shard) {
        store::Count count{.kind = kind, .shard = shard, .answer = {}, .stages = {}, .parked = 0};
        model_.count({&count, 1});
        if (count.parked > 0) say("{} records of kind {} are parked", count.parked, static_cast<char>(kind));
      }
    }
  }

  void uploads() {
    for (const Upload& upload : work_.uploads) {
      const store::Record record = read(Kind::kUpload, upload.id);
      if (record.stage != (upload.form ? wire::upload_stage::kFormFiled : wire::upload_stage::kComplete)) {
        say("upload {} of {} rows is at stage {}", core::to_hex(upload.id), upload.rows.size(), record.stage);
      }
      store::ReadMarks marks{.shard = core::shard_of(upload.id, model_.shards()),
                             .upload = upload.id,
                             .from = 0,
                             .count = static_cast<std::uint32_t>(upload.rows.size()),
                             .answer = {},
                             .marks = {},
                             .filled = 0};
      model_.read_marks({&marks, 1});
      // Who looks at a form reads its entry: one that was replaced before it was judged has no mark.
      if (upload.form && marks.filled == 0 && expected_.rows.at({upload.id, 0}).overtaken) continue;
      if (marks.filled != upload.rows.size()) {
        say("upload {} has {} marks for {} rows", core::to_hex(upload.id), marks.filled, upload.rows.size());
      }
      for (std::uint32_t row = 0; row < upload.rows.size(); ++row) {
        const auto mark = wire::get_mark(std::string_view(marks.marks).substr(row * store::kMarkBytes));
        const ExpectedRow& should = expected_.rows.at({upload.id, row});
        const bool overtaken = (mark.flags & wire::row_flag::kOvertaken) != 0;
        const bool same = overtaken
                              ? should.overtaken
                              : !should.overtaken && mark.verdict == should.verdict && mark.reasons == should.reasons &&
                                    ((mark.flags & wire::entry_flag::kConflict) != 0) == should.conflict;
        if (mark.n == 0 || !same) {
          say("upload {} row {}: marked {} overtaken {} conflict {} n {}, expected {} overtaken {} conflict {}; entry "
              "{}",
              core::to_hex(upload.id), row, wire::verdict_name(mark.verdict), overtaken,
              mark.flags & wire::entry_flag::kConflict, mark.n, wire::verdict_name(should.verdict), should.overtaken,
              should.conflict, core::to_hex(upload.entries[row]));
        }
      }
    }
  }

  core::Id recipient(const std::string& mobile) const {
    return seal::keyed_hash(lookup_, wire::kRecipientLabel, mobile);
  }

  void entries() {
    const auto there = all(Kind::kEntry);
    if (there.size() != expected_.entries.size()) {
      say("{} entries where {} were handed in", there.size(), expected_.entries.size());
    }
    for (const auto& [id, should] : expected_.entries) {
      const store::Record record = read(Kind::kEntry, id);
      const auto state = wire::decode_entry_state(record.state);
      if (!record.found || !state || record.stage != wire::entry_stage::kSettled) {
        say("entry {} is not settled (stage {})", core::to_hex(id), record.stage);
        continue;
      }
      const bool same = state->verdict == should.verdict &&
                        state->has(wire::entry_flag::kConflict) == should.conflict &&
                        state->has(wire::entry_flag::kWithdrawn) == should.withdrawn &&
                        std::any_of(should.mobiles.begin(), should.mobiles.end(), [&](const std::string& mobile) {
                          return mobile.empty() ? !state->has_recipient
                                                : state->has_recipient && state->recipient == recipient(mobile);
                        });
      if (!same) {
        say("entry {}: {} conflict {} withdrawn {}, expected {} conflict {} withdrawn {}", core::to_hex(id),
            wire::verdict_name(state->verdict), state->has(wire::entry_flag::kConflict),
            state->has(wire::entry_flag::kWithdrawn), wire::verdict_name(should.verdict), should.conflict,
            should.withdrawn);
      }
      if (state->has(wire::entry_flag::kNotices)) say("entry {} is settled and owes a notice", core::to_hex(id));
    }
  }

  // Each entry stands on the board of its contest, as its verdict counts there, and on no other; and boards count
  // right.
  void boards() {
    std::map<std::string, std::map<store::Stage, std::uint64_t>> counted;
    std::size_t standing = 0;
    for (const core::Id& id : all(Kind::kPlace)) {
      const store::Record record = read(Kind::kPlace, id);
      const auto place = wire::decode_place_state(record.state);
      if (!record.found || !place) {
        say("place {} cannot be read", core::to_hex(id));
        continue;
      }
      ++counted[std::string(id.view().substr(0, store::kGroupBytes))][record.stage];
      const store::Record entry = read(Kind::kEntry, place->entry);
      const auto state = wire::decode_entry_state(entry.state);
      if (!entry.found || !state) {
        say("place {} is of nobody", core::to_hex(id));
        continue;
      }
      const std::uint64_t contest = wire::trial_of(edition_, *state);
      const bool here = wire::contest_in(id) == contest;
      standing += here ? 1 : 0;
      const store::Stage should = here ? wire::stage_on_board(*state) : wire::place_stage::kElsewhere;
      if (record.stage != should) {
        say("entry {} is counted as {} on {} board, expected {}", core::to_hex(place->entry), record.stage,
            here ? "its" : "another", should);
      }
    }
    if (standing != expected_.entries.size()) {
      say("{} places on boards for {} entries", standing, expected_.entries.size());
    }
    for (std::uint16_t shard = 0; shard < model_.shards(); ++shard) {
      store::CountGroups count{.shard = shard, .answer = {}, .groups = {}};
      model_.count_groups({&count, 1});
      for (auto& [group, stages] : count.groups) {
        if (stages != counted[group]) say("a board on shard {} counts wrong", shard);
      }
    }
  }

  // Who may be told about an entry at all: every number that any of its claims ever named.
  std::set<std::pair<core::Id, std::string>> named() const {
    std::set<std::pair<core::Id, std::string>> numbers;
    for (const Upload& upload : work_.uploads) {
      for (std::size_t row = 0; row < upload.rows.size(); ++row) {
        numbers.emplace(upload.entries[row], upload.rows[row].claim.mobile);
      }
    }
    return numbers;
  }

  void notices() {
    const auto numbers = named();
    std::map<core::Id, std::vector<const Told*>> told;
    for (const Told& one : phones_.told()) {
      told[one.notice].push_back(&one);
      if (!numbers.contains({one.body.entry, one.to})) {
        say("entry {} was told to a number that nobody named", core::to_hex(one.body.entry));
      }
      if (core::to_hex(one.notice).substr(0, 16) != core::to_hex(recipient(one.to)).substr(0, 16)) {
        say("notice {} was told to another recipient", core::to_hex(one.notice));
      }
    }
    std::set<core::Id> of_numbers;
    for (const auto& [entry, mobile] : numbers) {
      for (const wire::NoticeReason reason : wire::kNoticeReasons) {
        of_numbers.insert(wire::notice_id(recipient(mobile), entry, reason));
      }
    }
    for (const core::Id& id : all(Kind::kNotice)) {
      if (!of_numbers.contains(id)) say("notice {} is of nobody", core::to_hex(id));
    }
    for (const auto& [entry, should] : expected_.entries) {
      const auto state = wire::decode_entry_state(read(Kind::kEntry, entry).state);
      if (!state || !state->has_recipient) continue;
      const core::Id id = wire::notice_id(state->recipient, entry, wire::NoticeReason::kVerdict);
      notice(id, entry, should, told[id]);
    }
  }

  void notice(const core::Id& id, const core::Id& entry, const ExpectedEntry& should,
              const std::vector<const Told*>& told) {
    const std::string name = core::to_hex(id) + " of entry " + core::to_hex(entry);
    const store::Record record = read(Kind::kNotice, id);
    const auto state = wire::decode_notice_state(record.state);
    if (!record.found || !state) return say("notice {} was never planned", name);
    if (state->verdict != should.verdict) {
      return say("notice {} says {}, expected {}", name, wire::verdict_name(state->verdict),
                 wire::verdict_name(should.verdict));
    }
    if (record.stage != wire::notice_stage::kClosed) say("notice {} rests at stage {}", name, record.stage);
    const auto shown = static_cast<DeliveryState>(state->shown);
    const notification::Delivery delivery = notification::delivery_of(*state);

    std::vector<const Told*> newest;
    for (const Told* one : told) {
      if (one->source == phones_.plan_of(id, state->source)) newest.push_back(one);
    }
    for (const Told* one : newest) {
      const bool said = one->body.verdict == should.verdict && one->body.reasons == should.reasons &&
                        ((one->body.flags & wire::entry_flag::kConflict) != 0) == should.conflict &&
                        ((one->body.flags & wire::entry_flag::kWithdrawn) != 0) == should.withdrawn;
      if (!said) say("notice {} was told with another decision", name);
      if (!one->forgotten && one->attempt > delivery.begun) say("notice {} does not know that it was told", name);
    }
    const bool rejected = std::any_of(delivery.tries.begin(), delivery.tries.end(), [](const notification::Try& one) {
      return one.answer == SubmitAnswer::kRejected;
    });
    if (delivery.begun == 0) say("notice {} was never tried", name);
    // A try that nobody knows the end of: the record says so, and a duty notice has ended on the call sheet.
    const bool in_doubt = shown == DeliveryState::kUnknown || shown == DeliveryState::kCallSheet;
    if (newest.empty() && !rejected && !in_doubt) {
      say("notice {} was never told, and the record says {}", name, notification::delivery_state_name(shown));
    }
    if (calm_ && newest.size() + (rejected ? 1 : 0) != 1) {
      say("notice {} was told {} times though nothing failed", name, newest.size());
    }
    const bool delivered = std::any_of(newest.begin(), newest.end(), [](const Told* one) { return one->delivered; });
    if (delivered != (shown == DeliveryState::kDelivered)) {
      say("notice {} was {}delivered, and the record says {}", name, delivered ? "" : "not ",
          notification::delivery_state_name(shown));
    }
  }

  // Every decision is in the log, in order and behind no gap, and the last about an entry is the one that stands.
  void log() {
    std::map<core::Id, std::string> last;
    for (std::uint16_t shard = 0; shard < model_.shards(); ++shard) {
      store::ReadLog read{.shard = shard, .count = UINT32_MAX, .answer = {}, .entries = {}, .waiting = 0};
      model_.read_log({&read, 1});
      chronicle_.take(shard, read.entries);
      std::set<std::string> revs;
      for (const store::LogEntry& entry : chronicle_.of(shard)) {
        for (std::size_t i = 0; i < entry.size(); ++i) {
          const std::string id = entry.ids.substr(i * core::kIdBytes, core::kIdBytes);
          const std::string rev = entry.after.substr(i * core::kRevBytes, core::kRevBytes);
          // What was set back may be decided again under the same rev, and then in another epoch.
          if (!revs.insert(id + rev + std::to_string(entry.place.epoch)).second) {
            say("a decision about {} is logged twice", core::to_hex(id));
          }
          if (entry.kind != Kind::kEntry || entry.to != wire::entry_stage::kJudged) continue;
          const std::string_view state = store::column_cell(entry.states, entry.size(), i);
          last[core::Id::from(id)] = state.substr(0, state.size() - 4);
        }
      }
    }
    if (chronicle_.missing() > 0) say("{} log entries stand behind a gap", chronicle_.missing());
    if (chronicle_.again() > 0) say("{} log entries came at a place that had others", chronicle_.again());
    for (const auto& [id, should] : expected_.entries) {
      const std::string now = read(Kind::kEntry, id).state;
      const std::string& then = last[id];
      if (then.empty()) {
        say("no decision about entry {} is logged", core::to_hex(id));
        continue;
      }
      if (support::decision_in(then) != support::decision_in(now))
        say("entry {} is not as the log last decided", core::to_hex(id));
    }
  }

  const Expected& expected_;
  const Workload& work_;
  store::ModelStore& model_;
  const Phones& phones_;
  Chronicle& chronicle_;
  const seal::LookupKey& lookup_;
  std::string_view edition_;
  bool calm_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> differences(const Expected& expected, const Workload& work, store::ModelStore& model,
                                     const Phones& phones, Chronicle& chronicle, const seal::LookupKey& lookup,
                                     std::string_view edition, bool calm) {
  return Audit(expected, work, model, phones, chronicle, lookup, edition, calm).run();
}

}  // namespace naadam::sim
