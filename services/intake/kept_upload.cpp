#include "intake/kept_upload.hpp"

#include <utility>

#include "runtime/not_now.hpp"
#include "seal/seal.hpp"

namespace naadam::intake {

core::Result<KeptUpload> kept_upload(store::Store& store, const seal::DataKey& data, const core::Id& upload) {
  store::Read read{.kind = store::Kind::kUpload,
                   .shard = core::shard_of(upload, store.shards()),
                   .ids = std::string(upload.view()),
                   .answer = {},
                   .records = {}};
  store.read({&read, 1});
  if (read.answer.outcome != store::Outcome::kDone) return runtime::not_now(read.answer);
  KeptUpload kept{.id = upload, .record = std::move(read.records[0]), .state = {}, .body = {}};
  if (!kept.record.found) {
    return core::fail(core::ErrorKind::kNotFound,
                      "没有这个回执号的上传，请核对回执号；若回执无误，请重新上传同一文件，不会重复报名。",
                      "no such upload");
  }
  const auto checked = store::open_check(kept.record.state, upload.view(), kept.record.rev, kept.record.body);
  const auto plain = seal::open(data, upload, kept.record.body);
  if (!plain) return tl::unexpected(plain.error());
  auto body = wire::decode_upload_body(*plain);
  auto state = wire::decode_upload_state(checked.state);
  if (!body) return tl::unexpected(body.error());
  if (!state) return tl::unexpected(state.error());
  kept.body = std::move(*body);
  kept.state = *state;
  return kept;
}

}  // namespace naadam::intake
