#include "notification/standing.hpp"

#include <deque>
#include <map>
#include <stdexcept>
#include <utility>

#include "core/limits.hpp"
#include "notification/notice_writes.hpp"
#include "runtime/step_loop.hpp"
#include "seal/seal.hpp"
#include "wire/entry.hpp"
#include "wire/identity.hpp"
#include "wire/notice.hpp"
#include "wire/stages.hpp"

namespace naadam::notification {
namespace {

// Of a notice of `entry`: what it is to tell.
struct Question {
  core::Id entry;
  core::Rev rev;
  std::uint64_t decision = 0;
};

// Reads by shard, a full call each, and who asked.
template <class Asked>
class Questions {
 public:
  Questions(store::Kind kind, std::uint16_t shards) : kind_(kind), shards_(shards) {}

  void add(const core::Id& record, const Asked& question) {
    std::vector<Call>& calls = by_shard_[core::shard_of(record, shards_)];
    if (calls.empty() || calls.back().questions.size() >= core::limits::kCallItemsMax) calls.emplace_back();
    calls.back().ids.append(record.view());
    calls.back().questions.push_back(question);
  }

  // Calls answer(id, record, question) for each.
  void ask(store::Store& store, const auto& answer) {
    for (auto& [shard, calls] : by_shard_) {
      for (Call& call : calls) {
        store::Read read;
        read.kind = kind_;
        read.shard = shard;
        read.ids = std::move(call.ids);
        store.read({&read, 1});
        if (read.answer.outcome != store::Outcome::kDone) throw runtime::NotNow("entries or notices not read");
        for (std::size_t i = 0; i < call.questions.size(); ++i) {
          answer(std::string_view(read.ids).substr(i * core::kIdBytes, core::kIdBytes), read.records[i],
                 call.questions[i]);
        }
      }
    }
  }

 private:
  struct Call {
    std::string ids;
    std::vector<Asked> questions;
  };
  store::Kind kind_;
  std::uint16_t shards_;
  std::map<std::uint16_t, std::vector<Call>> by_shard_;
};

// Notices that are to hear of a newer rev of their entry.
class Hearing {
 public:
  Hearing(store::Store& store, const DeliveryPolicy& policy) : store_(store), policy_(policy) {}

  // `state` is what `record` says. Each notice once.
  void add(const core::Id& notice, const store::Record& record, wire::NoticeState state, const core::Rev& rev) {
    state.hear(rev);
    notices_.push_back({notice, record, state});
  }

  // Writes them. Those that did not take it go to `unclear`, the others to `told`.
  void write(Standing& standing) {
    if (notices_.empty()) return;
    const auto now = store_.now_ms();
    if (!now) throw runtime::NotNow(now.error().cause);
    std::map<std::pair<std::uint16_t, store::Stage>, NoticeWrites> lists;
    for (std::size_t i = 0; i < notices_.size(); ++i) {
      const Notice& one = notices_[i];
      const std::pair<std::uint16_t, store::Stage> place{core::shard_of(one.id, store_.shards()), one.record.stage};
      NoticeWrites& list = lists.try_emplace(place, place.first, place.second).first->second;
      // One that is closed rests, whatever its tries say: nobody is to look at it again.
      const core::Millis wait = one.record.stage == wire::notice_stage::kClosed
                                    ? store::kNeverDue
                                    : wait_of(look(delivery_of(one.state), policy_, *now), *now);
      list.add(i, one.id.view(), one.record.rev, one.state, one.record.stage, wait, one.record.body, store_.epoch());
    }
    std::vector<NoticeWrites::Write> writes;
    for (auto& [place, list] : lists) list.finish({}, writes);
    execute(store_, writes);
    for (const NoticeWrites::Write& write : writes) {
      const bool answered = write.call.answer.outcome == store::Outcome::kDone;
      for (std::size_t k = 0; k < write.items.size(); ++k) {
        const bool heard = answered && write.call.answer.item(k) == store::ItemAnswer::kDone;
        (heard ? standing.told : standing.unclear).insert(notices_[write.items[k]].id);
      }
    }
  }

 private:
  struct Notice {
    core::Id id;
    store::Record record;
    wire::NoticeState state;
  };
  store::Store& store_;
  const DeliveryPolicy& policy_;
  std::deque<Notice> notices_;
};

}  // namespace

Standing confirm(store::Store& store, const DeliveryPolicy& policy, const std::vector<store::Batch>& work) {
  Questions<core::Rev> entries(store::Kind::kEntry, store.shards());
  Questions<Question> notices(store::Kind::kNotice, store.shards());
  for (const store::Batch& batch : work) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (batch.rev(i).n <= kFirstReport) continue;
      const auto state = wire::decode_entry_state(runtime::state_of(batch, i));
      if (!state) throw std::runtime_error(state.error().cause);
      const core::Id entry = batch.id(i);
      entries.add(entry, batch.rev(i));
      for (const wire::NoticeReason reason : wire::owed_by(*state)) {
        notices.add(wire::notice_id(state->recipient, entry, reason),
                    {entry, batch.rev(i), wire::decision_told(reason, *state)});
      }
    }
  }
  Standing standing;
  entries.ask(store, [&](std::string_view entry, const store::Record& record, const core::Rev& rev) {
    if (!record.found || record.rev != rev) standing.overtaken.insert(core::Id::from(entry));
  });
  Hearing hearing(store, policy);
  Ids asked;
  notices.ask(store, [&](std::string_view id, const store::Record& record, const Question& question) {
    if (!record.found || standing.overtaken.contains(question.entry)) return;
    const auto notice = wire::decode_notice_state(store::open_check(record.state, id, record.rev, record.body).state);
    const bool tells = notice && notice->shown != static_cast<std::uint8_t>(DeliveryState::kSuperseded);
    const core::Id which = core::Id::from(id);
    if (!tells || notice->decision != question.decision || !asked.insert(which).second) return;
    if (!question.rev.newer_than(notice->source)) {
      standing.told.insert(which);
    } else if (record.stage == wire::notice_stage::kAttempting) {
      standing.unclear.insert(which);  // its sender is to find the record as it left it
    } else {
      hearing.add(which, record, *notice, question.rev);
    }
  });
  hearing.write(standing);
  return standing;
}

Ids left_behind(store::Store& store, const seal::DataKey& data, std::span<const store::Batch> work) {
  struct Asking {
    core::Id notice;
    wire::NoticeReason reason;
  };
  Questions<Asking> entries(store::Kind::kEntry, store.shards());
  std::string plain;
  for (const store::Batch& batch : work) {
    if (batch.attempts == 0) continue;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      plain.clear();
      const auto opened = seal::open_into(plain, data, batch.id(i), batch.body(i));
      if (!opened) throw std::runtime_error(opened.error().cause);
      const auto body = wire::decode_notice_body(plain);
      if (!body) throw std::runtime_error(body.error().cause);
      entries.add(body->entry, {batch.id(i), body->reason()});
    }
  }
  Ids left;
  entries.ask(store, [&left](std::string_view id, const store::Record& record, const Asking& asking) {
    if (!record.found) return;
    const auto state = wire::decode_entry_state(store::open_check(record.state, id, record.rev, record.body).state);
    if (!state) throw std::runtime_error(state.error().cause);
    const core::Id entry = core::Id::from(id);
    const bool same = state->has_recipient && wire::has_to_tell(asking.reason, *state) &&
                      wire::notice_id(state->recipient, entry, asking.reason) == asking.notice;
    if (!same) left.insert(asking.notice);
  });
  return left;
}

}  // namespace naadam::notification
