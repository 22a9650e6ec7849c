#include "eligibility/eligibility_service.hpp"

#include <stdexcept>

#include "eligibility/rules/decide.hpp"
#include "seal/seal.hpp"
#include "seal/signing.hpp"
#include "store/advance_builder.hpp"
#include "wire/entry.hpp"
#include "wire/identity.hpp"
#include "wire/stages.hpp"

namespace naadam::eligibility {

Judging::Judging(store::Store& store, runtime::Forward& to_intake, const seal::DataKey& data,
                 const seal::LookupKey& lookup, const runtime::Installation& installation, runtime::Metrics& metrics)
    : store_(store),
      to_intake_(to_intake),
      data_(data),
      installation_(installation),
      person_key_([&lookup](std::string_view text) { return seal::keyed_hash(lookup, wire::kPersonLabel, text); }),
      recipient_key_(
          [&lookup](std::string_view text) { return seal::keyed_hash(lookup, wire::kRecipientLabel, text); }),
      metrics_(metrics),
      stale_(metrics.counter("naadam_step_stale_total", "records another worker had decided", {{"stage", "judging"}})) {
}

runtime::StageHandler::Spec Judging::spec() const {
  return {.name = "judging", .kind = store::Kind::kEntry, .stage = wire::entry_stage::kReceived};
}

store::Advance Judging::judged(const store::Batch& batch, core::Millis wait, std::vector<Again>& again) {
  const Book book{*installation_.edition, *installation_.winners, person_key_, recipient_key_,
                  installation_.edition_version()};
  const std::size_t n = batch.size();
  store::AdvanceBuilder judging(batch, wire::entry_stage::kJudged, wait);
  std::string digests;
  digests.reserve(n * store::kDigestBytes);
  const std::uint32_t epoch = store_.epoch();
  std::string plain;
  for (std::size_t i = 0; i < n; ++i) {
    plain.clear();
    if (auto opened = seal::open_into(plain, data_, batch.id(i), batch.body(i)); !opened) {
      throw std::runtime_error(opened.error().cause);
    }
    const auto body = wire::decode_entry_body(plain);
    if (!body) throw std::runtime_error(body.error().cause);
    auto before = wire::decode_entry_state(runtime::state_of(batch, i));
    if (!before) throw std::runtime_error(before.error().cause);
    if (epoch > batch.rev(i).epoch) before->owe_notices();
    const wire::EntryState after = decide(*body, *before, book);
    if (before->edition != 0 && before->edition != after.edition) again.push_back({i, before->verdict, after.verdict});
    judging.add(batch, i, wire::encode(after), epoch);
    seal::digest_into(digests, batch.body(i));
  }
  store::Advance call = judging.finish();
  call.log = store_.who();
  call.digests = std::move(digests);
  return call;
}

void Judging::count(const store::ItemAnswers& answer, const std::vector<Again>& again) {
  for (const Again& one : again) {
    if (answer.item(one.item) != store::ItemAnswer::kDone) continue;
    metrics_
        .counter("naadam_rejudged_total", "entries judged again by another version of the edition",
                 {{"from", std::string(wire::verdict_name(one.from))}, {"to", std::string(wire::verdict_name(one.to))}})
        .add();
  }
}

void Judging::handle(std::vector<store::Batch>& work) {
  std::vector<store::Advance> calls;
  std::vector<runtime::Forward::Way> ways;
  std::vector<std::vector<Again>> again(work.size());
  calls.reserve(work.size());
  for (const store::Batch& batch : work) {
    ways.push_back(to_intake_.reserve(batch.size()));
    calls.push_back(judged(batch, ways.back().wait, again[calls.size()]));
  }
  store_.advance(calls);
  bool all_answered = true;
  for (std::size_t i = 0; i < work.size(); ++i) {
    const store::Advance& call = calls[i];
    const bool answered = call.answer.outcome == store::Outcome::kDone;
    to_intake_.push(ways[i], answered ? runtime::done_part(work[i], call) : store::Batch{});
    if (answered) count(call.answer, again[i]);
    if (answered) stale_.add(call.answer.letters.size() - call.answer.count(store::ItemAnswer::kDone));
    all_answered = all_answered && answered;
  }
  if (!all_answered) throw runtime::NotNow("advance not answered");
}

}  // namespace naadam::eligibility
