#include "scoring/rules/scheme_book.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "domain/text.hpp"
#include "scoring/rules/book_json.hpp"

namespace naadam::scoring {
namespace {

constexpr std::size_t kCodePointsMax = 40;

tl::unexpected<core::Error> wrong_scheme(std::string text) {
  return core::fail(core::ErrorKind::kInvalid, std::move(text), "scheme refused");
}

}  // namespace

core::Status check_reason(std::string_view reason) {
  if (reason.empty()) return wrong_scheme("已经有了，要更改请写明理由（reason）。");
  if (reason.size() > kReasonBytesMax) return wrong_scheme(fmt::format("理由过长，最多 {} 个字节。", kReasonBytesMax));
  return {};
}

core::Result<std::vector<Criterion>> criteria_of(const std::vector<WrittenCriterion>& written) {
  if (written.empty()) return wrong_scheme("评分方案里没有评分项。");
  if (written.size() > kCriteriaMax) return wrong_scheme(fmt::format("评分项超过 {} 个。", kCriteriaMax));
  std::vector<Criterion> criteria;
  std::vector<std::string> keys;
  Decimal sum;
  for (const WrittenCriterion& one : written) {
    const std::string name = one.zh.empty() ? one.code : one.zh;
    const std::string code = domain::match_key(one.code);
    if (code.empty()) return wrong_scheme("评分项缺少代码（code）。");
    if (domain::code_points(domain::plain_text(one.code)) > kCodePointsMax ||
        domain::code_points(domain::plain_text(one.zh)) > kCodePointsMax) {
      return wrong_scheme(fmt::format("评分项的代码和名称最多 {} 个字。", kCodePointsMax));
    }
    std::vector<std::string> own{code};
    if (const std::string zh = domain::match_key(one.zh); !zh.empty() && zh != code) own.push_back(zh);
    for (std::string& key : own) {
      if (std::ranges::find(keys, key) != keys.end()) return wrong_scheme(fmt::format("评分项“{}”重复。", name));
      keys.push_back(std::move(key));
    }
    const auto most = Decimal::parse(one.most);
    const auto step = Decimal::parse(one.step);
    if (!most || *most <= Decimal()) {
      return wrong_scheme(
          fmt::format("评分项“{}”的满分（most）应是大于 0 的数，最多 {} 位小数。", name, Decimal::kPlaces));
    }
    if (!step || *step <= Decimal() || *step > *most || !most->in_steps_of(*step)) {
      return wrong_scheme(fmt::format("评分项“{}”的最小单位（step）应大于 0，且满分是它的整数倍。", name));
    }
    sum += *most;
    criteria.push_back({domain::plain_text(one.code), *most, *step, domain::plain_text(one.zh)});
  }
  if (sum > Decimal::whole(Decimal::kMax)) return wrong_scheme("各项满分的和过大。");
  return criteria;
}

core::Result<std::optional<SchemeBook>> set_scheme(const SchemeBook* before, const std::string& document,
                                                   wire::Round round, const std::string& event,
                                                   const std::vector<Criterion>& criteria, const std::string& reason,
                                                   const Hand& hand) {
  if (before != nullptr && before->criteria == criteria) return std::optional<SchemeBook>();
  if (before != nullptr) {
    if (const auto fine = check_reason(reason); !fine) return tl::unexpected(fine.error());
  }
  SchemeBook book;
  book.round = round;
  book.event = event;
  book.criteria = criteria;
  book.version = before == nullptr ? 1 : before->version + 1;
  book.by = hand.by;
  book.at = hand.now;
  book.reason = reason;
  book.previous = before == nullptr ? "" : document;
  return std::optional(std::move(book));
}

std::string to_json(const SchemeBook& book) {
  Json json;
  json["kind"] = "scheme";
  json["round"] = round_name(book.round);
  json["event"] = book.event;
  json["criteria"] = to_json(book.criteria);
  json["version"] = book.version;
  json["by"] = book.by;
  json["at"] = book.at;
  json["reason"] = book.reason;
  json["previous"] = book.previous;
  return dumped(json);
}

core::Result<SchemeBook> parse_scheme_book(std::string_view text) {
  const auto corrupt = [](const std::string& what) {
    return core::fail(core::ErrorKind::kCorrupt, "评分方案已损坏，请运行 naadam doctor。", "scheme: " + what);
  };
  try {
    const Json json = Json::parse(text);
    if (json.at("kind") != "scheme") return corrupt("kind");
    SchemeBook book;
    book.round = round_in(json.at("round"));
    book.event = json.at("event").get<std::string>();
    book.criteria = criteria_in(json.at("criteria"));
    book.version = domain::integer_in<std::uint32_t>(json.at("version"));
    book.by = json.at("by").get<std::string>();
    book.at = domain::integer_in<core::Millis>(json.at("at"));
    book.reason = json.at("reason").get<std::string>();
    book.previous = json.at("previous").get<std::string>();
    return book;
  } catch (const Wrong& error) {
    return corrupt(error.place);
  } catch (const Json::exception& error) {
    return corrupt(error.what());
  }
}

}  // namespace naadam::scoring
