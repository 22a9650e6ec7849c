// Entries over HTTP: one by its id, or those of a person by the number of their document, which comes in a body since
// no personal data stands in a URL. Names and numbers come back masked.
//
// Thread: the edge's.
#pragma once

#include "portal/desk.hpp"
#include "portal/front.hpp"

namespace naadam::portal {

class Entries {
 public:
  static constexpr std::size_t kBodyBytesMax = 4'096;

  // All outlive it.
  Entries(Lanes& lanes, Front& front);

 private:
  Task<Outcome> show(Call& call);
  Task<Outcome> find(Call& call);
  Task<tl::expected<nlohmann::json, Problem>> visible(const Call& call, const nlohmann::json& question);

  Lanes& lanes_;
  Front& front_;
};

}  // namespace naadam::portal
