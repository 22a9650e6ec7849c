// What of a request is read before anybody knows whose it is: target, route, trace and token.
#include <map>

#include "expect.hpp"
#include "portal/rules/routes.hpp"
#include "portal/rules/target.hpp"
#include "portal/rules/trace.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  const std::string_view text = fuzz::view_of(data, size);
  const auto trace = portal::trace_of(text);
  fuzz::expect(!trace || *trace != core::Id{}, "a trace is none or somebody's");
  const auto target = portal::parse_target(text);
  if (!target) return 0;
  fuzz::expect(size <= portal::kTargetBytesMax, "a target has a limit");
  fuzz::expect(target->query.size() <= portal::kQueryParamsMax, "and so have its parameters");
  for (const std::string& segment : target->segments) {
    fuzz::expect(segment != "." && segment != "..", "no segment leads upwards");
    fuzz::expect(segment.find_first_of(std::string_view("\0\r\n", 3)) == std::string::npos, "no control characters");
  }
  const auto matched = portal::match("GET", target->segments);
  if (matched) {
    for (const std::string& value : matched->values) fuzz::expect(!value.empty(), "a name has a value");
  }
  return 0;
}
