#include "portal/desks/entries.hpp"

#include <nlohmann/json.hpp>

#include "portal/rules/scope.hpp"
#include "wire/verbs.hpp"

namespace naadam::portal {
namespace {

using Json = nlohmann::json;

}  // namespace

Entries::Entries(Lanes& lanes, Front& front) : lanes_(lanes), front_(front) {
  front.on(Action::kShowEntry, [this](Call& call) { return show(call); });
  front.on(Action::kFindEntries, [this](Call& call) { return find(call); });
}

Task<tl::expected<Json, Problem>> Entries::visible(const Call& call, const Json& question) {
  const auto told = co_await ask(lanes_, kIntake, wire::verb::kEntryShow, question, call.trace);
  if (!told) co_return refuse(told.error());
  Json seen = Json::array();
  for (const Json& entry : told->value("entries", Json::array())) {
    if (auto one = visible_entry(call.who, entry)) seen.push_back(std::move(*one));
  }
  if (seen.empty()) co_return refuse(ProblemKind::kNotFound);
  co_return seen;
}

Task<Outcome> Entries::show(Call& call) {
  const Json question{{"entry", call.values.front()}};
  const auto entries = co_await visible(call, question);
  if (!entries) co_return tl::unexpected(entries.error());
  co_return json_answer(entries->front());
}

Task<Outcome> Entries::find(Call& call) {
  const auto body = co_await keyed_body(call, front_, kBodyBytesMax);
  if (!body) co_return tl::unexpected(body.error());
  const Json wanted = Json::parse(*body, nullptr, false);
  const auto document = wanted.is_object() ? wanted.find("document") : wanted.end();
  if (!wanted.is_object() || document == wanted.end() || !document->is_string()) {
    co_return refuse(ProblemKind::kInvalid, "请求内容应为 {\"document\": \"证件号码\"}。");
  }
  const Json question{{"document", *document}};
  auto entries = co_await visible(call, question);
  if (!entries) co_return tl::unexpected(entries.error());
  Json found{{"entries", std::move(*entries)}};
  co_return json_answer(found);
}

}  // namespace naadam::portal
