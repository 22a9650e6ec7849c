#include "scoring/result_telling.hpp"

#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/id.hpp"
#include "runtime/board_pages.hpp"
#include "runtime/entry_updates.hpp"
#include "runtime/log.hpp"
#include "scoring/score_asks.hpp"
#include "scoring/score_shelf.hpp"
#include "store/keys.hpp"
#include "wire/place.hpp"
#include "wire/stages.hpp"

namespace naadam::scoring {
namespace {

constexpr core::Millis kLease = 10'000;  // how long a crash keeps entries waiting; who takes longer tells some twice
constexpr core::Millis kAbsentWait = 10'000;  // before entries that were not there are looked for again

// As many substitutes 替补 as are named hear of it; who stands further behind finds the order in what is published.
bool hears_of(const NominationBook& book, wire::FinalsPlace::Kind kind, const Nominee& one) {
  return kind == wire::FinalsPlace::Kind::kNamed || one.order <= book.quota;
}

template <class Told>
using NewsOf = std::map<core::Id, std::optional<Told>>;  // of each entry; nothing: it was left out

// What entries are to hear of a result or of a nomination, epoch and n still to be filled in, and of which contests it
// is.
struct News {
  bool of_finals = false;
  NewsOf<wire::ContestResult> results;
  NewsOf<wire::FinalsPlace> finals;
  ContestKey contest;  // with an empty group of every group, where it is a trial
};

News news_of(const ScoreBook& book) {
  News news{false, {}, {}, {book.round, book.delegation, book.event, book.group}};
  for (const std::string& entry : book.former) {
    if (const auto id = core::id_from_hex(entry)) news.results[*id] = std::nullopt;
  }
  if (!book.result) return news;
  for (const RankedLine& line : book.result->ranked) {
    const auto id = core::id_from_hex(line.entry);
    if (!id) continue;
    wire::ContestResult& result = news.results[*id].emplace();
    result.rank = static_cast<std::uint16_t>(line.rank);
    result.total = line.rank == 0 ? 0 : line.total.millionths();
  }
  return news;
}

News news_of(const NominationBook& book) {
  using Kind = wire::FinalsPlace::Kind;
  News news{true, {}, {}, {wire::Round::kTrial, book.delegation, book.event, ""}};
  for (const std::string& entry : book.former) {
    if (const auto id = core::id_from_hex(entry)) news.finals[*id] = std::nullopt;
  }
  for (const auto& [list, kind] :
       {std::pair(&book.named, Kind::kNamed), std::pair(&book.substitutes, Kind::kSubstitute)}) {
    for (const Nominee& one : *list) {
      const auto id = core::id_from_hex(one.entry);
      if (!id) continue;
      std::optional<wire::FinalsPlace>& place = news.finals[*id];
      place.reset();
      if (hears_of(book, kind, one)) place = wire::FinalsPlace{0, 0, kind, one.order};
    }
  }
  return news;
}

core::Result<News> news_in(const std::string& text) {
  if (const auto book = parse_score_book(text)) return news_of(*book);
  const auto nomination = parse_nomination_book(text);
  if (!nomination) return tl::unexpected(nomination.error());
  return news_of(*nomination);
}

// Who stands on the boards of its contests besides: what they know of it is of no publication that there is.
template <class Told>
core::Result<std::vector<core::Id>> others(store::Store& store, const domain::Edition& edition, const ContestKey& of,
                                           const NewsOf<Told>& news) {
  std::vector<std::uint64_t> boards;
  for (const ContestKey& one : contests_in({of.round, of.delegation, of.event, of.group}, edition)) {
    boards.push_back(wire::contest_of(edition.id, one.round, one.event, one.group, one.delegation));
  }
  auto entries = runtime::entries_on_boards(store, boards);
  if (entries) std::erase_if(*entries, [&](const core::Id& entry) { return news.contains(entry); });
  return entries;
}

// Whether the entry stands in one of its contests.
bool is_of(const wire::EntryState& state, const ContestKey& of) {
  if (of.round == wire::Round::kFinal) return state.event == of.event;
  return state.delegation == of.delegation && state.event == of.event && (of.group.empty() || state.group == of.group);
}

// Puts `news` into `known` where they are of a newer rev; whether they were. `owe`: where they say something else than
// before. That there is nothing is no news to one that knows of nothing, but is kept.
template <class Known>
bool heard(std::optional<Known>& known, const std::optional<Known>& news, const core::Rev& rev, auto&& owe) {
  const bool had_none = !known || known->is_never();
  Known now = news ? *news : had_none ? Known::never() : Known{};
  now.epoch = rev.epoch;
  now.n = rev.n;
  if (known && std::pair(known->epoch, known->n) >= std::pair(now.epoch, now.n)) return false;
  const bool differs = !known || !known->same(now);
  known = now;
  if (differs) owe();
  return true;
}

struct Heard {
  runtime::EntriesUpdated entries;
  std::size_t not_judged = 0;  // handed in again after the store had forgotten them: where they stand is not known yet
};

// `known`: where in a state what is told is kept; `owe` owes the person a notice of it.
template <class Told>
core::Result<Heard> hear(store::Store& store, const domain::Edition& edition, const ContestKey& of,
                         const NewsOf<Told>& news, const core::Rev& rev, std::optional<Told> wire::EntryState::* known,
                         void (wire::EntryState::*owe)()) {
  const auto besides = others(store, edition, of, news);
  if (!besides) return tl::unexpected(besides.error());
  std::vector<core::Id> entries;
  for (const auto& [entry, told] : news) entries.push_back(entry);
  std::set<core::Id> not_judged;
  Heard all;
  all.entries = runtime::update_entries(store, entries, [&](const core::Id& entry, wire::EntryState& state) {
    if (state.edition == 0) not_judged.insert(entry);
    return is_of(state, of) && heard(state.*known, news.at(entry), rev, [&] { (state.*owe)(); });
  });
  all.not_judged = not_judged.size();
  const auto taken = runtime::update_entries(store, *besides, [&](const core::Id&, wire::EntryState& state) {
    const bool has = state.*known && !(state.*known)->is_never() && !(state.*known)->same(Told{});
    return has && is_of(state, of) && heard<Told>(state.*known, std::nullopt, rev, [&] { (state.*owe)(); });
  });
  all.entries.changed += taken.changed;
  all.entries.left += taken.left;
  return all;
}

}  // namespace

ResultTelling::ResultTelling(store::Store& store, const runtime::Installation& installation, const core::Clock& clock,
                             runtime::Metrics& metrics)
    : store_(store),
      installation_(installation),
      told_(metrics.counter("naadam_results_told_total", "entries that got a result or a place in the finals")),
      again_(store, clock, std::string(store::keys::kScoresRetold), {{store::Kind::kScore, wire::score_stage::kTold}},
             [this](const store::Batch& batch, std::uint32_t epoch) {
               return runtime::sent_back(store_, batch, wire::score_stage::kPublished, epoch);
             }),
      come_back_(store, {store::Kind::kScore, wire::score_stage::kTold},
                 [this](const store::Batch& batch, std::size_t i) {
                   tell(batch, i, runtime::before_it_moved(batch.rev(i)));
                 }) {}

void ResultTelling::work_on(runtime::StepLoop& loop) {
  loop.add(*this);
  again_.work_on(loop);
  come_back_.work_on(loop, "come back");
}

runtime::StageHandler::Spec ResultTelling::spec() const {
  return {.name = "results", .kind = store::Kind::kScore, .stage = wire::score_stage::kPublished, .lease = kLease};
}

void ResultTelling::handle(std::vector<store::Batch>& work) {
  bool all_there = true;
  for (const store::Batch& batch : work) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (!tell(batch, i, batch.rev(i))) {
        all_there = false;
        continue;
      }
      store::Advance call = runtime::moved_on(batch, i, wire::score_stage::kTold, store::kNeverDue, batch.rev(i).epoch);
      store_.advance({&call, 1});
      if (call.answer.outcome != store::Outcome::kDone) throw runtime::NotNow("a result could not be closed");
    }
  }
  if (!all_there) throw runtime::NotNow("entries of a result are not there", kAbsentWait);
}

