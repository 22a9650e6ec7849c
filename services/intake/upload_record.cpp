#include "intake/upload_record.hpp"

#include "seal/seal.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {

store::Admit upload_record(const core::Id& upload, const wire::UploadBody& body, const wire::UploadState& state,
                           std::uint16_t shard, std::uint32_t epoch, const seal::DataKey& data) {
  const std::string sealed = seal::seal(data, upload, wire::encode(body));
  std::string bytes = wire::encode(state);
  const core::Rev rev = core::next_rev({epoch, 0, 0}, epoch, bytes + sealed);
  store::add_check(bytes, upload.view(), rev, sealed);
  store::Admit admit;
  admit.kind = store::Kind::kUpload;
  admit.shard = shard;
  admit.to = wire::upload_stage::kStored;
  admit.ids = upload.view();
  admit.revs = rev.bytes();
  store::ColumnBuilder cells(1);
  cells.add(bytes);
  admit.states = cells.finish();
  cells.add(sealed);
  admit.bodies = cells.finish();
  return admit;
}

}  // namespace naadam::intake
