// The score book 成绩册 of one contest: its marks, what people decided about ties, its published result and every step,
// as a document that everybody may read. Each step takes the book and writes the next page, or says why not; the book
// before stays readable under its name.
//
//   {"kind": "book", "round", "delegation", "event", "group": codes, "phase": "open" | "published",
//    "start_list": hex, "draw": id, "scheme": hex, "criteria": [{"code", "zh", "most", "step"}], "tie_chain": [text],
//    "version": n, "marks": [{"number", "entry", "presence", "marks": [text or null], "seconds": n or null}],
//    "file": hex of the sheet, "by", "at", "reason",                       of the import
//    "reviews": [{"order": [number], "by", "at", "reason"}],
//    "result": {"ranked": [{"number", "entry", "presence", "total", "rank"}], "published_by", "published_at"} or null,
//    "former": [entry],          that a result before this one named, and the latest does not
//    "steps": [{"step", "by", "at", "note"}], "previous": hex, "" of the first}
//
// open: marks come in, be it anew after a publication; the result that was published stands until the next one is.
// Errors: kInvalid (the wish can't be right), kRefused (not now, not so), kCorrupt (parse). Times: Unix ms by the
// installation's clock. Pure; any thread. No personal data: contestants are entry ids and numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "scoring/rules/mark_sheet.hpp"
#include "scoring/rules/ranking.hpp"
#include "scoring/rules/scheme_book.hpp"
#include "scoring/rules/start_list.hpp"
#include "wire/place.hpp"

namespace naadam::scoring {

// An order that people found, under supervision, for numbers that marks and time left tied.
struct Review {
  std::vector<std::string> order;  // best first
  std::string by;
  core::Millis at = 0;
  std::string reason;
};

struct RankedLine {
  std::string number, entry;
  Presence presence = Presence::kCompeted;
  Decimal total;
  std::uint32_t rank = 0;  // 0: did not compete to the end

  bool operator==(const RankedLine&) const = default;
};

struct BookResult {
  std::vector<RankedLine> ranked;
  std::string published_by;
  core::Millis published_at = 0;
};

struct BookStep {
  std::string step;  // "import", "decide", "publish", "nominate"
  std::string by;
  core::Millis at = 0;
  std::string note;
};

struct ScoreBook {
  wire::Round round = wire::Round::kTrial;
  std::string delegation, event, group;
  bool published = false;  // what stands is what the result says
  std::string start_list, draw, scheme;
  std::vector<Criterion> criteria;
  std::vector<std::string> tie_chain;
  std::uint32_t version = 0;  // of the marks; counts imports
  std::vector<MarkLine> marks;
  std::string file, by;
  core::Millis at = 0;
  std::string reason;
  std::vector<Review> reviews;
  std::optional<BookResult> result;
  std::vector<std::string> former;
  std::vector<BookStep> steps;
  std::string previous;
};

std::string to_json(const ScoreBook& book);
core::Result<ScoreBook> parse_score_book(std::string_view json);

// What the contest is judged under now.
struct Terms {
  std::string scheme;  // names the document, in hex
  std::vector<Criterion> criteria;
  std::vector<std::string> tie_chain;  // the edition's
  bool ties_allowed = false;
  StartList starts;
};

// Puts marks in the place of those that are there. False: this very file was imported, and nothing about the contest
// has changed since. What a review decided stays where the marks of all it speaks of do.
core::Result<bool> import_marks(ScoreBook& book, const std::vector<MarkLine>& marks, const std::string& file,
                                const std::string& reason, const Terms& terms, const Hand& hand);

// Under the terms that the book names. Errors: rank()'s, kCorrupt for a tie break nobody knows.
core::Result<Ranking> ranking_of(const ScoreBook& book);
std::vector<Standing> standings_of(const ScoreBook& book);

// Why the book can't be ranked though its marks might be: no marks, another scheme or start list since.
core::Status check_terms(const ScoreBook& book, const Terms& terms);

// An order for exactly the numbers of one tie. Repeating it changes nothing.
core::Status decide_tie(ScoreBook& book, const std::vector<std::string>& order, const std::string& reason,
                        const Terms& terms, const Hand& hand);

// False: what would be published is published.
core::Result<bool> publish_result(ScoreBook& book, const Terms& terms, const Hand& hand);

// Shared with nominations.
// When a step was taken on a book after it was last published (its step `publication`); 0: none was, or never
// published.
core::Millis reopened_at(const std::vector<BookStep>& steps, std::string_view publication);
core::Result<std::vector<TieBreak>> tie_breaks(const std::vector<std::string>& chain);
bool is_order_of(std::vector<std::string> order, std::vector<std::string> tied);
std::string joined(const std::vector<std::vector<std::string>>& ties);

}  // namespace naadam::scoring
