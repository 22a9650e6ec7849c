// The notice of a draw, as an organiser wrote it.
#include "domain/draw_notice.hpp"

#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  const auto notice = domain::parse_draw_notice(fuzz::view_of(data, size), "draw.toml");
  if (!notice) {
    fuzz::expect(notice.error().text.find("draw.toml") != std::string::npos, "an error names the file");
    return 0;
  }
  fuzz::expect(!notice->id.empty() && !notice->source.empty() && !notice->seats.empty(), "nothing is left out");
  for (const auto& line : notice->seats) fuzz::expect(line.stations > 0, "a heat has stations");
  return 0;
}
