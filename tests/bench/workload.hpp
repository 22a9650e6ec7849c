// Registrations in memory for the benchmarks: distinct persons with valid numbers, as intake would have read them.
#pragma once

#include <cstdint>
#include <string>

#include "wire/claim.hpp"

namespace naadam::bench {

// Person `i` (below 100,000,000): accepted by the edition of 2021 on every rule, about 300 bytes of clear text.
wire::Claim person(std::uint32_t i);

}  // namespace naadam::bench
