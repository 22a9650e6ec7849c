// The record that a file, or a form, becomes when it is received: what its receipt stands for.
#pragma once

#include <cstdint>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"
#include "wire/stages.hpp"
#include "wire/upload.hpp"

namespace naadam::intake {

// Where it begins: a file that anybody may read at once, or a form that is filed by who took it.
struct Beginning {
  store::Stage stage = wire::upload_stage::kStored;
  core::Millis wait = 0;
};

// The call that makes it, numbered as `state` says, under the first rev of `epoch`; 'x' of its answer: received before,
// 's': another number is due.
store::Admit upload_record(const core::Id& upload, const wire::UploadBody& body, const wire::UploadState& state,
                           std::uint16_t shard, std::uint32_t epoch, const seal::DataKey& data,
                           const Beginning& beginning = {});

// Makes it under the next number of its submitter, whatever `state` has there. 'd' or 'x' of the answer: kept; 's'
// after kNumberTriesMax others of the same submitter were quicker. Blocks as the store's calls do.
inline constexpr int kNumberTriesMax = 20;
store::ItemAnswers keep_upload(store::Store& store, const core::Id& upload, const wire::UploadBody& body,
                               wire::UploadState state, const seal::DataKey& data);

}  // namespace naadam::intake
