// Plays every fault on the real programs and prints the table of fault_table.hpp: `fault` with one fixed seed each,
// `fault --seeds N` with N seeds each from 1 up, `fault --seed N` with that one. NAADAM_FAULTS=N says the same as
// --seeds where no flag can be given. --gtest_filter chooses among the faults, --gtest_list_tests names them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "fault_run.hpp"

namespace {

using namespace naadam;

// Leaves `value` alone and says so where the text is not a count from 1 up.
bool read_count(std::string_view text, std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size() && value > 0) return true;
  fmt::print(stderr, "fault: not a number of seeds: {}\n", text);
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  fault::Seeds& seeds = fault::seeds();
  if (const char* told = std::getenv("NAADAM_FAULTS"); told != nullptr && !read_count(told, seeds.count)) return 2;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view flag = argv[i];
    if (i + 1 == argc || (flag != "--seeds" && flag != "--seed")) {
      fmt::print(stderr, "usage: fault [--seeds N | --seed N] [--gtest_filter=...]\n");
      return 2;
    }
    if (!read_count(argv[i + 1], flag == "--seeds" ? seeds.count : seeds.first)) return 2;
    if (flag == "--seed") seeds.count = 1;
  }
  const int failed = RUN_ALL_TESTS();
  fmt::print("\n{}", fault::FaultTable::the_one().text());
  return failed;
}
