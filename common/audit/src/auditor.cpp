#include "audit/auditor.hpp"

#include <poll.h>

#include <algorithm>
#include <deque>
#include <set>
#include <unordered_set>
#include <utility>

#include "index.hpp"
#include "reader.hpp"
#include "store/store.hpp"
#include "structure.hpp"
#include "targets.hpp"

namespace naadam::audit {
namespace {

constexpr store::Kind kKinds[] = {store::Kind::kUpload, store::Kind::kEntry, store::Kind::kNotice,
                                  store::Kind::kPlace,  store::Kind::kDraw,  store::Kind::kStartList,
                                  store::Kind::kScore};
constexpr std::size_t kPagesMax = 32;  // round trips of one step, where a page holds little

enum class Phase { kHead, kPacks, kIndex, kDue, kParked, kTally, kNumbers, kOver };

void append_strings(store::ReplyView array, std::size_t step, std::vector<std::string>& out) {
  for (std::size_t i = 0; i < array.size(); i += step) out.emplace_back(array[i].string());
}

}  // namespace

struct Auditor::Walk {
  Walk(store::Cluster& cluster, const core::Clock& clock, std::uint16_t shards_in, const AuditOptions& options_in)
      : reader(cluster, clock, options_in.call_timeout_ms), shards(shards_in), options(options_in) {}

  Reader reader;
  std::uint16_t shards;
  AuditOptions options;

  Place place{kKinds[0], 0};
  std::size_t kind = 0;
  Phase phase = Phase::kHead;
  store::Stage stage = 1;    // of the due set, in kDue
  std::string cursor = "0";  // of the scan of this phase
  bool begun = false;        // the scan has begun, so "0" means its end
  std::uint64_t looked = 0;  // at records, in this step

  // Of this kind on this shard.
  std::string counts_before;
  std::map<store::Stage, std::uint64_t> tally;
  std::map<std::string, std::uint64_t> group_tally;  // by group and stage, as the store's fields are named
  std::deque<std::string> groups;                    // whose index is still to be looked at, the first now
  std::unordered_set<std::string> known_packs;       // a scan may show one twice
  std::deque<std::pair<std::string, std::size_t>> waiting;
  std::set<core::Id> uploads;

  Notes notes;  // of this lap
  std::set<Suspect> before;
  Report report;

  bool page();
  bool head(std::string& counts);
  bool packs_page();
  bool packs_chunk();
  bool scan_page(std::string_view command, const std::string& key, std::vector<std::string>& out);
  bool index_page();
  bool find_groups();
  void compare_groups(store::ReplyView said);
  bool members_page(store::Stage of);
  bool compare_tally();
  void go_to(Phase next);
  void next_place();
  void end_lap();
};

void Auditor::Walk::go_to(Phase next) {
  phase = next;
  cursor = "0";
  begun = false;
}

void Auditor::Walk::next_place() {
  counts_before.clear();
  tally.clear();
  group_tally.clear();
  groups.clear();
  known_packs.clear();
  uploads.clear();
  stage = 1;
  go_to(Phase::kHead);
  if (++kind == std::size(kKinds)) {
    kind = 0;
    ++place.shard;
  }
  if (place.shard == shards) {
    place.shard = 0;
    phase = Phase::kOver;
  }
  place.kind = kKinds[kind];
}

// The counts by stage with the last pack's name: unchanged means that nothing moved in between.
bool Auditor::Walk::head(std::string& counts) {
  reader.begin();
  reader.ask(place.shard, {"HGETALL", kind_key(place.kind, place.shard, ":n")});
  reader.ask(place.shard, {"GET", key_of(place.shard, ":ctr")});
  if (in_groups(place.kind)) reader.ask(place.shard, {"HGETALL", index_key(place.kind, place.shard)});
  if (!reader.run()) return false;
  counts = "ctr=" + std::string(reader.reply(1).string());
  for (std::size_t i = 0; i < reader.reply(0).size(); ++i) {
    counts.append(i % 2 == 0 ? " " : "=").append(reader.reply(0)[i].string());
  }
  return true;
}

bool Auditor::Walk::scan_page(std::string_view command, const std::string& key, std::vector<std::string>& out) {
  const std::string count = std::to_string(options.budget_records);
  reader.begin();
  reader.ask(place.shard, {command, key, cursor, "COUNT", count});
  if (!reader.run()) return false;
  cursor = reader.reply(0)[0].string();
  begun = true;
  append_strings(reader.reply(0)[1], 1, out);
  return true;
}

// Finds names of packs by their stage field, which alone is short, and how many records each holds.
bool Auditor::Walk::packs_page() {
  if (!waiting.empty()) return packs_chunk();
  if (begun && cursor == "0") return go_to(Phase::kIndex), true;
  const std::string key = kind_key(place.kind, place.shard, ":p");
  reader.begin();
  reader.ask(place.shard,
             {"HSCAN", key, cursor, "MATCH", "????????g", "COUNT", std::to_string(options.budget_records)});
  if (!reader.run()) return false;
  const std::string next(reader.reply(0)[0].string());
  std::vector<std::string> fields;
  append_strings(reader.reply(0)[1], 2, fields);
  reader.begin();
  for (std::string& field : fields) {
    field.pop_back();
    reader.ask(place.shard, {"HSTRLEN", key, field + "i"});
  }
  if (!reader.run()) return false;
  cursor = next;
  begun = true;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto bytes = static_cast<std::size_t>(reader.reply(i).integer());
    if (known_packs.insert(fields[i]).second) waiting.emplace_back(fields[i], bytes / core::kIdBytes);
  }
  return true;
}

