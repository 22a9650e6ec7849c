// The words an officer reads beside a row: what became of it and why, one line a finding. Pure, from the mark and
// where the row came from.
#pragma once

#include "domain/edition.hpp"
#include "domain/reason.hpp"
#include "intake/rules/outcome.hpp"
#include "wire/entry.hpp"

namespace naadam::intake {

// `duplicate` says which row this one repeats ("第 12 行"), empty if none.
RowOutcome outcome_words(const wire::RowMark& mark, const domain::Edition& edition, const domain::Submission& from,
                         const std::string& duplicate);

}  // namespace naadam::intake
