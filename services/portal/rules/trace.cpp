#include "portal/rules/trace.hpp"

namespace naadam::portal {

std::optional<core::Id> trace_of(std::string_view traceparent) {
  constexpr std::size_t kVersion = 2, kTrace = 32, kParent = 16, kFlags = 2;
  constexpr std::size_t kBytes = kVersion + 1 + kTrace + 1 + kParent + 1 + kFlags;
  if (traceparent.size() < kBytes || traceparent.starts_with("ff")) return std::nullopt;
  if (traceparent.starts_with("00") && traceparent.size() != kBytes) return std::nullopt;
  if (traceparent[kVersion] != '-' || traceparent[kVersion + 1 + kTrace] != '-') return std::nullopt;
  const auto trace = core::id_from_hex(traceparent.substr(kVersion + 1, kTrace));
  return trace && *trace != core::Id{} ? trace : std::nullopt;
}

}  // namespace naadam::portal
