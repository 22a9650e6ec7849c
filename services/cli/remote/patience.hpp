// How long a command waits for services. Thread: constants; any.
#pragma once

#include "core/clock.hpp"

namespace naadam::cli {

inline constexpr core::Millis kAskMs = 2'000;    // for a sign of life, where none is an answer too
inline constexpr core::Millis kLookMs = 10'000;  // for what is only looked at
inline constexpr core::Millis kStepMs = 30'000;  // for a step to be taken, or a file to be handed in

}  // namespace naadam::cli
