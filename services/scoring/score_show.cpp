#include "scoring/score_show.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "scoring/rules/results_record.hpp"
#include "scoring/score_desk.hpp"
#include "wire/stages.hpp"
#include "wire/verbs.hpp"

namespace naadam::scoring {
namespace {

using core::ErrorKind;
using core::fail;
using runtime::Json;

const char* phase_of(const ContestShelf& contest) {
  if (contest.book && contest.book->book.published) return "published";
  if (contest.book && contest.book->book.result) return "correcting";
  return contest.starts.starts.empty() ? "waiting" : "open";
}

bool told(const ContestShelf& contest) {
  return contest.book && contest.book->record.stage == wire::score_stage::kTold;
}

core::Millis correcting_since(const ContestShelf& contest) {
  return contest.book ? reopened_at(contest.book->book.steps, "publish") : 0;
}

std::size_t marked(const ContestShelf& contest) { return contest.book ? contest.book->book.marks.size() : 0; }

// Where it stands as the terms are now: ranked, or why it can't be.
core::Result<Ranking> standing(const ScoreBook& book, const Terms& terms) {
  if (const auto fine = check_terms(book, terms); !fine) return tl::unexpected(fine.error());
  ScoreBook now = book;
  now.tie_chain = terms.tie_chain;
  return ranking_of(now);
}

Json ranked_of(const ScoreBook& book, const Ranking& ranking) {
  Json ranked = Json::array();
  for (const Ranked& one : ranking.ranked) {
    const MarkLine& line = book.marks[one.standing];
    ranked.push_back({{"number", line.number},
                      {"entry", line.entry},
                      {"presence", presence_name(line.presence)},
                      {"total", one.total.text()},
                      {"rank", one.rank},
                      {"tied", one.tied}});
  }
  return ranked;
}

// As published, whatever the terms are by now.
Json ranked_of(const BookResult& result) {
  std::map<std::uint32_t, std::size_t> sharing;
  for (const RankedLine& line : result.ranked) ++sharing[line.rank];
  Json ranked = Json::array();
  for (const RankedLine& line : result.ranked) {
    ranked.push_back({{"number", line.number},
                      {"entry", line.entry},
                      {"presence", presence_name(line.presence)},
                      {"total", line.total.text()},
                      {"rank", line.rank},
                      {"tied", line.rank != 0 && sharing[line.rank] > 1}});
  }
  return ranked;
}

Json shown(const std::vector<BookStep>& steps) {
  Json list = Json::array();
  for (const BookStep& one : steps) {
    list.push_back({{"step", one.step}, {"by", one.by}, {"at", one.at}, {"note", one.note}});
  }
  return list;
}

}  // namespace

void ScoreShow::answer_on(runtime::StepLoop& loop) {
  loop.on_ask(wire::verb::kScoreShow, [this](const Json& ask) { return show(ask); });
  loop.on_ask(wire::verb::kScoreList, [this](const Json& ask) { return list(ask); });
  loop.on_ask(wire::verb::kScoreRecord, [this](const Json& ask) { return record(ask); });
}

core::Result<Json> ScoreShow::show(const Json& ask) {
  const domain::Edition& edition = *installation_.edition;
  const auto scope = scope_in(ask, edition);
  if (!scope) return tl::unexpected(scope.error());
  if (scope->event.empty()) return fail(ErrorKind::kInvalid, "请写明是哪个赛项。", "show without an event");
  if (scope->round == wire::Round::kTrial && scope->group.empty()) return across_groups(*scope);
  const std::vector<ContestKey> keys = contests_in(*scope, edition);
  auto contests = shelf_.contests(keys);
  if (!contests) return tl::unexpected(contests.error());
  const ContestShelf contest = contests->empty() ? ContestShelf{keys.front(), {}, std::nullopt} : contests->front();
  Json answer{{"round", round_text(scope->round)},
              {"delegation", scope->delegation},
              {"delegation_name", delegation_name(edition, scope->delegation)},
              {"event", scope->event},
              {"event_name", event_name(edition, scope->event)},
              {"group", scope->group},
              {"group_name", group_name(edition, scope->group)},
              {"phase", phase_of(contest)},
              {"told", told(contest)},
              {"version", 0},
              {"starts", contest.starts.starts.size()},
              {"numbers", Json::array()},
              {"marked", marked(contest)},
              {"open_marks", 0},
              {"ties", Json::array()},
              {"ranked", Json::array()},
              {"correcting_since", correcting_since(contest)},
              {"published_ranked", Json::array()},
              {"why", ""},
              {"published_by", ""},
              {"published_at", 0},
              {"steps", Json::array()},
              {"document", ""}};
  for (const Start& start : contest.starts.starts) answer["numbers"].push_back(start.number);
  if (!contest.book) {
    answer["why"] = contest.starts.starts.empty() ? "还没有公布抽签，没有出场表。" : "还没有导入评分。";
    return answer;
  }
  const ScoreBook& book = contest.book->book;
  answer["version"] = book.version;
  answer["open_marks"] = open_marks(book.marks);
  answer["steps"] = shown(book.steps);
  answer["document"] = contest.book->name();
  if (book.result) {
    answer["published_by"] = book.result->published_by;
    answer["published_at"] = book.result->published_at;
  }
  if (book.result) answer[book.published ? "ranked" : "published_ranked"] = ranked_of(*book.result);
  const auto terms = terms_of(shelf_, edition, contest);
  const auto ranking = terms ? standing(book, *terms) : core::Result<Ranking>(tl::unexpected(terms.error()));
  if (!ranking) {
    answer["why"] = ranking.error().text;
    return answer;
  }
  answer["ties"] = ranking->ties;
  if (!book.published) answer["ranked"] = ranked_of(book, *ranking);
  return answer;
}

// Of an event as a whole: its nomination, in the form of a contest.
core::Result<Json> ScoreShow::across_groups(const Scope& scope) {
  const domain::Edition& edition = *installation_.edition;
  const auto nomination = shelf_.nomination(scope.delegation, scope.event);
  if (!nomination) return tl::unexpected(nomination.error());
  const auto contests = shelf_.contests(contests_in(scope, edition));
  if (!contests) return tl::unexpected(contests.error());
  std::size_t starts = 0;
  std::size_t marks = 0;
  std::size_t open = 0;
  for (const ContestShelf& one : *contests) {
    starts += one.starts.starts.size();
    marks += marked(one);
    if (one.book) open += open_marks(one.book->book.marks);
  }
  Json answer{{"round", round_text(scope.round)},
              {"delegation", scope.delegation},
              {"delegation_name", delegation_name(edition, scope.delegation)},
              {"event", scope.event},
              {"event_name", event_name(edition, scope.event)},
              {"group", ""},
              {"group_name", ""},
              {"phase", starts == 0 ? "waiting" : "open"},
              {"told", false},
              {"version", 0},
              {"starts", starts},
              {"numbers", Json::array()},
              {"marked", marks},
              {"open_marks", open},
              {"ties", Json::array()},
              {"ranked", Json::array()},
              {"correcting_since", 0},
              {"published_ranked", Json::array()},
              {"why", ""},
              {"published_by", ""},
              {"published_at", 0},
              {"steps", Json::array()},
              {"document", ""}};
  if (!*nomination) return answer;
  const NominationBook& book = (*nomination)->book;
  answer["phase"] = phase_of(book);
  answer["correcting_since"] = reopened_at(book.steps, "nominate");
  answer["told"] = (*nomination)->record.stage == wire::score_stage::kTold;
  answer["version"] = book.version;
  answer["published_by"] = book.published_by;
  answer["published_at"] = book.published_at;
  answer["steps"] = shown(book.steps);
  answer["document"] = (*nomination)->name();
  for (const auto* list : {&book.named, &book.substitutes}) {
    for (const Nominee& one : *list) {
      answer["ranked"].push_back({{"number", who_label(one.group, one.number)},
                                  {"entry", one.entry},
                                  {"presence", presence_name(Presence::kCompeted)},
                                  {"total", one.total.text()},
                                  {"rank", one.rank},
                                  {"tied", false}});
    }
  }
  return answer;
}

core::Result<Json> ScoreShow::list(const Json& ask) {
  const domain::Edition& edition = *installation_.edition;
  const auto scope = scope_in(ask, edition, true);
  if (!scope) return tl::unexpected(scope.error());
  const auto contests = shelf_.contests(contests_in(*scope, edition));
  if (!contests) return tl::unexpected(contests.error());
  Json list = Json::array();
  for (const ContestShelf& one : *contests) {
    std::size_t ties = 0;
    if (one.book && !one.book->book.published) {
      const auto ranking = ranking_of(one.book->book);
      ties = ranking ? ranking->ties.size() : 0;
    }
    list.push_back({{"event", one.key.event},
                    {"group", one.key.group},
                    {"delegation", one.key.delegation},
                    {"event_name", event_name(edition, one.key.event)},
                    {"group_name", group_name(edition, one.key.group)},
                    {"delegation_name", delegation_name(edition, one.key.delegation)},
                    {"phase", phase_of(one)},
                    {"told", told(one)},
                    {"correcting_since", correcting_since(one)},
                    {"starts", one.starts.starts.size()},
                    {"marked", marked(one)},
                    {"open_marks", one.book ? open_marks(one.book->book.marks) : 0},
                    {"ties", ties},
                    {"version", one.book ? one.book->book.version : 0}});
  }
  const auto outdated = outdated_in(*scope, *contests);
  if (!outdated) return tl::unexpected(outdated.error());
  return Json{{"contests", std::move(list)}, {"outdated", *outdated}};
}

core::Result<Json> ScoreShow::outdated_in(const Scope& scope, const std::vector<ContestShelf>& contests) {
  const domain::Edition& edition = *installation_.edition;
  Json list = Json::array();
  if (scope.round == wire::Round::kFinal) return list;
  const auto nominations = shelf_.nominations(delegations_in(scope, edition), edition);
  if (!nominations) return tl::unexpected(nominations.error());
  for (const Shelved<NominationBook>& one : *nominations) {
    if (!scope.event.empty() && scope.event != one.book.event) continue;
    const auto now = shelf_.sources(one.book, contests);
    if (!now) return tl::unexpected(now.error());
    for (const std::string& group : outdated_groups(one.book, *now)) {
      if (!scope.group.empty() && scope.group != group) continue;
      list.push_back({{"event", one.book.event},
                      {"event_name", event_name(edition, one.book.event)},
                      {"group", group},
                      {"group_name", group_name(edition, group)},
                      {"delegation", one.book.delegation},
                      {"delegation_name", delegation_name(edition, one.book.delegation)}});
    }
  }
  return list;
}

core::Result<Json> ScoreShow::record(const Json& ask) {
  const domain::Edition& edition = *installation_.edition;
  const auto scope = scope_in(ask, edition);
  if (!scope) return tl::unexpected(scope.error());
  const auto contests = shelf_.contests(contests_in(*scope, edition));
  if (!contests) return tl::unexpected(contests.error());
  ResultsRecord record;
  record.edition = edition.version;
  std::set<std::string> events;
  for (const ContestShelf& one : *contests) {
    events.insert(one.key.event);
    auto result = shelf_.published(one);
    if (!result) return tl::unexpected(result.error());
    if (*result) record.books.push_back(std::move((*result)->book));
  }
  if (record.books.empty()) {
    return fail(ErrorKind::kNotFound, "还没有公布的成绩。", "no published result");
  }
  if (scope->round == wire::Round::kFinal || !scope->group.empty()) return Json{{"record", to_json(record)}};
  for (const std::string& event : events) {
    const auto nomination = shelf_.nomination(scope->delegation, event);
    if (!nomination) return tl::unexpected(nomination.error());
    if (!*nomination) continue;
    auto standing = shelf_.published(**nomination);
    if (!standing) return tl::unexpected(standing.error());
    if (!*standing) continue;
    // One that rests on results that were corrected since is to be published anew, and no part of the record till then.
    const auto now = shelf_.sources((*standing)->book, *contests);
    if (!now) return tl::unexpected(now.error());
    if (outdated_groups((*standing)->book, *now).empty()) record.nominations.push_back(std::move((*standing)->book));
  }
  return Json{{"record", to_json(record)}};
}

}  // namespace naadam::scoring
