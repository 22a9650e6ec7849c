// The register of former winners: the officer's CSV, and the published form of hashes.
#include "domain/winners.hpp"

#include "expect.hpp"

namespace {

using namespace naadam;

const domain::Edition& edition() {
  static const auto kEdition = domain::load_edition(NAADAM_SOURCE_DIR "/deploy/editions/2021.toml");
  return *kEdition;
}

core::Id plain_key(std::string_view text) {
  core::Id id;
  for (std::size_t i = 0; i < text.size(); ++i) id.bytes[i % core::kIdBytes] ^= static_cast<std::uint8_t>(text[i]);
  return id;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fuzz::view_of(data, size);
  if (const auto winners = domain::parse_winners(bytes, "winners.csv", edition(), plain_key)) {
    const std::string published = domain::serialise_winners(*winners);
    const auto again = domain::read_winners(published);
    fuzz::expect(again && domain::serialise_winners(*again) == published, "what is published can be read");
  }
  if (const auto winners = domain::read_winners(bytes)) {
    const std::string published = domain::serialise_winners(*winners);
    fuzz::expect(domain::read_winners(published).has_value(), "what was read can be published");
  }
  return 0;
}
