#include "cli/told_text.hpp"

#include <nlohmann/json.hpp>

#include "cli/say.hpp"
#include "cli/texts/entry.hpp"
#include "wire/entry.hpp"

namespace naadam::cli {
namespace {

using Json = nlohmann::json;
using FinalsKind = wire::FinalsPlace::Kind;

std::string result_line(const Json& result, Lang lang) {
  const int rank = result.value("rank", 0);
  if (rank == 0) return texts::entry::kNotRanked.in(lang);
  return say(lang, texts::entry::kRanked, result.value("total", std::string()), rank);
}

std::string finals_line(const Json& finals, Lang lang) {
  const std::string kind = finals.value("kind", std::string());
  const int order = finals.value("order", 0);
  if (kind == wire::finals_name(FinalsKind::kNamed)) return say(lang, texts::entry::kNamed, order);
  if (kind == wire::finals_name(FinalsKind::kSubstitute)) return say(lang, texts::entry::kSubstitute, order);
  return texts::entry::kNotNamed.in(lang);
}

}  // namespace

std::vector<std::string> told_lines(const Json& entry, Lang lang) {
  std::vector<std::string> lines;
  if (const auto seat = entry.find("seat"); seat != entry.end()) {
    lines.push_back(say(lang, texts::entry::kSeat, seat->value("heat", 0), seat->value("station", 0)));
  }
  if (const auto result = entry.find("result"); result != entry.end()) lines.push_back(result_line(*result, lang));
  if (const auto finals = entry.find("finals"); finals != entry.end()) lines.push_back(finals_line(*finals, lang));
  return lines;
}

std::string notice_reason_word(std::string_view reason, Lang lang) {
  for (const auto& [name, word] : texts::entry::kNoticeReasons) {
    if (name == reason) return word.in(lang);
  }
  return {};
}

}  // namespace naadam::cli
