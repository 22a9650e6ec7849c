#include "fault_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace naadam::fault {
namespace {

constexpr const char* kLine = "{:{}}{:>5}{:>8}{:>6}{:>7}{:>9}{:>7}{:>12}{:>11}{:>13}";

std::string seconds(core::Millis ms) {
  return ms == 0 ? std::string("-") : fmt::format("{:.1f}", static_cast<double>(ms) / 1'000);
}

}  // namespace

FaultTable& FaultTable::the_one() {
  static FaultTable table;
  return table;
}

std::string FaultTable::text() const {
  if (rows_.empty()) return {};
  std::size_t width = 0;
  for (const Figures& f : rows_) width = std::max(width, f.fault.size() + 1);
  std::string text = fmt::format(fmt::runtime(kLine), "fault", width, "runs", "rows", "lost", "wrong", "doubled",
                                 "stuck", "unanswered", "resumed s", "caught up s");
  text += "  remark\n";
  for (const Figures& f : rows_) {
    text += fmt::format(fmt::runtime(kLine), f.fault, width, f.runs, f.rows, f.lost, f.wrong, f.doubled, f.stuck,
                        f.unanswered, seconds(f.resumed), seconds(f.caught_up));
    text += f.remark.empty() ? "\n" : "  " + f.remark + "\n";
  }
  return text;
}

}  // namespace naadam::fault
