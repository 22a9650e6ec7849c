#include "scoring/rules/book_json.hpp"

namespace naadam::scoring {

Decimal decimal_in(const Json& value, const char* place) {
  const auto decimal = Decimal::parse(value.get_ref<const std::string&>());
  if (!decimal) throw Wrong{place};
  return *decimal;
}

Presence presence_in_json(const Json& value) {
  const auto presence = presence_of(value.get_ref<const std::string&>());
  if (!presence) throw Wrong{"presence"};
  return *presence;
}

wire::Round round_in(const Json& json) {
  const auto& name = json.get_ref<const std::string&>();
  if (name != "trial" && name != "final") throw Wrong{"round"};
  return name == "trial" ? wire::Round::kTrial : wire::Round::kFinal;
}

Json to_json(const std::vector<Criterion>& criteria) {
  Json json = Json::array();
  for (const Criterion& one : criteria) {
    json.push_back({{"code", one.code}, {"zh", one.zh}, {"most", one.most.text()}, {"step", one.step.text()}});
  }
  return json;
}

std::vector<Criterion> criteria_in(const Json& json) {
  std::vector<Criterion> criteria;
  for (const Json& one : json) {
    Criterion& criterion = criteria.emplace_back();
    criterion.code = one.at("code").get<std::string>();
    criterion.zh = one.at("zh").get<std::string>();
    criterion.most = decimal_in(one.at("most"), "most");
    criterion.step = decimal_in(one.at("step"), "step");
    if (criterion.step <= Decimal() || criterion.most <= Decimal()) throw Wrong{"step"};
  }
  return criteria;
}

Json to_json(const std::vector<MarkLine>& lines) {
  Json json = Json::array();
  for (const MarkLine& line : lines) {
    Json marks = Json::array();
    for (const auto& mark : line.marks) marks.push_back(mark ? Json(mark->text()) : Json());
    json.push_back({{"number", line.number},
                    {"entry", line.entry},
                    {"presence", presence_name(line.presence)},
                    {"marks", std::move(marks)},
                    {"seconds", line.seconds ? Json(*line.seconds) : Json()}});
  }
  return json;
}

std::vector<MarkLine> lines_in(const Json& json) {
  std::vector<MarkLine> lines;
  for (const Json& one : json) {
    MarkLine& line = lines.emplace_back();
    line.number = one.at("number").get<std::string>();
    line.entry = one.at("entry").get<std::string>();
    line.presence = presence_in_json(one.at("presence"));
    for (const Json& mark : one.at("marks")) {
      line.marks.push_back(mark.is_null() ? std::nullopt : std::optional(decimal_in(mark, "marks")));
    }
    if (!one.at("seconds").is_null()) line.seconds = domain::integer_in<std::uint32_t>(one.at("seconds"));
  }
  return lines;
}

Json to_json(const std::vector<Review>& reviews) {
  Json json = Json::array();
  for (const Review& one : reviews) {
    json.push_back({{"order", one.order}, {"by", one.by}, {"at", one.at}, {"reason", one.reason}});
  }
  return json;
}

std::vector<Review> reviews_in(const Json& json) {
  std::vector<Review> reviews;
  for (const Json& one : json) {
    reviews.push_back({one.at("order").get<std::vector<std::string>>(), one.at("by").get<std::string>(),
                       domain::integer_in<core::Millis>(one.at("at")), one.at("reason").get<std::string>()});
  }
  return reviews;
}

Json to_json(const std::vector<BookStep>& steps) {
  Json json = Json::array();
  for (const BookStep& one : steps) {
    json.push_back({{"step", one.step}, {"by", one.by}, {"at", one.at}, {"note", one.note}});
  }
  return json;
}

std::vector<BookStep> steps_in(const Json& json) {
  std::vector<BookStep> steps;
  for (const Json& one : json) {
    steps.push_back({one.at("step").get<std::string>(), one.at("by").get<std::string>(),
                     domain::integer_in<core::Millis>(one.at("at")), one.at("note").get<std::string>()});
  }
  return steps;
}

Json to_json(const std::vector<RankedLine>& ranked) {
  Json json = Json::array();
  for (const RankedLine& one : ranked) {
    json.push_back({{"number", one.number},
                    {"entry", one.entry},
                    {"presence", presence_name(one.presence)},
                    {"total", one.total.text()},
                    {"rank", one.rank}});
  }
  return json;
}

std::vector<RankedLine> ranked_in(const Json& json) {
  std::vector<RankedLine> ranked;
  for (const Json& one : json) {
    ranked.push_back({one.at("number").get<std::string>(), one.at("entry").get<std::string>(),
                      presence_in_json(one.at("presence")), decimal_in(one.at("total"), "total"),
                      domain::integer_in<std::uint32_t>(one.at("rank"))});
  }
  return ranked;
}

}  // namespace naadam::scoring
