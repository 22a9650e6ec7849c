// The mutations themselves: each turns a row that every rule accepts into one with one known defect.
//
// Thread: one, that of the maker.
#pragma once

#include <string>
#include <vector>

#include "cli/sample/people.hpp"
#include "cli/sample/row.hpp"

namespace naadam::cli::sample {

// One line of winners.csv; empty fields stay empty there.
struct FormerWinner {
  std::string name, document, birth_date, event, group, year;
};

// What a mutation may draw on and add to.
struct Plantings {
  Maker& make;
  std::vector<FormerWinner>& winners;
};

// Applied to the only row of a planting, to every row of a team, or to the second of two submitters' rows.
using Plant = void (*)(Row& row, Plantings& with);

namespace plant {

void id_check_digit(Row& row, Plantings& with);
void id_scientific(Row& row, Plantings& with);
void id_zeros(Row& row, Plantings& with);
void id_impossible_date(Row& row, Plantings& with);
void id_missing(Row& row, Plantings& with);
void sex_contradicts(Row& row, Plantings& with);
void birth_contradicts(Row& row, Plantings& with);
void id_15_digits(Row& row, Plantings& with);
void retired_region(Row& row, Plantings& with);
void passport(Row& row, Plantings& with);
void residence_permit(Row& row, Plantings& with);

void mobile_short(Row& row, Plantings& with);
void mobile_landline(Row& row, Plantings& with);
void mobile_missing(Row& row, Plantings& with);

void event_unknown(Row& row, Plantings& with);
void group_missing(Row& row, Plantings& with);
void team_number_missing(Row& row, Plantings& with);

void employer_code_wrong(Row& row, Plantings& with);
void employer_missing(Row& row, Plantings& with);
void employer_missing_here(Row& row, Plantings& with);
void employer_outside(Row& row, Plantings& with);
void basis_missing(Row& row, Plantings& with);
void basis_household(Row& row, Plantings& with);
void address_outside(Row& row, Plantings& with);

void under_16_by_a_day(Row& row, Plantings& with);
void sixteen_on_the_day(Row& row, Plantings& with);
void man_past_60(Row& row, Plantings& with);
void man_last_day(Row& row, Plantings& with);
void woman_50_no_post(Row& row, Plantings& with);
void woman_50_manager(Row& row, Plantings& with);
void woman_50_worker(Row& row, Plantings& with);
void woman_past_55(Row& row, Plantings& with);

void winner_certain(Row& row, Plantings& with);
void winner_likely(Row& row, Plantings& with);
void winner_other_event(Row& row, Plantings& with);
void winner_same_name(Row& row, Plantings& with);

void full_width(Row& row, Plantings& with);
void zero_width(Row& row, Plantings& with);
void three_faults(Row& row, Plantings& with);
void other_words(Row& row, Plantings& with);  // the second submitter writes another delegation, employer or post

}  // namespace plant
}  // namespace naadam::cli::sample
