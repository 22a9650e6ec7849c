#include "intake/form_filing.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "core/limits.hpp"
#include "intake/entry_identity.hpp"
#include "runtime/log.hpp"
#include "seal/seal.hpp"
#include "seal/signing.hpp"
#include "wire/stages.hpp"
#include "wire/upload.hpp"

namespace naadam::intake {
namespace {

constexpr core::Millis kHeldUpWait = 10'000;  // before a form that met a damaged entry is due again
constexpr int kForget = -static_cast<int>(core::limits::kAttemptsMax) - 1;  // waiting is no attempt of the form

}  // namespace

runtime::StageHandler::Spec FormFiling::spec() const {
  return {.name = "forms", .kind = store::Kind::kUpload, .stage = wire::upload_stage::kForm, .lease = kLease};
}

std::vector<FiledRow> FormFiling::rows_of(const store::Batch& forms) const {
  std::vector<FiledRow> rows;
  for (std::size_t i = 0; i < forms.size(); ++i) {
    const auto plain = seal::open(data_, forms.id(i), forms.body(i));
    if (!plain) throw std::runtime_error(plain.error().cause);
    auto body = wire::decode_upload_body(*plain);
    const auto state = wire::decode_upload_state(runtime::state_of(forms, i));
    if (!body || !state || !body->form) throw std::runtime_error("form cannot be decoded");
    FiledRow& row = rows.emplace_back();
    row.entry = entry_of(body->form->claim, forms.id(i), 0, *installation_.edition, lookup_);
    row.filed.submitter = body->submitter;
    row.filed.upload = forms.id(i);
    row.filed.upload_number = state->number;
    row.filed.accepted_at = state->accepted_at;
    row.filed.claim = std::move(body->form->claim);
  }
  return rows;
}

bool FormFiling::filed(const std::vector<FiledRow>& rows) {
  const std::uint64_t damaged = registrar_.damaged();
  if (!registrar_.file(rows)) throw runtime::NotNow("an entry could not be told");
  return registrar_.damaged() == damaged;
}

void FormFiling::handle(std::vector<store::Batch>& work) {
  // The epoch before anything is filed: see retelling.hpp.
  const std::uint32_t epoch = store_.epoch();
  std::vector<std::vector<FiledRow>> rows;
  std::vector<FiledRow> all;
  for (const store::Batch& batch : work) {
    rows.push_back(rows_of(batch));
    all.insert(all.end(), rows.back().begin(), rows.back().end());
  }
  const bool sound = filed(all);
  std::vector<const store::Batch*> done;
  for (std::size_t b = 0; b < work.size(); ++b) {
    if (sound || filed(rows[b])) {
      done.push_back(&work[b]);
    } else {
      hold_up(work[b]);
    }
  }
  move_on(done, epoch);
}

void FormFiling::move_on(const std::vector<const store::Batch*>& work, std::uint32_t epoch) {
  std::vector<store::Advance> calls;
  for (const store::Batch* batch : work) {
    store::Advance& call = calls.emplace_back();
    call.kind = batch->kind;
    call.shard = batch->shard;
    call.from = batch->stage;
    call.to = wire::upload_stage::kFormFiled;
    call.wait = store::kNeverDue;
    call.pack = batch->pack;
    call.ids = batch->ids;
    call.expected = batch->revs;
    call.log = store_.who();
    store::ColumnBuilder states(batch->size());
    for (std::size_t i = 0; i < batch->size(); ++i) {
      std::string state(runtime::state_of(*batch, i));
      const core::Rev rev = core::next_rev(batch->rev(i), epoch, state);
      store::add_check(state, batch->id_bytes(i), rev, batch->body(i));
      rev.append_to(call.revs);
      states.add(state);
      seal::digest_into(call.digests, batch->body(i));
    }
    call.states = states.finish();
  }
  store_.advance(calls);
  if (!std::ranges::all_of(calls, [](const auto& call) { return call.answer.outcome == store::Outcome::kDone; })) {
    throw runtime::NotNow("advance not answered");
  }
}

void FormFiling::hold_up(const store::Batch& forms) {
  runtime::log_error("form.held_up", {{"upload", forms.id(0)}, {"forms", forms.size()}, {"next", "retry"}});
  store::Defer later{.kind = forms.kind,
                     .stage = forms.stage,
                     .shard = forms.shard,
                     .pack = forms.pack,
                     .wait = kHeldUpWait,
                     .attempts_change = kForget,
                     .answer = {}};
  store_.defer({&later, 1});
}

}  // namespace naadam::intake
