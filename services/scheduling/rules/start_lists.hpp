// What a published draw says to each of its contests: who starts where.
//
// Substitutes stand in the seats they took over. A contest that only a draw before this one had entries of gets a list
// without starts, so that nobody goes on by the old one. Pure; any thread. No personal data: entries are ids.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/edition.hpp"
#include "scheduling/rules/draw_book.hpp"
#include "wire/start_list.hpp"

namespace naadam::scheduling {

struct StartLists {
  std::vector<wire::StartList> lists;
  std::vector<std::string> unknown;  // contests of the draw, as its record names them, that the edition has not
};

// `document` names the book (32 bytes); `past`: the books that book.past names. A book that is not published says
// nothing.
StartLists start_lists(const DrawBook& book, std::string_view document, const std::vector<DrawBook>& past,
                       const domain::Edition& edition);

}  // namespace naadam::scheduling
