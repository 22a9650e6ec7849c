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
#include "wire/entry.hpp"

namespace naadam::intake {

// What boards are to hear, gathered for one telling.
class Boards {
 public:
  // `edition` is the edition's id, and stays where it is.
  Boards(store::Store& store, std::string_view edition) : store_(store), edition_(edition) {}

  // The entry stands where its state, judged under `source`, says, and nowhere that it has left. Each entry once.
  void stands(const core::Id& entry, const core::Rev& source, const wire::EntryState& state);
  // It does not stand in this contest.
  void elsewhere(std::uint64_t contest, const core::Id& entry, const core::Rev& source);

  // False where some board could not be told now.
  bool tell();
  // The same, but only places that are missing or count otherwise are written.
  bool mend();

 private:
  struct Wish {
    core::Id place, entry;
    core::Rev source;
    store::Stage stage;
  };

  store::Store& store_;
  std::string_view edition_;
  std::vector<Wish> wishes_;
};

// Tells boards of entries that have been judged where they are wrong. False where the store did not answer. Throws
// std::runtime_error where a state cannot be decoded.
bool mend_boards(store::Store& store, std::string_view edition, const std::vector<store::Batch>& entries);

// Boards that an entry does not know of: of before it was set back to where it stood elsewhere, or told while it was
// judged by a program that kept no list of the boards left. Of `places` told under an epoch below `before`, those whose
// entry is gone or stands in another contest become elsewhere; the others are told by their entries. False where the
// store did not answer. Throws as mend_boards().
bool clear_boards(store::Store& store, std::string_view edition, const store::Batch& places, std::uint32_t before);

}  // namespace naadam::intake
