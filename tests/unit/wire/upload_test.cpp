#include "wire/upload.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "bodies.hpp"

namespace naadam::wire {
namespace {

RC_GTEST_PROP(UploadStateCodec, ComesBackAsItWas, ()) {
  const UploadState state = some_upload_state();
  const std::string bytes = encode(state);
  const auto read = decode_upload_state(bytes);
  RC_ASSERT(read);
  RC_ASSERT(read->number == state.number && read->rows == state.rows && read->withdrawn == state.withdrawn);
  RC_ASSERT(read->accepted_at == state.accepted_at && read->training == state.training);
  expect_cut_and_flipped_are_safe(bytes, decode_upload_state);
}

TEST(UploadStateCodec, ATrainingMarkThatIsNeitherSetNorClearIsRefused) {
  std::string bytes = encode(UploadState{});
  bytes.back() = 2;
  EXPECT_EQ(decode_upload_state(bytes).error().kind, core::ErrorKind::kCorrupt);
}

RC_GTEST_PROP(UploadBodyCodec, ComesBackAsItWas, ()) {
  const UploadBody body = some_upload_body();
  const std::string bytes = encode(body);
  const auto read = decode_upload_body(bytes);
  RC_ASSERT(read);
  RC_ASSERT(encode(*read) == bytes);
  RC_ASSERT(read->submitter == body.submitter && read->submitter_name == body.submitter_name);
  RC_ASSERT(read->file_name == body.file_name && read->blob == body.blob && read->bytes == body.bytes);
  RC_ASSERT(read->corrects_one == body.corrects_one && read->corrects == body.corrects);
  RC_ASSERT(read->refusal == body.refusal && read->remarks == body.remarks);
  expect_cut_and_flipped_are_safe(bytes, decode_upload_body);
}

}  // namespace
}  // namespace naadam::wire
