#include "portal/desks/boards.hpp"

#include <nlohmann/json.hpp>

#include "portal/rules/scope.hpp"
#include "wire/verbs.hpp"

namespace naadam::portal {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kCursorBytesMax = 20;  // a 64-bit number

bool is_cursor(std::string_view text) {
  return text.size() <= kCursorBytesMax && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

Boards::Boards(Lanes& lanes, Front& front) : lanes_(lanes) {
  front.on(Action::kCount, [this](Call& call) { return count(call); });
  front.on(Action::kShowBoard, [this](Call& call) { return show(call); });
}

Task<Outcome> Boards::count(Call& call) {
  const Json question = Json::object();
  const auto counts = co_await ask(lanes_, kScheduling, wire::verb::kBoardCount, question, call.trace);
  if (!counts) co_return refuse(counts.error());
  co_return json_answer(visible_counts(call.who, *counts));
}

Task<Outcome> Boards::show(Call& call) {
  const std::string& delegation = call.values.at(2);
  if (!sees_delegation(call.who, delegation)) co_return refuse(ProblemKind::kOutsideScope);
  const auto cursor = call.query.find("cursor");
  if (cursor != call.query.end() && !is_cursor(cursor->second)) {
    co_return refuse(ProblemKind::kInvalid, "翻页位置无效，请从头列出。");
  }
  const Json question{{"event", call.values.at(0)},
                      {"group", call.values.at(1)},
                      {"delegation", delegation},
                      {"cursor", cursor == call.query.end() ? "" : cursor->second}};
  const auto page = co_await ask(lanes_, kScheduling, wire::verb::kBoardList, question, call.trace);
  if (!page) co_return refuse(page.error());
  const Json seen{{"places", page->value("places", Json::array())}, {"cursor", page->value("cursor", std::string())}};
  co_return json_answer(seen);
}

}  // namespace naadam::portal
