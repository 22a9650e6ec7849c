// Holds a world at rest against what was expected of it.
//
// Thread: one.
#pragma once

#include <string>
#include <vector>

#include "oracle.hpp"
#include "phones.hpp"
#include "store/model_store.hpp"

namespace naadam::sim {

// Everything in which they differ, a sentence each. `calm`: nothing failed around a submit, so every notice that the
// gateway was willing to take was taken exactly once.
std::vector<std::string> differences(const Expected& expected, const Workload& work, store::ModelStore& model,
                                     const Phones& phones, const seal::LookupKey& lookup, bool calm);

}  // namespace naadam::sim
