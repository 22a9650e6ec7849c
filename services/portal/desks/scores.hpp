// Marks in, standing, ties decided, results and the finals over HTTP.
//
// Who acts is the token's name: scoring keeps it with every version. Every step may be asked for again, so a repeat
// changes nothing. No name of a contestant comes through here: contests know them by number 参赛号 and entry.
// Thread: the edge's.
#pragma once

#include <cstddef>

#include "portal/desk.hpp"
#include "portal/front.hpp"
#include "portal/rules/contest_scope.hpp"

namespace naadam::portal {

class Scores {
 public:
  static constexpr std::size_t kSheetBytesMax = 1u << 20;
  static constexpr std::size_t kSheetsAtOnce = 8;  // so many times that lies in memory
  static constexpr std::size_t kBodyBytesMax = 64 * 1024;
  static constexpr std::size_t kReasonBytesMax = 1'500;  // percent-encoded; scoring says what is too long

  // All outlive it.
  Scores(Lanes& lanes, Front& front);

 private:
  Task<Outcome> take_marks(Call& call);
  Task<Outcome> show_marks(Call& call);
  Task<Outcome> list(Call& call);
  Task<Outcome> show(Call& call);
  Task<Outcome> fetch_record(Call& call);
  Task<Outcome> publish(Call& call);
  Task<Outcome> decide(Call& call);
  Task<Outcome> list_finals(Call& call);
  Task<Outcome> nominate(Call& call);

  Task<core::Result<nlohmann::json>> told(std::string_view verb, const nlohmann::json& question, const Call& call);

  Lanes& lanes_;
  Front& front_;
  std::size_t taking_ = 0;
};

}  // namespace naadam::portal
