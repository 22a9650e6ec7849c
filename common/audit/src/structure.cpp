#include "structure.hpp"

#include <cmath>
#include <cstdlib>
#include <map>

#include "core/id.hpp"
#include "index.hpp"
#include "wire/stages.hpp"

namespace naadam::audit {
namespace {

// What tells one state of a pack from the next: its name, its stage and its first rev.
std::string witness_of(const Pack& pack) {
  std::string witness = pack.batch.pack + std::to_string(pack.batch.stage) + '/';
  return witness.append(pack.batch.revs, 0, core::kRevBytes);
}

std::string due_key(Place place, store::Stage stage) {
  return kind_key(place.kind, place.shard, ":d:" + std::to_string(stage));
}

void check_records(Notes& notes, Place place, const Pack& pack) {
  const store::Batch& batch = pack.batch;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (!pack.live(i)) continue;
    ++notes.totals.records[place.kind];
    if (!store::open_check(batch.state(i), batch.id_bytes(i), batch.rev(i), batch.body(i)).ok) {
      notes.note(FindingKind::kRecordDamaged, place.kind, place.shard, batch.id_bytes(i), batch.rev(i).bytes());
    }
  }
}

void check_index(Notes& notes, Place place, const Pack& pack, const IndexQuestion& index) {
  std::size_t k = 0;
  for (std::size_t i = 0; i < pack.batch.size(); ++i) {
    if (!pack.live(i)) continue;
    const store::ReplyView name = index.name(k++);
    if (!name.is_nil() && name.string() == pack.batch.pack) continue;
    notes.note(name.is_nil() ? FindingKind::kIndexMissing : FindingKind::kIndexElsewhere, place.kind, place.shard,
               pack.batch.id_bytes(i), pack.batch.pack + std::string(name.string()));
  }
}

void check_due(Notes& notes, Place place, const Pack& pack, store::ReplyView due, store::ReplyView parked,
               core::Millis now, core::Millis overdue_max) {
  const std::string& name = pack.batch.pack;
  if (pack.parked) ++notes.totals.parked;
  if (pack.parked != !parked.is_nil()) {
    notes.note(FindingKind::kParkedLost, place.kind, place.shard, name, witness_of(pack));
  }
  if (pack.parked) return;
  if (due.is_nil()) {
    if (due_of(place.kind, pack.batch.stage) != Due::kMust) return;
    return notes.note(FindingKind::kNotDue, place.kind, place.shard, name, witness_of(pack));
  }
  const core::Millis overdue = now - static_cast<core::Millis>(to_number(due.string()));
  notes.totals.oldest_overdue_ms = std::max(notes.totals.oldest_overdue_ms, overdue);
  if (overdue > overdue_max) {
    notes.note(FindingKind::kOverdue, place.kind, place.shard, name, std::string(due.string()));
  }
}

}  // namespace

Due due_of(store::Kind kind, store::Stage stage) {
  switch (kind) {
    case store::Kind::kUpload:
      return stage <= wire::upload_stage::kJudging || stage == wire::upload_stage::kForm ? Due::kMust : Due::kRest;
    case store::Kind::kEntry:
      return stage <= wire::entry_stage::kReported ? Due::kMust : Due::kRest;
    case store::Kind::kNotice:
      // A notice that waits for nothing more rests where it waited.
      if (stage == wire::notice_stage::kWaiting) return Due::kMay;
      return stage < wire::notice_stage::kWaiting ? Due::kMust : Due::kRest;
    case store::Kind::kPlace:
      return Due::kMay;
    case store::Kind::kDraw:
      return stage == wire::draw_stage::kPublished ? Due::kMust : Due::kRest;
    case store::Kind::kStartList:
      return Due::kMay;
    case store::Kind::kScore:
      return stage == wire::score_stage::kPublished ? Due::kMust : Due::kRest;
  }
  return Due::kRest;
}

