// What a backup says of itself.
#include "cli/keeping/manifest.hpp"
#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  const auto manifest = cli::read_manifest_json(std::string(fuzz::view_of(data, size)));
  if (!manifest) return 0;
  for (const cli::Member& member : manifest->members) {
    fuzz::expect(cli::safe_member_name(member.name), "a member has a safe name");
  }
  const std::string written = cli::to_json(*manifest);
  const auto again = cli::read_manifest_json(written);
  fuzz::expect(again && cli::to_json(*again) == written, "a manifest is written as it was read");
  return 0;
}
