#include "intake/registrar.hpp"

#include <map>

#include "core/bytes.hpp"
#include "core/limits.hpp"
#include "intake/admitted.hpp"
#include "runtime/log.hpp"
#include "seal/seal.hpp"
#include "seal/signing.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {
namespace {

using core::limits::kBatchItems;

// Two workers may meet on one entry; each round one of them wins.
constexpr int kRoundsMax = 8;
constexpr std::uint8_t kWithdrawnRow = wire::row_flag::kOvertaken | wire::entry_flag::kWithdrawn;

core::Rev first_rev(std::uint32_t epoch, std::string_view state, std::string_view body) {
  return core::next_rev({epoch, 0, core::content_hash(body)}, epoch, state);
}

// One call's worth of records on their way into the store.
struct Columns {
  std::string ids, expected, revs, digests;
  store::ColumnBuilder states, bodies;

  std::size_t size() const { return ids.size() / core::kIdBytes; }
};

template <class Value, class ShardOf>
std::map<std::uint16_t, std::vector<const Value*>> by_shard(const std::vector<Value>& all, ShardOf shard_of) {
  std::map<std::uint16_t, std::vector<const Value*>> shards;
  for (const Value& value : all) shards[shard_of(value)].push_back(&value);
  return shards;
}

}  // namespace

std::vector<Registrar::Change> Registrar::by_entry(std::span<const FiledRow> rows) {
  std::vector<Change> changes;
  std::unordered_map<core::Id, std::size_t, core::IdHash> place;
  place.reserve(rows.size());
  changes.reserve(rows.size());
  for (const FiledRow& row : rows) {
    const auto [it, fresh] = place.emplace(row.entry, changes.size());
    if (fresh) changes.push_back({row.entry, {}});
    changes[it->second].claims.push_back(&row.filed);
  }
  return changes;
}

bool Registrar::file(std::span<const FiledRow> rows) {
  std::vector<Change> there_already;
  std::vector<Change> absent;  // there a moment ago: its shard was set back meanwhile
  const bool created = create(by_entry(rows), nullptr, there_already);
  return (there_already.empty() || change(std::move(there_already), nullptr, absent)) && absent.empty() && created;
}

bool Registrar::withdraw(std::span<const FiledRow> rows, std::uint32_t number) {
  if (rows.empty()) return true;
  const Withdrawal withdrawal{rows.front().filed.submitter, number};
  std::vector<Change> absent;
  std::vector<Change> there_already;
  const bool changed = change(by_entry(rows), &withdrawal, absent);
  if (absent.empty()) return changed;
  return create(absent, &withdrawal, there_already) && there_already.empty() && changed;
}