bool Auditor::Walk::packs_chunk() {
  std::vector<std::string> names;
  std::size_t records = 0;
  for (const auto& [name, n] : waiting) {
    if (records >= options.budget_records) break;
    names.push_back(name);
    records += n;
  }
  std::vector<Pack> packs;
  Notes of_chunk = notes;  // a look that is not answered is made again, and must not count twice
  if (!look_at_packs(reader, of_chunk, place, names, options.overdue_max_ms, packs)) return false;
  if (place.kind == store::Kind::kEntry && !check_entries(reader, of_chunk, shards, packs)) return false;
  if (place.kind == store::Kind::kUpload && !check_uploads(reader, of_chunk, packs, uploads)) return false;
  notes = std::move(of_chunk);
  for (const Pack& pack : packs) {
    for (std::size_t i = 0; i < pack.batch.size(); ++i) {
      if (!pack.live(i)) continue;
      ++tally[pack.batch.stage];
      if (in_groups(place.kind)) {
        ++group_tally[std::string(pack.batch.id_bytes(i).substr(0, store::kGroupBytes)) +
                      std::to_string(pack.batch.stage)];
      }
    }
  }
  waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(names.size()));
  looked += records;
  return true;
}

// Each group has an index of its own.
bool Auditor::Walk::find_groups() {
  reader.begin();
  reader.ask(place.shard, {"HKEYS", index_key(place.kind, place.shard)});
  if (!reader.run()) return false;
  std::set<std::string> names;
  for (std::size_t i = 0; i < reader.reply(0).size(); ++i) {
    names.emplace(reader.reply(0)[i].string().substr(0, store::kGroupBytes));
  }
  groups.assign(names.begin(), names.end());
  begun = groups.empty();
  return true;
}

bool Auditor::Walk::index_page() {
  if (in_groups(place.kind)) {
    if (groups.empty() && !begun) return find_groups();
    if (!groups.empty() && begun && cursor == "0") {
      groups.pop_front();
      begun = groups.empty();
    }
  }
  if (begun && cursor == "0") return go_to(Phase::kDue), true;
  const std::string group = groups.empty() ? std::string() : groups.front();
  std::vector<std::string> pairs;
  const std::string from = cursor;
  if (!scan_page("HSCAN", index_key(place.kind, place.shard, group), pairs)) return false;
  for (std::size_t i = 0; i < pairs.size(); i += 2) pairs[i].insert(0, group);
  looked += pairs.size() / 2;
  if (look_at_index(reader, notes, place, pairs)) return true;
  cursor = from;
  return false;
}

bool Auditor::Walk::members_page(store::Stage of) {
  if (begun && cursor == "0") {
    if (of == 0) return go_to(Phase::kTally), true;
    go_to(++stage > kStagesMax ? Phase::kParked : Phase::kDue);
    return true;
  }
  const std::string key = kind_key(place.kind, place.shard, of == 0 ? ":z" : ":d:" + std::to_string(of));
  const std::string from = cursor;
  std::vector<std::string> scored;
  if (!scan_page("ZSCAN", key, scored)) return false;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < scored.size(); i += 2) names.push_back(std::move(scored[i]));
  looked += names.size();
  if (look_at_members(reader, notes, place, of, names)) return true;
  cursor = from;
  return false;
}

