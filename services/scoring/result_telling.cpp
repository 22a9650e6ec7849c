#include "scoring/result_telling.hpp"

#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/id.hpp"
#include "runtime/entry_updates.hpp"
#include "runtime/log.hpp"
#include "scoring/score_shelf.hpp"
#include "store/keys.hpp"
#include "wire/stages.hpp"

namespace naadam::scoring {
namespace {

constexpr core::Millis kLease = 10'000;  // how long a crash keeps entries waiting; who takes longer tells some twice
constexpr core::Millis kAbsentWait = 10'000;  // before entries that were not there are looked for again

// As many substitutes 替补 as are named hear of it; who stands further behind finds the order in what is published.
bool hears_of(const NominationBook& book, wire::FinalsPlace::Kind kind, const Nominee& one) {
  return kind == wire::FinalsPlace::Kind::kNamed || one.order <= book.quota;
}

// What each entry is to hear, nothing where it was left out; its epoch and n are still to be filled in.
struct News {
  std::map<core::Id, std::optional<wire::ContestResult>> results;
  std::map<core::Id, std::optional<wire::FinalsPlace>> finals;
};

News news_of(const ScoreBook& book) {
  News news;
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
  News news;
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

}  // namespace

ResultTelling::ResultTelling(store::Store& store, const core::Clock& clock, runtime::Metrics& metrics)
    : store_(store),
      told_(metrics.counter("naadam_results_told_total", "entries that got a result or a place in the finals")),
      again_(store, clock, std::string(store::keys::kScoresRetold), {{store::Kind::kScore, wire::score_stage::kTold}},
             [this](const store::Batch& batch, std::uint32_t epoch) {
               return runtime::sent_back(store_, batch, wire::score_stage::kPublished, epoch);
             }) {}

void ResultTelling::work_on(runtime::StepLoop& loop) {
  loop.add(*this);
  again_.work_on(loop);
}

runtime::StageHandler::Spec ResultTelling::spec() const {
  return {.name = "results", .kind = store::Kind::kScore, .stage = wire::score_stage::kPublished, .lease = kLease};
}

void ResultTelling::handle(std::vector<store::Batch>& work) {
  bool all_there = true;
  for (const store::Batch& batch : work) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (!tell(batch, i)) {
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

bool ResultTelling::tell(const store::Batch& batch, std::size_t i) {
  const core::Rev rev = batch.rev(i);
  const auto record = score_records(store_).open(batch.id(i), batch.stage, rev, runtime::state_of(batch, i));
  const auto news = record ? news_in(record->text) : core::Result<News>(tl::unexpected(record.error()));
  if (!news) {
    if (news.error().kind == core::ErrorKind::kCorrupt) throw std::runtime_error(news.error().cause);
    throw runtime::NotNow(news.error().cause);
  }
  std::vector<core::Id> entries;
  for (const auto& [entry, result] : news->results) entries.push_back(entry);
  for (const auto& [entry, place] : news->finals) entries.push_back(entry);
  const auto updated = runtime::update_entries(store_, entries, [&](const core::Id& entry, wire::EntryState& state) {
    if (const auto result = news->results.find(entry); result != news->results.end()) {
      return heard(state.result, result->second, rev, [&] { state.owe_result(); });
    }
    return heard(state.finals, news->finals.at(entry), rev, [&] { state.owe_finals(); });
  });
  told_.add(updated.changed);
  if (updated.left > 0) throw runtime::NotNow("entries of a result could not be written");
  if (updated.absent > 0) {
    runtime::log_warn("score.entries_absent", {{"record", batch.id(i)}, {"entries", updated.absent}});
  }
  return updated.absent == 0;
}

}  // namespace naadam::scoring
