#include "runtime/metrics.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace naadam::runtime {
namespace {

TEST(Metrics, TextIsWhatPrometheusReads) {
  Metrics metrics;
  metrics.counter("naadam_steps_total", "Steps done.", {{"stage", "judge"}, {"result", "done"}}).add(3);
  metrics.counter("naadam_steps_total", "Steps done.", {{"stage", "judge"}, {"result", "stale"}}).add();
  metrics.gauge("naadam_backlog", "Items due.").set(-2);
  auto& wait = metrics.histogram("naadam_wait_ms", "Wait.", {1, 10, 100});
  for (const std::uint64_t v : {0u, 1u, 2u, 10u, 100u, 101u}) wait.observe(v);
  EXPECT_EQ(metrics.text(),
            "# HELP naadam_backlog Items due.\n"
            "# TYPE naadam_backlog gauge\n"
            "naadam_backlog -2\n"
            "# HELP naadam_steps_total Steps done.\n"
            "# TYPE naadam_steps_total counter\n"
            "naadam_steps_total{stage=\"judge\",result=\"done\"} 3\n"
            "naadam_steps_total{stage=\"judge\",result=\"stale\"} 1\n"
            "# HELP naadam_wait_ms Wait.\n"
            "# TYPE naadam_wait_ms histogram\n"
            "naadam_wait_ms_bucket{le=\"1\"} 2\n"
            "naadam_wait_ms_bucket{le=\"10\"} 4\n"
            "naadam_wait_ms_bucket{le=\"100\"} 5\n"
            "naadam_wait_ms_bucket{le=\"+Inf\"} 6\n"
            "naadam_wait_ms_sum 214\n"
            "naadam_wait_ms_count 6\n");
  EXPECT_EQ(metrics.text(), metrics.text());
}

TEST(Metrics, SpecialCharactersAreEscaped) {
  Metrics metrics;
  metrics.counter("c_total", "a\\b\nc", {{"l", "q\"b\\n\n"}}).add();
  EXPECT_EQ(metrics.text(), "# HELP c_total a\\\\b\\nc\n# TYPE c_total counter\nc_total{l=\"q\\\"b\\\\n\\n\"} 1\n");
}

TEST(Metrics, SameNameAndLabelsIsTheSameChildFromEveryThread) {
  Metrics metrics;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&metrics] {
        for (int i = 0; i < 1'000; ++i) {
          metrics.counter("c_total", "c", {{"l", "x"}}).add();
          metrics.histogram("h", "h", {5}).observe(1);
        }
      });
    }
  }
  EXPECT_EQ(metrics.counter("c_total", "c", {{"l", "x"}}).value(), 4'000u);
  EXPECT_EQ(metrics.histogram("h", "h", {5}).count(), 4'000u);
}

TEST(Metrics, ChildrenBeyondTheLimitShareOne) {
  Metrics metrics;
  for (std::size_t i = 0; i < Metrics::kChildrenMax + 5; ++i) {
    metrics.counter("c_total", "c", {{"l", std::to_string(i)}}).add();
  }
  EXPECT_EQ(metrics.counter("c_total", "c", {{"l", "another"}}).value(), 5u);
  EXPECT_NE(metrics.text().find("c_total{overflow=\"true\"} 5\n"), std::string::npos);
}

TEST(MetricsDeathTest, OneNameOfTwoTypesIsOurOwnMistake) {
  Metrics metrics;
  metrics.counter("x", "x");
  EXPECT_DEATH(metrics.gauge("x", "x"), "metric x asked for as gauge is a counter");
}

}  // namespace
}  // namespace naadam::runtime
