// An upload: a file as received, numbered for its submitter, and the job that judges its rows.
//
// Stored as a record of kind 'u' on the shard of its submitter. Identity: 8 bytes of the submitter's keyed hash, then
// 8 bytes over (submitter, hash of the file, upload it corrects): the same file again is the same upload.
// `body` = sealed UploadBody, `state` = UploadState in clear. Outcomes of rows lie beside it, see Mark in the store.
// Errors: decode gives kCorrupt. Personal data: UploadBody (names of file and submitter); UploadState none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"

namespace naadam::wire {

struct UploadState {
  std::uint32_t number = 0;     // of this submitter, from 1
  std::uint32_t rows = 0;       // data rows; 0 until the file was read
  std::uint32_t withdrawn = 0;  // entries withdrawn because they vanished from the upload it corrects
  core::Millis accepted_at = 0;
  bool training = false;
};

std::string encode(const UploadState& state);
core::Result<UploadState> decode_upload_state(std::string_view bytes);

struct UploadBody {
  core::Id submitter;
  std::string submitter_name;
  std::string file_name;
  core::Id blob;  // address of the file in the blob store
  std::uint64_t bytes = 0;
  bool corrects_one = false;
  core::Id corrects;
  std::string refusal;               // zh-CN, where the file could not be taken
  std::vector<std::string> remarks;  // zh-CN: headings ignored, sheets and rows skipped
};

std::string encode(const UploadBody& body);
core::Result<UploadBody> decode_upload_body(std::string_view bytes);

}  // namespace naadam::wire
