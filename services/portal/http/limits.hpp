// What a stranger may cost us. Every one is a setting; see options.hpp for their ranges and prices.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/clock.hpp"
#include "core/limits.hpp"

namespace naadam::portal {

struct Limits {
  std::uint32_t connections_max = 512;  // open at once; see Server for what happens then
  std::uint32_t header_bytes_max = 16'384;
  core::Millis header_ms = 10'000;  // from the connection, or the answer before, to the end of the header
  core::Millis idle_ms = 30'000;    // between two bytes of a body, or of an answer that is not fetched
  core::Millis body_ms = 600'000;   // for a whole body
  std::size_t body_bytes_max = core::limits::kUploadBytesMax;
  core::Millis stop_ms = 1'500;  // that requests in work get to end when the portal stops
};

}  // namespace naadam::portal
