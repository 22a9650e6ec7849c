// The outcome workbook: the officer's own rows, sheet by sheet and row by row, with two columns more: 结果 and
// 原因及处理办法.
//
// The original is read again in the sandbox while the workbook is written, so memory does not grow with the rows.
// Personal data: all of it, in the original and in the workbook.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "sheet/sandbox.hpp"
#include "wire/verdict.hpp"

namespace naadam::intake {

// What the workbook says beside one row.
struct RowOutcome {
  wire::Verdict verdict = wire::Verdict::kNone;  // chooses the colour and, when `result` is empty, the word
  std::string result;                            // zh-CN: "通过", "退回修改", ...
  std::string reason;                            // zh-CN, one line a finding: column, reason, what to do
};

// Asked once for each row under the headings, in file order; nullptr: nothing is written beside the row (a footer,
// or not a row of an entry). The pointer is used before the next call.
using OutcomeOf = std::function<const RowOutcome*(std::string_view sheet, std::uint32_t row)>;

// Writes an XLSX into `out_fd` (see sheet::XlsxWriter::open), whatever the original was. Hidden sheets are left
// out, sheets without an entry table are copied as they are. `original_fd` and errors as in read_sandboxed.
core::Status write_outcome(int original_fd, std::string_view file_name, const OutcomeOf& outcome_of, int out_fd,
                           const sheet::Sandbox& sandbox = {});

// "通过", "不予受理", "退回修改", "待补充材料", "审核中": the word for a verdict in the result column.
std::string_view verdict_word(wire::Verdict verdict);

}  // namespace naadam::intake
