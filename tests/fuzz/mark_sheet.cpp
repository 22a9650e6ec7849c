// A mark sheet as a judge handed it in, read by a scheme of two criteria for three starts.
#include "scoring/rules/mark_sheet.hpp"

#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  using scoring::Decimal;
  static const std::vector<scoring::Criterion> kCriteria{
      {"A", Decimal::whole(30), *Decimal::parse("0.5"), "操作规范"},
      {"B", Decimal::whole(70), *Decimal::parse("0.01"), "成品质量"}};
  static const std::vector<scoring::Start> kStarts{{"1-01", "aa"}, {"1-02", "bb"}, {"2-01", "cc"}};
  const auto table = scoring::read_mark_table_here(fuzz::view_of(data, size), "marks.csv");
  if (!table) return 0;
  scoring::MarkFaults faults;
  const auto sheet = scoring::marks_of(*table, kCriteria, &kStarts, faults);
  if (faults.total > 0) return 0;
  fuzz::expect(sheet.lines.size() == kStarts.size(), "every start has its line");
  for (const auto& line : sheet.lines) {
    fuzz::expect(line.marks.size() == kCriteria.size(), "a mark a criterion");
    for (const auto& mark : line.marks) fuzz::expect(!mark || *mark >= Decimal(), "no mark below zero");
  }
  return 0;
}
