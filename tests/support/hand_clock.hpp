// A clock that stands until it is moved by hand. Thread: one.
#pragma once

#include "core/clock.hpp"

namespace naadam::support {

struct HandClock final : core::Clock {
  core::Millis steady_ms() const override { return at; }
  core::Millis at = 1'000'000;
};

}  // namespace naadam::support
