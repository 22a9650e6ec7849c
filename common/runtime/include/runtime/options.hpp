// Options: declared once, known by one name in three places.
//
//   declared       "http.port"
//   TOML           [http] port = 8080
//   environment    NAADAM_HTTP_PORT=8080
//   command line   --http-port 8080         (a true/false option: --name or --name=false)
//
// Later wins: default, file, environment, command line. A value out of its range is refused before anything starts,
// naming where it stood (file and line, variable or flag) and what is allowed. The file may be shared by all
// programs: a table of another service is passed over, any other unknown key is refused.
// Thread: declare and parse on one thread, before others start.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"

namespace CLI {
class App;
}

namespace naadam::runtime {

// What an option's value must look like.
struct IntRange {
  std::int64_t min = 0;
  std::int64_t max = 0;
};
struct RealRange {
  double min = 0;
  double max = 0;
};

class Options {
 public:
  // `program` as typed by the user; `about` one sentence for --help.
  Options(std::string program, std::string about);
  ~Options();
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;

  // Each declares an option whose default is what `*field` holds now. `name`: lower case, at most one dot, words
  // joined with '_'. `about`: meaning, unit and the price of raising it, one line. `field` must outlive parse().
  void integer(std::string name, std::int64_t* field, IntRange range, std::string about);
  void integer(std::string name, std::uint16_t* field, IntRange range, std::string about);
  void integer(std::string name, std::uint32_t* field, IntRange range, std::string about);
  void real(std::string name, double* field, RealRange range, std::string about);
  void boolean(std::string name, bool* field, std::string about);
  void choice(std::string name, std::string* field, std::vector<std::string> allowed, std::string about);
  void text(std::string name, std::string* field, std::size_t bytes_max, std::string about);
  void path(std::string name, std::filesystem::path* field, std::string about);

  // Of this table the declared options are ours, and what else stands in it belongs to another program.
  void share(std::string table) { shared_.insert(std::move(table)); }

  enum class Outcome {
    kRun,      // all fields hold their values
    kPrinted,  // --help or --print-config was asked for; `output` is what to print; exit with 0
  };
  struct Parsed {
    Outcome outcome = Outcome::kRun;
    std::string output;
  };

  // A whole command line of a service. Besides the declared options it knows --config FILE (or NAADAM_CONFIG),
  // --help and --print-config. Environment is read through `getenv`. Error: kInvalid; the fields may then hold a
  // mixture and must not be used.
  core::Result<Parsed> parse(int argc, const char* const* argv);

  // For programs with subcommands of their own (the command-line program): adds the flags to `app`; after CLI11 has
  // parsed, resolve() fills the fields. `app` must outlive resolve(), and this object `app`'s parsing.
  void add_flags(CLI::App& app);
  core::Result<Parsed> resolve();

  // Replaces the environment, for tests. nullptr: not set.
  void set_environment(std::function<const char*(const char*)> getenv) { getenv_ = std::move(getenv); }

  // All options with their present values, each under a comment with its meaning and range; parses back to the same.
  std::string to_toml() const;

  // Where the value in force came from: "default", "file:line", "NAADAM_X" or "--x".
  std::string_view source(std::string_view name) const;

  struct Option;

 private:
  void declare(Option option);
  core::Status read_file(const std::filesystem::path& file);
  core::Status apply(Option& option, const std::string& value, std::string source);

  std::string program_;
  std::string about_;
  std::vector<Option> options_;
  std::set<std::string> shared_;  // tables
  std::function<const char*(const char*)> getenv_;
  std::string config_file_;
  bool print_config_ = false;
};

}  // namespace naadam::runtime
