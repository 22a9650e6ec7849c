#include "intake/entry_desk.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "core/limits.hpp"
#include "domain/person_key.hpp"
#include "intake/finding_words.hpp"
#include "intake/page_cursor.hpp"
#include "intake/rules/masking.hpp"
#include "intake/rules/told.hpp"
#include "runtime/log.hpp"
#include "runtime/not_now.hpp"
#include "seal/seal.hpp"
#include "wire/identity.hpp"
#include "wire/stages.hpp"
#include "wire/verbs.hpp"

namespace naadam::intake {
namespace {

using core::ErrorKind;
using core::fail;
using runtime::Json;
using runtime::not_now;

constexpr std::size_t kOwnerBytes = 8;  // of an id: what all records of one person begin with

std::string_view entry_stage_name(store::Stage stage) {
  switch (stage) {
    case wire::entry_stage::kReceived:
      return "received";
    case wire::entry_stage::kJudged:
      return "judged";
    case wire::entry_stage::kReported:
      return "reported";
    case wire::entry_stage::kSettled:
      return "settled";
    default:
      return "unknown";
  }
}

// A filter by a code or any name of it; "" lets everything pass. nullptr: the edition knows no such thing.
template <class Thing>
core::Result<std::string> code_of(const std::string& text, const Thing* thing, const char* what) {
  if (text.empty()) return std::string();
  if (thing != nullptr) return thing->code;
  return fail(ErrorKind::kInvalid, std::string("本届没有这个") + what + "，请核对名称或代码。",
              "unknown code in filter");
}

template <class Thing>
std::string name_of(const Thing* thing) {
  return thing == nullptr ? std::string() : thing->zh;
}

}  // namespace

EntryDesk::EntryDesk(store::Store& store, const seal::DataKey& data, const seal::LookupKey& lookup,
                     const runtime::Installation& installation)
    : store_(store), data_(data), lookup_(lookup), installation_(installation) {}

void EntryDesk::answer_on(runtime::StepLoop& loop) {
  loop.on_ask(wire::verb::kEntryList, [this](const Json& ask) { return list(ask); });
  loop.on_ask(wire::verb::kEntryShow, [this](const Json& ask) { return show(ask); });
}

Json EntryDesk::summary(const core::Id& entry, store::Stage stage, const wire::EntryState& state) const {
  const domain::Edition& edition = *installation_.edition;
  return Json{{"entry", core::to_hex(entry)},
              {"stage", entry_stage_name(stage)},
              {"verdict", wire::verdict_name(state.verdict)},
              {"conflict", state.has(wire::entry_flag::kConflict)},
              {"withdrawn", state.has(wire::entry_flag::kWithdrawn)},
              {"event", state.event},
              {"event_name", name_of(edition.find_event(state.event))},
              {"group", state.group},
              {"group_name", name_of(edition.find_group(state.group))},
              {"delegation", state.delegation},
              {"delegation_name", name_of(edition.find_delegation(state.delegation))}};
}

core::Result<Json> EntryDesk::list(const Json& ask) {
  const domain::Edition& edition = *installation_.edition;
  const auto cursor = runtime::text_field(ask, "cursor");
  if (!cursor) return tl::unexpected(cursor.error());
  const auto verdict = runtime::text_field(ask, "verdict");
  if (!verdict) return tl::unexpected(verdict.error());
  const auto event_text = runtime::text_field(ask, "event");
  if (!event_text) return tl::unexpected(event_text.error());
  const auto delegation_text = runtime::text_field(ask, "delegation");
  if (!delegation_text) return tl::unexpected(delegation_text.error());
  const auto event = code_of(*event_text, edition.find_event(*event_text), "赛项");
  if (!event) return tl::unexpected(event.error());
  const auto delegation = code_of(*delegation_text, edition.find_delegation(*delegation_text), "代表队");
  if (!delegation) return tl::unexpected(delegation.error());
  const auto place = PageCursor::parse(*cursor, store_.shards());
  if (!place) return tl::unexpected(place.error());

  store::Scan scan{.kind = store::Kind::kEntry,
                   .shard = place->shard,
                   .cursor = place->inner,
                   .count = kPageIds,
                   .answer = {},
                   .ids = {}};
  store_.scan({&scan, 1});
  if (scan.answer.outcome != store::Outcome::kDone) return not_now(scan.answer);
  Json entries = Json::array();
  constexpr std::size_t kStep = core::limits::kCallItemsMax * core::kIdBytes;
  for (std::size_t at = 0; at < scan.ids.size(); at += kStep) {
    store::Read read{.kind = store::Kind::kEntry,
                     .shard = place->shard,
                     .ids = scan.ids.substr(at, kStep),
                     .answer = {},
                     .records = {}};
    store_.read({&read, 1});
    if (read.answer.outcome != store::Outcome::kDone) return not_now(read.answer);
    for (std::size_t i = 0; i < read.records.size(); ++i) {
      const store::Record& record = read.records[i];
      if (!record.found) continue;
      const core::Id id = core::Id::from(std::string_view(read.ids).substr(i * core::kIdBytes, core::kIdBytes));
      const auto checked = store::open_check(record.state, id.view(), record.rev, record.body);
      const auto state = wire::decode_entry_state(checked.state);
      if (!checked.ok || !state) continue;  // the auditor's business, not a list's
      if (!verdict->empty() && *verdict != wire::verdict_name(state->verdict)) continue;
      if (!event->empty() && *event != state->event) continue;
      if (!delegation->empty() && *delegation != state->delegation) continue;
      entries.push_back(summary(id, record.stage, *state));
    }
  }
  return Json{{"entries", std::move(entries)}, {"cursor", place->next(scan.cursor, store_.shards())}};
}

// By looking through the ids of the person's shard: also finds entries whose event nobody knows.
core::Result<std::string> EntryDesk::entries_of(const std::string& document) {
  const std::string key = domain::document_key_text(document);
  if (key.empty()) return fail(ErrorKind::kInvalid, "证件号码不完整，请核对后重试。", "document number unusable");
  const core::Id person = seal::keyed_hash(lookup_, wire::kPersonLabel, key);
  const std::string_view owner = person.view().substr(0, kOwnerBytes);
  std::set<std::string> found;
  store::Scan scan{.kind = store::Kind::kEntry,
                   .shard = core::shard_of(person, store_.shards()),
                   .cursor = "0",
                   .count = 1'000,
                   .answer = {},
                   .ids = {}};
  do {
    store_.scan({&scan, 1});
    if (scan.answer.outcome != store::Outcome::kDone) return not_now(scan.answer);
    for (std::size_t at = 0; at < scan.ids.size(); at += core::kIdBytes) {
      const std::string_view id = std::string_view(scan.ids).substr(at, core::kIdBytes);
      if (id.starts_with(owner)) found.emplace(id);
    }
  } while (scan.cursor != "0");
  if (found.empty()) return fail(ErrorKind::kNotFound, "没有此人的报名，请核对证件号码。", "no entry of this person");
  std::string ids;
  for (const std::string& id : found) ids += id;
  return ids.substr(0, core::limits::kCallItemsMax * core::kIdBytes);
}

core::Result<Json> EntryDesk::show(const Json& ask) {
  std::string ids;
  if (ask.contains("document")) {
    const auto document = runtime::text_field(ask, "document");
    if (!document) return tl::unexpected(document.error());
    auto found = entries_of(*document);
    if (!found) return tl::unexpected(found.error());
    ids = std::move(*found);
  } else {
    const auto entry = runtime::id_field(ask, "entry");
    if (!entry) return tl::unexpected(entry.error());
    ids = entry->view();
  }
  const bool full = ask.contains("full") && ask["full"].is_boolean() && ask["full"].get<bool>();
  store::Read read{
      .kind = store::Kind::kEntry,
      .shard = core::shard_of(core::Id::from(std::string_view(ids).substr(0, core::kIdBytes)), store_.shards()),
      .ids = ids,
      .answer = {},
      .records = {}};
  store_.read({&read, 1});
  if (read.answer.outcome != store::Outcome::kDone) return not_now(read.answer);
  Json entries = Json::array();
  Uploads uploads;
  for (std::size_t i = 0; i < read.records.size(); ++i) {
    if (!read.records[i].found) continue;
    const core::Id id = core::Id::from(std::string_view(ids).substr(i * core::kIdBytes, core::kIdBytes));
    auto entry = opened(id, read.records[i], full, uploads);
    if (!entry) return entry;
    runtime::log_info("entry.shown", {{"entry", id}, {"full", full}});
    entries.push_back(std::move(*entry));
  }
  if (entries.empty()) return fail(ErrorKind::kNotFound, "没有这个编号的报名，请核对编号。", "no such entry");
  return Json{{"entries", std::move(entries)}};
}

core::Result<Json> EntryDesk::opened(const core::Id& entry, const store::Record& record, bool full, Uploads& uploads) {
  const auto checked = store::open_check(record.state, entry.view(), record.rev, record.body);
  if (!checked.ok) {
    return fail(ErrorKind::kCorrupt, "这项报名的记录已损坏，请运行 naadam doctor。", "entry check does not hold");
  }
  const auto state = wire::decode_entry_state(checked.state);
  if (!state) return tl::unexpected(state.error());
  const auto plain = seal::open(data_, entry, record.body);
  if (!plain) return tl::unexpected(plain.error());
  const auto body = wire::decode_entry_body(*plain);
  if (!body) return tl::unexpected(body.error());
  Json all = summary(entry, record.stage, *state);
  all["rev"] = record.rev.n;
  all.update(told_of(*state));
  all["judged_by_edition_in_force"] = state->edition == installation_.edition_version();
  all["recipient"] = state->has_recipient ? core::to_hex(state->recipient) : std::string();
  Json& claims = all["claims"] = Json::array();
  for (const wire::FiledClaim& filed : body->claims) claims.push_back(shown(filed, *state, full, uploads));
  return all;
}

Json EntryDesk::shown(const wire::FiledClaim& filed, const wire::EntryState& state, bool full, Uploads& uploads) const {
  const wire::Claim& claim = filed.claim;
  Json fields{{"name", full ? claim.name : masked_name(claim.name)},
              {"document_type", claim.document_type},
              {"document_number", full ? claim.document_number : masked_number(claim.document_number)},
              {"mobile", full ? claim.mobile : masked_number(claim.mobile)},
              {"event", claim.event},
              {"group", claim.group},
              {"delegation", claim.delegation},
              {"basis", claim.basis},
              {"employer", claim.employer},
              {"post", claim.post},
              {"team", claim.team}};
  if (full) {
    fields["sex"] = claim.sex;
    fields["birth_date"] = claim.birth_date;
    fields["employer_code"] = claim.employer_code;
    fields["address"] = claim.address;
    fields["email"] = claim.email;
    fields["note"] = claim.note;
  }
  const wire::UploadBody& from = upload(filed.upload, uploads);
  Json all{{"upload", core::to_hex(filed.upload)},
           {"upload_number", filed.upload_number},
           {"submitter", from.submitter_name},
           {"file_name", from.file_name},
           {"data_row", filed.row + 1},
           {"copy", filed.copy},
           {"accepted_at", filed.accepted_at},
           {"withdrawn", filed.withdrawn},
           {"verdict", wire::verdict_name(wire::Verdict::kNone)},
           {"findings", Json::array()},
           {"fields", std::move(fields)}};
  for (const wire::Target& target : state.targets) {
    if (filed.withdrawn || target.upload != filed.upload || target.row != filed.row) continue;
    all["verdict"] = wire::verdict_name(target.verdict);
    if (target.verdict == wire::Verdict::kNone) continue;  // not judged yet: no finding stands
    all["findings"] = findings_told(target.reasons, *installation_.edition, {claim.delegation, filed.accepted_at});
  }
  if (from.form) {
    const wire::Consent& consent = from.form->consent;
    all["consent"] = {{"version", consent.version}, {"agreed_at", consent.agreed_at}};
    if (!consent.guardian_name.empty()) {
      all["consent"]["guardian_name"] = full ? consent.guardian_name : masked_name(consent.guardian_name);
      all["consent"]["guardian_phone"] = full ? consent.guardian_phone : masked_number(consent.guardian_phone);
    }
  }
  return all;
}

const wire::UploadBody& EntryDesk::upload(const core::Id& id, Uploads& uploads) const {
  const auto [it, fresh] = uploads.try_emplace(id);
  if (!fresh) return it->second;
  store::Read read{.kind = store::Kind::kUpload,
                   .shard = core::shard_of(id, store_.shards()),
                   .ids = std::string(id.view()),
                   .answer = {},
                   .records = {}};
  store_.read({&read, 1});
  if (read.answer.outcome != store::Outcome::kDone || !read.records[0].found) return it->second;
  if (const auto plain = seal::open(data_, id, read.records[0].body)) {
    if (auto body = wire::decode_upload_body(*plain)) it->second = std::move(*body);
  }
  return it->second;
}

}  // namespace naadam::intake
