// Who may sit where, and whether all can: slots kept free for those who still have to choose (bipartite matching,
// Kuhn's algorithm by augmenting paths).
//
// Thread: one. Cost of choose(): up to entries x slots, nearly always far less.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace naadam::scheduling {

class Seating {
 public:
  // allowed[i]: the slots, by index below `slots`, that the i-th entry may have.
  Seating(std::vector<std::vector<std::size_t>> allowed, std::size_t slots);

  // Whether everybody can be seated at all. The rest may be called only if so.
  bool possible() const { return possible_; }
  // Gives `entry` this slot for good, if it is free, allowed and leaves a slot for everybody who has none yet.
  bool choose(std::size_t entry, std::size_t slot);

 private:
  bool seat(std::size_t entry, std::vector<bool>& seen);

  std::vector<std::vector<std::size_t>> allowed_;
  std::vector<std::optional<std::size_t>> entry_of_;  // by slot: for good, or for the time being
  std::vector<std::size_t> slot_of_;                  // by entry
  std::vector<bool> taken_;                           // by slot: for good
  bool possible_ = true;
};

}  // namespace naadam::scheduling
