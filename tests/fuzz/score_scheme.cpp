// A marking scheme, as an organiser wrote it.
#include "domain/score_scheme.hpp"

#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  const auto scheme = domain::parse_score_scheme(fuzz::view_of(data, size), "scheme.toml");
  if (!scheme) {
    fuzz::expect(scheme.error().text.find("scheme.toml") != std::string::npos, "an error names the file");
    return 0;
  }
  fuzz::expect(!scheme->events.empty(), "nothing is left out");
  for (const auto& event : scheme->events) fuzz::expect(!event.criteria.empty(), "an event has criteria");
  return 0;
}