bool Registrar::create(const std::vector<Change>& changes, const Withdrawal* withdrawal,
                       std::vector<Change>& there_already) {
  const auto shards = by_shard(changes, [this](const Change& c) { return core::shard_of(c.entry, store_.shards()); });
  std::vector<store::Admit> calls;
  std::vector<std::vector<const Change*>> of_call;
  std::vector<runtime::Forward::Way> ways;
  wire::EntryBody body;
  std::vector<wire::FiledClaim> silenced;
  std::vector<SilentRow> silent;
  std::string sealed;
  for (const auto& [shard, list] : shards) {
    for (std::size_t from = 0; from < list.size(); from += kBatchItems) {
      const std::size_t n = std::min(kBatchItems, list.size() - from);
      Columns columns;
      for (std::size_t i = from; i < from + n; ++i) {
        const Change& change = *list[i];
        body.claims.clear();
        silenced.clear();
        for (const wire::FiledClaim* filed : change.claims) merge_claim(body, *filed, silenced);
        if (withdrawal != nullptr) withdraw_claims(body, withdrawal->submitter, withdrawal->number, silenced);
        sealed.clear();
        seal::seal_into(sealed, data_, change.entry, wire::encode(body));
        wire::EntryState state;
        state.targets = targets_of(body);
        std::string bytes = wire::encode(state);
        const core::Rev rev = first_rev(store_.epoch(), bytes, sealed);
        store::add_check(bytes, change.entry.view(), rev, sealed);
        for (const wire::FiledClaim& old : silenced) silent.push_back({old.upload, old.row, rev, kWithdrawnRow});
        columns.ids.append(change.entry.view());
        rev.append_to(columns.revs);
        columns.states.add(bytes);
        columns.bodies.add(sealed);
      }
      ways.push_back(to_eligibility_.reserve(n));
      store::Admit& call = calls.emplace_back();
      call.kind = store::Kind::kEntry;
      call.shard = shard;
      call.to = wire::entry_stage::kReceived;
      call.owed = true;  // its upload has its receipt
      call.wait = ways.back().wait;
      call.ids = std::move(columns.ids);
      call.revs = std::move(columns.revs);
      call.states = columns.states.finish();
      call.bodies = columns.bodies.finish();
      of_call.emplace_back(list.begin() + static_cast<std::ptrdiff_t>(from),
                           list.begin() + static_cast<std::ptrdiff_t>(from + n));
    }
  }
  if (!silent.empty() && !mark_silent(silent)) return false;
  store_.admit(calls);
  bool all_answered = true;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    store::Admit& call = calls[i];
    store::Batch done;
    if (call.answer.outcome != store::Outcome::kDone) {
      all_answered = false;
      to_eligibility_.push(ways[i], done);
      continue;
    }
    for (std::size_t k = 0; k < of_call[i].size(); ++k) {
      if (call.answer.item(k) == store::ItemAnswer::kExists) there_already.push_back(*of_call[i][k]);
    }
    // A batch in part known already goes by the store alone: it is rare, and the push is only a hint.
    if (call.answer.all(store::ItemAnswer::kDone)) done = admitted(call);
    to_eligibility_.push(ways[i], done);
  }
  return all_answered;
}

