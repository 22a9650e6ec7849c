// The body of a question to a service.
#include "runtime/ask_body.hpp"

#include <nlohmann/json.hpp>

#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  const auto map = runtime::unpack_map(fuzz::view_of(data, size));
  if (!map) return 0;
  fuzz::expect(map->is_object(), "a question is a map");
  for (const char* name : {"a", "b"}) {
    runtime::text_field(*map, name);
    runtime::id_field(*map, name);
    runtime::number_field(*map, name);
    runtime::bytes_field(*map, name);
  }
  const std::string written = runtime::pack(*map);
  const auto again = runtime::unpack_map(written);
  fuzz::expect(again && runtime::pack(*again) == written, "a map is written as it was read");
  return 0;
}
