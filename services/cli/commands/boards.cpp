#include "cli/commands/boards.hpp"

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "asking/peers.hpp"
#include "cli/options.hpp"
#include "cli/remote/patience.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/boards.hpp"
#include "cli/up/home.hpp"
#include "wire/verbs.hpp"

namespace naadam::cli {
namespace {

struct BoardsOptions {
  std::string data;
  std::string state = "accepted";
};

// Entries of one state by event and delegation, groups added up.
class Matrix {
 public:
  Matrix(const Json& answer, const std::string& state) {
    for (const Json& board : answer.at("boards")) {
      const auto records = board.at(state).get<std::uint64_t>();
      cells_[{board.at("event"), board.at("delegation")}] += records;
      by_event_[board.at("event")] += records;
      by_delegation_[board.at("delegation")] += records;
      sum_ += records;
    }
  }
  std::uint64_t at(const std::string& event, const std::string& delegation) const {
    return of(cells_, {event, delegation});
  }
  std::uint64_t event(const std::string& code) const { return of(by_event_, code); }
  std::uint64_t delegation(const std::string& code) const { return of(by_delegation_, code); }
  std::uint64_t sum() const { return sum_; }

 private:
  template <class Counts>
  static std::uint64_t of(const Counts& counts, const typename Counts::key_type& key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
  }
  std::map<std::pair<std::string, std::string>, std::uint64_t> cells_;
  std::map<std::string, std::uint64_t> by_event_, by_delegation_;
  std::uint64_t sum_ = 0;
};

std::string shown(std::uint64_t count) { return count == 0 ? "·" : std::to_string(count); }

void print(const Json& answer, const std::string& state, Globals& globals) {
  const Lang lang = globals.lang;
  const Matrix matrix(answer, state);
  std::vector<std::pair<std::string, std::string>> columns;  // code and heading
  for (const Json& one : answer.at("delegations"))
    columns.emplace_back(one.at("delegation"), one.at("delegation_name"));
  if (matrix.delegation("") > 0) columns.emplace_back("", texts::boards::kUnknown.in(lang));

  std::vector<Align> aligns(columns.size() + 3, Align::kRight);
  aligns.front() = Align::kLeft;
  Table table(std::move(aligns));
  std::vector<std::string> row{texts::boards::kEvent.in(lang)};
  for (const auto& [code, heading] : columns) row.push_back(heading);
  row.emplace_back(texts::boards::kSum.in(lang));
  row.emplace_back(texts::boards::kForecast.in(lang));
  table.add(std::move(row));
  const auto add = [&](const std::string& event, std::string heading, std::string forecast) {
    std::vector<std::string> cells{std::move(heading)};
    for (const auto& [code, name] : columns) cells.push_back(shown(matrix.at(event, code)));
    cells.push_back(std::to_string(matrix.event(event)));
    cells.push_back(std::move(forecast));
    table.add(std::move(cells));
  };
  for (const Json& event : answer.at("events")) {
    const std::string forecast = std::to_string(event.at("forecast").get<std::uint64_t>());
    add(event.at("event"), event.at("event_name"),
        event.at("enough").get<bool>() ? forecast : say(lang, texts::boards::kNotEnough, forecast));
  }
  if (matrix.event("") > 0) add("", texts::boards::kUnknown.in(lang), "");
  row = {texts::boards::kSum.in(lang)};
  for (const auto& [code, heading] : columns) row.push_back(shown(matrix.delegation(code)));
  row.push_back(std::to_string(matrix.sum()));
  row.emplace_back();
  table.add(std::move(row));

  std::string title = state;
  for (const auto& [name, text] : texts::boards::kStates) {
    if (name == state) title = text.in(lang);
  }
  globals.out << say(lang, texts::boards::kTitle, title, matrix.sum()) << '\n'
              << table.text("") << say(lang, texts::boards::kHint, answer.at("viability_min").get<int>()) << '\n';
}

core::Status boards(const BoardsOptions& options, Globals& globals) {
  const auto settings = Home(options.data).read();
  if (!settings) return tl::unexpected(settings.error());
  const core::SystemClock clock;
  asking::Peers peers(settings->common, clock);
  const auto answer = peers.ask_until("scheduling", wire::verb::kBoardCount, Json::object(), kLookMs);
  if (!answer) return tl::unexpected(answer.error());
  if (globals.json) {
    globals.out << answer->dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  } else {
    print(*answer, options.state, globals);
  }
  return {};
}

}  // namespace

void add_boards(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<BoardsOptions>();
  CLI::App* command = app.add_subcommand("boards", globals.say(texts::boards::kAbout));
  command->add_option("--state", options->state, globals.say(texts::boards::kState))
      ->type_name("accepted|needs_evidence|returned|refused|withdrawn")
      ->check(one_of({"accepted", "needs_evidence", "returned", "refused", "withdrawn"}, globals.lang));
  add_data_option(*command, &options->data, globals);
  command->footer(globals.say(texts::boards::kFooter));
  command->callback([options, &globals] {
    if (const core::Status done = boards(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
