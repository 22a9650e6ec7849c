#include <array>
#include <nlohmann/json.hpp>

#include "domain/json_integer.hpp"
#include "scheduling/rules/draw_book.hpp"

namespace naadam::scheduling {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<const char*, 3> kPhases{"committing", "frozen", "published"};  // in the order of DrawPhase

tl::unexpected<core::Error> corrupt(const std::string& what) {
  return core::fail(core::ErrorKind::kCorrupt, "抽签记录已损坏，请运行 naadam doctor。", "draw book: " + what);
}

}  // namespace

std::string to_json(const DrawBook& book) {
  Json json;
  json["round"] = book.round == wire::Round::kTrial ? "trial" : "final";
  json["delegation"] = book.delegation;
  json["phase"] = kPhases[static_cast<std::size_t>(book.phase)];
  json["value_at"] = book.value_at;
  json["plan"] = Json::array();
  for (const SeatPlan& line : book.plan) {
    json["plan"].push_back(
        {{"event", line.event}, {"group", line.group}, {"heats", line.heats}, {"stations", line.stations}});
  }
  json["record"] = Json::parse(to_json(book.record));
  json["moves"] = Json::array();
  for (const SeatMove& move : book.moves) {
    json["moves"].push_back(
        {{"out", move.out}, {"in", move.in}, {"reason", move.reason}, {"by", move.by}, {"at", move.at}});
  }
  json["steps"] = Json::array();
  for (const DrawStep& step : book.steps) {
    json["steps"].push_back({{"step", step.step}, {"by", step.by}, {"at", step.at}, {"note", step.note}});
  }
  json["past"] = Json::array();
  for (const PastDraw& one : book.past) {
    json["past"].push_back({{"draw", one.draw}, {"document", one.document}, {"reason", one.reason}});
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

core::Result<DrawBook> parse_draw_book(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    DrawBook book;
    book.round = json.at("round") == "trial" ? wire::Round::kTrial : wire::Round::kFinal;
    book.delegation = json.at("delegation").get<std::string>();
    const auto phase = std::find(kPhases.begin(), kPhases.end(), json.at("phase").get<std::string>());
    if (phase == kPhases.end()) return corrupt("phase");
    book.phase = static_cast<DrawPhase>(phase - kPhases.begin());
    book.value_at = domain::integer_in<core::Millis>(json.at("value_at"));
    for (const Json& line : json.at("plan")) {
      book.plan.push_back({line.at("event").get<std::string>(), line.at("group").get<std::string>(),
                           domain::integer_in<std::uint16_t>(line.at("heats")),
                           domain::integer_in<std::uint16_t>(line.at("stations"))});
    }
    auto record = parse_draw_record(json.at("record").dump());
    if (!record) return corrupt(record.error().cause);
    book.record = std::move(*record);
    for (const Json& move : json.at("moves")) {
      book.moves.push_back({move.at("out").get<std::string>(), move.at("in").get<std::string>(),
                            move.at("reason").get<std::string>(), move.at("by").get<std::string>(),
                            domain::integer_in<core::Millis>(move.at("at"))});
    }
    for (const Json& step : json.at("steps")) {
      book.steps.push_back({step.at("step").get<std::string>(), step.at("by").get<std::string>(),
                            domain::integer_in<core::Millis>(step.at("at")), step.at("note").get<std::string>()});
    }
    for (const Json& one : json.at("past")) {
      book.past.push_back({one.at("draw").get<std::string>(), one.at("document").get<std::string>(),
                           one.at("reason").get<std::string>()});
    }
    return book;
  } catch (const Json::exception& error) {
    return corrupt(error.what());
  }
}

}  // namespace naadam::scheduling
