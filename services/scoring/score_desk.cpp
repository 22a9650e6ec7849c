#include "scoring/score_desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "runtime/log.hpp"
#include "scoring/rules/results_record.hpp"
#include "wire/verbs.hpp"

namespace naadam::scoring {
namespace {

using core::ErrorKind;
using core::fail;
using runtime::Json;
using runtime::text_field;

constexpr std::string_view kOthers = "*";

core::Result<std::vector<Criterion>> criteria_in(const Json& lines) {
  std::vector<WrittenCriterion> written;
  for (const Json& line : lines) {
    WrittenCriterion& one = written.emplace_back();
    for (const auto& [name, field] : {std::pair("code", &one.code), std::pair("zh", &one.zh),
                                      std::pair("most", &one.most), std::pair("step", &one.step)}) {
      auto text = text_field(line, name);
      if (!text) return tl::unexpected(text.error());
      *field = std::move(*text);
    }
  }
  return criteria_of(written);
}

struct EventScheme {
  std::string event;
  std::vector<Criterion> criteria;
};

// By code; "*" goes to every event without a line of its own.
core::Result<std::vector<EventScheme>> schemes_in(const Json& ask, const domain::Edition& edition) {
  if (!ask.contains("schemes") || !ask["schemes"].is_array()) {
    return fail(ErrorKind::kInvalid, "请求缺少 schemes（评分方案）。", "ask without schemes");
  }
  std::vector<EventScheme> schemes;
  std::optional<std::vector<Criterion>> others;
  for (const Json& one : ask["schemes"]) {
    const auto event = text_field(one, "event");
    if (!event) return tl::unexpected(event.error());
    const domain::Event* known = edition.find_event(*event);
    if (known == nullptr && *event != kOthers) {
      return fail(ErrorKind::kInvalid, "评分方案里的赛项“" + *event + "”不在本届赛项之中。", "scheme of unknown event");
    }
    if (!one.contains("criteria") || !one["criteria"].is_array()) {
      return fail(ErrorKind::kInvalid, "请求缺少 criteria（评分项）。", "scheme without criteria");
    }
    auto criteria = criteria_in(one["criteria"]);
    if (!criteria) {
      return fail(criteria.error().kind, fmt::format("赛项“{}”：{}", *event, criteria.error().text),
                  criteria.error().cause);
    }
    const auto is_it = [&](const EventScheme& there) { return there.event == known->code; };
    if (known == nullptr ? others.has_value() : std::ranges::any_of(schemes, is_it)) {
      return fail(ErrorKind::kInvalid, fmt::format("评分方案里赛项“{}”写了两节。", *event), "scheme twice");
    }
    if (known == nullptr) {
      others = std::move(*criteria);
    } else {
      schemes.push_back({known->code, std::move(*criteria)});
    }
  }
  for (const domain::Event& event : edition.events) {
    const auto is_it = [&](const EventScheme& there) { return there.event == event.code; };
    if (others && std::ranges::none_of(schemes, is_it)) schemes.push_back({event.code, *others});
  }
  if (schemes.empty()) return fail(ErrorKind::kInvalid, "评分方案里没有赛项。", "no schemes");
  return schemes;
}

Json shown(const MarkFaults& faults) {
  Json list = Json::array();
  for (const MarkFault& one : faults.listed) {
    list.push_back({{"row", one.row}, {"column", one.column}, {"text", one.text}});
  }
  return list;
}

// Where question and file both say which contest, they must agree; where one is silent the other decides.
void settle(std::string& asked, const std::string& in_file, std::string_view what, MarkFaults& faults) {
  if (asked.empty()) {
    asked = in_file;
  } else if (!in_file.empty() && asked != in_file) {
    faults.add(0, "", fmt::format("文件里的{}是另一个，请核对文件和选择的{}。", what, what));
  }
}

}  // namespace

core::Result<Terms> terms_of(ScoreShelf& shelf, const domain::Edition& edition, const ContestShelf& contest) {
  const auto scheme = shelf.scheme(contest.key.round, contest.key.event);
  if (!scheme) return tl::unexpected(scheme.error());
  if (!*scheme) {
    return fail(
        ErrorKind::kRefused,
        fmt::format("赛项“{}”还没有评分方案，请先导入（marks scheme）。", event_name(edition, contest.key.event)),
        "no scheme");
  }
  return Terms{(*scheme)->name(), (*scheme)->book.criteria, edition.finals.tie_chain, edition.finals.ties_allowed,
               contest.starts};
}

void ScoreDesk::answer_on(runtime::StepLoop& loop) {
  loop.on_ask(wire::verb::kScoreScheme, [this](const Json& ask) { return scheme(ask); });
  loop.on_ask(wire::verb::kScoreImport, [this](const Json& ask) { return import(ask); });
  loop.on_ask(wire::verb::kScorePublish, [this](const Json& ask) { return publish(ask); });
}

core::Result<Json> ScoreDesk::scheme(const Json& ask) {
  const auto round = round_in(ask);
  if (!round) return tl::unexpected(round.error());
  const auto schemes = schemes_in(ask, *installation_.edition);
  if (!schemes) return tl::unexpected(schemes.error());
  const auto reason = text_field(ask, "reason");
  if (!reason) return tl::unexpected(reason.error());
  const auto hand = hand_in(ask, store_, installation_);
  if (!hand) return tl::unexpected(hand.error());
  // All are decided before the first is written, so that a refusal leaves none changed.
  std::vector<std::pair<std::optional<Shelved<SchemeBook>>, SchemeBook>> writes;
  for (const EventScheme& one : *schemes) {
    auto before = shelf_.scheme(*round, one.event);
    if (!before) return tl::unexpected(before.error());
    auto book = set_scheme(*before ? &(*before)->book : nullptr, *before ? (*before)->name() : "", *round, one.event,
                           one.criteria, *reason, *hand);
    if (!book) {
      return fail(book.error().kind,
                  fmt::format("赛项“{}”的评分方案{}", event_name(*installation_.edition, one.event), book.error().text),
                  book.error().cause);
    }
    if (*book) writes.emplace_back(std::move(*before), std::move(**book));
  }
  for (const auto& [before, book] : writes) {
    if (const auto put = shelf_.put(before, book); !put) return tl::unexpected(put.error());
  }
  runtime::log_info("score.scheme", {{"events", schemes->size()}, {"changed", writes.size()}});
  return Json{{"events", schemes->size()}, {"changed", writes.size()}};
}

// The one contest that is meant: with its group, or with the only group that has starts.
core::Result<ContestShelf> ScoreDesk::contest_for(const Scope& scope) {
  const domain::Edition& edition = *installation_.edition;
  if (scope.event.empty()) {
    return fail(ErrorKind::kInvalid, "文件里没有“赛项”列，请写明是哪个赛项。", "event not known");
  }
  auto contests = shelf_.contests(contests_in(scope, edition));
  if (!contests) return tl::unexpected(contests.error());
  if (contests->size() > 1) {
    return fail(ErrorKind::kInvalid, "文件里没有“组别”列，请写明是哪个组别。", "group not known");
  }
  if (contests->empty() || contests->front().starts.starts.empty()) {
    return fail(ErrorKind::kRefused,
                fmt::format("赛项“{}”{}还没有公布抽签，没有出场表，不能导入评分。", event_name(edition, scope.event),
                            scope.group.empty() ? "" : group_name(edition, scope.group)),
                "no start list");
  }
  return std::move(contests->front());
}

core::Result<Json> ScoreDesk::import(const Json& ask) {
  const domain::Edition& edition = *installation_.edition;
  auto scope = scope_in(ask, edition);
  if (!scope) return tl::unexpected(scope.error());
  const auto file_name = text_field(ask, "file_name");
  if (!file_name) return tl::unexpected(file_name.error());
  const auto bytes = runtime::bytes_field(ask, "bytes");
  if (!bytes) return tl::unexpected(bytes.error());
  const auto reason = text_field(ask, "reason");
  if (!reason) return tl::unexpected(reason.error());
  const auto hand = hand_in(ask, store_, installation_);
  if (!hand) return tl::unexpected(hand.error());
  const auto table = read_(*bytes, *file_name);
  if (!table) return tl::unexpected(table.error());

  MarkFaults faults;
  const MarkScope in_file = scope_of(*table, edition, faults);
  settle(scope->event, in_file.event, "赛项", faults);
  if (scope->round == wire::Round::kTrial) {
    settle(scope->group, in_file.group, "组别", faults);
    settle(scope->delegation, in_file.delegation, "代表队", faults);
  }
  MarkSheet sheet;
  const auto answer = [&](bool accepted, std::uint32_t version, bool again) {
    return Json{{"accepted", accepted},
                {"event", scope->event},
                {"event_name", event_name(edition, scope->event)},
                {"group", scope->group},
                {"group_name", group_name(edition, scope->group)},
                {"version", version},
                {"again", again},
                {"open_marks", open_marks(sheet.lines)},
                {"remarks", sheet.remarks},
                {"faults", shown(faults)},
                {"faults_total", faults.total}};
  };
  if (faults.total > 0) return answer(false, 0, false);
  auto contest = contest_for(*scope);
  if (!contest) return tl::unexpected(contest.error());
  scope->group = contest->key.group;
  const auto terms = terms_of(shelf_, edition, *contest);
  if (!terms) return tl::unexpected(terms.error());
  sheet = marks_of(*table, terms->criteria, &contest->starts.starts, faults);
  if (faults.total > 0) {
    runtime::log_info("score.faults", {{"faults", faults.total}, {"rows", table->rows.size()}});
    return answer(false, 0, false);
  }
  ScoreBook book;
  if (contest->book) {
    book = contest->book->book;
    book.previous = contest->book->name();
  } else {
    book.round = contest->key.round;
    book.delegation = contest->key.delegation;
    book.event = contest->key.event;
    book.group = contest->key.group;
  }
  const auto changed = import_marks(book, sheet.lines, document_name(*bytes), *reason, *terms, *hand);
  if (!changed) return tl::unexpected(changed.error());
  if (*changed) {
    if (const auto put = shelf_.put(contest->book, book); !put) return tl::unexpected(put.error());
    runtime::log_info("score.import", {{"version", book.version}, {"marks", book.marks.size()}});
  }
  return answer(true, book.version, !*changed);
}

core::Result<Json> ScoreDesk::publish(const Json& ask) {
  const domain::Edition& edition = *installation_.edition;
  const auto scope = scope_in(ask, edition);
  if (!scope) return tl::unexpected(scope.error());
  const auto hand = hand_in(ask, store_, installation_);
  if (!hand) return tl::unexpected(hand.error());
  auto contests = shelf_.contests(contests_in(*scope, edition));
  if (!contests) return tl::unexpected(contests.error());
  if (contests->empty()) {
    return fail(ErrorKind::kRefused, "还没有公布抽签，没有出场表，没有成绩可以公布。", "no start list");
  }
  std::size_t published = 0;
  std::size_t unchanged = 0;
  Json refused = Json::array();
  for (const ContestShelf& contest : *contests) {
    const auto one = [&]() -> core::Result<bool> {
      if (!contest.book) return fail(ErrorKind::kRefused, "还没有导入评分。", "no marks");
      const auto terms = terms_of(shelf_, edition, contest);
      if (!terms) return tl::unexpected(terms.error());
      ScoreBook book = contest.book->book;
      book.previous = contest.book->name();
      auto changed = publish_result(book, *terms, *hand);
      if (!changed || !*changed) return changed;
      if (const auto put = shelf_.put(contest.book, book); !put) return tl::unexpected(put.error());
      return true;
    };
    const auto done = one();
    if (done) {
      ++(*done ? published : unchanged);
    } else if (done.error().kind == ErrorKind::kRefused || done.error().kind == ErrorKind::kInvalid) {
      refused.push_back({{"event", contest.key.event},
                         {"event_name", event_name(edition, contest.key.event)},
                         {"group", contest.key.group},
                         {"group_name", group_name(edition, contest.key.group)},
                         {"text", done.error().text}});
    } else {
      return tl::unexpected(done.error());
    }
  }
  runtime::log_info("score.publish", {{"published", published}, {"unchanged", unchanged}, {"refused", refused.size()}});
  return Json{{"published", published}, {"unchanged", unchanged}, {"refused", std::move(refused)}};
}

}  // namespace naadam::scoring
