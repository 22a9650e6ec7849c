// Tells the boards of contests who stands on them.
//
// An entry stands on the board of the contest that its state names, counted by its verdict; boards of contests it has
// left hear that it is elsewhere. A board keeps the newest rev of each entry, so telling again, late or twice changes
// nothing. Thread: the step loop's.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "store/store.hpp"

namespace naadam::intake {

// `work`: entries that have been judged. `edition` is the edition's id. False where some board could not be told now.
// Throws std::runtime_error where a state cannot be decoded.
bool tell_boards(store::Store& store, std::string_view edition, const std::vector<store::Batch>& work);

// Boards that an entry does not know of: of before it was set back to where it stood elsewhere, or told while it was
// judged by a program that kept no list of the boards left. Of `places` told under an epoch below `before`, those whose
// entry is gone or stands in another contest become elsewhere; the others are told by their entries. False where the
// store did not answer. Throws as tell_boards().
bool clear_boards(store::Store& store, std::string_view edition, const store::Batch& places, std::uint32_t before);

}  // namespace naadam::intake
