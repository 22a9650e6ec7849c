// Counters, gauges and histograms, shown as Prometheus text (exposition format 0.0.4).
//
// A family (one name, one help text) has one child for each set of labels. Ask for a child once, keep the reference:
// it lives as long as the registry, and using it is one or two relaxed atomic operations. Names end with their
// unit; counters end with _total. No label value may come from a person's data, nor from an open set: each child costs
// memory for ever (kChildrenMax bounds it, and all beyond share one child labelled overflow="true").
// Thread: everything from any.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace naadam::runtime {

class Counter {
 public:
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Gauge {
 public:
  void set(std::int64_t v) { value_.store(v, std::memory_order_relaxed); }
  void add(std::int64_t n) { value_.fetch_add(n, std::memory_order_relaxed); }
  std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

// Counts values in buckets of fixed upper bounds. Values are integers in the unit of the name, so that sums are exact.
class Histogram {
 public:
  static constexpr std::size_t kBucketsMax = 24;
  // `bounds`: ascending, at most kBucketsMax.
  explicit Histogram(std::vector<std::uint64_t> bounds);
  void observe(std::uint64_t value);
  std::uint64_t count() const;
  std::uint64_t sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  friend class Metrics;
  const std::vector<std::uint64_t> bounds_;
  std::array<std::atomic<std::uint64_t>, kBucketsMax + 1> buckets_{};  // the last: above every bound
  std::atomic<std::uint64_t> sum_{0};
};

using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class Metrics {
 public:
  static constexpr std::size_t kChildrenMax = 2'000;  // of one family

  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // The child with these labels, made at first call. `name` keeps the type and help it was first asked with; another
  // type under it is our own mistake and aborts.
  Counter& counter(std::string_view name, std::string_view help, Labels labels = {});
  Gauge& gauge(std::string_view name, std::string_view help, Labels labels = {});
  Histogram& histogram(std::string_view name, std::string_view help, std::vector<std::uint64_t> bounds,
                       Labels labels = {});

  // All of it, families by name, children by labels: two calls without change give the same bytes.
  std::string text() const;

 private:
  struct Family;
  Family& family(std::string_view name, std::string_view help, const char* type);

  mutable std::mutex mutex_;  // guards families_ and their maps; not the values
  std::map<std::string, std::unique_ptr<Family>, std::less<>> families_;
};

}  // namespace naadam::runtime
