#include "cli/commands/sample.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include "cli/edition_file.hpp"
#include "cli/options.hpp"
#include "cli/sample/defects.hpp"
#include "cli/sample/sample.hpp"
#include "cli/table.hpp"
#include "cli/texts/judge.hpp"
#include "cli/texts/sample.hpp"

namespace naadam::cli {
namespace {

struct SampleArguments {
  sample::SampleOptions sample;
  std::string edition = "2021";
  std::string out;
  std::vector<std::string> rates;  // NAME=PERCENT, checked
};

struct Rate {
  std::string name;
  double percent = 0;
};

std::optional<Rate> parse_rate(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  Rate rate{std::string(text.substr(0, equals)), 0};
  const char* end = text.data() + text.size();
  const auto [at, failed] = std::from_chars(text.data() + equals + 1, end, rate.percent);
  if (failed != std::errc{} || at != end || !(rate.percent >= 0 && rate.percent <= 100)) return std::nullopt;
  if (rate.name != "all" && !sample::find_defect(rate.name)) return std::nullopt;
  return rate;
}

// In the order given, so that "all=0" and then one name plants that one only.
void apply_rates(const std::vector<std::string>& rates, sample::SampleOptions& options) {
  for (const std::string& text : rates) {
    const Rate rate = parse_rate(text).value();
    if (rate.name != "all") options.percents[rate.name] = rate.percent;
    for (const sample::Defect& defect : sample::defects()) {
      if (rate.name == "all") options.percents[std::string(defect.key)] = rate.percent;
    }
  }
}

std::string catalogue(Lang lang) {
  std::string text = std::string(texts::sample::kDefects.in(lang)) + "\n";
  for (const sample::Defect& defect : sample::defects()) {
    text += fmt::format("  {:<24}{:>4}  {}\n", defect.key, defect.percent, defect.about.in(lang));
  }
  return text + "\n" + texts::sample::kFooter.in(lang);
}

void print_written(const SampleArguments& arguments, const sample::Written& written, Globals& globals) {
  nlohmann::ordered_json object;
  object["directory"] = arguments.out;
  object["seed"] = arguments.sample.seed;
  object["files"] = written.files;
  object["rows"] = written.rows;
  object["accepted"] = written.accepted;
  object["needs_evidence"] = written.needs_evidence;
  object["refused"] = written.refused;
  object["returned"] = written.returned;
  object["planted"] = written.planted;
  globals.out << object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

void print(const SampleArguments& arguments, const sample::Written& written, double seconds, Globals& globals) {
  const auto headings = [&](const auto& texts_of) {
    std::vector<std::string> row;
    for (const Text& word : texts_of) row.emplace_back(globals.say(word));
    return row;
  };
  globals.out << fmt::format(fmt::runtime(globals.say(texts::sample::kWrote)), arguments.out, written.files,
                             written.rows, seconds)
              << '\n';
  Table verdicts({Align::kLeft, Align::kRight, Align::kRight});
  verdicts.add(headings(texts::sample::kVerdictHeadings));
  for (const auto& [verdict, rows] :
       {std::pair{wire::Verdict::kAccepted, written.accepted},
        std::pair{wire::Verdict::kNeedsEvidence, written.needs_evidence},
        std::pair{wire::Verdict::kRefused, written.refused}, std::pair{wire::Verdict::kReturned, written.returned}}) {
    verdicts.add({globals.say(texts::judge::kVerdicts.at(static_cast<std::size_t>(verdict))), fmt::format("{}", rows),
                  fmt::format("{:.1f}%", 100 * static_cast<double>(rows) / static_cast<double>(written.rows))});
  }
  Table planted({Align::kRight, Align::kLeft, Align::kLeft});
  planted.add(headings(texts::sample::kPlantHeadings));
  for (const sample::Defect& defect : sample::defects()) {
    const std::size_t times = written.planted.find(defect.key)->second;
    if (times > 0) planted.add({fmt::format("{}", times), std::string(defect.key), globals.say(defect.about)});
  }
  globals.out << verdicts.text();
  if (!planted.empty()) globals.out << '\n' << planted.text();
}

core::Status make_sample(const SampleArguments& arguments, Globals& globals) {
  const auto edition = find_edition(arguments.edition);
  if (!edition) return tl::unexpected(edition.error());
  sample::SampleOptions options = arguments.sample;
  apply_rates(arguments.rates, options);
  const auto begun = std::chrono::steady_clock::now();
  const auto written = sample::write_sample(options, *edition, arguments.out);
  if (!written) return tl::unexpected(written.error());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  if (globals.json) {
    print_written(arguments, *written, globals);
  } else {
    print(arguments, *written, took.count(), globals);
  }
  return {};
}

}  // namespace

void add_sample(CLI::App& app, Globals& globals) {
  const Lang lang = globals.lang;
  const auto arguments = std::make_shared<SampleArguments>();
  CLI::App* command = app.add_subcommand("sample", globals.say(texts::sample::kAbout));
  command->add_option("--out", arguments->out, globals.say(texts::sample::kOut))->type_name("DIR")->required();
  command->add_option("--rows", arguments->sample.rows, globals.say(texts::sample::kRows))
      ->type_name("N")
      ->check(in_range(1, sample::kRowsMax, lang));
  command->add_option("--files", arguments->sample.files, globals.say(texts::sample::kFiles))
      ->type_name("N")
      ->check(in_range(1, sample::kFilesMax, lang));
  command->add_option("--seed", arguments->sample.seed, globals.say(texts::sample::kSeed))
      ->type_name("N")
      ->check(in_range(0, INT64_MAX, lang));
  command->add_option("--edition", arguments->edition, globals.say(texts::sample::kEdition))->type_name("EDITION");
  command->add_option("--rate", arguments->rates, globals.say(texts::sample::kRate))
      ->type_name("NAME=PERCENT")
      ->take_all()
      ->expected(1)
      ->check(CLI::Validator(
          [lang](std::string& text) {
            return parse_rate(text) ? std::string{} : fmt::format(fmt::runtime(texts::sample::kBadRate.in(lang)), text);
          },
          ""));
  command->footer(catalogue(lang));
  command->callback([arguments, &globals] {
    if (const core::Status done = make_sample(*arguments, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
