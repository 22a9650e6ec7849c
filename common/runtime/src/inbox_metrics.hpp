// What the inbox has counted, as metrics: what was refused or never came, by reason.
//
// Thread: the step loop's.
#pragma once

#include "link/inbox.hpp"
#include "runtime/metrics.hpp"

namespace naadam::runtime {

// Brings the counters up to the inbox' own. Whom the gate turned away is counted where it is logged.
void show(const link::InboxStats& stats, Metrics& metrics);

}  // namespace naadam::runtime
