// The trace id of a request: the caller's own, where a traceparent header has one (W3C Trace Context), else a new one.
//
// Pure; any thread.
#pragma once

#include <optional>
#include <string_view>

#include "core/id.hpp"

namespace naadam::portal {

// Of "00-<32 hex digits, not all 0>-<16 hex digits>-<2 hex digits>", or a later version that begins so.
std::optional<core::Id> trace_of(std::string_view traceparent);

}  // namespace naadam::portal
