// What is shown of a judged file: a summary for people, one JSON object a row for programs, a CSV for officers.
//
// Reasons are in the words of domain::render(), which are Chinese in every language of the program.
// Thread: any; pure. Personal data: none goes out; rows are named by sheet and number.
#pragma once

#include <span>
#include <string>

#include "cli/judging.hpp"
#include "cli/text.hpp"

namespace naadam::cli {

// The table of verdicts and the table of reasons, most frequent first.
std::string summary_text(std::span<const JudgedRow> rows, const domain::Edition& edition, Lang lang);

// What the reading left out or could not make sense of, one line each; "" when there is nothing to say.
std::string notes_text(const intake::Reading& reading, const domain::WinnerRegister& winners, Lang lang);

// One line without a line break:
//   {"sheet":"", "row":3, "verdict":"accepted",
//   "findings":[{"rule":"document","result":"pass","clause":"…","text":"…"}, ×10]}
std::string row_json(const JudgedRow& row, const domain::Edition& edition);

// The whole file: UTF-8 with a byte-order mark, so that Excel shows it right.
std::string verdicts_csv(std::span<const JudgedRow> rows, const domain::Edition& edition, Lang lang);

}  // namespace naadam::cli
