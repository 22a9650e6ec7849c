// The record that a file becomes when it is received: what its receipt stands for.
#pragma once

#include <cstdint>

#include "core/id.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"
#include "wire/upload.hpp"

namespace naadam::intake {

// The call that makes it, stored and due at once, under the first rev of `epoch`; 'x' of its answer: received before.
store::Admit upload_record(const core::Id& upload, const wire::UploadBody& body, const wire::UploadState& state,
                           std::uint16_t shard, std::uint32_t epoch, const seal::DataKey& data);

}  // namespace naadam::intake
