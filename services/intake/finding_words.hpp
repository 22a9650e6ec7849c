// The ten findings about one claim as questions are answered: rule, result, clause and words. Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "domain/edition.hpp"
#include "domain/reason.hpp"
#include "wire/entry.hpp"

namespace naadam::intake {

// [{rule, result, clause, text, inputs}], in the order of rules. `from` as domain::render() wants it.
nlohmann::json findings_told(const wire::RuleReasons& reasons, const domain::Edition& edition,
                             const domain::Submission& from);

}  // namespace naadam::intake
