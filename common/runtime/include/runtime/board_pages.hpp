// Who stands on the board of a contest, a page at a time, for services that only read boards.
//
// Thread: the store's. Errors: the store's. Personal data: none.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"
#include "store/store.hpp"

namespace naadam::runtime {

struct BoardPlace {
  core::Id entry;
  store::Stage stage = 0;  // wire::place_stage
};

// One page of a board, in an order of the store's own; an entry may be shown twice while places move. `cursor` "0"
// begins and ends. Places that were left for another board are not shown.
core::Result<std::vector<BoardPlace>> board_page(store::Store& store, std::uint64_t contest, std::string& cursor);

// All who stand on the boards of `contests`, each once, by id.
core::Result<std::vector<core::Id>> entries_on_boards(store::Store& store, const std::vector<std::uint64_t>& contests);

}  // namespace naadam::runtime
