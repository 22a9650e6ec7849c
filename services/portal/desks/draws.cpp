#include "portal/desks/draws.hpp"

#include <nlohmann/json.hpp>

#include "wire/verbs.hpp"

namespace naadam::portal {
namespace {

using Json = nlohmann::json;
namespace verb = wire::verb;

}  // namespace

struct Draws::Seen {
  Json question, draw;
};

Draws::Draws(Lanes& lanes, Front& front) : lanes_(lanes) {
  front.on(Action::kListDraws, [this](Call& call) { return list(call); });
  front.on(Action::kShowDraw, [this](Call& call) { return show(call); });
  front.on(Action::kFetchDrawRecord, [this](Call& call) { return fetch_record(call); });
}

Task<Outcome> Draws::list(Call& call) {
  const Json question = Json::object();
  const auto told = co_await ask(lanes_, kScheduling, verb::kDrawList, question, call.trace);
  if (!told) co_return refuse(told.error());
  Json seen{{"draws", Json::array()}};
  for (const Json& draw : told->value("draws", Json::array())) {
    if (auto one = visible_draw(call.who, draw)) seen["draws"].push_back(std::move(*one));
  }
  co_return json_answer(seen);
}

Task<tl::expected<Draws::Seen, Problem>> Draws::seen(const Call& call) {
  const auto of = round_of(call.values.at(0), call.values.at(1));
  if (!of) co_return refuse(ProblemKind::kNotFound, kNoSuchRound);
  Seen seen{{{"round", of->round}, {"delegation", of->delegation}}, {}};
  const auto told = co_await ask(lanes_, kScheduling, verb::kDrawShow, seen.question, call.trace);
  if (!told) co_return refuse(told.error());
  auto draw = visible_draw(call.who, *told);
  if (!draw) co_return unseen(call.who);
  seen.draw = std::move(*draw);
  co_return seen;
}

Task<Outcome> Draws::show(Call& call) {
  const auto found = co_await seen(call);
  if (!found) co_return tl::unexpected(found.error());
  co_return json_answer(found->draw);
}

Task<Outcome> Draws::fetch_record(Call& call) {
  const auto found = co_await seen(call);
  if (!found) co_return tl::unexpected(found.error());
  const auto told = co_await ask(lanes_, kScheduling, verb::kDrawRecord, found->question, call.trace);
  if (!told) co_return refuse(told.error());
  co_return record_answer(told->value("record", std::string()), "draw-" + found->draw.value("draw", std::string()));
}

}  // namespace naadam::portal
