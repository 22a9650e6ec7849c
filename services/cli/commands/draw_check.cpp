#include "cli/commands/draw_check.hpp"

#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/draw.hpp"
#include "scheduling/rules/draw_record.hpp"

namespace naadam::cli {
namespace {

using scheduling::DrawDifference;
using scheduling::DrawRecord;

std::size_t entries_of(const DrawRecord& record) {
  std::size_t sum = 0;
  for (const scheduling::DrawEvent& event : record.request.events) sum += event.entries.size();
  return sum;
}

void print(const DrawRecord& record, const std::vector<DrawDifference>& differences, Globals& globals) {
  const Lang lang = globals.lang;
  const auto line = [&]<class... Args>(const Text& text, const Args&... args) {
    globals.out << say(lang, text, args...) << '\n';
  };
  line(texts::draw::kDraw, record.request.id, record.edition.substr(0, 8));
  if (!record.replaces.empty()) line(texts::draw::kReplaces, record.replaces, record.reason);
  line(texts::draw::kPublic, record.public_source, record.request.public_text);
  line(texts::draw::kReveals, record.request.commitments.size(), record.request.reveals.size());
  if (!record.drawn.left_out.empty())
    line(texts::draw::kLeftOut, fmt::format("{}", fmt::join(record.drawn.left_out, "、")));
  line(texts::draw::kSize, record.request.events.size(), entries_of(record));
  globals.out << '\n';
  if (differences.empty()) return line(texts::draw::kEqual);
  Table table(std::vector<Align>(texts::draw::kHeadings.size(), Align::kLeft));
  std::vector<std::string> headings;
  for (const Text& heading : texts::draw::kHeadings) headings.emplace_back(heading.in(lang));
  table.add(std::move(headings));
  const std::size_t shown = std::min(kListShown, differences.size());
  for (std::size_t i = 0; i < shown; ++i) {
    table.add({differences[i].place, differences[i].has, differences[i].should});
  }
  globals.out << table.text();
  if (differences.size() > shown) line(texts::draw::kMore, differences.size() - shown);
  globals.out << '\n';
  line(texts::draw::kDiffers, differences.size());
}

void print_json(const DrawRecord& record, const std::vector<DrawDifference>& differences, Globals& globals) {
  nlohmann::json places = nlohmann::json::array();
  for (const DrawDifference& one : differences) {
    places.push_back({{"place", one.place}, {"record", one.has}, {"should_be", one.should}});
  }
  globals.out << nlohmann::json{{"draw", record.request.id},
                                {"entries", entries_of(record)},
                                {"equal", differences.empty()},
                                {"differences", std::move(places)}}
                     .dump()
              << '\n';
}

core::Status check(const std::string& file, Globals& globals) {
  const auto json = contents_of(file);
  if (!json) return tl::unexpected(json.error());
  const auto record = scheduling::parse_draw_record(*json);
  if (!record) return tl::unexpected(record.error());
  const auto differences = scheduling::check_draw(*record);
  if (!differences) return tl::unexpected(differences.error());
  globals.json ? print_json(*record, *differences, globals) : print(*record, *differences, globals);
  globals.exit_code = differences->empty() ? runtime::kExitDone : runtime::kExitSomeRefused;
  return {};
}

}  // namespace

void add_draw_check(CLI::App& draw, Globals& globals) {
  const auto file = std::make_shared<std::string>();
  CLI::App* command = draw.add_subcommand("check", globals.say(texts::draw::kCheckAbout));
  command->add_option("FILE", *file, globals.say(texts::draw::kFile))->required();
  command->footer(globals.say(texts::draw::kCheckFooter));
  command->callback([file, &globals] {
    if (const core::Status done = check(*file, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
