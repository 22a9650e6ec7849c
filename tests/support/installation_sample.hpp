// A sample of `naadam sample` beside what must come of each of its rows, and how an installation's answer is held
// against it.
//
// Thread: one. Personal data: invented only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "cli/remote/handing_in.hpp"
#include "cli/sample/plan.hpp"
#include "cli/sample/sample.hpp"
#include "store/store.hpp"
#include "support/redis.hpp"
#include "wire/entry.hpp"

namespace naadam::support {

// One file to hand in, and its data rows in the order they are read.
struct SampleFile {
  cli::Order order;
  std::size_t number = 0;  // in Sample::plan().files
  std::vector<cli::sample::Row> rows;
};

class Sample {
 public:
  // Writes files, truth.csv, manifest.csv and winners.csv of the 2021 edition. Throws std::runtime_error.
  explicit Sample(const cli::sample::SampleOptions& options);

  std::string winners() const { return (dir_.path() / "winners.csv").string(); }
  const std::filesystem::path& dir() const { return dir_.path(); }
  const cli::sample::SampleOptions& options() const { return options_; }
  const cli::sample::Plan& plan() const { return plan_; }
  const std::vector<SampleFile>& files() const { return files_; }

 private:
  cli::sample::SampleOptions options_;
  TempDir dir_;
  cli::sample::Plan plan_;
  std::vector<SampleFile> files_;
};

// Writes `file` anew with rows changed or left out, in the looks it had, as a file of another name; the rows of the
// result are those given.
SampleFile corrected(const Sample& sample, const SampleFile& file, std::vector<cli::sample::Row> rows);

// Outcomes of an upload's rows as they lie in the store, in their order. Throws std::runtime_error.
std::vector<wire::RowMark> marks_of(store::Store& store, const std::string& upload, std::size_t rows);

// What is amiss, a line a row: outcome missing, another verdict, other faults, other evidence wanted. Says which row
// and which defect was planted there.
std::vector<std::string> differences(const SampleFile& file, const std::vector<wire::RowMark>& marks);

// Mobile numbers, in digits, of those who must be told about one of these files.
std::multiset<std::string> numbers_to_tell(const std::vector<SampleFile>& files);

}  // namespace naadam::support
