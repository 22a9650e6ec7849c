// An upload: a file as received, numbered for its submitter, and the job that judges its rows. Or a single form
// 网上报名, which a person fills in for themself: an upload of one row that lies in its body, without a file.
//
// Stored as a record of kind 'u' on the shard of its submitter. Identity: 8 bytes of the submitter's keyed hash, then
// 8 bytes over (submitter, hash of the file, upload it corrects): the same file again is the same upload. Of a form the
// id that the person's device made stands for the file (wire::form_id()).
// `body` = sealed UploadBody, `state` = UploadState in clear. Outcomes of rows lie beside it, see Mark in the store.
// Errors: decode gives kCorrupt. Personal data: UploadBody (names of file and submitter); UploadState none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "wire/claim.hpp"

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

// What was agreed to with a form, kept as evidence for as long as the form is.
struct Consent {
  std::string version;         // of the text, see intake/rules/consent.hpp
  core::Millis agreed_at = 0;  // by the clock of the person's device; the upload's accepted_at is ours
  std::string guardian_name;   // of who agreed for a person under 18; else empty
  std::string guardian_phone;

  bool operator==(const Consent&) const = default;
};

struct Form {
  Claim claim;
  Consent consent;

  bool operator==(const Form&) const = default;
};

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
  std::optional<Form> form{};        // of a form, which has no file: `blob` is zero, submitter_name empty
};

std::string encode(const UploadBody& body);
core::Result<UploadBody> decode_upload_body(std::string_view bytes);

}  // namespace naadam::wire
