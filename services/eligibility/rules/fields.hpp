// Which field of a form a finding is about, so that it can stand beside it. Pure; any thread.
#pragma once

#include <string_view>

#include "wire/verdict.hpp"

namespace naadam::eligibility {

// A name of wire/claim_texts.hpp; "" where no single field can mend it: a former winner, or the time of registration.
// Also of findings that pass.
std::string_view field_of(const wire::Finding& finding);

}  // namespace naadam::eligibility
