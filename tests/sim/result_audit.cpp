#include "result_audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "scoring/rules/results_record.hpp"
#include "scoring/score_asks.hpp"
#include "scoring/score_shelf.hpp"
#include "wire/stages.hpp"

namespace naadam::sim {
namespace {

using wire::ContestResult;
using wire::FinalsPlace;

class ResultAudit {
 public:
  ResultAudit(const Workload& work, const runtime::Installation& installation, store::ModelStore& model,
              const Phones& phones, const Circumstances& circumstances)
      : work_(work),
        installation_(installation),
        model_(model),
        shelf_(model, installation),
        notices_(model, phones, circumstances, found_.faults) {}

  ResultFindings run(const std::vector<std::string>& scored) {
    for (const std::string& delegation : scored) look_at_delegation(delegation);
    for (const auto& [entry, delegations] : delegations_named(work_, *installation_.edition)) {
      look_at_entry(entry, delegations.size() > 1);
    }
    return std::move(found_);
  }

 private:
  template <class... Args>
  void say(fmt::format_string<Args...> text, Args&&... args) {
    found_.faults.push_back(fmt::format(text, std::forward<Args>(args)...));
  }

  void look_at_delegation(const std::string& delegation) {
    const domain::Edition& edition = *installation_.edition;
    const auto contests = shelf_.contests(scoring::contests_in({wire::Round::kTrial, delegation, "", ""}, edition));
    if (!contests) return say("the results of {} cannot be read: {}", delegation, contests.error().cause);
    scoring::ResultsRecord record;
    for (const scoring::ContestShelf& contest : *contests) {
      const bool starts = !contest.starts.starts.empty();
      if (starts) started_.emplace(delegation, contest.key.event);
      if (contest.book) look_at_book(*contest.book, starts, record);
    }
    const auto nominations = shelf_.nominations({delegation}, edition);
    if (!nominations) return say("the nominations of {} cannot be read: {}", delegation, nominations.error().cause);
    for (const auto& one : *nominations) look_at_nomination(one, record);
    for (const scoring::ResultsDifference& differs : scoring::check_results(record)) {
      say("of {} it is published at {}: {}, and marks give: {}", delegation, differs.place, differs.has,
          differs.should);
    }
  }

  // `starts`: by the newest draw somebody does. Else the office leaves it as it is.
  void look_at_book(const scoring::Shelved<scoring::ScoreBook>& shelved, bool starts, scoring::ResultsRecord& record) {
    const scoring::ScoreBook& book = shelved.book;
    const Contest contest{book.delegation, book.event, book.group};
    const std::string name = fmt::format("{} {} {}", book.delegation, book.event, book.group);
    if (!book.published) {
      unsettled_books_.insert(contest);
      if (starts) say("the result of {} was never published, or never again", name);
      return;
    }
    ++found_.books;
    if (shelved.record.stage != wire::score_stage::kTold) {
      say("the result of {} is at stage {}", name, shelved.record.stage);
    }
    const auto ranking = scoring::ranking_of(book);
    if (!ranking) return say("the result of {} cannot be computed: {}", name, ranking.error().text);
    for (const scoring::Ranked& one : ranking->ranked) {
      if (const auto entry = core::id_from_hex(book.marks[one.standing].entry)) {
        ContestResult& result = ranked_[contest][*entry];
        result.rank = static_cast<std::uint16_t>(one.rank);
        result.total = one.rank == 0 ? 0 : one.total.millionths();
      }
    }
    record.books.push_back(book);
  }

