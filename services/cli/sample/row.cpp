#include "cli/sample/row.hpp"

#include <algorithm>

namespace naadam::cli::sample {

void expect(Row& row, std::string_view defect, RuleBits fails, RuleBits evidence, wire::Verdict verdict) {
  if (!row.defects.empty()) row.defects += '+';
  row.defects += defect;
  row.expected.fails |= fails;
  row.expected.evidence |= evidence;
  row.expected.alone = std::min(row.expected.alone, verdict);  // numbered in the order of precedence
  row.expected.after = std::min(row.expected.after, verdict);
}

}  // namespace naadam::cli::sample
