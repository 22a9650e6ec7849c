// Who goes to the finals 决赛 for one delegation and event, across groups, as a document that everybody may read.
//
//   {"kind": "nomination", "delegation", "event": codes, "phase": "open" | "published", "quota": n,
//    "contests": [{"group", "document"}],                       the score books it rests on, by hash
//    "tie_chain": [text], "passed_over": [{"who", "why": "withdrawn" | "not_accepted" |
//    "elsewhere": of another contest by now}],
//    "declined": [{"who", "reason", "by", "at"}], "reviews": [{"order": [who], "by", "at", "reason"}],
//    "named": [{"group", "number", "entry", "total", "rank", "order"}], "substitutes": [the same],
//    "published_by", "published_at", "former": [entry], "version": n, "steps": [...], "previous"}
//
// who: "worker/2-05", group and number, as numbers are only unique within a contest. All that competed in any group are
// ranked together under their one scheme; those passed over and those who declined make room; the first `quota` are
// named, the others stand by in order. A tie over the cut blocks it until a review decides: the order that a contest
// published, reviews and all, is kept; across groups there is a review of the nomination's own. Tied substitutes have
// the same order. Errors as in score_book.hpp. Pure; any thread. No personal data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scoring/rules/score_book.hpp"
#include "wire/entry.hpp"

namespace naadam::scoring {

std::string who_label(std::string_view group, std::string_view number);

struct Nominee {
  std::string group, number, entry;
  Decimal total;
  std::uint32_t rank = 0;   // among all groups
  std::uint16_t order = 0;  // from 1, in its list

  bool operator==(const Nominee&) const = default;
};

struct PassedOver {
  std::string who, why;
  bool operator==(const PassedOver&) const = default;
};

struct Declined {
  std::string who, reason, by;
  core::Millis at = 0;
};

struct NominationSource {
  std::string group, document;
  bool operator==(const NominationSource&) const = default;
};

struct NominationBook {
  std::string delegation, event;
  bool published = false;
  std::uint16_t quota = 0;
  std::vector<NominationSource> contests;
  std::vector<std::string> tie_chain;
  std::vector<PassedOver> passed_over;
  std::vector<Declined> declined;
  std::vector<Review> reviews;
  std::vector<Nominee> named, substitutes;
  std::string published_by;
  core::Millis published_at = 0;
  std::vector<std::string> former;
  std::uint32_t version = 0;
  std::vector<BookStep> steps;
  std::string previous;
};

std::string to_json(const NominationBook& book);
core::Result<NominationBook> parse_nomination_book(std::string_view json);

// A contest of the event, of one group, that has starts.
struct NominationContest {
  std::string group, group_zh;
  std::string document;           // of its book, in hex
  std::optional<ScoreBook> book;  // none: no marks yet
};

struct NominationTerms {
  std::vector<NominationContest> contests;
  std::vector<PassedOver> passed_over;  // entries that were withdrawn, are not accepted any more or went elsewhere
  std::vector<std::string> tie_chain;
  std::uint16_t quota = 0;
};

// Why who stands so can't be nominated for what it did in that contest, as PassedOver has it; "" where it can.
std::string why_passed_over(const wire::EntryState& entry, std::string_view delegation, std::string_view event,
                            std::string_view group);

struct Nominees {
  std::vector<Nominee> named, substitutes;
  std::vector<std::string> undecided;              // labels tied over the cut
  std::vector<std::vector<std::string>> all_ties;  // labels, reviews left aside
};
// Of published books. `reviews` and `declined` are the nomination's.
core::Result<Nominees> nominees_of(const NominationTerms& terms, const std::vector<Review>& reviews,
                                   const std::vector<Declined>& declined);

// Groups whose published result is another by now than the one that the nomination rests on; `now`: what is published.
// None where the nomination was never published.
std::vector<std::string> outdated_groups(const NominationBook& book, const std::vector<NominationSource>& now);

core::Status decide_nomination(NominationBook& book, const std::vector<std::string>& order, const std::string& reason,
                               const NominationTerms& terms, const Hand& hand);

// `declined`: the complete list of those who do; nothing: as the book has it. A list that differs needs a reason.
// False: what would be published is published.
core::Result<bool> publish_nomination(NominationBook& book, const NominationTerms& terms,
                                      const std::optional<std::vector<std::string>>& declined,
                                      const std::string& reason, const Hand& hand);

}  // namespace naadam::scoring
