// What only the whole file can tell about a row: which row it repeats, and who else is in its team.
//
// Pure, one pass and one hash table; personal data: all of it.
#pragma once

#include <vector>

#include "domain/edition.hpp"
#include "intake/rules/reading.hpp"

namespace naadam::intake {

// Fills duplicate_of, duplicate_sheet, claim.team_members and claim.team_has_repeated_person of every row.
// A person is their document number. A row without one, or with one that Excel damaged (several people may share
// the damaged form), repeats nobody; in a team it counts by its name.
// A team is (employer code, else employer name; event; group; team number). A row that names no team and whose
// event is no team event has 0 members.
void add_file_facts(std::vector<RowClaim>& rows, const domain::Edition& edition);

}  // namespace naadam::intake
