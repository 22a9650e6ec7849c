// The published record of a draw, as a supervisor may be handed it, and the check of it; and the book around it.
#include "scheduling/rules/draw_record.hpp"

#include "expect.hpp"
#include "scheduling/rules/draw_book.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  const std::string_view text = fuzz::view_of(data, size);
  if (const auto record = scheduling::parse_draw_record(text)) {
    const std::string json = scheduling::to_json(*record);
    const auto again = scheduling::parse_draw_record(json);
    fuzz::expect(again && scheduling::to_json(*again) == json, "a record comes back as it was written");
    (void)scheduling::check_draw(*record);
  }
  if (const auto book = scheduling::parse_draw_book(text)) {
    const std::string json = scheduling::to_json(*book);
    const auto again = scheduling::parse_draw_book(json);
    fuzz::expect(again && scheduling::to_json(*again) == json, "a book comes back as it was written");
    (void)scheduling::seats_of(*book);
  }
  return 0;
}
