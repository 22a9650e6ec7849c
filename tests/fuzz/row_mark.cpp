// The marks that an upload keeps of its rows.
#include "expect.hpp"
#include "wire/entry.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  std::string_view rest = fuzz::view_of(data, size);
  for (; rest.size() >= wire::RowMark::kBytes; rest.remove_prefix(wire::RowMark::kBytes)) {
    const wire::RowMark mark = wire::get_mark(rest);
    std::string written;
    wire::put_mark(written, mark);
    fuzz::expect(written == rest.substr(0, wire::RowMark::kBytes), "a mark is written as it was read");
    wire::Findings findings;
    for (std::size_t i = 0; i < wire::kRules; ++i) findings[i] = mark.reasons.at(static_cast<wire::Rule>(i));
    fuzz::expect(wire::RuleReasons::of(findings) == mark.reasons, "findings keep every reason");
  }
  return 0;
}
