// What people write into cells: every reading of a cell takes any bytes.
#include "domain/calendar.hpp"
#include "domain/document_number.hpp"
#include "domain/mobile.hpp"
#include "domain/text.hpp"
#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  const std::string_view cell = fuzz::view_of(data, size);
  const std::string plain = domain::plain_text(cell);
  fuzz::expect(domain::plain_text(plain) == plain, "plain text stays plain");
  const std::string key = domain::match_key(cell);
  fuzz::expect(domain::match_key(key) == key, "a key stays the same key");
  domain::name_text(cell);
  domain::code_points(plain);
  const std::string number = domain::normal_document_number(cell);
  for (int kind = 0; kind <= static_cast<int>(domain::DocumentKind::kOther); ++kind) {
    const auto check = domain::check_document(static_cast<domain::DocumentKind>(kind), number, {2021, 7, 15});
    fuzz::expect(check.fault == domain::DocumentFault::kNone || !check.birth, "a faulty number tells no birth");
  }
  domain::canonical_document_number(number);
  domain::check_mobile(domain::normal_mobile(cell));
  domain::parse_date(plain);
  return 0;
}
