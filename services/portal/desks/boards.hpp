// Boards over HTTP: how many stand on each, and who stands on one.
//
// Thread: the edge's.
#pragma once

#include "portal/desk.hpp"
#include "portal/front.hpp"

namespace naadam::portal {

class Boards {
 public:
  // All outlive it.
  Boards(Lanes& lanes, Front& front);

 private:
  Task<Outcome> count(Call& call);
  Task<Outcome> show(Call& call);

  Lanes& lanes_;
};

}  // namespace naadam::portal
