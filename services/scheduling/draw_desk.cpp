#include "scheduling/draw_desk.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/id.hpp"
#include "runtime/log.hpp"
#include "scheduling/contest_list.hpp"
#include "wire/stages.hpp"
#include "wire/verbs.hpp"

namespace naadam::scheduling {
namespace {

using core::ErrorKind;
using core::fail;
using runtime::Json;
using runtime::text_field;

constexpr std::size_t kOfficerBytesMax = 96;
constexpr const char* kTrial = "trial";
constexpr const char* kFinal = "final";
constexpr std::string_view kOthers = "*";

core::Result<std::uint16_t> small(const Json& line, const char* name) {
  const auto number = runtime::number_field(line, name);
  if (!number) return tl::unexpected(number.error());
  if (*number > UINT16_MAX) return fail(ErrorKind::kInvalid, "工位方案里的场次和工位数过大。", "plan number");
  return static_cast<std::uint16_t>(*number);
}

// One line of a plan, by codes. "*" stays: it is for every event without a line of its own.
core::Result<SeatPlan> plan_line(const Json& line, const domain::Edition& edition) {
  const auto event = text_field(line, "event");
  if (!event) return tl::unexpected(event.error());
  const auto group = text_field(line, "group");
  if (!group) return tl::unexpected(group.error());
  const auto heats = small(line, "heats");
  if (!heats) return tl::unexpected(heats.error());
  const auto stations = small(line, "stations");
  if (!stations) return tl::unexpected(stations.error());
  const domain::Event* known = edition.find_event(*event);
  if (known == nullptr && *event != kOthers) {
    return fail(ErrorKind::kInvalid, "工位方案里的赛项“" + *event + "”不在本届赛项之中。", "plan of an unknown event");
  }
  const domain::Group* of = edition.find_group(*group);
  if (of == nullptr && !group->empty()) {
    return fail(ErrorKind::kInvalid, "工位方案里的组别“" + *group + "”不在本届组别之中。", "plan of an unknown group");
  }
  return SeatPlan{known != nullptr ? known->code : *event, of != nullptr ? of->code : "", *heats, *stations};
}

core::Result<std::vector<SeatPlan>> plan_of(const Json& lines, const domain::Edition& edition) {
  std::vector<SeatPlan> plan;
  std::vector<SeatPlan> others;
  for (const Json& line : lines) {
    auto one = plan_line(line, edition);
    if (!one) return tl::unexpected(one.error());
    (one->event == kOthers ? others : plan).push_back(std::move(*one));
  }
  if (others.size() > 1) return fail(ErrorKind::kInvalid, "工位方案里“*”只能写一行。", "plan of others twice");
  for (const domain::Event& event : edition.events) {
    const auto is_here = [&](const SeatPlan& line) { return line.event == event.code; };
    if (others.empty() || std::ranges::any_of(plan, is_here)) continue;
    plan.push_back({event.code, others[0].group, others[0].heats, others[0].stations});
  }
  return plan;
}

core::Result<DrawOpening> opening(const Json& ask, wire::Round round, const std::string& delegation,
                                  const domain::Edition& edition) {
  DrawOpening wish;
  wish.round = round;
  wish.delegation = delegation;
  for (const auto& [name, field] : {std::pair("draw", &wish.draw), std::pair("source", &wish.public_source)}) {
    auto text = text_field(ask, name);
    if (!text) return tl::unexpected(text.error());
    *field = std::move(*text);
  }
  const auto value_at = runtime::number_field(ask, "value_at");
  if (!value_at) return tl::unexpected(value_at.error());
  wish.value_at = static_cast<core::Millis>(*value_at);
  if (!ask.contains("plan") || !ask["plan"].is_array()) {
    return fail(ErrorKind::kInvalid, "请求缺少 plan（工位方案）。", "ask without plan");
  }
  auto plan = plan_of(ask["plan"], edition);
  if (!plan) return tl::unexpected(plan.error());
  wish.plan = std::move(*plan);
  return wish;
}

// 64 hex digits.
core::Result<std::string> bytes_of(const Json& ask, const char* name) {
  const auto text = text_field(ask, name);
  if (!text) return tl::unexpected(text.error());
  auto bytes = core::from_hex(*text);
  if (!bytes || bytes->size() != kSecretBytes) {
    return fail(ErrorKind::kInvalid, "承诺和秘密数都应是 64 位十六进制数字（小写）。",
                std::string("ask field ") + name);
  }
  return std::move(*bytes);
}

Json names(const auto& list) {
  Json all = Json::array();
  for (const auto& one : list) all.push_back(one.who);
  return all;
}

Json shown(const DrawBook& book, store::Stage stage, const std::string& document, const domain::Edition& edition) {
  const domain::Delegation* of = edition.find_delegation(book.delegation);
  const DrawRecord& record = book.record;
  std::size_t entries = 0;
  for (const DrawEvent& event : record.request.events) entries += event.entries.size();
  Json steps = Json::array();
  for (const DrawStep& one : book.steps) {
    steps.push_back({{"step", one.step}, {"by", one.by}, {"at", one.at}, {"note", one.note}});
  }
  const bool frozen = book.phase != DrawPhase::kCommitting;
  const bool published = book.phase == DrawPhase::kPublished;
  return Json{{"round", book.round == wire::Round::kTrial ? kTrial : kFinal},
              {"delegation", book.delegation},
              {"delegation_name", of != nullptr ? of->short_zh : ""},
              {"draw", record.request.id},
              {"phase", published ? "published"
                        : frozen  ? "frozen"
                                  : "committing"},
              {"told", stage == wire::draw_stage::kTold},
              {"source", record.public_source},
              {"value_at", book.value_at},
              {"entries", entries},
              {"contests", record.request.events.size()},
              {"commitments", names(record.request.commitments)},
              {"reveals", names(record.request.reveals)},
              {"left_out", record.drawn.left_out},
              {"replaces", record.replaces},
              {"reason", record.reason},
              {"list", frozen ? core::to_hex(seal::view_of(record.drawn.list)) : ""},
              {"seed", published ? core::to_hex(seal::view_of(record.drawn.seed)) : ""},
              {"public_text", record.request.public_text},
              {"moves", book.moves.size()},
              {"steps", std::move(steps)},
              {"document", core::to_hex(document)}};
}

}  // namespace

void DrawDesk::answer_on(runtime::StepLoop& loop) {
  const auto on_step = [this, &loop](std::string_view verb, Step taken) {
    loop.on_ask(verb, [this, taken = std::move(taken)](const Json& ask) { return step(ask, taken); });
  };
  loop.on_ask(wire::verb::kDrawOpen, [this](const Json& ask) { return open(ask); });
  loop.on_ask(wire::verb::kDrawShow, [this](const Json& ask) { return show(ask); });
  loop.on_ask(wire::verb::kDrawRecord, [this](const Json& ask) { return record(ask); });
  loop.on_ask(wire::verb::kDrawList, [this](const Json&) { return list(); });
  on_step(wire::verb::kDrawCommit, [](DrawBook& book, const Asked& asked, const Json& ask) -> core::Status {
    const auto who = text_field(ask, "who");
    if (!who) return tl::unexpected(who.error());
    const auto bytes = bytes_of(ask, "commitment");
    if (!bytes) return tl::unexpected(bytes.error());
    seal::Hash hash;
    std::ranges::copy(*bytes, reinterpret_cast<char*>(hash.data()));
    return commit(book, *who, hash, asked.hand);
  });
  on_step(wire::verb::kDrawReveal, [](DrawBook& book, const Asked& asked, const Json& ask) -> core::Status {
    const auto who = text_field(ask, "who");
    if (!who) return tl::unexpected(who.error());
    const auto secret = bytes_of(ask, "secret");
    if (!secret) return tl::unexpected(secret.error());
    return reveal(book, *who, *secret, asked.hand);
  });
  on_step(wire::verb::kDrawPublish, [](DrawBook& book, const Asked& asked, const Json& ask) -> core::Status {
    const auto text = text_field(ask, "text");
    if (!text) return tl::unexpected(text.error());
    return publish(book, *text, asked.hand);
  });
  on_step(wire::verb::kDrawFreeze,
          [this](DrawBook& book, const Asked& asked, const Json&) { return freeze_now(book, asked); });
  on_step(wire::verb::kDrawRedraw,
          [this](DrawBook& book, const Asked& asked, const Json& ask) { return redraw_now(book, asked, ask); });
  on_step(wire::verb::kDrawSubstitute,
          [this](DrawBook& book, const Asked& asked, const Json& ask) { return substitute_now(book, asked, ask); });
}

core::Result<DrawDesk::Asked> DrawDesk::asked(const Json& ask, bool as_officer) {
  const auto round = text_field(ask, "round");
  if (!round) return tl::unexpected(round.error());
  const auto delegation = text_field(ask, "delegation");
  if (!delegation) return tl::unexpected(delegation.error());
  Asked asked;
  const domain::Edition& edition = *installation_.edition;
  if (*round == kFinal && delegation->empty()) {
    asked.round = wire::Round::kFinal;
  } else if (const auto* known = *round == kTrial ? edition.find_delegation(*delegation) : nullptr) {
    asked.delegation = known->code;
    asked.hand.closes = edition.closes_for(known->code);
  } else {
    return fail(ErrorKind::kInvalid, "请写明抽签是哪个代表队的选拔赛（round: trial），或决赛（round: final）。",
                "draw of no known scope");
  }
  if (!as_officer) return asked;
  auto by = text_field(ask, "by");
  if (!by) return tl::unexpected(by.error());
  if (by->empty() || by->size() > kOfficerBytesMax) {
    return fail(ErrorKind::kInvalid, "请写明办理人（by），不超过 32 个汉字。", "draw step by nobody");
  }
  asked.hand.by = std::move(*by);
  const auto now = runtime::installation_now(store_, installation_);
  if (!now) return tl::unexpected(now.error());
  asked.hand.now = *now;
  return asked;
}

core::Result<ShelvedDraw> DrawDesk::found(const Asked& asked) {
  auto draw = shelf_.find(asked.round, asked.delegation);
  if (!draw) return tl::unexpected(draw.error());
  if (!*draw) return fail(ErrorKind::kNotFound, "还没有这项抽签，请先开始（draw open）。", "no such draw");
  return std::move(**draw);
}

core::Result<Json> DrawDesk::open(const Json& ask) {
  const auto who = asked(ask, true);
  if (!who) return tl::unexpected(who.error());
  const auto wish = opening(ask, who->round, who->delegation, *installation_.edition);
  if (!wish) return tl::unexpected(wish.error());
  const auto there = shelf_.find(who->round, who->delegation);
  if (!there) return tl::unexpected(there.error());
  if (*there && (*there)->book.record.request.id != wish->draw) {
    return fail(ErrorKind::kRefused, "这项抽签已经开始，编号不同。要重新抽签，请用 draw redraw 并写明理由。",
                "draw is there under another id");
  }
  if (!*there) {
    const auto book = open_draw(*wish, *installation_.edition, who->hand);
    if (!book) return tl::unexpected(book.error());
    if (const auto put = shelf_.put(nullptr, *book); !put) return tl::unexpected(put.error());
    runtime::log_info("draw.step", {{"phase", static_cast<std::uint64_t>(book->phase)}, {"steps", book->steps.size()}});
  }
  return show(ask);
}

core::Result<Json> DrawDesk::step(const Json& ask, const Step& taken) {
  const auto who = asked(ask, true);
  if (!who) return tl::unexpected(who.error());
  const auto draw = found(*who);
  if (!draw) return tl::unexpected(draw.error());
  DrawBook book = draw->book;
  if (const auto done = taken(book, *who, ask); !done) return tl::unexpected(done.error());
  if (book.steps.size() > draw->book.steps.size()) {
    if (const auto put = shelf_.put(&*draw, book); !put) return tl::unexpected(put.error());
    runtime::log_info("draw.step", {{"phase", static_cast<std::uint64_t>(book.phase)}, {"steps", book.steps.size()}});
  }
  return show(ask);
}

core::Status DrawDesk::freeze_now(DrawBook& book, const Asked& asked) {
  const auto contests = contests_of(*installation_.edition, asked.round, asked.delegation);
  const auto lists = accepted_entries(store_, contests);
  if (!lists) return tl::unexpected(lists.error());
  return freeze(book, *lists, asked.hand);
}

core::Status DrawDesk::redraw_now(DrawBook& book, const Asked& asked, const Json& ask) {
  const auto wish = opening(ask, asked.round, asked.delegation, *installation_.edition);
  if (!wish) return tl::unexpected(wish.error());
  const auto reason = text_field(ask, "reason");
  if (!reason) return tl::unexpected(reason.error());
  const auto draw = found(asked);
  if (!draw) return tl::unexpected(draw.error());
  return redraw(book, *wish, *reason, core::to_hex(draw->record.name), *installation_.edition, asked.hand);
}

core::Status DrawDesk::substitute_now(DrawBook& book, const Asked& asked, const Json& ask) {
  const auto out = runtime::id_field(ask, "out");
  if (!out) return tl::unexpected(out.error());
  const auto in = runtime::id_field(ask, "in");
  if (!in) return tl::unexpected(in.error());
  const auto reason = text_field(ask, "reason");
  if (!reason) return tl::unexpected(reason.error());
  const auto seats = seats_of(book);
  const auto seat = seats.find(core::to_hex(*out));
  if (seat != seats.end()) {
    for (const DrawContest& one : contests_of(*installation_.edition, asked.round, asked.delegation)) {
      if (contest_label(one.event, one.group) != seat->second.event) continue;
      const auto leaving = stage_of_place(store_, one.contest, *out);
      if (!leaving) return tl::unexpected(leaving.error());
      if (*leaving == wire::place_stage::kAccepted) {
        return fail(ErrorKind::kRefused, "被替换的报名仍然有效，撤回之后才能递补。", "substituted entry stands");
      }
      const auto coming = stage_of_place(store_, one.contest, *in);
      if (!coming) return tl::unexpected(coming.error());
      if (*coming != wire::place_stage::kAccepted) {
        return fail(ErrorKind::kRefused, "递补的报名不在同一赛项、组别和代表队，或没有通过审核。",
                    "substitute does not stand on the board");
      }
    }
  }
  return substitute(book, core::to_hex(*out), core::to_hex(*in), *reason, asked.hand);
}

core::Result<Json> DrawDesk::show(const Json& ask) {
  const auto which = asked(ask, false);
  if (!which) return tl::unexpected(which.error());
  const auto draw = found(*which);
  if (!draw) return tl::unexpected(draw.error());
  return shown(draw->book, draw->record.stage, draw->record.name, *installation_.edition);
}

core::Result<Json> DrawDesk::record(const Json& ask) {
  const auto which = asked(ask, false);
  if (!which) return tl::unexpected(which.error());
  const auto draw = found(*which);
  if (!draw) return tl::unexpected(draw.error());
  return Json{{"book", to_json(draw->book)}, {"record", to_json(draw->book.record)}};
}

core::Result<Json> DrawDesk::list() {
  Json draws = Json::array();
  std::vector<std::pair<wire::Round, std::string>> scopes{{wire::Round::kFinal, ""}};
  for (const domain::Delegation& one : installation_.edition->delegations) {
    scopes.emplace_back(wire::Round::kTrial, one.code);
  }
  for (const auto& [round, delegation] : scopes) {
    const auto draw = shelf_.find(round, delegation);
    if (!draw) return tl::unexpected(draw.error());
    if (*draw)
      draws.push_back(shown((*draw)->book, (*draw)->record.stage, (*draw)->record.name, *installation_.edition));
  }
  return Json{{"draws", std::move(draws)}};
}

}  // namespace naadam::scheduling