bool ResultTelling::tell(const store::Batch& batch, std::size_t i, const core::Rev& rev) {
  const auto record = score_records(store_).open(batch.id(i), batch.stage, batch.rev(i), runtime::state_of(batch, i));
  const auto news = record ? news_in(record->text) : core::Result<News>(tl::unexpected(record.error()));
  if (!news) {
    if (news.error().kind == core::ErrorKind::kCorrupt) throw std::runtime_error(news.error().cause);
    throw runtime::NotNow(news.error().cause);
  }
  const domain::Edition& edition = *installation_.edition;
  const auto told = news->of_finals ? hear(store_, edition, news->contest, news->finals, rev, &wire::EntryState::finals,
                                           &wire::EntryState::owe_finals)
                                    : hear(store_, edition, news->contest, news->results, rev,
                                           &wire::EntryState::result, &wire::EntryState::owe_result);
  if (!told) throw runtime::NotNow(told.error().cause);
  told_.add(told->entries.changed);
  if (told->entries.left > 0) throw runtime::NotNow("entries of a result could not be written");
  const std::size_t absent = told->entries.absent + told->not_judged;
  if (absent > 0) runtime::log_warn("score.entries_absent", {{"record", batch.id(i)}, {"entries", absent}});
  return absent == 0;
}

}  // namespace naadam::scoring
