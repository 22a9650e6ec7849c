// What the portal tells about itself: the page, the description of the interface, and to somebody with a token who they
// are.
//
// Thread: the edge's.
#pragma once

#include "portal/front.hpp"

namespace naadam::portal {

class Pages {
 public:
  explicit Pages(Front& front);  // outlives it

 private:
  static Task<Outcome> show_self(Call& call);
};

}  // namespace naadam::portal