  void look_at_nomination(const scoring::Shelved<scoring::NominationBook>& shelved, scoring::ResultsRecord& record) {
    const scoring::NominationBook& book = shelved.book;
    const Event contest{book.delegation, book.event};
    const bool starts = started_.contains(contest);
    if (!book.published) {
      unsettled_nominations_.insert(contest);
      if (starts) say("the nomination of {} {} was never published, or never again", book.delegation, book.event);
      return;
    }
    ++found_.nominations;
    found_.declined += book.declined.size();
    if (shelved.record.stage != wire::score_stage::kTold) {
      say("the nomination of {} {} is at stage {}", book.delegation, book.event, shelved.record.stage);
    }
    for (const auto& [list, kind] : {std::pair(&book.named, FinalsPlace::Kind::kNamed),
                                     std::pair(&book.substitutes, FinalsPlace::Kind::kSubstitute)}) {
      for (const scoring::Nominee& one : *list) {
        const bool hears = kind == FinalsPlace::Kind::kNamed || one.order <= book.quota;
        const auto entry = core::id_from_hex(one.entry);
        if (entry && hears) nominated_[contest][*entry] = {0, 0, kind, one.order};
      }
    }
    const auto rests = [&](const scoring::NominationSource& source) {
      return std::ranges::any_of(record.books, [&](const scoring::ScoreBook& one) {
        return one.event == book.event && one.group == source.group &&
               scoring::document_name(scoring::to_json(one)) == source.document;
      });
    };
    if (starts || std::ranges::all_of(book.contests, rests)) record.nominations.push_back(book);
  }

  // `moved`: it once stood in another delegation, where it may have been marked. Who comes back is not told again.
  void look_at_entry(const core::Id& entry, bool moved) {
    const auto state = wire::decode_entry_state(at_rest(model_, store::Kind::kEntry, entry).state);
    if (!state) return;
    const bool telling = state->has_recipient && !state->has(wire::entry_flag::kWithdrawn);
    const std::string name =
        fmt::format("entry {} of {} {} {}", core::to_hex(entry), state->delegation, state->event, state->group);
    const Contest contest{state->delegation, state->event, state->group};
    if (!unsettled_books_.contains(contest)) {
      const ContestResult none;
      const ContestResult is = state->result && !state->result->is_never() ? *state->result : none;
      const auto of = ranked_[contest].find(entry);
      const ContestResult should = of == ranked_[contest].end() ? none : of->second;
      found_.results += is.rank > 0 ? 1 : 0;
      if (!is.same(should) && !(moved && is.same(none))) {
        say("{} has rank {} with {}, its book gives rank {} with {}", name, is.rank, is.total, should.rank,
            should.total);
      }
      if (telling) notices_.look_at(entry, *state, wire::NoticeReason::kResult);
    }
    const Event event{state->delegation, state->event};
    if (unsettled_nominations_.contains(event)) return;
    const FinalsPlace none;
    const FinalsPlace is = state->finals && !state->finals->is_never() ? *state->finals : none;
    const auto of = nominated_[event].find(entry);
    const FinalsPlace should = of == nominated_[event].end() ? none : of->second;
    found_.named += is.order > 0 ? 1 : 0;
    if (!is.same(should) && !(moved && is.same(none))) {
      say("{} is {} {} for the finals, the nomination says {} {}", name, wire::finals_name(is.kind), is.order,
          wire::finals_name(should.kind), should.order);
    }
    if (telling) notices_.look_at(entry, *state, wire::NoticeReason::kFinals);
  }

  using Contest = std::tuple<std::string, std::string, std::string>;  // delegation, event, group
  using Event = std::pair<std::string, std::string>;                  // of a delegation

  const Workload& work_;
  const runtime::Installation& installation_;
  store::ModelStore& model_;
  scoring::ScoreShelf shelf_;
  std::set<Event> started_;  // where somebody starts by the newest draw
  std::map<Contest, std::map<core::Id, ContestResult>> ranked_;
  std::map<Event, std::map<core::Id, FinalsPlace>> nominated_;
  // What was reopened and not published again, or not at all: those who were told of it before may say so.
  std::set<Contest> unsettled_books_;
  std::set<Event> unsettled_nominations_;
  ResultFindings found_;
  NoticeAudit notices_;
};

}  // namespace

ResultFindings audit_results(const Workload& work, const std::vector<std::string>& scored,
                             const runtime::Installation& installation, store::ModelStore& model, const Phones& phones,
                             const Circumstances& circumstances) {
  return ResultAudit(work, installation, model, phones, circumstances).run(scored);
}

}  // namespace naadam::sim
