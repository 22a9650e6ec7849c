#include "intake/upload_record.hpp"

#include "seal/seal.hpp"

namespace naadam::intake {

store::Admit upload_record(const core::Id& upload, const wire::UploadBody& body, const wire::UploadState& state,
                           std::uint16_t shard, std::uint32_t epoch, const seal::DataKey& data,
                           const Beginning& beginning) {
  const std::string sealed = seal::seal(data, upload, wire::encode(body));
  std::string bytes = wire::encode(state);
  const core::Rev rev = core::next_rev({epoch, 0, 0}, epoch, bytes + sealed);
  store::add_check(bytes, upload.view(), rev, sealed);
  store::Admit admit;
  admit.kind = store::Kind::kUpload;
  admit.shard = shard;
  admit.to = beginning.stage;
  admit.wait = beginning.wait;
  admit.ids = upload.view();
  admit.owner = body.submitter;
  admit.number = state.number;
  admit.revs = rev.bytes();
  store::ColumnBuilder cells(1);
  cells.add(bytes);
  admit.states = cells.finish();
  cells.add(sealed);
  admit.bodies = cells.finish();
  return admit;
}

store::ItemAnswers keep_upload(store::Store& store, const core::Id& upload, const wire::UploadBody& body,
                               wire::UploadState state, const seal::DataKey& data) {
  const std::uint16_t shard = core::shard_of(upload, store.shards());
  store::ItemAnswers answer;
  for (int tries = 0; tries < kNumberTriesMax; ++tries) {
    store::Number number{.shard = shard, .owner = body.submitter, .item = upload, .answer = {}, .number = 0};
    store.number({&number, 1});
    if (number.answer.outcome != store::Outcome::kDone) return number.answer;
    state.number = static_cast<std::uint32_t>(number.number);
    store::Admit admit = upload_record(upload, body, state, shard, store.epoch(), data);
    store.admit({&admit, 1});
    answer = std::move(admit.answer);
    if (answer.outcome != store::Outcome::kDone || answer.item(0) != store::ItemAnswer::kStale) break;
  }
  return answer;
}

}  // namespace naadam::intake
