// The file of an edition.
#include "domain/edition.hpp"

#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  const auto edition = domain::parse_edition(fuzz::view_of(data, size), "edition.toml");
  if (!edition) {
    fuzz::expect(edition.error().text.find("edition.toml") != std::string::npos, "an error names the file");
    return 0;
  }
  const auto again = domain::parse_edition(edition->source, "edition.toml");
  fuzz::expect(again && again->version == edition->version, "what is published parses to the same version");
  for (const domain::Event& event : edition->events) {
    fuzz::expect(edition->find_event(event.code) != nullptr, "an event is found by its code");
  }
  fuzz::expect(edition->entry_opens <= edition->entry_closes, "entry opens before it closes");
  for (const domain::Extension& extension : edition->extensions) {
    fuzz::expect(edition->closes_for(extension.delegation) >= extension.closes, "an extension is in force");
    fuzz::expect(edition->closes_for(extension.delegation) > edition->entry_closes, "an extension extends");
  }
  return 0;
}