void Auditor::Walk::compare_groups(store::ReplyView said) {
  for (std::size_t i = 0; i + 1 < said.size(); i += 2) {
    const std::string field(said[i].string());
    const std::uint64_t counted = std::exchange(group_tally[field], 0);
    if (to_number(said[i + 1].string()) == counted) continue;
    notes.note(FindingKind::kCountWrong, place.kind, place.shard, field,
               std::string(said[i + 1].string()) + '/' + std::to_string(counted));
  }
  for (const auto& [field, counted] : group_tally) {
    if (counted == 0) continue;
    notes.note(FindingKind::kCountWrong, place.kind, place.shard, field, "0/" + std::to_string(counted));
  }
}

bool Auditor::Walk::compare_tally() {
  std::string counts;
  if (!head(counts)) return false;
  if (counts != counts_before) {
    ++notes.totals.moving;
  } else {
    const store::ReplyView pairs = reader.reply(0);
    std::map<store::Stage, std::uint64_t> said;
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
      said[static_cast<store::Stage>(to_number(pairs[i].string()))] = to_number(pairs[i + 1].string());
    }
    for (store::Stage of = 1; of <= kStagesMax; ++of) {
      if (said[of] == tally[of]) continue;
      notes.note(FindingKind::kCountWrong, place.kind, place.shard, std::to_string(of),
                 std::to_string(said[of]) + '/' + std::to_string(tally[of]));
    }
    if (in_groups(place.kind)) compare_groups(reader.reply(2));
  }
  go_to(Phase::kNumbers);
  return true;
}

bool Auditor::Walk::page() {
  switch (phase) {
    case Phase::kHead:
      if (!head(counts_before)) return false;
      go_to(Phase::kPacks);
      return true;
    case Phase::kPacks:
      return packs_page();
    case Phase::kIndex:
      return index_page();
    case Phase::kDue:
      return members_page(stage);
    case Phase::kParked:
      return members_page(0);
    case Phase::kTally:
      return compare_tally();
    case Phase::kNumbers:
      if (place.kind == store::Kind::kUpload && !check_numbers(reader, notes, place.shard, shards, uploads)) {
        return false;
      }
      next_place();
      return true;
    case Phase::kOver:
      return true;
  }
  return true;
}

void Auditor::Walk::end_lap() {
  report.findings.clear();
  for (const Suspect& suspect : notes.suspects) {
    if (before.contains(suspect)) report.findings.push_back(suspect.finding);
  }
  report.left_off = before.empty() ? 0 : notes.left_off;
  report.totals = notes.totals;
  before = std::move(notes.suspects);
  notes = {};
  phase = Phase::kHead;
}

Auditor::Auditor(store::Cluster& cluster, const core::Clock& clock, std::uint16_t shards, AuditOptions options)
    : walk_(std::make_unique<Walk>(cluster, clock, shards, options)) {}

Auditor::~Auditor() = default;

core::Result<bool> Auditor::step() {
  walk_->looked = 0;
  for (std::size_t pages = 0; pages < kPagesMax && walk_->looked < walk_->options.budget_records; ++pages) {
    if (!walk_->page()) return tl::unexpected(walk_->reader.error());
    if (walk_->phase == Phase::kOver) return walk_->end_lap(), true;
  }
  return false;
}

const Report& Auditor::report() const { return walk_->report; }
std::size_t Auditor::suspects() const { return walk_->before.size(); }

core::Result<Report> audit(store::Cluster& cluster, const core::Clock& clock, std::uint16_t shards,
                           const AuditOptions& options) {
  Auditor auditor(cluster, clock, shards, options);
  for (int look = 0; look < 2; ++look) {
    if (look > 0) ::poll(nullptr, 0, static_cast<int>(options.settle_ms));
    for (bool over = false; !over;) {
      const auto stepped = auditor.step();
      if (!stepped) return tl::unexpected(stepped.error());
      over = *stepped;
    }
    if (auditor.suspects() == 0) break;
  }
  return auditor.report();
}

}  // namespace naadam::audit
