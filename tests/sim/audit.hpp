// Holds a world at rest against what was expected of it.
//
// Thread: one.
#pragma once

#include <string>
#include <vector>

#include "chronicle.hpp"
#include "oracle.hpp"
#include "phones.hpp"
#include "store/model_store.hpp"

namespace naadam::sim {

// Everything in which they differ, a sentence each. `edition`: its id. `calm`: nothing failed around a submit, so every
// notice that the gateway was willing to take was taken exactly once. What of the log is still in the store joins the
// chronicle.
std::vector<std::string> differences(const Expected& expected, const Workload& work, store::ModelStore& model,
                                     const Phones& phones, Chronicle& chronicle, const seal::LookupKey& lookup,
                                     std::string_view edition, bool calm);

}  // namespace naadam::sim
