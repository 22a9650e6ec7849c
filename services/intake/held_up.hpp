// An upload or form that met a damaged entry: it waits until somebody has mended that, and is not set aside for it.
// Thread: constants; any.
#pragma once

#include "core/clock.hpp"
#include "core/limits.hpp"

namespace naadam::intake {

inline constexpr core::Millis kHeldUpWait = 10'000;  // before it is due again
// As a change of its attempts: waiting is none, and those of earlier waits whose answer was lost are forgotten, too.
inline constexpr int kNoAttempt = -static_cast<int>(core::limits::kAttemptsMax) - 1;

}  // namespace naadam::intake
