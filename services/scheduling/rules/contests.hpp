// The contests 场 of an edition's trials: event 赛项 x group 组别 x delegation 代表队, each known by a number.
//
// Rows may leave any of the three out or say something that the edition does not know; an entry of such a row stands in
// a contest with an empty code there, so that boards together hold every entry. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "domain/edition.hpp"

namespace naadam::scheduling {

struct Contest {
  std::string_view event, group, delegation;  // codes of the edition, empty where unknown
};

class Contests {
 public:
  // `edition` outlives it.
  explicit Contests(const domain::Edition& edition);

  // Null where the edition has no such contest: one of another edition, or of a delegation that it has dropped.
  const Contest* find(std::uint64_t id) const;
  std::size_t size() const { return by_id_.size(); }

 private:
  std::unordered_map<std::uint64_t, Contest> by_id_;
};

}  // namespace naadam::scheduling
