// The ten rules, one function each; judge() calls them all. Each is pure and decides only its own finding.
#pragma once

#include "eligibility/rules/facts.hpp"

namespace naadam::eligibility {

// Returning rules: the row cannot be right as it stands.
wire::Finding judge_document(const Case& c, const Facts& facts);
wire::Finding judge_mobile(const Case& c);
wire::Finding judge_event_group(const Case& c, const Facts& facts);
wire::Finding judge_team(const Case& c, const Facts& facts);
wire::Finding judge_employer_code(const Case& c, const Facts& facts);
wire::Finding judge_region_basis(const Case& c, const Facts& facts);
wire::Finding judge_window(const Case& c);

// Refusing rules: a clause bars the person.
wire::Finding judge_age_min(const Case& c, const Facts& facts);
wire::Finding judge_retirement(const Case& c, const Facts& facts);
wire::Finding judge_former_winner(const Case& c, const Facts& facts);

}  // namespace naadam::eligibility
