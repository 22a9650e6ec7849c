#include "intake/form_filing.hpp"

#include <map>
#include <stdexcept>
#include <utility>

#include "core/limits.hpp"
#include "intake/entry_identity.hpp"
#include "intake/held_up.hpp"
#include "runtime/log.hpp"
#include "seal/seal.hpp"
#include "seal/signing.hpp"
#include "store/advance_builder.hpp"
#include "wire/stages.hpp"
#include "wire/upload.hpp"

namespace naadam::intake {

void FormFiling::work_on(runtime::StepLoop& loop) {
  loop.add(*this);
  loop.every("forms filed", kMoveOnMs, [this] { return move_on(), false; });
}

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
  for (std::size_t b = 0; b < work.size(); ++b) {
    if (sound || filed(rows[b])) {
      filed_.push_back({std::move(work[b]), epoch});
    } else {
      hold_up(work[b]);
    }
  }
}

// What the store does not answer now is due again soon, and filed once more.
void FormFiling::move_on() {
  struct Call {
    store::AdvanceBuilder moving;
    std::string digests;
  };
  std::map<std::uint16_t, std::vector<Call>> by_shard;
  for (const auto& [forms, epoch] : std::exchange(filed_, {})) {
    for (std::size_t i = 0; i < forms.size(); ++i) {
      std::vector<Call>& calls = by_shard[forms.shard];
      if (calls.empty() || calls.back().moving.size() >= core::limits::kCallItemsMax) {
        calls.push_back({{forms, wire::upload_stage::kFormFiled, store::kNeverDue}, {}});
      }
      calls.back().moving.add(forms, i, std::string(runtime::state_of(forms, i)), epoch);
      seal::digest_into(calls.back().digests, forms.body(i));
    }
  }
  std::vector<store::Advance> calls;
  for (auto& [shard, of_shard] : by_shard) {
    for (Call& call : of_shard) {
      store::Advance& advance = calls.emplace_back(call.moving.finish());
      advance.log = store_.who();
      advance.digests = std::move(call.digests);
    }
  }
  store_.advance(calls);
}

void FormFiling::hold_up(const store::Batch& forms) {
  runtime::log_error("form.held_up", {{"upload", forms.id(0)}, {"forms", forms.size()}, {"next", "retry"}});
  store::Defer later{.kind = forms.kind,
                     .stage = forms.stage,
                     .shard = forms.shard,
                     .pack = forms.pack,
                     .wait = kHeldUpWait,
                     .attempts_change = kNoAttempt,
                     .answer = {}};
  store_.defer({&later, 1});
}

}  // namespace naadam::intake
