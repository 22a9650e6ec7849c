// What the rules of a draw and of a ranking cost, beside what the standard library takes to shuffle or sort as many:
// ten thousand entries in one event drawn freely, the same in fifty events with avoidance, ten thousand contestants
// ranked with ties.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "scheduling/rules/draw.hpp"
#include "scoring/rules/ranking.hpp"

namespace naadam {
namespace {

constexpr std::size_t kEntries = 10'000;
constexpr std::size_t kEventsConstrained = 50;
constexpr std::uint16_t kStations = 20;

scheduling::DrawRequest request_of(std::size_t events, bool avoidance) {
  scheduling::DrawRequest request;
  request.id = "bench";
  request.public_text = "01 02 03";
  const std::string secret(scheduling::kSecretBytes, 's');
  request.commitments = {{"one", scheduling::commitment(request.id, "one", secret)}};
  request.reveals = {{"one", secret}};
  const std::size_t each = kEntries / events;
  for (std::size_t e = 0; e < events; ++e) {
    scheduling::DrawEvent event{fmt::format("E{:02}", e), {}, {}};
    for (std::size_t i = 0; i < each; ++i) {
      event.slots.push_back(
          {static_cast<std::uint16_t>(i / kStations + 1), static_cast<std::uint16_t>(i % kStations + 1)});
      event.entries.push_back({fmt::format("{}-{:05}", event.event, i), {}});
      if (avoidance && i % 10 == 0) event.entries.back().forbidden_heats = {1};
    }
    request.events.push_back(std::move(event));
  }
  return request;
}

void draw_all(benchmark::State& state, const scheduling::DrawRequest& request) {
  while (state.KeepRunning()) {
    auto drawn = scheduling::draw(request);
    if (!drawn) return state.SkipWithError("not drawn");
    benchmark::DoNotOptimize(drawn->seed);
  }
}

void BM_DrawFree(benchmark::State& state) { draw_all(state, request_of(1, false)); }
void BM_DrawAvoiding(benchmark::State& state) { draw_all(state, request_of(kEventsConstrained, true)); }

void BM_StdShuffle(benchmark::State& state) {
  std::vector<std::string> ids;
  for (const auto& entry : request_of(1, false).events[0].entries) ids.push_back(entry.id);
  std::mt19937_64 random(1);
  while (state.KeepRunning()) {
    std::ranges::shuffle(ids, random);
    benchmark::DoNotOptimize(ids.data());
  }
}

// Marks of whole points out of few, so that many share a total.
std::vector<scoring::Standing> contestants() {
  std::mt19937_64 random(2);
  std::vector<scoring::Standing> all;
  for (std::size_t i = 0; i < kEntries; ++i) {
    scoring::Standing& one = all.emplace_back();
    one.number = fmt::format("{:05}", i);
    one.delegation = fmt::format("{}", i % 14);
    for (int c = 0; c < 5; ++c) one.marks.push_back(scoring::Decimal::parse(std::to_string(random() % 21)));
    one.seconds = static_cast<std::uint32_t>(3'000 + random() % 600);
  }
  return all;
}

void BM_Rank(benchmark::State& state) {
  scoring::Scheme scheme;
  for (const char* code : {"A", "B", "C", "D", "E"}) {
    scheme.criteria.push_back({code, *scoring::Decimal::parse("20"), *scoring::Decimal::parse("1")});
  }
  scheme.tie_chain = {scoring::TieBreak::kHigherWeightCriterion, scoring::TieBreak::kLessTime};
  const auto standings = contestants();
  while (state.KeepRunning()) {
    auto ranking = scoring::rank(scheme, standings);
    if (!ranking) return state.SkipWithError("not ranked");
    benchmark::DoNotOptimize(ranking->ranked.data());
  }
}

void BM_StdSort(benchmark::State& state) {
  std::mt19937_64 random(3);
  std::vector<std::uint64_t> totals(kEntries);
  for (auto& total : totals) total = random() % 101;
  while (state.KeepRunning()) {
    auto copy = totals;
    std::ranges::sort(copy);
    benchmark::DoNotOptimize(copy.data());
  }
}

BENCHMARK(BM_DrawFree)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_DrawAvoiding)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_StdShuffle)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_Rank)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_StdSort)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace naadam

BENCHMARK_MAIN();
