// What `naadam doctor` says of the copies of the services beside whether they answer: a kind of service that nobody is
// announced for, copies that go by an older epoch than the store's, what is still told again since the epoch rose, and
// clocks that are off.
//
// Thread: any; pure.
#pragma once

#include <vector>

#include "cli/remote/condition.hpp"
#include "cli/up/checkup.hpp"

namespace naadam::cli {

// Nothing where the store does not answer: nobody can be announced then.
std::vector<Check> check_copies(const Condition& condition, Lang lang);

}  // namespace naadam::cli
