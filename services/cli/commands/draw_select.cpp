#include "cli/commands/draw_select.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/files.hpp"
#include "cli/options.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/draw_select.hpp"
#include "core/id.hpp"
#include "scheduling/rules/public_selection.hpp"

namespace naadam::cli {
namespace {

using scheduling::Selected;
using Names = std::vector<std::string>;

struct SelectOptions {
  std::filesystem::path list, check;
  std::vector<std::string> sources;
  std::size_t count = 0;
};

struct Selection {
  Names list;
  std::string key;
  std::vector<Selected> chosen;
  Names published;  // with --check
};

core::Result<Names> names_in(const std::filesystem::path& file) {
  const auto text = contents_of(file);
  if (!text) return tl::unexpected(text.error());
  auto names = scheduling::selection_list(*text);
  if (names) return names;
  return core::fail(names.error().kind, say(Lang::kZh, texts::draw_select::kInFile, file.string(), names.error().text),
                    say(Lang::kEn, texts::draw_select::kInFile, file.string(), names.error().cause));
}

// Where the published result first differs, from 0; none when it is the same.
std::optional<std::size_t> difference(const Selection& made) {
  for (std::size_t i = 0; i < std::max(made.chosen.size(), made.published.size()); ++i) {
    if (i >= made.chosen.size() || i >= made.published.size()) return i;
    if (made.list[made.chosen[i].at] != made.published[i]) return i;
  }
  return std::nullopt;
}

std::string hex(const scheduling::Md5& hash) {
  return core::to_hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

void print(const Selection& made, Globals& globals) {
  globals.out << say(globals.lang, texts::draw_select::kSize, made.list.size(), made.chosen.size()) << '\n'
              << say(globals.lang, texts::draw_select::kKey, made.key) << '\n';
  Table table({Align::kRight, Align::kRight, Align::kLeft, Align::kLeft});
  Names headings;
  for (const Text& heading : texts::draw_select::kHeadings) headings.emplace_back(heading.in(globals.lang));
  table.add(std::move(headings));
  for (std::size_t i = 0; i < made.chosen.size(); ++i) {
    const Selected& one = made.chosen[i];
    table.add({std::to_string(i + 1), std::to_string(one.at + 1), made.list[one.at], hex(one.hash)});
  }
  globals.out << table.text();
}

void print_json(const Selection& made, bool checked, Globals& globals) {
  Json chosen = Json::array();
  for (const Selected& one : made.chosen) {
    chosen.push_back({{"place", one.at + 1}, {"name", made.list[one.at]}, {"md5", hex(one.hash)}});
  }
  Json answer = {{"names", made.list.size()}, {"key", made.key}, {"chosen", std::move(chosen)}};
  if (checked) answer["equal"] = !difference(made);
  globals.out << answer.dump() << '\n';
}

core::Status select(const SelectOptions& options, Globals& globals) {
  Selection made;
  auto list = names_in(options.list);
  if (!list) return tl::unexpected(list.error());
  made.list = std::move(*list);
  auto key = scheduling::selection_key(options.sources);
  if (!key) return tl::unexpected(key.error());
  made.key = std::move(*key);
  auto chosen = scheduling::select_publicly(made.list.size(), options.count, made.key);
  if (!chosen) return tl::unexpected(chosen.error());
  made.chosen = std::move(*chosen);
  const bool checked = !options.check.empty();
  if (checked) {
    auto published = names_in(options.check);
    if (!published) return tl::unexpected(published.error());
    made.published = std::move(*published);
    if (difference(made)) globals.exit_code = runtime::kExitSomeRefused;
  }
  if (globals.json) {
    print_json(made, checked, globals);
    return {};
  }
  print(made, globals);
  if (!checked) return {};
  const auto at = difference(made);
  globals.out << (at ? say(globals.lang, texts::draw_select::kDiffers, *at + 1)
                     : globals.say(texts::draw_select::kEqual))
              << '\n';
  return {};
}

}  // namespace

void add_draw_select(CLI::App& draw, Globals& globals) {
  const auto options = std::make_shared<SelectOptions>();
  CLI::App* command = draw.add_subcommand("select", globals.say(texts::draw_select::kAbout));
  command->add_option("LIST", options->list, globals.say(texts::draw_select::kList))->required();
  command->add_option("--source", options->sources, globals.say(texts::draw_select::kSource))
      ->required()
      ->type_name("NUMBERS")
      ->allow_extra_args(false);
  command->add_option("--count", options->count, globals.say(texts::draw_select::kCount))
      ->required()
      ->check(in_range(1, scheduling::kSelectionPoolMax, globals.lang));
  command->add_option("--check", options->check, globals.say(texts::draw_select::kCheck))->type_name("FILE");
  command->footer(globals.say(texts::draw_select::kFooter));
  command->callback([options, &globals] {
    if (const core::Status done = select(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
