#include "scoring/rules/book_json.hpp"
#include "scoring/rules/nomination_book.hpp"

namespace naadam::scoring {
namespace {

tl::unexpected<core::Error> corrupt_nomination(const std::string& what) {
  return core::fail(core::ErrorKind::kCorrupt, "决赛提名记录已损坏，请运行 naadam doctor。", "nomination: " + what);
}

Json to_json(const std::vector<Nominee>& nominees) {
  Json json = Json::array();
  for (const Nominee& one : nominees) {
    json.push_back({{"group", one.group},
                    {"number", one.number},
                    {"entry", one.entry},
                    {"total", one.total.text()},
                    {"rank", one.rank},
                    {"order", one.order}});
  }
  return json;
}

std::vector<Nominee> nominees_in(const Json& json) {
  std::vector<Nominee> nominees;
  for (const Json& one : json) {
    nominees.push_back({one.at("group").get<std::string>(), one.at("number").get<std::string>(),
                        one.at("entry").get<std::string>(), decimal_in(one.at("total"), "total"),
                        domain::integer_in<std::uint32_t>(one.at("rank")),
                        domain::integer_in<std::uint16_t>(one.at("order"))});
  }
  return nominees;
}

}  // namespace

std::string to_json(const NominationBook& book) {
  Json json;
  json["kind"] = "nomination";
  json["delegation"] = book.delegation;
  json["event"] = book.event;
  json["phase"] = book.published ? "published" : "open";
  json["quota"] = book.quota;
  json["contests"] = Json::array();
  for (const NominationSource& one : book.contests) {
    json["contests"].push_back({{"group", one.group}, {"document", one.document}});
  }
  json["tie_chain"] = book.tie_chain;
  json["passed_over"] = Json::array();
  for (const PassedOver& one : book.passed_over) json["passed_over"].push_back({{"who", one.who}, {"why", one.why}});
  json["declined"] = Json::array();
  for (const Declined& one : book.declined) {
    json["declined"].push_back({{"who", one.who}, {"reason", one.reason}, {"by", one.by}, {"at", one.at}});
  }
  json["reviews"] = to_json(book.reviews);
  json["named"] = to_json(book.named);
  json["substitutes"] = to_json(book.substitutes);
  json["published_by"] = book.published_by;
  json["published_at"] = book.published_at;
  json["former"] = book.former;
  json["version"] = book.version;
  json["steps"] = to_json(book.steps);
  json["previous"] = book.previous;
  return dumped(json);
}

core::Result<NominationBook> parse_nomination_book(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    if (json.at("kind") != "nomination") return corrupt_nomination("kind");
    NominationBook book;
    book.delegation = json.at("delegation").get<std::string>();
    book.event = json.at("event").get<std::string>();
    book.published = json.at("phase") == "published";
    book.quota = domain::integer_in<std::uint16_t>(json.at("quota"));
    for (const Json& one : json.at("contests")) {
      book.contests.push_back({one.at("group").get<std::string>(), one.at("document").get<std::string>()});
    }
    book.tie_chain = json.at("tie_chain").get<std::vector<std::string>>();
    for (const Json& one : json.at("passed_over")) {
      book.passed_over.push_back({one.at("who").get<std::string>(), one.at("why").get<std::string>()});
    }
    for (const Json& one : json.at("declined")) {
      book.declined.push_back({one.at("who").get<std::string>(), one.at("reason").get<std::string>(),
                               one.at("by").get<std::string>(), domain::integer_in<core::Millis>(one.at("at"))});
    }
    book.reviews = reviews_in(json.at("reviews"));
    book.named = nominees_in(json.at("named"));
    book.substitutes = nominees_in(json.at("substitutes"));
    book.published_by = json.at("published_by").get<std::string>();
    book.published_at = domain::integer_in<core::Millis>(json.at("published_at"));
    book.former = json.at("former").get<std::vector<std::string>>();
    book.version = domain::integer_in<std::uint32_t>(json.at("version"));
    book.steps = steps_in(json.at("steps"));
    book.previous = json.at("previous").get<std::string>();
    return book;
  } catch (const Wrong& error) {
    return corrupt_nomination(error.place);
  } catch (const Json::exception& error) {
    return corrupt_nomination(error.what());
  }
}

}  // namespace naadam::scoring
