// Where scoring's documents lie: a record each for the scheme of an event, the book of a contest and the nomination of
// an event and delegation (wire/score.hpp); and the start lists that scheduling told.
//
// Thread: the step loop's. Errors: kCorrupt (record or document damaged), the store's; of put() also kRefused (somebody
// was faster).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/document_records.hpp"
#include "runtime/installation.hpp"
#include "scoring/rules/nomination_book.hpp"
#include "scoring/rules/scheme_book.hpp"
#include "scoring/rules/score_book.hpp"
#include "scoring/rules/start_list.hpp"

namespace naadam::scoring {

// A contest 场 by codes; of a final, group and delegation are empty.
struct ContestKey {
  wire::Round round = wire::Round::kTrial;
  std::string delegation, event, group;
};

template <class Book>
struct Shelved {
  runtime::DocumentRecord record;
  Book book;

  std::string name() const { return core::to_hex(record.name); }
};

// A contest as it stands: who starts, and its book.
struct ContestShelf {
  ContestKey key;
  StartList starts;  // empty: no draw yet, or nobody
  std::optional<Shelved<ScoreBook>> book;
};

// What stands published, and its document's name in hex.
template <class Book>
struct Published {
  std::string name;
  Book book;
};

class ScoreShelf {
 public:
  ScoreShelf(store::Store& store, const runtime::Installation& installation);

  core::Result<std::optional<Shelved<SchemeBook>>> scheme(wire::Round round, const std::string& event);
  core::Result<std::optional<Shelved<NominationBook>>> nomination(const std::string& delegation,
                                                                  const std::string& event);
  // All that there are, by delegation and event.
  core::Result<std::vector<Shelved<NominationBook>>> nominations(const std::vector<std::string>& delegations,
                                                                 const domain::Edition& edition);
  // Those that have starts or a book, in the order asked for.
  core::Result<std::vector<ContestShelf>> contests(const std::vector<ContestKey>& keys);

  // As last published: the book itself, or the one that a correction began with. Nothing where none was yet.
  core::Result<std::optional<Published<ScoreBook>>> published(const ContestShelf& contest);
  core::Result<std::optional<Published<NominationBook>>> published(const Shelved<NominationBook>& nomination);
  // The published results that a nomination would rest on now, of those of `contests` that are its event's.
  core::Result<std::vector<NominationSource>> sources(const NominationBook& book,
                                                      const std::vector<ContestShelf>& contests);

  core::Status put(const std::optional<Shelved<SchemeBook>>& before, const SchemeBook& book);
  core::Status put(const std::optional<Shelved<ScoreBook>>& before, const ScoreBook& book);
  core::Status put(const std::optional<Shelved<NominationBook>>& before, const NominationBook& book);

 private:
  template <class Book>
  core::Result<std::optional<Published<Book>>> last_published(Published<Book> latest,
                                                              core::Result<Book> (*parse)(std::string_view));

  store::Store& store_;
  const runtime::Installation& installation_;
  runtime::DocumentRecords scores_;
  runtime::DocumentRecords start_lists_;
};

// Of a store, without an installation: for what a handler is given.
runtime::DocumentRecords score_records(store::Store& store);

}  // namespace naadam::scoring
