// From marks to ranks 名次: totals, ties taken apart in the edition's order, and what is left for people to decide.
//
// Pure: the same marks give the same ranks, on the server and on a supervisor's laptop. Thread: any. No personal data:
// contestants are their work numbers 参赛号.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "scoring/rules/decimal.hpp"

namespace naadam::scoring {

struct Criterion {
  std::string code;  // as the column is headed
  Decimal most;      // full marks
  Decimal step;      // marks are multiples of it; above zero
  std::string zh{};  // its name for people, which a column may be headed by as well
  bool operator==(const Criterion&) const = default;
};

// What ties are taken apart by, in this order: the edition's finals.tie_chain.
enum class TieBreak : std::uint8_t {
  kHigherWeightCriterion,  // the criterion with most full marks, then the next; of equal ones their sum
  kLessTime,               // who needed less
  kSupervisedReview,       // people decide, see `reviewed`
};

struct Scheme {
  std::vector<Criterion> criteria;
  std::vector<TieBreak> tie_chain;
};

enum class Presence : std::uint8_t { kCompeted, kAbsent, kDisqualified, kWithdrawn };

// "competed", "absent", "disqualified", "withdrawn": as it is stored, sent and shown in English; and back.
std::string_view presence_name(Presence presence);
std::optional<Presence> presence_of(std::string_view name);
// "higher_weight_criterion", "less_time", "supervised_review": as editions name them.
std::optional<TieBreak> tie_break_of(std::string_view name);

struct Standing {
  std::string number;      // 参赛号
  std::string delegation;  // code
  Presence presence = Presence::kCompeted;
  std::vector<std::optional<Decimal>> marks;  // by criterion
  std::optional<std::uint32_t> seconds;       // needed; where time was taken
  std::uint16_t reviewed = 0;  // place among those tied with it as a supervised review has it, from 1; 0: none
};

struct Ranked {
  std::size_t standing = 0;  // index
  Decimal total;
  std::uint32_t rank = 0;  // from 1; 0 for who did not compete to the end
  bool tied = false;       // with the next or the one before, after the whole chain
};

struct Ranking {
  std::vector<Ranked> ranked;  // best first, those without a rank at the end in order of number
  // Numbers that share a rank, best first: nobody may guess between them.
  std::vector<std::vector<std::string>> ties;
};

// Errors, kRefused: a mark is still open (the first ten are named by number and criterion), or the chain asks for the
// time of somebody it was not taken of. kInvalid: a number that is there twice, marks of another number of criteria, a
// mark below zero, above the most or between two steps.
core::Result<Ranking> rank(const Scheme& scheme, const std::vector<Standing>& standings);

// The first `quota` of each delegation go to the finals, the others stand by in order of rank.
struct Nomination {
  std::string delegation;
  std::vector<std::string> named;        // numbers
  std::vector<std::string> substitutes;  // numbers, first to be asked first
  std::vector<std::string> undecided;    // tied over the cut: none of them is in either list until that is decided
};
// In order of delegation.
std::vector<Nomination> nominate(const Ranking& ranking, const std::vector<Standing>& standings, std::uint16_t quota);

}  // namespace naadam::scoring
