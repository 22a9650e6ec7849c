#include "scoring/rules/results_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/id.hpp"
#include "scoring/rules/book_json.hpp"
#include "seal/sha256.hpp"

namespace naadam::scoring {
namespace {

constexpr const char* kFormat = "naadam-results-1";

using Differences = std::vector<ResultsDifference>;

std::string line_text(const RankedLine* line) {
  if (line == nullptr) return "没有";
  if (line->rank == 0) return fmt::format("无名次（{}）", presence_name(line->presence));
  return fmt::format("第 {} 名，总分 {}", line->rank, line->total.text());
}

std::string nominee_text(const std::pair<const Nominee*, bool>& one) {
  if (one.first == nullptr) return "没有";
  return fmt::format("{} {}，名次 {}，总分 {}", one.second ? "替补" : "入选", one.first->order, one.first->rank,
                     one.first->total.text());
}

std::string contest_name(const ScoreBook& book) {
  return book.group.empty() ? book.event : fmt::format("{} {}", book.event, book.group);
}

void check_book(const ScoreBook& book, Differences& differences) {
  const std::string contest = contest_name(book);
  if (!book.published || !book.result) {
    differences.push_back({contest, "没有公布的成绩", "公布的成绩"});
    return;
  }
  const auto ranking = ranking_of(book);
  if (!ranking) {
    differences.push_back({contest, "有名次", ranking.error().text});
    return;
  }
  std::map<std::string, std::pair<const RankedLine*, const RankedLine*>> lines;
  std::vector<RankedLine> should;
  should.reserve(ranking->ranked.size());
  for (const Ranked& one : ranking->ranked) {
    const MarkLine& line = book.marks[one.standing];
    should.push_back({line.number, line.entry, line.presence, one.total, one.rank});
    lines[line.number].second = &should.back();
  }
  for (const RankedLine& line : book.result->ranked) {
    const RankedLine*& there = lines[line.number].first;
    if (there != nullptr) differences.push_back({contest + " " + line.number, line_text(&line), "只有一行"});
    there = &line;
  }
  for (const auto& [number, pair] : lines) {
    if (pair.first != nullptr && pair.second != nullptr && *pair.first == *pair.second) continue;
    differences.push_back({contest + " " + number, line_text(pair.first), line_text(pair.second)});
    if (pair.first != nullptr && pair.second != nullptr && pair.first->entry != pair.second->entry) {
      differences.push_back({contest + " " + number + " entry", pair.first->entry, pair.second->entry});
    }
  }
}

void check_nomination(const NominationBook& book, const ResultsRecord& record, Differences& differences) {
  const std::string place = book.event + " finals";
  NominationTerms terms;
  terms.tie_chain = book.tie_chain;
  terms.quota = book.quota;
  terms.passed_over = book.passed_over;
  for (const NominationSource& source : book.contests) {
    const auto contest = std::ranges::find_if(record.books, [&](const ScoreBook& one) {
      return one.event == book.event && one.group == source.group && one.delegation == book.delegation;
    });
    if (contest == record.books.end()) {
      differences.push_back({fmt::format("{} {}", place, source.group), "没有成绩册", source.document});
      return;
    }
    const std::string name = document_name(to_json(*contest));
    if (name != source.document) {
      differences.push_back({fmt::format("{} {}", place, source.group), name, source.document});
    }
    terms.contests.push_back({source.group, source.group, source.document, *contest});
  }
  const auto nominees = nominees_of(terms, book.reviews, book.declined);
  if (!nominees) {
    differences.push_back({place, "有提名", nominees.error().text});
    return;
  }
  for (const std::string& who : nominees->undecided)
    differences.push_back({place + " " + who, "有提名", "并列，未决定"});
  using Listed = std::pair<const Nominee*, bool>;
  std::map<std::string, std::pair<Listed, Listed>> people;
  const auto add = [&](const std::vector<Nominee>& list, bool substitutes, bool has) {
    for (const Nominee& one : list) {
      auto& pair = people[who_label(one.group, one.number)];
      (has ? pair.first : pair.second) = {&one, substitutes};
    }
  };
  add(book.named, false, true);
  add(book.substitutes, true, true);
  add(nominees->named, false, false);
  add(nominees->substitutes, true, false);
  for (const auto& [who, pair] : people) {
    const auto& [has, should] = pair;
    if (has.first != nullptr && should.first != nullptr && *has.first == *should.first && has.second == should.second) {
      continue;
    }
    differences.push_back({place + " " + who, nominee_text(has), nominee_text(should)});
  }
}

}  // namespace

std::string document_name(std::string_view text) {
  seal::Sha256 hash;
  hash.add(text);
  return core::to_hex(seal::view_of(hash.finish()));
}

std::string to_json(const ResultsRecord& record) {
  Json json;
  json["format"] = kFormat;
  json["edition"] = record.edition;
  json["books"] = Json::array();
  for (const ScoreBook& book : record.books) json["books"].push_back(Json::parse(to_json(book)));
  json["nominations"] = Json::array();
  for (const NominationBook& book : record.nominations) json["nominations"].push_back(Json::parse(to_json(book)));
  return json.dump(1) + "\n";
}

core::Result<ResultsRecord> parse_results(std::string_view text) {
  const auto wrong = [](const std::string& place) {
    return core::fail(core::ErrorKind::kInvalid, fmt::format("这不是成绩记录，或已被改动：{}", place),
                      "results record: " + place);
  };
  if (text.size() > kResultsBytesMax) return wrong("文件过大");
  try {
    const Json json = Json::parse(text);
    if (json.at("format") != kFormat) return wrong("format");
    ResultsRecord record;
    record.edition = json.at("edition").get<std::string>();
    for (const Json& one : json.at("books")) {
      auto book = parse_score_book(dumped(one));
      if (!book) return wrong(book.error().cause);
      record.books.push_back(std::move(*book));
    }
    for (const Json& one : json.at("nominations")) {
      auto book = parse_nomination_book(dumped(one));
      if (!book) return wrong(book.error().cause);
      record.nominations.push_back(std::move(*book));
    }
    return record;
  } catch (const Json::parse_error& error) {
    return wrong(fmt::format("第 {} 个字节起不是 JSON", error.byte));
  } catch (const Json::exception&) {
    return wrong("有缺少的项，或项的形式不对");
  }
}

std::vector<ResultsDifference> check_results(const ResultsRecord& record) {
  Differences differences;
  for (const ScoreBook& book : record.books) check_book(book, differences);
  for (const NominationBook& book : record.nominations) check_nomination(book, record, differences);
  return differences;
}

}  // namespace naadam::scoring
