#include "targets.hpp"

#include <algorithm>

#include "store/slot.hpp"
#include "store/store.hpp"
#include "wire/entry.hpp"
#include "wire/identity.hpp"
#include "wire/notice.hpp"
#include "wire/stages.hpp"
#include "wire/upload.hpp"

namespace naadam::audit {
namespace {

using store::Kind;

// The state of live record i where its check holds; a broken one is noted by the structure's check.
std::string_view plain_state(const Pack& pack, std::size_t i) {
  const store::Batch& batch = pack.batch;
  return store::open_check(batch.state(i), batch.id_bytes(i), batch.rev(i), batch.body(i)).state;
}

// An entry that was told about: its id and rev, and what it says.
struct Told {
  core::Id id;
  core::Rev rev;
  std::uint16_t shard = 0;
  store::Stage stage = 0;
  wire::EntryState state;
};

std::vector<Told> told_entries(Notes& notes, const std::vector<Pack>& packs) {
  std::vector<Told> told;
  for (const Pack& pack : packs) {
    for (std::size_t i = 0; i < pack.batch.size(); ++i) {
      const std::string_view plain = pack.live(i) ? plain_state(pack, i) : std::string_view();
      if (plain.empty()) continue;
      auto state = wire::decode_entry_state(plain);
      if (!state) {
        notes.note(FindingKind::kRecordDamaged, Kind::kEntry, pack.batch.shard, pack.batch.id_bytes(i),
                   pack.batch.rev(i).bytes());
      } else if (pack.batch.stage >= wire::entry_stage::kReported) {
        told.push_back({pack.batch.id(i), pack.batch.rev(i), pack.batch.shard, pack.batch.stage, std::move(*state)});
      }
    }
  }
  return told;
}

// Marks carry the rev at which it was judged: one step before reported, at most two before settled.
bool check_marks(Reader& reader, Notes& notes, std::uint16_t shards, const std::vector<Told>& told) {
  reader.begin();
  for (const Told& entry : told) {
    for (const wire::Target& target : entry.state.targets) {
      const std::uint16_t shard = core::shard_of(target.upload, shards);
      const std::uint64_t from = static_cast<std::uint64_t>(target.row) * store::kMarkBytes;
      reader.ask(shard, {"GETRANGE", key_of(shard, ":u:w:").append(target.upload.view()), std::to_string(from),
                         std::to_string(from + store::kMarkBytes - 1)});
    }
  }
  if (!reader.run()) return false;
  std::size_t answer = 0;
  for (const Told& entry : told) {
    const std::uint32_t steps = entry.stage == wire::entry_stage::kReported ? 1 : 2;
    bool all = true;
    for (std::size_t i = 0; i < entry.state.targets.size(); ++i) {
      const std::string_view bytes = reader.reply(answer++).string();
      all = all && bytes.size() == wire::RowMark::kBytes && wire::get_mark(bytes).n > 0 &&
            wire::get_mark(bytes).n + steps >= entry.rev.n;
    }
    if (!all) notes.note(FindingKind::kMarkMissing, Kind::kEntry, entry.shard, entry.id.view(), entry.rev.bytes());
  }
  return true;
}

bool check_notices(Reader& reader, Notes& notes, std::uint16_t shards, const std::vector<Told>& told) {
  std::vector<core::Id> ids;
  std::vector<const Told*> of;
  for (const Told& entry : told) {
    if (entry.stage != wire::entry_stage::kSettled || !entry.state.has_recipient) continue;
    for (const wire::NoticeReason reason : wire::kNoticeReasons) {
      if (!wire::has_to_tell(reason, entry.state)) continue;
      ids.push_back(wire::notice_id(entry.state.recipient, entry.id, reason));
      of.push_back(&entry);
    }
  }
  std::vector<Kept> kept;
  if (!look_up(reader, Kind::kNotice, ids, shards, kept)) return false;
  notes.totals.notices += ids.size();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const Told& entry = *of[i];
    if (!kept[i].found) {
      notes.note(FindingKind::kNoticeMissing, Kind::kEntry, entry.shard, entry.id.view(), entry.rev.bytes());
      continue;
    }
    const std::string_view state = kept[i].state;
    const auto notice =
        wire::decode_notice_state(state.substr(0, state.size() - std::min<std::size_t>(4, state.size())));
    if (!notice) continue;  // noted where the notice itself is looked at
    const bool of_verdict = notice->reason == wire::NoticeReason::kVerdict;
    const bool says_it = of_verdict ? notice->verdict == entry.state.verdict
                                    : notice->decision == wire::decision_told(notice->reason, entry.state);
    if (!says_it || notice->source.n > entry.rev.n) {
      notes.note(FindingKind::kNoticeOld, Kind::kEntry, entry.shard, entry.id.view(),
                 entry.rev.bytes() + kept[i].rev.bytes());
    }
  }
  return true;
}

struct Submitter {
  std::string owner;
  std::vector<std::pair<core::Id, std::uint64_t>> numbers;
};

// All submitters of a shard. Keys of a slot are listed whole: a submitter and an upload are one key each.
bool read_submitters(Reader& reader, std::uint16_t shard, std::vector<Submitter>& submitters) {
  static constexpr std::string_view kKeysMax = "1000000";
  const std::string prefix = key_of(shard, ":u:o:");
  reader.begin();
  reader.ask(shard, {"CLUSTER", "GETKEYSINSLOT", std::to_string(store::slot_of(prefix)), kKeysMax});
  if (!reader.run()) return false;
  for (std::size_t i = 0; i < reader.reply(0).size(); ++i) {
    const std::string_view key = reader.reply(0)[i].string();
    if (key.starts_with(prefix)) submitters.push_back({std::string(key.substr(prefix.size())), {}});
  }
  reader.begin();
  for (const Submitter& one : submitters) reader.ask(shard, {"HGETALL", prefix + one.owner});
  if (!reader.run()) return false;
  for (std::size_t i = 0; i < submitters.size(); ++i) {
    const store::ReplyView pairs = reader.reply(i);
    for (std::size_t k = 0; k + 1 < pairs.size(); k += 2) {
      if (pairs[k].string().size() != core::kIdBytes) continue;
      submitters[i].numbers.emplace_back(core::Id::from(pairs[k].string()), to_number(pairs[k + 1].string()));
    }
  }
  return true;
}

bool without_hole(const Submitter& submitter) {
  std::set<std::uint64_t> given;
  for (const auto& [upload, number] : submitter.numbers) given.insert(number);
  return given.size() == submitter.numbers.size() && *given.begin() == 1 && *given.rbegin() == given.size();
}

}  // namespace

