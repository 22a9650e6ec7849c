// What `naadam doctor` looks at in Redis, node by node: whether each answers, the settings on which the promise rests,
// memory, and of a cluster that all of it is served and replicated.
//
// Thread: one. Nothing is changed. No personal data.
#pragma once

#include <vector>

#include "cli/up/checkup.hpp"
#include "cli/up/store_nodes.hpp"

namespace naadam::cli {

// Looks at the nodes and judges them; "redis" is bad where none can be reached.
std::vector<Check> check_store(const Settings& settings, Lang lang);

// Pure. Version, settings and memory of every node that answers, of which there is one.
std::vector<Check> check_nodes(const std::vector<StoreNode>& nodes, Lang lang);

// Pure. Slots, replicas and their links; `replicas` is CommonOptions::store_replicas. A Redis of one node that serves
// everything and is meant to be alone is not mentioned.
std::vector<Check> check_cluster(const std::vector<StoreNode>& nodes, std::uint16_t replicas, Lang lang);

}  // namespace naadam::cli
