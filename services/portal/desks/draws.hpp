// Draws 抽签 over HTTP: which there are, how far each is, and the record by which anybody can compute it again.
//
// The record goes out byte for byte as `naadam draw save` writes it. Thread: the edge's.
#pragma once

#include "portal/desk.hpp"
#include "portal/front.hpp"
#include "portal/rules/contest_scope.hpp"

namespace naadam::portal {

class Draws {
 public:
  // All outlive it.
  Draws(Lanes& lanes, Front& front);

 private:
  Task<Outcome> list(Call& call);
  Task<Outcome> show(Call& call);
  Task<Outcome> fetch_record(Call& call);
  // The draw of the call's path, where it may be seen, as the path names it and as it is shown.
  struct Seen;
  Task<tl::expected<Seen, Problem>> seen(const Call& call);

  Lanes& lanes_;
};

}  // namespace naadam::portal
