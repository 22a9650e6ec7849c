#include "portal/desks/scores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "portal/place.hpp"
#include "wire/verbs.hpp"

namespace naadam::portal {
namespace {

using Json = nlohmann::json;
namespace verb = wire::verb;
using Question = tl::expected<Json, Problem>;

// The contest that a path names.
Question contest_of(const Call& call) {
  const auto of = round_of(call.values.at(0), call.values.at(3));
  const auto group = of ? group_of(*of, call.values.at(2)) : std::nullopt;
  if (!group) return refuse(ProblemKind::kNotFound, kNoSuchRound);
  return Json{{"round", of->round}, {"event", call.values.at(1)}, {"group", *group}, {"delegation", of->delegation}};
}

// The same for a step that is about to be taken.
Question step_of(const Call& call) {
  auto contest = contest_of(call);
  if (!contest) return contest;
  if (!acts_for(call.who, contest->at("delegation").get_ref<const std::string&>())) {
    return refuse(ProblemKind::kOutsideScope);
  }
  (*contest)["by"] = call.who.name;
  return contest;
}

std::string query_of(const Call& call, std::string_view name) {
  const auto it = call.query.find(name);
  return it == call.query.end() ? std::string() : it->second;
}

// A body of JSON; an empty one is {}.
Question object_of(const std::string& body) {
  if (body.empty()) return Json::object();
  Json object = Json::parse(body, nullptr, false);
  if (!object.is_object()) return refuse(ProblemKind::kInvalid, "请求内容应为 JSON 对象。");
  return object;
}

std::vector<SheetFault> faults_of(const Json& told) {
  std::vector<SheetFault> faults;
  for (const Json& one : told.value("faults", Json::array())) {
    faults.push_back(
        {one.value("row", std::uint64_t{0}), one.value("column", std::string()), one.value("text", std::string())});
  }
  return faults;
}

// What a step answers for several contests, cut down to the one it was taken for.
Outcome step_answer(const Json& told) {
  const Json refused = told.value("refused", Json::array());
  if (!refused.empty() && told.value("published", std::uint64_t{0}) + told.value("unchanged", std::uint64_t{0}) == 0) {
    return refuse(ProblemKind::kRefused, refused.front().value("text", std::string()));
  }
  Json seen{{"published", told.value("published", std::uint64_t{0})},
            {"unchanged", told.value("unchanged", std::uint64_t{0})},
            {"refused", refused}};
  return json_answer(seen);
}

}  // namespace

Scores::Scores(Lanes& lanes, Front& front) : lanes_(lanes), front_(front) {
  front.on(Action::kTakeMarks, [this](Call& call) { return take_marks(call); });
  front.on(Action::kShowMarks, [this](Call& call) { return show_marks(call); });
  front.on(Action::kListResults, [this](Call& call) { return list(call); });
  front.on(Action::kShowResult, [this](Call& call) { return show(call); });
  front.on(Action::kFetchResultRecord, [this](Call& call) { return fetch_record(call); });
  front.on(Action::kPublishResult, [this](Call& call) { return publish(call); });
  front.on(Action::kDecideTies, [this](Call& call) { return decide(call); });
  front.on(Action::kListFinals, [this](Call& call) { return list_finals(call); });
  front.on(Action::kNominate, [this](Call& call) { return nominate(call); });
}

Task<core::Result<Json>> Scores::told(std::string_view verb, const Json& question, const Call& call) {
  co_return co_await ask(lanes_, kScoring, verb, question, call.trace);
}

Task<Outcome> Scores::take_marks(Call& call) {
  auto question = step_of(call);
  if (!question) co_return tl::unexpected(question.error());
  const Place place(taking_, kSheetsAtOnce);
  if (!place) co_return refuse(ProblemKind::kBusy, "同时提交的成绩表过多，请稍后重试。");
  const auto name = percent_decoded(call.exchange.header("File-Name").value_or(""));
  if (!name || name->empty()) {
    co_return refuse(ProblemKind::kInvalid, "缺少 File-Name 头：文件名，按 UTF-8 百分号编码。");
  }
  const std::string_view sent_reason = call.exchange.header("Reason").value_or("");
  const auto reason = percent_decoded(sent_reason);
  if (!reason || sent_reason.size() > kReasonBytesMax) {
    co_return refuse(ProblemKind::kInvalid, "Reason 头有误：理由按 UTF-8 百分号编码，不超过 160 个汉字。");
  }
  (*question)["file_name"] = *name;
  (*question)["reason"] = *reason;
  const std::string about = question->dump(-1, ' ', false, Json::error_handler_t::replace);
  const auto sheet = co_await keyed_body(call, front_, kSheetBytesMax, about);
  if (!sheet && sheet.error().kind() == ProblemKind::kTooLarge) {
    co_return refuse(ProblemKind::kTooLarge, "成绩表不能超过 1 MB。");
  }
  if (!sheet) co_return tl::unexpected(sheet.error());
  if (sheet->empty()) co_return refuse(ProblemKind::kInvalid, "文件是空的，请选择填好的成绩表。");
  (*question)["bytes"] = Json::binary({sheet->begin(), sheet->end()});
  const auto answer = co_await told(verb::kScoreImport, *question, call);
  if (!answer) co_return refuse(answer.error());
  if (!answer->value("accepted", false)) {
    auto faults = faults_of(*answer);
    const std::uint64_t total = answer->value("faults_total", std::uint64_t{faults.size()});
    co_return tl::unexpected(Problem(std::move(faults), total));
  }
  Json seen{{"accepted", true}};
  for (const char* field : {"event", "group", "version", "again", "remarks"}) {
    if (const auto it = answer->find(field); it != answer->end()) seen[field] = *it;
  }
  co_return json_answer(seen, call.route.success);
}

Task<Outcome> Scores::show_marks(Call& call) {
  const auto question = step_of(call);  // a league sees its own alone
  if (!question) co_return tl::unexpected(question.error());
  const auto contest = co_await told(verb::kScoreShow, *question, call);
  if (!contest) co_return refuse(contest.error());
  co_return json_answer(visible_marks(call.who, *contest));
}

Task<Outcome> Scores::list(Call& call) {
  const std::string round = query_of(call, "round");
  if (!round.empty() && round != "trial" && round != "final") co_return refuse(ProblemKind::kNotFound, kNoSuchRound);
  const Json question{{"round", round.empty() ? "trial" : round}, {"delegation", query_of(call, "delegation")}};
  const auto contests = co_await told(verb::kScoreList, question, call);
  if (!contests) co_return refuse(contests.error());
  const Json seen{{"contests", visible_contests(call.who, contests->value("contests", Json::array()))}};
  co_return json_answer(seen);
}

Task<Outcome> Scores::show(Call& call) {
  const auto question = contest_of(call);
  if (!question) co_return tl::unexpected(question.error());
  const auto contest = co_await told(verb::kScoreShow, *question, call);
  if (!contest) co_return refuse(contest.error());
  const auto seen = visible_result(call.who, *contest);
  if (!seen) co_return unseen(call.who);
  co_return json_answer(*seen);
}

Task<Outcome> Scores::fetch_record(Call& call) {
  const auto question = contest_of(call);
  if (!question) co_return tl::unexpected(question.error());
  const auto contest = co_await told(verb::kScoreShow, *question, call);
  if (!contest) co_return refuse(contest.error());
  if (!visible_result(call.who, *contest)) co_return unseen(call.who);
  const auto record = co_await told(verb::kScoreRecord, *question, call);
  if (!record) co_return refuse(record.error());
  const std::string delegation = question->value("delegation", std::string());
  co_return record_answer(
      record->value("record", std::string()),
      fmt::format("result-{}-{}-{}", contest->value("event", std::string()), contest->value("group", std::string()),
                  delegation.empty() ? kWholeRegion : std::string_view(delegation)));
}

Task<Outcome> Scores::publish(Call& call) {
  const auto question = step_of(call);
  if (!question) co_return tl::unexpected(question.error());
  const auto body = co_await keyed_body(call, front_, kBodyBytesMax, question->dump());
  if (!body) co_return tl::unexpected(body.error());
  const auto done = co_await told(verb::kScorePublish, *question, call);
  if (!done) co_return refuse(done.error());
  co_return step_answer(*done);
}

Task<Outcome> Scores::decide(Call& call) {
  auto question = step_of(call);
  if (!question) co_return tl::unexpected(question.error());
  const auto body = co_await keyed_body(call, front_, kBodyBytesMax, question->dump());
  if (!body) co_return tl::unexpected(body.error());
  const auto wish = object_of(*body);
  if (!wish) co_return tl::unexpected(wish.error());
  const auto order = wish->find("order"), reason = wish->find("reason");
  const auto is_text = [](const Json& one) { return one.is_string(); };
  if (order == wish->end() || !order->is_array() || !std::ranges::all_of(*order, is_text) || reason == wish->end() ||
      !reason->is_string()) {
    co_return refuse(ProblemKind::kInvalid,
                     "请求内容应为 {\"order\": [\"参赛号\", …], \"reason\": \"裁决的理由\"}，参赛号按名次排列。");
  }
  (*question)["order"] = *order;
  (*question)["reason"] = *reason;
  const auto contest = co_await told(verb::kScoreDecide, *question, call);
  if (!contest) co_return refuse(contest.error());
  co_return json_answer(visible_marks(call.who, *contest));
}

Task<Outcome> Scores::list_finals(Call& call) {
  const Json question{{"delegation", query_of(call, "delegation")}};
  const auto finals = co_await told(verb::kScoreFinals, question, call);
  if (!finals) co_return refuse(finals.error());
  const Json seen{{"finals", visible_finals(call.who, finals->value("finals", Json::array()))}};
  co_return json_answer(seen);
}

Task<Outcome> Scores::nominate(Call& call) {
  const std::string& delegation = call.values.front();
  if (!acts_for(call.who, delegation)) co_return refuse(ProblemKind::kOutsideScope);
  Json question{{"delegation", delegation}, {"event", ""}, {"by", call.who.name}};
  const auto body = co_await keyed_body(call, front_, kBodyBytesMax, question.dump());
  if (!body) co_return tl::unexpected(body.error());
  const auto wish = object_of(*body);
  if (!wish) co_return tl::unexpected(wish.error());
  if (const auto event = wish->find("event"); event != wish->end()) {
    if (!event->is_string()) co_return refuse(ProblemKind::kInvalid, "event 应为赛项代码，不写则为全部赛项。");
    question["event"] = *event;
  }
  const auto done = co_await told(verb::kScoreNominate, question, call);
  if (!done) co_return refuse(done.error());
  co_return step_answer(*done);
}

}  // namespace naadam::portal
