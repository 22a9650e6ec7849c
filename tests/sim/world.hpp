// One simulated world: all services over one store, a workload, faults, and then rest.
//
// Thread: one. A world is told apart by its seed alone; the same seed runs the same way every time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace naadam::sim {

struct WorldResult {
  std::uint64_t seed = 0;
  std::size_t persons = 0;
  std::size_t entries = 0;
  std::size_t crashes = 0;
  std::size_t replayed = 0;  // records set aside because processes died over them, and replayed
  std::size_t told = 0;
  std::size_t superseded = 0;   // notices of which a newer verdict came while they were not closed
  std::size_t stops = 0;        // processes that stood still in the middle of a step, and went on
  std::size_t failed_over = 0;  // shards whose replica took over
  std::size_t rolled_back = 0;  // times the store, or some shards, were set back
  std::size_t editions = 0;     // times another version of the edition came into force
  std::size_t forms = 0;        // that people registered themselves with
  std::size_t draws = 0;        // that came to be published
  std::size_t seats = 0;        // that entries have in the end
  std::size_t redraws = 0, substitutes = 0;
  std::size_t books = 0;        // results of contests that came to be published
  std::size_t results = 0;      // ranks that entries have in the end
  std::size_t corrections = 0;  // sheets of marks that came after a publication
  std::size_t decided = 0;      // ties that people took apart
  std::size_t nominations = 0;  // of events, that came to be published
  std::size_t named = 0;        // entries that go to the finals in the end, or stand by
  std::size_t declined = 0;
  std::vector<std::string> faults;  // empty: all is as it must be
  std::string trace;                // the last events before it went wrong
  std::uint64_t digest = 0;         // of all events: the same for two runs of one seed
};

WorldResult run_world(std::uint64_t seed);

}  // namespace naadam::sim
