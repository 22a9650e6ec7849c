// Runs simulated worlds: `sim` the fixed seeds, `sim --seed N` one of them with all that is known of it,
// `sim --seeds N` so many from 1 up, with `--from M` from M up: a night has other seeds than the one before.
// NAADAM_SIM_SEED and NAADAM_SEEDS say the same where no flag can be given.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "runtime/log.hpp"
#include "world.hpp"

namespace {

using namespace naadam;

constexpr std::uint64_t kFixedSeeds = 500;
constexpr std::uint64_t kSeedsTwice = 5;  // of the first so many it is shown that the same seed is the same world
constexpr std::size_t kFaultsShown = 12;
constexpr std::uint64_t kSeedsShowingAll = 200;  // so many and there is something of everything that worlds do

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> told(int argc, char** argv, std::string_view flag, const char* variable) {
  for (int i = 1; i + 1 < argc; ++i) {
    if (argv[i] == flag) return number(argv[i + 1]);
  }
  const char* value = std::getenv(variable);
  return value != nullptr ? number(value) : std::nullopt;
}

void print_fault(const sim::WorldResult& result) {
  fmt::print("sim: seed {} failed in {} points; replay with: sim --seed {}\n", result.seed, result.faults.size(),
             result.seed);
  for (std::size_t i = 0; i < std::min(result.faults.size(), kFaultsShown); ++i) fmt::print("  {}\n", result.faults[i]);
  fmt::print(" its last events:\n{}", result.trace);
}

// What a run of many seeds must have shown; empty: all of it.
std::string_view not_shown(const sim::WorldResult& sum) {
  if (sum.forms == 0) return "forms";
  if (sum.draws == 0 || sum.redraws == 0 || sum.seats == 0) return "draws";
  if (sum.books == 0 || sum.results == 0 || sum.corrections == 0 || sum.decided == 0) return "results";
  if (sum.nominations == 0 || sum.named == 0 || sum.declined == 0) return "nominations";
  return "";
}

void add(sim::WorldResult& sum, const sim::WorldResult& result) {
  sum.persons += result.persons;
  sum.entries += result.entries;
  sum.crashes += result.crashes;
  sum.replayed += result.replayed;
  sum.told += result.told;
  sum.superseded += result.superseded;
  sum.stops += result.stops;
  sum.failed_over += result.failed_over;
  sum.rolled_back += result.rolled_back;
  sum.editions += result.editions;
  sum.forms += result.forms;
  sum.draws += result.draws;
  sum.seats += result.seats;
  sum.redraws += result.redraws;
  sum.substitutes += result.substitutes;
  sum.books += result.books;
  sum.results += result.results;
  sum.corrections += result.corrections;
  sum.decided += result.decided;
  sum.nominations += result.nominations;
  sum.named += result.named;
  sum.declined += result.declined;
}

}  // namespace

int main(int argc, char** argv) {
  // The services' own lines would drown what matters here.
  if (!runtime::log_start("sim", runtime::Level::kError, "/dev/null")) return 2;
  const auto one = told(argc, argv, "--seed", "NAADAM_SIM_SEED");
  const std::uint64_t seeds = one ? 1 : told(argc, argv, "--seeds", "NAADAM_SEEDS").value_or(kFixedSeeds);
  const std::uint64_t first = one.value_or(told(argc, argv, "--from", "NAADAM_SIM_FROM").value_or(1));
  const auto began = std::chrono::steady_clock::now();
  sim::WorldResult sum;
  std::size_t failed = 0;
  for (std::uint64_t i = 0; i < seeds; ++i) {
    sim::WorldResult result = sim::run_world(first + i);
    if (i < kSeedsTwice && sim::run_world(first + i).digest != result.digest) {
      result.faults.insert(result.faults.begin(), "another run of this seed went another way");
    }
    add(sum, result);
    if (result.faults.empty()) continue;
    ++failed;
    print_fault(result);
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  fmt::print("sim: {} seeds, {} entries, {} notices told, {} superseded; {} seeds failed\n", seeds, sum.entries,
             sum.told, sum.superseded, failed);
  fmt::print(
      "sim: {} crashes, {} records replayed, {} standstills, {} fail-overs, {} roll-backs, {} changes of "
      "edition\n",
      sum.crashes, sum.replayed, sum.stops, sum.failed_over, sum.rolled_back, sum.editions);
  fmt::print("sim: {} forms taken\n", sum.forms);
  fmt::print("sim: {} draws published with {} seats in the end, {} redraws, {} substitutes\n", sum.draws, sum.seats,
             sum.redraws, sum.substitutes);
  fmt::print("sim: {} results published with {} ranks in the end, {} corrections, {} ties decided\n", sum.books,
             sum.results, sum.corrections, sum.decided);
  fmt::print("sim: {} nominations published with {} places in the end, {} declined\n", sum.nominations, sum.named,
             sum.declined);
  fmt::print("sim: {} person-journeys in {:.1f} s = {:.0f} a minute\n", sum.persons, seconds,
             static_cast<double>(sum.persons) * 60 / seconds);
  runtime::log_stop();
  const std::string_view missing = seeds < kSeedsShowingAll ? "" : not_shown(sum);
  if (!missing.empty()) {
    fmt::print("sim: nothing was shown of {}\n", missing);
    return 1;
  }
  return failed == 0 ? 0 : 1;
}
