#include "scoring/score_shelf.hpp"

#include "core/id.hpp"
#include "runtime/documents.hpp"
#include "wire/score.hpp"
#include "wire/stages.hpp"
#include "wire/start_list.hpp"

namespace naadam::scoring {
namespace {

template <class State>
core::Result<std::string> document_of(core::Result<State> state) {
  if (!state) return tl::unexpected(state.error());
  return std::move(state->document);
}

template <class Book>
core::Result<std::optional<Shelved<Book>>> shelved(std::optional<runtime::DocumentRecord> record,
                                                   core::Result<Book> (*parse)(std::string_view)) {
  if (!record) return std::optional<Shelved<Book>>();
  auto book = parse(record->text);
  if (!book) return tl::unexpected(book.error());
  return std::optional(Shelved<Book>{std::move(*record), std::move(*book)});
}

template <class Book>
const runtime::DocumentRecord* record_of(const std::optional<Shelved<Book>>& shelved) {
  return shelved ? &shelved->record : nullptr;
}

}  // namespace

runtime::DocumentRecords score_records(store::Store& store) {
  return {store,
          {store::Kind::kScore, "成绩",
           [](const std::string& document) { return wire::encode(wire::ScoreState{document}); },
           [](std::string_view state) { return document_of(wire::decode_score_state(state)); }}};
}

ScoreShelf::ScoreShelf(store::Store& store, const runtime::Installation& installation)
    : store_(store),
      installation_(installation),
      scores_(score_records(store)),
      start_lists_(store, {store::Kind::kStartList, "出场表",
                           [](const std::string& document) { return wire::encode(wire::StartListState{{}, document}); },
                           [](std::string_view state) { return document_of(wire::decode_start_list_state(state)); }}) {}

core::Result<std::optional<Shelved<SchemeBook>>> ScoreShelf::scheme(wire::Round round, const std::string& event) {
  auto record = scores_.find(wire::scheme_id(installation_.edition->id, round, event));
  if (!record) return tl::unexpected(record.error());
  return shelved(std::move(*record), &parse_scheme_book);
}

core::Result<std::optional<Shelved<NominationBook>>> ScoreShelf::nomination(const std::string& delegation,
                                                                            const std::string& event) {
  auto record = scores_.find(wire::nomination_id(installation_.edition->id, event, delegation));
  if (!record) return tl::unexpected(record.error());
  return shelved(std::move(*record), &parse_nomination_book);
}

core::Result<std::vector<Shelved<NominationBook>>> ScoreShelf::nominations(const std::vector<std::string>& delegations,
                                                                           const domain::Edition& edition) {
  std::vector<core::Id> ids;
  for (const std::string& delegation : delegations) {
    for (const domain::Event& event : edition.events) {
      ids.push_back(wire::nomination_id(edition.id, event.code, delegation));
    }
  }
  auto records = scores_.find(ids);
  if (!records) return tl::unexpected(records.error());
  std::vector<Shelved<NominationBook>> all;
  for (auto& record : *records) {
    auto one = shelved(std::move(record), &parse_nomination_book);
    if (!one) return tl::unexpected(one.error());
    if (*one) all.push_back(std::move(**one));
  }
  return all;
}

core::Result<std::vector<ContestShelf>> ScoreShelf::contests(const std::vector<ContestKey>& keys) {
  const std::string& edition = installation_.edition->id;
  std::vector<core::Id> books;
  std::vector<core::Id> lists;
  for (const ContestKey& key : keys) {
    books.push_back(wire::score_book_id(edition, key.round, key.event, key.group, key.delegation));
    lists.push_back(wire::start_list_id(edition, key.round, key.event, key.group, key.delegation));
  }
  auto found_books = scores_.find(books);
  if (!found_books) return tl::unexpected(found_books.error());
  const auto found_lists = start_lists_.find(lists);
  if (!found_lists) return tl::unexpected(found_lists.error());
  std::vector<ContestShelf> contests;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    ContestShelf contest{keys[i], {}, std::nullopt};
    if (const auto& list = (*found_lists)[i]) {
      auto starts = start_list_in(list->text, core::to_hex(list->name));
      if (!starts) return tl::unexpected(starts.error());
      contest.starts = std::move(*starts);
    }
    auto book = shelved(std::move((*found_books)[i]), &parse_score_book);
    if (!book) return tl::unexpected(book.error());
    contest.book = std::move(*book);
    if (contest.book || !contest.starts.starts.empty()) contests.push_back(std::move(contest));
  }
  return contests;
}

// Each book names the one before it, so this ends.
template <class Book>
core::Result<std::optional<Published<Book>>> ScoreShelf::last_published(Published<Book> latest,
                                                                        core::Result<Book> (*parse)(std::string_view)) {
  while (!latest.book.published) {
    if (latest.book.previous.empty()) return std::optional<Published<Book>>();
    const auto name = core::from_hex(latest.book.previous);
    const auto text = runtime::read_document(store_, name ? *name : std::string());
    if (!text) return tl::unexpected(text.error());
    auto book = parse(*text);
    if (!book) return tl::unexpected(book.error());
    latest = {latest.book.previous, std::move(*book)};
  }
  return std::optional(std::move(latest));
}

core::Result<std::optional<Published<ScoreBook>>> ScoreShelf::published(const ContestShelf& contest) {
  if (!contest.book || !contest.book->book.result) return std::optional<Published<ScoreBook>>();
  return last_published<ScoreBook>({contest.book->name(), contest.book->book}, &parse_score_book);
}

core::Result<std::optional<Published<NominationBook>>> ScoreShelf::published(
    const Shelved<NominationBook>& nomination) {
  if (nomination.book.published_at == 0) return std::optional<Published<NominationBook>>();
  return last_published<NominationBook>({nomination.name(), nomination.book}, &parse_nomination_book);
}

core::Result<std::vector<NominationSource>> ScoreShelf::sources(const NominationBook& book,
                                                                const std::vector<ContestShelf>& contests) {
  std::vector<NominationSource> sources;
  for (const ContestShelf& one : contests) {
    const bool is_its = one.key.event == book.event && one.key.delegation == book.delegation;
    if (!is_its || one.starts.starts.empty()) continue;
    const auto result = published(one);
    if (!result) return tl::unexpected(result.error());
    if (*result) sources.push_back({one.key.group, (*result)->name});
  }
  return sources;
}

core::Status ScoreShelf::put(const std::optional<Shelved<SchemeBook>>& before, const SchemeBook& book) {
  return scores_.put(record_of(before), wire::scheme_id(installation_.edition->id, book.round, book.event),
                     to_json(book), wire::score_stage::kScheme, store::kNeverDue);
}

core::Status ScoreShelf::put(const std::optional<Shelved<ScoreBook>>& before, const ScoreBook& book) {
  const core::Id id =
      wire::score_book_id(installation_.edition->id, book.round, book.event, book.group, book.delegation);
  return scores_.put(record_of(before), id, to_json(book),
                     book.published ? wire::score_stage::kPublished : wire::score_stage::kOpen,
                     book.published ? 0 : store::kNeverDue);
}

core::Status ScoreShelf::put(const std::optional<Shelved<NominationBook>>& before, const NominationBook& book) {
  const core::Id id = wire::nomination_id(installation_.edition->id, book.event, book.delegation);
  return scores_.put(record_of(before), id, to_json(book),
                     book.published ? wire::score_stage::kPublished : wire::score_stage::kOpen,
                     book.published ? 0 : store::kNeverDue);
}

}  // namespace naadam::scoring
