#include "domain/score_scheme.hpp"

#include <fmt/format.h>

#include "toml_reader.hpp"

namespace naadam::domain {
namespace {

constexpr std::size_t kCriterionNameMax = 40;
constexpr std::size_t kMarkMax = 20;

}  // namespace

core::Result<ScoreScheme> parse_score_scheme(std::string_view toml, std::string_view file_name) {
  if (toml.size() > kScoreSchemeBytesMax) {
    return core::fail(core::ErrorKind::kInvalid, fmt::format("{} 过大，不是评分方案", file_name),
                      "score scheme too large");
  }
  const auto parsed = parse_toml(toml, file_name);
  if (!parsed) return tl::unexpected(parsed.error());
  TomlReport report(file_name);
  TomlReader in(report, *parsed, "");
  ScoreScheme scheme;
  TomlReader head = in.table("scheme");
  scheme.round = head.choice("round", {"trial", "final"});
  head.finish();
  for (TomlReader& one : in.tables("event")) {
    ScoreScheme::Event& event = scheme.events.emplace_back();
    event.event = one.text("event");
    for (TomlReader& line : one.tables("criterion")) {
      ScoreScheme::Criterion& criterion = event.criteria.emplace_back();
      criterion.code = line.text("code", kCriterionNameMax);
      criterion.zh = line.text("zh", kCriterionNameMax);
      criterion.most = line.text("most", kMarkMax);
      criterion.step = line.text("step", kMarkMax);
      line.finish();
    }
    one.finish();
  }
  in.finish();
  if (!report.ok()) return tl::unexpected<core::Error>(report.first());
  return scheme;
}

}  // namespace naadam::domain
