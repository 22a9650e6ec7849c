// An upload as it stands in the store, opened.
//
// Thread: any that may use the store. Personal data: its body's.
#pragma once

#include "core/id.hpp"
#include "core/result.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"
#include "wire/upload.hpp"

namespace naadam::intake {

struct KeptUpload {
  core::Id id;
  store::Record record;
  wire::UploadState state;
  wire::UploadBody body;
};

// Errors: kNotFound, kUnavailable, kCorrupt.
core::Result<KeptUpload> kept_upload(store::Store& store, const seal::DataKey& data, const core::Id& upload);

}  // namespace naadam::intake
