#include "cli/commands/results_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/scoring.hpp"
#include "wire/verbs.hpp"

namespace naadam::cli {
namespace {

using Contest = std::pair<std::string, std::string>;  // event and group
struct Fate {
  std::string presence, rank, finals;
  bool operator==(const Fate&) const = default;
  std::string text() const { return fmt::format("{} {} {}", presence, rank, finals); }
};
using Fates = std::map<std::string, Fate>;  // by number

// Plain commas: sample-marks writes nothing that would need quotes.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  for (std::size_t from = 0; from <= line.size();) {
    const std::size_t to = std::min(line.find(',', from), line.size());
    cells.emplace_back(line.substr(from, to - from));
    from = to + 1;
  }
  return cells;
}

core::Result<std::map<Contest, Fates>> truth_in(const std::filesystem::path& file) {
  const auto text = contents_of(file);
  if (!text) return tl::unexpected(text.error());
  std::map<Contest, Fates> all;
  std::size_t number = 0;
  for (std::size_t from = 0; from < text->size();) {
    const std::size_t to = std::min(text->find('\n', from), text->size());
    std::string_view line = std::string_view(*text).substr(from, to - from);
    from = to + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (++number == 1 || line.empty()) continue;
    const auto cells = cells_of(line);
    if (cells.size() != 6) {
      return refuse(core::ErrorKind::kInvalid, texts::scoring::kBadTruth, file.filename().string(), number);
    }
    all[{cells[0], cells[1]}][cells[2]] = {cells[3], cells[4], cells[5]};
  }
  return all;
}

}  // namespace

core::Status check_truth(const ScoreScope& scope, const std::filesystem::path& file, Globals& globals) {
  const auto truth = truth_in(file);
  if (!truth) return tl::unexpected(truth.error());
  const auto finals =
      ask_scoring(scope.data, wire::verb::kScoreFinals, {{"delegation", scope.delegation}, {"event", scope.event}});
  if (!finals) return tl::unexpected(finals.error());
  std::map<Contest, std::map<std::string, std::string>> nominated;
  for (const Json& one : finals->at("finals")) {
    for (const auto& [list, word] : {std::pair("named", "named"), std::pair("substitutes", "substitute")}) {
      for (const Json& who : one.at(list)) {
        nominated[{one.at("event"), who.at("group")}][who.at("number")] =
            fmt::format("{} {}", word, who.at("order").get<std::size_t>());
      }
    }
  }
  std::vector<std::array<std::string, 3>> differences;
  std::size_t people = 0;
  for (const auto& [contest, should] : *truth) {
    ScoreScope one = scope;
    std::tie(one.event, one.group) = contest;
    const auto body = scope_of(one);
    if (!body) return tl::unexpected(body.error());
    const auto shown = ask_scoring(scope.data, wire::verb::kScoreShow, *body);
    if (!shown) return tl::unexpected(shown.error());
    Fates has;
    const bool published = shown->at("phase") == "published";
    for (const Json& line : shown->at(published ? "ranked" : "published_ranked")) {
      const std::string number = line.at("number");
      has[number] = {line.at("presence"), std::to_string(line.at("rank").get<std::size_t>()),
                     nominated[contest][number]};
    }
    std::set<std::string> numbers;
    for (const Fates* fates : std::initializer_list<const Fates*>{&has, &should}) {
      for (const auto& [number, fate] : *fates) numbers.insert(number);
    }
    people += should.size();
    for (const std::string& number : numbers) {
      const auto a = has.find(number);
      const auto b = should.find(number);
      const std::string left = a == has.end() ? "-" : a->second.text();
      const std::string right = b == should.end() ? "-" : b->second.text();
      if (left != right) {
        differences.push_back({fmt::format("{} {} {}", contest.first, contest.second, number), left, right});
      }
    }
  }
  if (!differences.empty()) globals.exit_code = runtime::kExitSomeRefused;
  if (globals.json) {
    Json places = Json::array();
    for (const auto& [place, left, right] : differences) {
      places.push_back({{"place", place}, {"result", left}, {"should_be", right}});
    }
    print_json({{"contests", truth->size()},
                {"people", people},
                {"equal", differences.empty()},
                {"differences", std::move(places)}},
               globals);
    return {};
  }
  if (differences.empty()) {
    globals.out << say(globals.lang, texts::scoring::kTruthHolds, truth->size(), people) << '\n';
    return {};
  }
  Table table(std::vector<Align>(texts::scoring::kDifferenceHeadings.size(), Align::kLeft));
  std::vector<std::string> headings;
  for (const Text& heading : texts::scoring::kDifferenceHeadings) headings.emplace_back(heading.in(globals.lang));
  table.add(std::move(headings));
  for (std::size_t i = 0; i < std::min(kListShown, differences.size()); ++i) {
    table.add({differences[i][0], differences[i][1], differences[i][2]});
  }
  globals.out << table.text() << say(globals.lang, texts::scoring::kTruthDiffers, differences.size()) << '\n';
  return {};
}

}  // namespace naadam::cli
