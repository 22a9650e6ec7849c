#include "score_office.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/rev.hpp"
#include "judges.hpp"
#include "runtime/epoch_walk.hpp"
#include "scheduling/draw_shelf.hpp"
#include "scoring/score_asks.hpp"
#include "scoring/score_shelf.hpp"
#include "store/keys.hpp"
#include "wire/stages.hpp"
#include "wire/verbs.hpp"

namespace naadam::sim {
namespace {

namespace verb = wire::verb;
using runtime::Json;

constexpr Millis kDeskSoon = 60;
constexpr Millis kDeskLater = 1'500;
constexpr std::size_t kEventsMax = 2;
constexpr int kDeskRefusalsMax = 400;  // in a row, without a step that was taken
constexpr const char* kReason = "复核更正";

// Any order, but the same for the same tie.
std::vector<std::string> order_of(std::vector<std::string> tie) {
  std::ranges::sort(tie, {}, [](const std::string& who) { return core::content_hash(who, 7); });
  return tie;
}

std::string contest_name(const std::string& delegation, const std::string& event, const std::string& group) {
  return fmt::format("{} {} {}", delegation, event, group);
}

}  // namespace

ScoreOffice::ScoreOffice(Line& to_scoring, Nodes& nodes, Mayhem& mayhem, const runtime::Installation& installation,
                         const DrawOffice& draws, const std::vector<std::string>& delegations)
    : line_(to_scoring), nodes_(nodes), mayhem_(mayhem), installation_(installation), draws_(draws) {
  for (const std::string& delegation : delegations) desks_.emplace_back(line_, mayhem_, delegation);
}

bool ScoreOffice::step() {
  bool any = false;
  for (Desk& desk : desks_) any |= step(desk);
  return any;
}

std::optional<Millis> ScoreOffice::next() const {
  std::optional<Millis> next;
  for (const Desk& desk : desks_) {
    if (desk.done) continue;
    const Millis at = desk.inquiry.waits() ? mayhem_.now() + Inquiry::kLookMs : desk.next_at;
    if (!next || at < *next) next = at;
  }
  return next;
}

void ScoreOffice::look_again() {
  for (Desk& desk : desks_) {
    desk.inquiry.forget();
    desk.done = false;
    desk.at = desk.tasks.size();
    desk.refusals = 0;
    desk.next_at = mayhem_.now() + Inquiry::kPatience + mayhem_.random().between(1, 8'000);
  }
}

bool ScoreOffice::step(Desk& desk) {
  if (desk.inquiry.waits()) {
    if (const auto said = desk.inquiry.hear()) {
      desk.next_at = mayhem_.now() + kDeskSoon;
      heard(desk, said->verb, said->answer);
      return true;
    }
    if (desk.inquiry.waits()) return false;
    desk.next_at = mayhem_.now();
  }
  if (desk.done || mayhem_.now() < desk.next_at) return false;
  look(desk);
  return true;
}

void ScoreOffice::look(Desk& desk) {
  if (desk.at == desk.tasks.size()) {
    desk.last_round = draw_told(desk.delegation);
    return ask(desk, verb::kScoreList, Json::object());
  }
  const Task& task = desk.tasks[desk.at];
  if (task.group.empty()) return ask(desk, verb::kScoreNominate, {{"event", task.event}});
  ask(desk, verb::kScoreShow, {{"event", task.event}, {"group", task.group}});
}

void ScoreOffice::ask(Desk& desk, std::string_view verb, Json more) {
  more["round"] = "trial";
  more["delegation"] = desk.delegation;
  more["by"] = "乙";
  if (!desk.inquiry.ask(verb, more)) desk.next_at = mayhem_.now() + kDeskLater;
}

void ScoreOffice::heard(Desk& desk, std::string_view verb, const Address::Answered& answer) {
  switch (answer.status) {
    case wire::ReplyStatus::kOk:
      return done_with(desk, verb, runtime::unpack_map(answer.body).value());
    case wire::ReplyStatus::kNotFound:
    case wire::ReplyStatus::kRefused:
    case wire::ReplyStatus::kInvalid:
      return refused(desk, verb);
    case wire::ReplyStatus::kCorrupt:
    case wire::ReplyStatus::kInternal:
      faults_.push_back(fmt::format("{} of {} found something damaged", verb, desk.delegation));
      return;
    default:
      return;  // not now
  }
}

void ScoreOffice::done_with(Desk& desk, std::string_view verb, const Json& answer) {
  if (verb == verb::kScoreList) return begin_round(desk, answer);
  if (verb == verb::kScoreShow) return see_contest(desk, answer);
  if (verb == verb::kScoreNominate) return nominated(desk, answer);
  if (verb == verb::kScoreImport) {
    const bool accepted = answer.at("accepted");
    if (desk.stranger && accepted) faults_.push_back("a sheet with a number that nobody has was taken");
    // After a roll-back the correction may be the first sheet that the book knows.
    if (accepted && answer.at("again")) {
      Task& task = desk.tasks[desk.at];
      task.versions = std::min(task.versions, answer.at("version").get<std::uint32_t>());
    }
    corrections_ += accepted && desk.published ? 1 : 0;
    if (!accepted) mayhem_.note("office: " + answer.at("faults").dump());
  }
  decided_ += verb == verb::kScoreDecide ? 1 : 0;
  mayhem_.note(fmt::format("office: {} of {} done", verb, desk.delegation));
  act(desk);
}

void ScoreOffice::act(Desk& desk) {
  desk.acted = true;
  desk.refusals = 0;
}

void ScoreOffice::refused(Desk& desk, std::string_view verb) {
  mayhem_.note(fmt::format("office: {} of {} refused", verb, desk.delegation));
  if (verb == verb::kScoreNominate) return next_task(desk);  // nobody starts
  desk.acted = true;
  if (++desk.refusals > kDeskRefusalsMax) {
    faults_.push_back(fmt::format("the marks of {} get no further than {}", desk.delegation, verb));
    desk.done = true;
    return;
  }
  // Where there is no scheme yet, or none any more.
  if (verb == verb::kScoreImport) return give_scheme(desk, false);
  desk.next_at = mayhem_.now() + kDeskLater;
}

void ScoreOffice::begin_round(Desk& desk, const Json& list) {
  std::set<std::string> events;
  for (const Task& task : desk.tasks) events.insert(task.event);
  std::map<std::string, std::set<std::string>> groups;
  for (const Json& one : list.at("contests")) {
    const std::string event = one.at("event");
    if (one.at("starts") == 0 || (!events.contains(event) && events.size() >= kEventsMax)) continue;
    events.insert(event);
    groups[event].insert(one.at("group").get<std::string>());
  }
  const auto plan = [&](const std::string& event, const std::string& group) {
    const auto is_it = [&](const Task& task) { return task.event == event && task.group == group; };
    if (std::ranges::any_of(desk.tasks, is_it)) return;
    Random& random = mayhem_.random();
    Task& task = desk.tasks.emplace_back(Task{event, group, 1, false, false});
    task.versions = random.chance(45) ? 1 : random.chance(70) ? 2 : 3;
    task.declines = random.chance(40);
    task.other_scheme = random.chance(10);
  };
  for (const auto& [event, of_event] : groups) {
    for (const std::string& group : of_event) plan(event, group);
    plan(event, "");
  }
  // An event's contests before its nomination.
  std::ranges::stable_sort(desk.tasks, [](const Task& a, const Task& b) {
    return std::pair(a.event, a.group.empty()) < std::pair(b.event, b.group.empty());
  });
  desk.at = 0;
  desk.acted = false;
  if (!desk.tasks.empty()) return;
  desk.done = desk.last_round;  // nobody starts
  desk.next_at = mayhem_.now() + kDeskLater;
}

void ScoreOffice::next_task(Desk& desk) {
  if (++desk.at < desk.tasks.size()) return;
  if (desk.acted) return;
  desk.done = desk.last_round;
  desk.next_at = mayhem_.now() + kDeskLater;
}

void ScoreOffice::see_contest(Desk& desk, const Json& shown) {
  Task& task = desk.tasks[desk.at];
  const std::uint32_t version = shown.at("version");
  Random& random = mayhem_.random();
  desk.published = shown.at("phase") == "published";
  if (shown.at("starts") == 0) return next_task(desk);
  if (version == 0 || !shown.at("why").get_ref<const std::string&>().empty()) return import(desk, shown);
  if (!desk.published && version < task.versions && random.chance(50)) return import(desk, shown);
  if (const Json& ties = shown.at("ties"); !ties.empty()) {
    return ask(desk, verb::kScoreDecide,
               {{"event", task.event},
                {"group", task.group},
                {"order", order_of(ties.front().get<std::vector<std::string>>())},
                {"reason", "监督下复核"}});
  }
  if (!desk.published) {
    const bool all = random.chance(20);
    return ask(desk, verb::kScorePublish, {{"event", all ? "" : task.event}, {"group", all ? "" : task.group}});
  }
  if (task.other_scheme && random.chance(30)) {
    task.other_scheme = false;
    return give_scheme(desk, true);
  }
  if (version >= task.versions && !task.other_scheme) return next_task(desk);
  // While its result is told, or long after.
  if (version < task.versions && random.chance(40)) return import(desk, shown);
  desk.acted = true;
  next_task(desk);
}

void ScoreOffice::import(Desk& desk, const Json& shown) {
  const Task& task = desk.tasks[desk.at];
  const std::uint32_t version = shown.at("version").get<std::uint32_t>() + 1;
  desk.stranger = mayhem_.random().chance(5);
  const std::string sheet = mark_sheet(contest_name(desk.delegation, task.event, task.group),
                                       shown.at("numbers").get<std::vector<std::string>>(), version, desk.stranger);
  ask(desk, verb::kScoreImport,
      {{"event", task.event},
       {"group", task.group},
       {"file_name", "评分.csv"},
       {"bytes", Json::binary(std::vector<std::uint8_t>(sheet.begin(), sheet.end()))},
       {"reason", kReason}});
}

void ScoreOffice::give_scheme(Desk& desk, bool another) {
  const Json schemes = Json::array({{{"event", desk.tasks[desk.at].event}, {"criteria", criteria(another)}}});
  ask(desk, verb::kScoreScheme, {{"schemes", schemes}, {"reason", kReason}});
}

void ScoreOffice::nominated(Desk& desk, const Json& answer) {
  Task& task = desk.tasks[desk.at];
  if (answer.at("published") != 0) {
    mayhem_.note(fmt::format("office: {} of {} nominated", task.event, desk.delegation));
    return act(desk);
  }
  if (answer.at("unchanged") == 0) {
    // A tie over the cut, or results that are still to be published.
    desk.acted = true;
    if (decide_across(desk)) return;
    return next_task(desk);
  }
  const auto shelved = scoring::ScoreShelf(nodes_.model(), installation_).nomination(desk.delegation, task.event);
  if (!task.declines || !shelved || !*shelved || !(*shelved)->book.declined.empty() || (*shelved)->book.named.empty()) {
    return next_task(desk);
  }
  const scoring::Nominee& one = (*shelved)->book.named.back();
  ask(desk, verb::kScoreNominate,
      {{"event", task.event},
       {"declined", Json::array({scoring::who_label(one.group, one.number)})},
       {"reason", "本人放弃"}});
}

// The officer has the books before him: nobody's answer is needed for that.
bool ScoreOffice::decide_across(Desk& desk) {
  const Task& task = desk.tasks[desk.at];
  const domain::Edition& edition = *installation_.edition;
  scoring::ScoreShelf shelf(nodes_.model(), installation_);
  const auto contests =
      shelf.contests(scoring::contests_in({wire::Round::kTrial, desk.delegation, task.event, ""}, edition));
  const auto nomination = shelf.nomination(desk.delegation, task.event);
  if (!contests || !nomination) return false;
  scoring::NominationTerms terms;
  terms.tie_chain = edition.finals.tie_chain;
  terms.quota = edition.finals.quota;
  std::map<std::string, std::uint32_t> ranks;  // in their contests, by label
  for (const scoring::ContestShelf& one : *contests) {
    if (one.starts.starts.empty() || !one.book) continue;
    terms.contests.push_back({one.key.group, one.key.group, one.book->name(), one.book->book});
    if (!one.book->book.result) continue;
    for (const scoring::RankedLine& line : one.book->book.result->ranked) {
      ranks[scoring::who_label(one.key.group, line.number)] = line.rank;
    }
  }
  const auto nominees = scoring::nominees_of(terms, {}, {});
  if (!nominees) return false;
  for (std::vector<std::string> tie : nominees->all_ties) {
    std::set<std::string> groups;
    for (const std::string& who : tie) groups.insert(who.substr(0, who.find('/')));
    const auto speaks_of = [&](const scoring::Review& review) { return scoring::is_order_of(review.order, tie); };
    if (groups.size() < 2 || (*nomination && std::ranges::any_of((*nomination)->book.reviews, speaks_of))) continue;
    std::ranges::sort(tie, {}, [&](const std::string& who) { return std::pair(ranks[who], who); });
    ask(desk, verb::kScoreDecide, {{"event", task.event}, {"group", ""}, {"order", tie}, {"reason", "监督下复核"}});
    return true;
  }
  return false;
}

bool ScoreOffice::draw_told(const std::string& delegation) {
  const auto again = runtime::load_retold(nodes_.model(), store::keys::kDrawsRetold, runtime::Retold::kDrawsLaps);
  const bool retold = again && *again && (*again)->epoch == nodes_.epoch() && (*again)->share >= 1;
  if (!draws_.done(delegation) || !retold) return false;
  const auto draw = scheduling::DrawShelf(nodes_.model(), installation_).find(wire::Round::kTrial, delegation);
  return draw && (!*draw || (*draw)->book.phase != scheduling::DrawPhase::kPublished ||
                  (*draw)->record.stage == wire::draw_stage::kTold);
}

}  // namespace naadam::sim