bool check_entries(Reader& reader, Notes& notes, std::uint16_t shards, const std::vector<Pack>& packs) {
  const std::vector<Told> told = told_entries(notes, packs);
  return check_marks(reader, notes, shards, told) && check_notices(reader, notes, shards, told);
}

bool check_uploads(Reader& reader, Notes& notes, const std::vector<Pack>& packs, std::set<core::Id>& seen) {
  for (const Pack& pack : packs) {
    const std::uint16_t shard = pack.batch.shard;
    for (std::size_t i = 0; i < pack.batch.size(); ++i) {
      if (!pack.live(i)) continue;
      const core::Id id = pack.batch.id(i);
      seen.insert(id);
      const auto state = wire::decode_upload_state(plain_state(pack, i));
      if (!state) continue;
      reader.begin();
      reader.ask(shard, {"GET", key_of(shard, ":u:w:").append(id.view())});
      reader.ask(shard, {"HGET", key_of(shard, ":u:f"), id.view()});
      if (!reader.run()) return false;
      const std::string_view marks = reader.reply(0).string();
      std::uint64_t made = 0, of_rows = 0;
      for (std::size_t at = 0; at + store::kMarkBytes <= marks.size(); at += store::kMarkBytes) {
        if (wire::get_mark(marks.substr(at)).n == 0) continue;
        ++made;
        if (at / store::kMarkBytes < state->rows) ++of_rows;
      }
      notes.totals.marks += made;
      const std::string witness =
          pack.batch.rev(i).bytes() + std::to_string(made) + '/' + std::string(reader.reply(1).string());
      if (made != to_number(reader.reply(1).string())) {
        notes.note(FindingKind::kMarkCountWrong, Kind::kUpload, shard, id.view(), witness);
      }
      if (pack.batch.stage == wire::upload_stage::kComplete && of_rows != state->rows) {
        notes.note(FindingKind::kRowsWithoutMark, Kind::kUpload, shard, id.view(), witness);
      }
    }
  }
  return true;
}

bool check_numbers(Reader& reader, Notes& notes, std::uint16_t shard, std::uint16_t shards,
                   const std::set<core::Id>& seen) {
  std::vector<Submitter> submitters;
  if (!read_submitters(reader, shard, submitters)) return false;
  std::set<core::Id> numbered;
  std::vector<core::Id> uploads;
  std::vector<std::uint64_t> numbers;
  for (const Submitter& submitter : submitters) {
    if (!submitter.numbers.empty() && !without_hole(submitter)) {
      notes.note(FindingKind::kNumberHole, Kind::kUpload, shard, submitter.owner,
                 std::to_string(submitter.numbers.size()));
    }
    for (const auto& [upload, number] : submitter.numbers) {
      numbered.insert(upload);
      uploads.push_back(upload);
      numbers.push_back(number);
    }
  }
  std::vector<Kept> kept;
  if (!look_up(reader, Kind::kUpload, uploads, shards, kept)) return false;
  notes.totals.numbers += uploads.size();
  for (std::size_t i = 0; i < uploads.size(); ++i) {
    if (!kept[i].found) {
      notes.note(FindingKind::kUploadMissing, Kind::kUpload, shard, uploads[i].view(), std::to_string(numbers[i]));
      continue;
    }
    const std::string_view state = kept[i].state;
    const auto decoded =
        wire::decode_upload_state(state.substr(0, state.size() - std::min<std::size_t>(4, state.size())));
    if (decoded && decoded->number != numbers[i]) {
      notes.note(FindingKind::kNumberDiffers, Kind::kUpload, shard, uploads[i].view(), kept[i].rev.bytes());
    }
  }
  for (const core::Id& upload : seen) {
    if (!numbered.contains(upload)) {
      notes.note(FindingKind::kNumberMissing, Kind::kUpload, shard, upload.view(), "seen");
    }
  }
  return true;
}

}  // namespace naadam::audit
