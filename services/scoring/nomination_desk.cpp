#include "scoring/nomination_desk.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "core/id.hpp"
#include "runtime/entry_updates.hpp"
#include "runtime/log.hpp"
#include "scoring/score_desk.hpp"
#include "wire/stages.hpp"
#include "wire/verbs.hpp"

namespace naadam::scoring {
namespace {

using core::ErrorKind;
using core::fail;
using runtime::Json;

core::Result<std::vector<std::string>> texts_field(const Json& ask, const char* name) {
  if (!ask.contains(name) || !ask[name].is_array()) {
    return fail(ErrorKind::kInvalid, fmt::format("请求缺少 {}（参赛号）。", name), "ask without a list of numbers");
  }
  std::vector<std::string> texts;
  for (const Json& one : ask[name]) {
    if (!one.is_string()) return fail(ErrorKind::kInvalid, fmt::format("{} 应是一列文字。", name), "list of no texts");
    texts.push_back(one.get<std::string>());
  }
  return texts;
}

NominationBook begun(const std::optional<Shelved<NominationBook>>& before, const std::string& delegation,
                     const std::string& event) {
  NominationBook book;
  if (before) {
    book = before->book;
    book.previous = before->name();
  } else {
    book.delegation = delegation;
    book.event = event;
  }
  return book;
}

Json shown(const std::vector<Nominee>& nominees, const domain::Edition& edition) {
  Json list = Json::array();
  for (const Nominee& one : nominees) {
    list.push_back({{"entry", one.entry},
                    {"group", one.group},
                    {"group_name", group_name(edition, one.group)},
                    {"number", one.number},
                    {"rank", one.rank},
                    {"order", one.order},
                    {"total", one.total.text()}});
  }
  return list;
}

}  // namespace

void NominationDesk::answer_on(runtime::StepLoop& loop) {
  loop.on_ask(wire::verb::kScoreDecide, [this](const Json& ask) { return decide(ask); });
  loop.on_ask(wire::verb::kScoreNominate, [this](const Json& ask) { return nominate(ask); });
  loop.on_ask(wire::verb::kScoreFinals, [this](const Json& ask) { return finals(ask); });
}

core::Result<std::string> NominationDesk::label_of(const std::string& written) const {
  const auto slash = written.find('/');
  const domain::Group* group =
      slash == std::string::npos ? nullptr : installation_.edition->find_group(written.substr(0, slash));
  if (group == nullptr) {
    return fail(ErrorKind::kInvalid, fmt::format("“{}”应写作 组别/参赛号，例如 职工组/2-05。", written),
                "number without its group");
  }
  return who_label(group->code, written.substr(slash + 1));
}

core::Result<std::vector<PassedOver>> NominationDesk::passed_over(const std::string& delegation,
                                                                  const std::string& event,
                                                                  const std::vector<NominationContest>& contests) {
  struct Competed {
    std::string group, number;
  };
  std::map<core::Id, Competed> people;
  for (const NominationContest& one : contests) {
    if (!one.book) continue;
    for (const MarkLine& line : one.book->marks) {
      const auto id = core::id_from_hex(line.entry);
      if (id && line.presence == Presence::kCompeted) people[*id] = {one.group, line.number};
    }
  }
  std::vector<core::Id> ids;
  for (const auto& [id, one] : people) ids.push_back(id);
  std::map<std::string, std::string> passed;  // why, by label
  const auto looked = runtime::update_entries(store_, ids, [&](const core::Id& id, wire::EntryState& state) {
    const auto& [group, number] = people[id];
    std::string why = why_passed_over(state, delegation, event, group);
    if (!why.empty()) passed[who_label(group, number)] = std::move(why);
    return false;
  });
  if (looked.left > 0 || looked.absent > 0) {
    return fail(ErrorKind::kUnavailable, "有参赛者的报名现在读不到，请稍后再试。",
                "entries of a contest are not there");
  }
  std::vector<PassedOver> all;
  for (const auto& [who, why] : passed) all.push_back({who, why});
  return all;
}

core::Result<NominationTerms> NominationDesk::terms_for(const std::string& delegation, const std::string& event) {
  const domain::Edition& edition = *installation_.edition;
  auto contests = shelf_.contests(contests_in({wire::Round::kTrial, delegation, event, ""}, edition));
  if (!contests) return tl::unexpected(contests.error());
  NominationTerms terms;
  terms.tie_chain = edition.finals.tie_chain;
  terms.quota = edition.finals.quota;
  for (ContestShelf& one : *contests) {
    if (one.starts.starts.empty()) continue;
    NominationContest& contest = terms.contests.emplace_back();
    contest.group = one.key.group;
    contest.group_zh = group_name(edition, one.key.group);
    if (!one.book) continue;
    contest.document = one.book->name();
    contest.book = std::move(one.book->book);
  }
  if (terms.contests.empty()) return fail(ErrorKind::kRefused, "还没有公布抽签，没有人出场。", "no start list");
  auto passed = passed_over(delegation, event, terms.contests);
  if (!passed) return tl::unexpected(passed.error());
  terms.passed_over = std::move(*passed);
  return terms;
}

core::Status NominationDesk::decide_across(const Scope& scope, const std::vector<std::string>& order,
                                           const std::string& reason, const Hand& hand) {
  std::vector<std::string> labels;
  for (const std::string& written : order) {
    auto label = label_of(written);
    if (!label) return tl::unexpected(label.error());
    labels.push_back(std::move(*label));
  }
  const auto terms = terms_for(scope.delegation, scope.event);
  if (!terms) return tl::unexpected(terms.error());
  const auto before = shelf_.nomination(scope.delegation, scope.event);
  if (!before) return tl::unexpected(before.error());
  NominationBook book = begun(*before, scope.delegation, scope.event);
  const std::size_t steps = book.steps.size();
  if (const auto done = decide_nomination(book, labels, reason, *terms, hand); !done) return done;
  return book.steps.size() == steps ? core::Status() : shelf_.put(*before, book);
}

core::Result<Json> NominationDesk::decide(const Json& ask) {
  const domain::Edition& edition = *installation_.edition;
  const auto scope = scope_in(ask, edition);
  if (!scope) return tl::unexpected(scope.error());
  const auto order = texts_field(ask, "order");
  if (!order) return tl::unexpected(order.error());
  const auto reason = runtime::text_field(ask, "reason");
  if (!reason) return tl::unexpected(reason.error());
  const auto hand = hand_in(ask, store_, installation_);
  if (!hand) return tl::unexpected(hand.error());
  if (scope->event.empty()) return fail(ErrorKind::kInvalid, "请写明是哪个赛项。", "decide without an event");
  if (scope->round == wire::Round::kTrial && scope->group.empty()) {
    if (const auto done = decide_across(*scope, *order, *reason, *hand); !done) return tl::unexpected(done.error());
    runtime::log_info("score.decide", {{"across_groups", true}, {"tied", order->size()}});
    return show_.show(ask);
  }
  auto contests = shelf_.contests(contests_in(*scope, edition));
  if (!contests) return tl::unexpected(contests.error());
  if (contests->empty() || !contests->front().book) {
    return fail(ErrorKind::kRefused, "还没有导入评分。", "no marks");
  }
  const ContestShelf& contest = contests->front();
  const auto terms = terms_of(shelf_, edition, contest);
  if (!terms) return tl::unexpected(terms.error());
  ScoreBook book = contest.book->book;
  book.previous = contest.book->name();
  if (const auto done = decide_tie(book, *order, *reason, *terms, *hand); !done) return tl::unexpected(done.error());
  if (book.steps.size() > contest.book->book.steps.size()) {
    if (const auto put = shelf_.put(contest.book, book); !put) return tl::unexpected(put.error());
    runtime::log_info("score.decide", {{"across_groups", false}, {"tied", order->size()}});
  }
  return show_.show(ask);
}

core::Result<Json> NominationDesk::nominate(const Json& ask) {
  const domain::Edition& edition = *installation_.edition;
  Json trial = ask;
  trial["round"] = "trial";
  const auto scope = scope_in(trial, edition);
  if (!scope) return tl::unexpected(scope.error());
  const auto hand = hand_in(ask, store_, installation_);
  if (!hand) return tl::unexpected(hand.error());
  std::optional<std::vector<std::string>> declined;
  std::string reason;
  if (ask.contains("declined")) {
    if (scope->event.empty()) return fail(ErrorKind::kInvalid, "请写明是哪个赛项有人放弃。", "declined of no event");
    const auto written = texts_field(ask, "declined");
    if (!written) return tl::unexpected(written.error());
    const auto given = runtime::text_field(ask, "reason");
    if (!given) return tl::unexpected(given.error());
    reason = *given;
    declined.emplace();
    for (const std::string& one : *written) {
      auto label = label_of(one);
      if (!label) return tl::unexpected(label.error());
      declined->push_back(std::move(*label));
    }
  }
  std::size_t published = 0;
  std::size_t unchanged = 0;
  Json refused = Json::array();
  const auto one = [&](const std::string& event) -> core::Result<bool> {
    const auto terms = terms_for(scope->delegation, event);
    if (!terms) return tl::unexpected(terms.error());
    const auto before = shelf_.nomination(scope->delegation, event);
    if (!before) return tl::unexpected(before.error());
    NominationBook book = begun(*before, scope->delegation, event);
    auto changed = publish_nomination(book, *terms, declined, reason, *hand);
    if (!changed || !*changed) return changed;
    if (const auto put = shelf_.put(*before, book); !put) return tl::unexpected(put.error());
    return true;
  };
  const auto contests = shelf_.contests(contests_in(*scope, edition));
  if (!contests) return tl::unexpected(contests.error());
  std::vector<std::string> events;  // that have starts
  for (const ContestShelf& contest : *contests) {
    if (!contest.starts.starts.empty() && (events.empty() || events.back() != contest.key.event)) {
      events.push_back(contest.key.event);
    }
  }
  if (events.empty()) return fail(ErrorKind::kRefused, "还没有公布抽签，没有人出场。", "no start list");
  for (const std::string& event : events) {
    const auto done = one(event);
    if (done) {
      ++(*done ? published : unchanged);
    } else if (done.error().kind == ErrorKind::kRefused || done.error().kind == ErrorKind::kInvalid) {
      refused.push_back({{"event", event}, {"event_name", event_name(edition, event)}, {"text", done.error().text}});
    } else {
      return tl::unexpected(done.error());
    }
  }
  runtime::log_info("score.nominate",
                    {{"published", published}, {"unchanged", unchanged}, {"refused", refused.size()}});
  return Json{{"published", published}, {"unchanged", unchanged}, {"refused", std::move(refused)}};
}

core::Result<Json> NominationDesk::finals(const Json& ask) {
  const domain::Edition& edition = *installation_.edition;
  Json trial = ask;
  trial["round"] = "trial";
  const auto scope = scope_in(trial, edition, true);
  if (!scope) return tl::unexpected(scope.error());
  Json finals = Json::array();
  const auto nominations = shelf_.nominations(delegations_in(*scope, edition), edition);
  if (!nominations) return tl::unexpected(nominations.error());
  const auto contests = shelf_.contests(contests_in(*scope, edition));
  if (!contests) return tl::unexpected(contests.error());
  for (const Shelved<NominationBook>& one : *nominations) {
    const NominationBook& book = one.book;
    if (!scope->event.empty() && scope->event != book.event) continue;
    const auto now = shelf_.sources(book, *contests);
    if (!now) return tl::unexpected(now.error());
    Json outdated = Json::array();
    for (const std::string& group : outdated_groups(book, *now)) {
      outdated.push_back({{"group", group}, {"group_name", group_name(edition, group)}});
    }
    finals.push_back({{"event", book.event},
                      {"event_name", event_name(edition, book.event)},
                      {"delegation", book.delegation},
                      {"delegation_name", delegation_name(edition, book.delegation)},
                      {"phase", phase_of(book)},
                      {"correcting_since", reopened_at(book.steps, "nominate")},
                      {"outdated", std::move(outdated)},
                      {"told", one.record.stage == wire::score_stage::kTold},
                      {"named", shown(book.named, edition)},
                      {"substitutes", shown(book.substitutes, edition)}});
  }
  return Json{{"finals", std::move(finals)}};
}

}  // namespace naadam::scoring
