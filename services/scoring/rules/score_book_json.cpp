#include "scoring/rules/book_json.hpp"
#include "scoring/rules/score_book.hpp"

namespace naadam::scoring {
namespace {

tl::unexpected<core::Error> corrupt_book(const std::string& what) {
  return core::fail(core::ErrorKind::kCorrupt, "成绩册已损坏，请运行 naadam doctor。", "score book: " + what);
}

}  // namespace

std::string to_json(const ScoreBook& book) {
  Json json;
  json["kind"] = "book";
  json["round"] = round_name(book.round);
  json["delegation"] = book.delegation;
  json["event"] = book.event;
  json["group"] = book.group;
  json["phase"] = book.published ? "published" : "open";
  json["start_list"] = book.start_list;
  json["draw"] = book.draw;
  json["scheme"] = book.scheme;
  json["criteria"] = to_json(book.criteria);
  json["tie_chain"] = book.tie_chain;
  json["version"] = book.version;
  json["marks"] = to_json(book.marks);
  json["file"] = book.file;
  json["by"] = book.by;
  json["at"] = book.at;
  json["reason"] = book.reason;
  json["reviews"] = to_json(book.reviews);
  json["result"] = Json();
  if (book.result) {
    json["result"] = {{"ranked", to_json(book.result->ranked)},
                      {"published_by", book.result->published_by},
                      {"published_at", book.result->published_at}};
  }
  json["former"] = book.former;
  json["steps"] = to_json(book.steps);
  json["previous"] = book.previous;
  return dumped(json);
}

core::Result<ScoreBook> parse_score_book(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    if (json.at("kind") != "book") return corrupt_book("kind");
    ScoreBook book;
    book.round = round_in(json.at("round"));
    book.delegation = json.at("delegation").get<std::string>();
    book.event = json.at("event").get<std::string>();
    book.group = json.at("group").get<std::string>();
    book.published = json.at("phase") == "published";
    book.start_list = json.at("start_list").get<std::string>();
    book.draw = json.at("draw").get<std::string>();
    book.scheme = json.at("scheme").get<std::string>();
    book.criteria = criteria_in(json.at("criteria"));
    book.tie_chain = json.at("tie_chain").get<std::vector<std::string>>();
    book.version = domain::integer_in<std::uint32_t>(json.at("version"));
    book.marks = lines_in(json.at("marks"));
    book.file = json.at("file").get<std::string>();
    book.by = json.at("by").get<std::string>();
    book.at = domain::integer_in<core::Millis>(json.at("at"));
    book.reason = json.at("reason").get<std::string>();
    book.reviews = reviews_in(json.at("reviews"));
    if (const Json& result = json.at("result"); !result.is_null()) {
      book.result = BookResult{ranked_in(result.at("ranked")), result.at("published_by").get<std::string>(),
                               domain::integer_in<core::Millis>(result.at("published_at"))};
    }
    book.former = json.at("former").get<std::vector<std::string>>();
    book.steps = steps_in(json.at("steps"));
    book.previous = json.at("previous").get<std::string>();
    return book;
  } catch (const Wrong& error) {
    return corrupt_book(error.place);
  } catch (const Json::exception& error) {
    return corrupt_book(error.what());
  }
}

}  // namespace naadam::scoring
