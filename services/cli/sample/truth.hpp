// The tables beside a sample that say what must come out of it.
//
//   truth.csv     one line a data row:
//     file, submitter, sheet, row       where it stands; sheet is empty for CSV, row is the sheet's own from 1
//     verdict_alone                     of this row by its own words
//     verdict_after                     of its entry once all files are in (two submitters who differ: returned)
//     fails, evidence                   rules in the order of wire::Rule, joined by |
//     duplicate_of, duplicate_sheet     the earlier row of the file that it repeats; empty: none
//     notice                            yes: the row's mobile number can be reached, and it is the first row of its
//                                       entry, in the order of manifest.csv; no: nothing goes out because of it
//     entry                             rows of one person, event and group share it
//     team                              members of one team share it; empty: a single event
//     defects                           what was planted, joined by +; empty: nothing
//   manifest.csv  file, submitter: in the order in which the files are to be handed in
//   winners.csv   the register of former first prizes, as domain/winners.hpp reads it
//
// All UTF-8, CRLF, with a line of headings. Thread: any; pure.
#pragma once

#include <string>
#include <vector>

#include "cli/sample/plan.hpp"

namespace naadam::cli::sample {

// `file_names` by file of the plan; a file without rows has an empty name and is left out.
std::string truth_csv(const Plan& plan, const std::vector<std::string>& file_names);
std::string manifest_csv(const Plan& plan, const std::vector<std::string>& file_names);
std::string winners_csv(const Plan& plan);

}  // namespace naadam::cli::sample
