#include "notification/standing.hpp"

#include <map>
#include <stdexcept>

#include "core/limits.hpp"
#include "runtime/step_loop.hpp"
#include "wire/entry.hpp"
#include "wire/identity.hpp"
#include "wire/notice.hpp"

namespace naadam::notification {
namespace {

struct Question {
  core::Id entry;
  core::Rev rev;
  std::uint64_t decision = 0;
};

// Reads by shard, a full call each, and who asked.
class Questions {
 public:
  Questions(store::Kind kind, std::uint16_t shards) : kind_(kind), shards_(shards) {}

  void add(const core::Id& record, const Question& question) {
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
    std::vector<Question> questions;
  };
  store::Kind kind_;
  std::uint16_t shards_;
  std::map<std::uint16_t, std::vector<Call>> by_shard_;
};

}  // namespace

Standing standing_of(store::Store& store, const std::vector<store::Batch>& work) {
  Questions entries(store::Kind::kEntry, store.shards());
  Questions notices(store::Kind::kNotice, store.shards());
  for (const store::Batch& batch : work) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (batch.rev(i).n <= kFirstReport) continue;
      const auto state = wire::decode_entry_state(runtime::state_of(batch, i));
      if (!state) throw std::runtime_error(state.error().cause);
      const Question question{batch.id(i), batch.rev(i), state->decision};
      entries.add(question.entry, question);
      if (!state->has_recipient) continue;
      notices.add(wire::notice_id(state->recipient, question.entry, wire::NoticeReason::kVerdict), question);
    }
  }
  Standing standing;
  entries.ask(store, [&](std::string_view, const store::Record& record, const Question& question) {
    if (!record.found || record.rev != question.rev) standing.overtaken.insert(question.entry);
  });
  notices.ask(store, [&](std::string_view id, const store::Record& record, const Question& question) {
    if (!record.found) return;
    const auto notice = wire::decode_notice_state(store::open_check(record.state, id, record.rev, record.body).state);
    if (notice && notice->decision == question.decision) standing.told.insert(question.entry);
  });
  return standing;
}

}  // namespace naadam::notification