bool Registrar::change(std::vector<Change> changes, const Withdrawal* withdrawal, std::vector<Change>& absent) {
  std::vector<SilentRow> overtaken;
  bool all_answered = true;
  for (int round = 0; !changes.empty() && round < kRoundsMax; ++round) {
    const auto shards = by_shard(changes, [this](const Change& c) { return core::shard_of(c.entry, store_.shards()); });
    std::vector<store::Read> reads;
    std::vector<std::vector<const Change*>> of_read;
    for (const auto& [shard, list] : shards) {
      for (std::size_t from = 0; from < list.size(); from += kBatchItems) {
        store::Read& read = reads.emplace_back();
        read.kind = store::Kind::kEntry;
        read.shard = shard;
        std::vector<const Change*>& part = of_read.emplace_back();
        for (std::size_t i = from; i < std::min(list.size(), from + kBatchItems); ++i) {
          read.ids.append(list[i]->entry.view());
          part.push_back(list[i]);
        }
      }
    }
    store_.read(reads);

    std::map<std::pair<std::uint16_t, store::Stage>, Columns> writes;
    std::map<std::pair<std::uint16_t, store::Stage>, std::vector<const Change*>> of_write;
    std::vector<SilentRow> silent;
    std::vector<wire::FiledClaim> silenced;
    for (std::size_t r = 0; r < reads.size(); ++r) {
      if (reads[r].answer.outcome != store::Outcome::kDone) {
        all_answered = false;
        continue;
      }
      for (std::size_t i = 0; i < of_read[r].size(); ++i) {
        const Change& change = *of_read[r][i];
        const store::Record& record = reads[r].records[i];
        if (!record.found) {
          absent.push_back(change);
          continue;
        }
        const auto checked = store::open_check(record.state, change.entry.view(), record.rev, record.body);
        const auto plain = seal::open(data_, change.entry, record.body);
        auto body = plain ? wire::decode_entry_body(*plain) : tl::unexpected(plain.error());
        auto state = wire::decode_entry_state(checked.state);
        if (!checked.ok || !body || !state) {
          runtime::log_error("entry.damaged", {{"record", change.entry}, {"stage", record.stage}});
          ++damaged_;
          continue;
        }
        silenced.clear();
        bool changed = false;
        for (const wire::FiledClaim* filed : change.claims) {
          const Merge merge = merge_claim(*body, *filed, silenced);
          changed = changed || merge == Merge::kChanged;
          if (withdrawal == nullptr && (merge == Merge::kOvertaken || merge == Merge::kFull)) {
            const core::Rev said = core::no_earlier_than(store_.epoch(), record.rev);
            overtaken.push_back({filed->upload, filed->row, said, wire::row_flag::kOvertaken});
          }
        }
        if (withdrawal != nullptr) {
          changed = withdraw_claims(*body, withdrawal->submitter, withdrawal->number, silenced) || changed;
        }
        if (!changed) continue;
        state->targets = targets_of(*body);
        if (store_.epoch() > record.rev.epoch) state->owe_notices();
        const std::string sealed = seal::seal(data_, change.entry, wire::encode(*body));
        std::string bytes = wire::encode(*state);
        const core::Rev rev = core::next_rev(record.rev, store_.epoch(), bytes + sealed);
        store::add_check(bytes, change.entry.view(), rev, sealed);
        const std::uint8_t why = withdrawal != nullptr ? kWithdrawnRow : wire::row_flag::kOvertaken;
        for (const wire::FiledClaim& old : silenced) silent.push_back({old.upload, old.row, rev, why});
        const std::pair key{reads[r].shard, record.stage};
        Columns& columns = writes[key];
        columns.ids.append(change.entry.view());
        record.rev.append_to(columns.expected);
        rev.append_to(columns.revs);
        columns.states.add(bytes);
        columns.bodies.add(sealed);
        seal::digest_into(columns.digests, sealed);
        of_write[key].push_back(&change);
      }
    }
    // Told before the entry forgets them: afterwards nobody would know those rows. Should the entry move on without
    // this change, a newer rev tells them again.
    if (!mark_silent(silent)) return false;
    std::vector<store::Advance> calls;
    std::vector<const std::vector<const Change*>*> of_call;
    for (auto& [key, columns] : writes) {
      store::Advance& call = calls.emplace_back();
      call.kind = store::Kind::kEntry;
      call.shard = key.first;
      call.from = key.second;
      call.to = wire::entry_stage::kReceived;
      call.ids = std::move(columns.ids);
      call.expected = std::move(columns.expected);
      call.revs = std::move(columns.revs);
      call.states = columns.states.finish();
      call.replace_bodies = true;
      call.bodies = columns.bodies.finish();
      call.log = store_.who();
      call.digests = std::move(columns.digests);
      of_call.push_back(&of_write[key]);
    }
    store_.advance(calls);
    std::vector<Change> again;
    for (std::size_t c = 0; c < calls.size(); ++c) {
      if (calls[c].answer.outcome != store::Outcome::kDone) {
        all_answered = false;
        continue;
      }
      for (std::size_t i = 0; i < of_call[c]->size(); ++i) {
        if (calls[c].answer.item(i) != store::ItemAnswer::kDone) again.push_back(*(*of_call[c])[i]);
      }
    }
    changes = std::move(again);
  }
  return mark_silent(overtaken) && all_answered && changes.empty();
}

bool Registrar::mark_silent(const std::vector<SilentRow>& rows) {
  std::map<core::Id, store::Mark> calls;
  for (const SilentRow& row : rows) {
    store::Mark& call = calls[row.upload];
    call.shard = core::shard_of(row.upload, store_.shards());
    call.upload = row.upload;
    core::put_u32(call.rows, row.row);
    wire::put_mark(call.marks, {row.rev.epoch, row.rev.n, wire::Verdict::kNone, row.flags, {}});
  }
  std::vector<store::Mark> list;
  for (auto& [upload, call] : calls) list.push_back(std::move(call));
  store_.mark(list);
  for (const store::Mark& call : list) {
    if (call.answer.outcome != store::Outcome::kDone) return false;
  }
  return true;
}

}  // namespace naadam::intake
