#include "intake/form_show.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "intake/entry_identity.hpp"
#include "intake/finding_words.hpp"
#include "intake/rules/consent.hpp"
#include "intake/rules/masking.hpp"
#include "intake/rules/told.hpp"
#include "runtime/not_now.hpp"
#include "wire/entry.hpp"
#include "wire/stages.hpp"
#include "wire/verbs.hpp"

namespace naadam::intake {

using core::ErrorKind;
using core::fail;
using runtime::Json;

FormShow::FormShow(store::Store& store, const seal::DataKey& data, const seal::LookupKey& lookup,
                   const runtime::Installation& installation)
    : store_(store), data_(data), lookup_(lookup), installation_(installation) {}

void FormShow::answer_on(runtime::StepLoop& loop) {
  loop.on_ask(wire::verb::kFormStatus, [this](const Json& ask) { return status(ask); });
  loop.on_ask(wire::verb::kFormTerms, [this](const Json&) { return terms(); });
}

// As it stands before anybody has judged it.
Json FormShow::received(const core::Id& receipt, const KeptUpload& kept, const core::Id& entry) const {
  const domain::Edition& edition = *installation_.edition;
  const wire::Claim& claim = kept.body.form->claim;
  const auto* event = edition.find_event(claim.event);
  const auto* group = edition.find_group(claim.group);
  const auto* delegation = edition.find_delegation(claim.delegation);
  return {{"receipt", core::to_hex(receipt)},
          {"stage", kept.record.stage == wire::upload_stage::kForm ? "received" : "judging"},
          {"number", kept.state.number},
          {"accepted_at", kept.state.accepted_at},
          {"training", kept.state.training},
          {"entry", core::to_hex(entry)},
          {"event_name", event == nullptr ? claim.event : event->zh},
          {"group_name", group == nullptr ? claim.group : group->zh},
          {"delegation_name", delegation == nullptr ? claim.delegation : delegation->zh},
          {"name", masked_name(claim.name)},
          {"document_number", masked_number(claim.document_number)},
          {"verdict", wire::verdict_name(wire::Verdict::kNone)},
          {"conflict", false},
          {"overtaken", false},
          {"findings", Json::array()}};
}

core::Result<Json> FormShow::status(const Json& ask) {
  const auto receipt = runtime::id_field(ask, "receipt");
  if (!receipt) return tl::unexpected(receipt.error());
  auto kept = kept_upload(store_, data_, *receipt);
  if (kept ? !kept->body.form : kept.error().kind == ErrorKind::kNotFound) {
    return fail(ErrorKind::kNotFound, "没有这个回执号的报名，请核对回执号。", "no such form");
  }
  if (!kept) return tl::unexpected(kept.error());
  const core::Id entry = entry_of(kept->body.form->claim, *receipt, 0, *installation_.edition, lookup_);
  Json told = received(*receipt, *kept, entry);
  store::Read read{.kind = store::Kind::kEntry,
                   .shard = core::shard_of(entry, store_.shards()),
                   .ids = std::string(entry.view()),
                   .answer = {},
                   .records = {}};
  store_.read({&read, 1});
  if (read.answer.outcome != store::Outcome::kDone) return runtime::not_now(read.answer);
  const store::Record& record = read.records[0];
  if (!record.found) return told;
  const auto state =
      wire::decode_entry_state(store::open_check(record.state, entry.view(), record.rev, record.body).state);
  if (!state) return tl::unexpected(state.error());
  const auto target = std::ranges::find(state->targets, *receipt, &wire::Target::upload);
  if (target == state->targets.end()) {
    if (kept->record.stage == wire::upload_stage::kFormFiled) told["overtaken"] = true;
    return told;
  }
  if (target->verdict == wire::Verdict::kNone) return told;
  told["stage"] = "judged";
  told["verdict"] = wire::verdict_name(target->verdict);
  told["conflict"] = state->has(wire::entry_flag::kConflict);
  told["findings"] = findings_told(target->reasons, *installation_.edition,
                                   {kept->body.form->claim.delegation, kept->state.accepted_at});
  told.update(told_of(*state));
  return told;
}

core::Result<Json> FormShow::terms() {
  const auto now = runtime::installation_now(store_, installation_);
  if (!now) return tl::unexpected(now.error());
  const domain::Edition& edition = *installation_.edition;
  Json groups = Json::array(), events = Json::array(), delegations = Json::array();
  for (const domain::Group& one : edition.groups) groups.push_back({{"group", one.code}, {"group_name", one.zh}});
  for (const domain::Event& one : edition.events) {
    events.push_back({{"event", one.code},
                      {"event_name", one.zh},
                      {"category", one.category},
                      {"team_size", one.team_size},
                      {"groups", one.groups}});
  }
  for (const domain::Delegation& one : edition.delegations) {
    if (&edition.standing(one) != &one) continue;
    delegations.push_back(
        {{"delegation", one.code}, {"delegation_name", one.zh}, {"closes", edition.closes_for(one.code)}});
  }
  const ConsentText& text = consent_in_force();
  return Json{{"edition", edition.id},
              {"edition_name", edition.zh},
              {"opens", edition.entry_opens},
              {"closes", edition.entry_closes},
              {"now", *now},
              {"training", installation_.training},
              {"groups", std::move(groups)},
              {"events", std::move(events)},
              {"delegations", std::move(delegations)},
              {"consent",
               {{"version", text.version},
                {"title", text.title},
                {"paragraphs", text.paragraphs},
                {"guardian", text.guardian}}}};
}

}  // namespace naadam::intake