bool look_at_packs(Reader& reader, Notes& notes, Place place, std::span<const std::string> names,
                   core::Millis overdue_max, std::vector<Pack>& packs) {
  packs.clear();
  reader.begin();
  for (const std::string& name : names) ask_pack(reader, place.kind, place.shard, name, Bodies::kRead);
  const std::size_t time = reader.ask(place.shard, {"TIME"});
  if (!reader.run()) return false;
  const core::Millis now = static_cast<core::Millis>(to_number(reader.reply(time)[0].string()) * 1'000 +
                                                     to_number(reader.reply(time)[1].string()) / 1'000);
  for (std::size_t i = 0; i < names.size(); ++i) {
    Pack pack = parse_pack(reader.reply(i), place.kind, place.shard, names[i], Bodies::kRead);
    if (pack.fits) {
      packs.push_back(std::move(pack));
    } else if (pack.batch.stage != 0) {  // else it has gone since its name was read
      notes.note(FindingKind::kPackBroken, place.kind, place.shard, names[i], pack.batch.revs);
    }
  }
  notes.totals.packs += packs.size();

  reader.begin();
  struct Asked {
    std::size_t due, parked;
    IndexQuestion index;
  };
  std::vector<Asked> asked;
  for (const Pack& pack : packs) {
    std::string ids;
    for (std::size_t i = 0; i < pack.batch.size(); ++i) {
      if (pack.live(i)) ids.append(pack.batch.id_bytes(i));
    }
    if (ids.empty()) notes.note(FindingKind::kPackBroken, place.kind, place.shard, pack.batch.pack, witness_of(pack));
    const std::size_t due = reader.ask(place.shard, {"ZSCORE", due_key(place, pack.batch.stage), pack.batch.pack});
    const std::size_t parked =
        reader.ask(place.shard, {"ZSCORE", kind_key(place.kind, place.shard, ":z"), pack.batch.pack});
    asked.push_back({due, parked, IndexQuestion(reader, place.kind, place.shard, ids)});
  }
  if (!reader.run()) return false;
  for (std::size_t i = 0; i < packs.size(); ++i) {
    check_records(notes, place, packs[i]);
    check_due(notes, place, packs[i], reader.reply(asked[i].due), reader.reply(asked[i].parked), now, overdue_max);
    check_index(notes, place, packs[i], asked[i].index);
  }
  return true;
}

bool look_at_index(Reader& reader, Notes& notes, Place place, std::span<const std::string> pairs) {
  std::map<std::string_view, std::vector<std::string_view>> by_pack;
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) by_pack[pairs[i + 1]].push_back(pairs[i]);
  reader.begin();
  for (const auto& [name, ids] : by_pack) ask_pack(reader, place.kind, place.shard, name, Bodies::kLeave);
  if (!reader.run()) return false;
  std::size_t answer = 0;
  for (const auto& [name, ids] : by_pack) {
    const Pack pack = parse_pack(reader.reply(answer++), place.kind, place.shard, name, Bodies::kLeave);
    for (const std::string_view id : ids) {
      if (pack.fits && pack.find(id) < pack.batch.size()) continue;
      notes.note(FindingKind::kRecordLost, place.kind, place.shard, id, std::string(name));
    }
  }
  return true;
}

bool look_at_members(Reader& reader, Notes& notes, Place place, store::Stage stage,
                     std::span<const std::string> names) {
  reader.begin();
  for (const std::string& name : names) {
    reader.ask(place.shard, {"HMGET", kind_key(place.kind, place.shard, ":p"), name + "g", name + "z"});
  }
  if (!reader.run()) return false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const store::ReplyView fields = reader.reply(i);
    const std::uint64_t stands_at = to_number(fields[0].string());
    if (stage == 0) {
      if (fields[1].is_nil()) notes.note(FindingKind::kParkedLost, place.kind, place.shard, names[i], "member");
      continue;
    }
    const bool parked = !fields[1].is_nil();
    if (stands_at == stage && !parked && due_of(place.kind, stage) != Due::kRest) continue;
    notes.note(FindingKind::kDueOrphan, place.kind, place.shard, names[i],
               std::to_string(stage) + '/' + std::to_string(stands_at));
  }
  return true;
}

}  // namespace naadam::audit
