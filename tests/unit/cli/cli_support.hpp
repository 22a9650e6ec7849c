// What the tests of the command-line program share: a folder of their own, the program run in this process, and
// CSV tables by heading.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "cli/app.hpp"
#include "cli/commands/judge.hpp"
#include "cli/commands/sample.hpp"
#include "cli/edition_file.hpp"
#include "support/edition_2021.hpp"

namespace naadam::cli {

// Made empty, removed with all it holds.
class TempDir {
 public:
  TempDir() {
    std::string pattern = (std::filesystem::temp_directory_path() / "naadam-cli-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct Ran {
  int code = 0;
  std::string out, err;
};

// The program with these arguments after its name.
inline Ran run_naadam(const std::vector<std::string>& arguments) {
  std::vector<const char*> argv = {"naadam"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  constexpr AddCommand kCommands[] = {add_judge, add_sample};
  std::ostringstream out, err;
  const int code = run(static_cast<int>(argv.size()), argv.data(), kCommands, out, err);
  return {code, out.str(), err.str()};
}

inline std::string read_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Rows by heading, of a CSV file without quotes.
using TableRow = std::map<std::string, std::string>;
inline std::vector<TableRow> read_table(const std::filesystem::path& path) {
  const auto split = [](const std::string& line) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == ',') {
        cells.emplace_back();
      } else if (c != '\r') {
        cells.back() += c;
      }
    }
    return cells;
  };
  std::istringstream text(read_bytes(path));
  std::string line;
  std::getline(text, line);
  const std::vector<std::string> headings = split(line);
  std::vector<TableRow> rows;
  while (std::getline(text, line)) {
    const std::vector<std::string> cells = split(line);
    TableRow& row = rows.emplace_back();
    for (std::size_t i = 0; i < headings.size(); ++i) row[headings[i]] = cells.at(i);
  }
  return rows;
}

}  // namespace naadam::cli
