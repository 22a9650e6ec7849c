// The published record of results, as a supervisor may be handed it, and the check of it.
#include "scoring/rules/results_record.hpp"

#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  const auto record = scoring::parse_results(fuzz::view_of(data, size));
  if (!record) return 0;
  const std::string json = scoring::to_json(*record);
  const auto again = scoring::parse_results(json);
  fuzz::expect(again && scoring::to_json(*again) == json, "a record comes back as it was written");
  (void)scoring::check_results(*record);
  return 0;
}
