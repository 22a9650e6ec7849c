#include "runtime/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <utility>

namespace naadam::runtime {
namespace {

// The inside of {…}: a label's value escaped as the format says, pairs in the order given.
std::string label_text(Labels labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    if (!out.empty()) out += ',';
    out += name;
    out += "=\"";
    for (const char c : value) {
      if (c == '\\' || c == '"') out += '\\';
      if (c == '\n') {
        out += "\\n";
      } else {
        out += c;
      }
    }
    out += '"';
  }
  return out;
}

std::string braced(const std::string& labels) { return labels.empty() ? labels : "{" + labels + "}"; }

std::string help_text(std::string_view help) {
  std::string out;
  for (const char c : help) {
    if (c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

struct Metrics::Family {
  std::string help;
  const char* type;
  std::map<std::string, std::unique_ptr<Counter>> counters;
  std::map<std::string, std::unique_ptr<Gauge>> gauges;
  std::map<std::string, std::unique_ptr<Histogram>> histograms;

  template <class T, class... Args>
  static T& child(std::map<std::string, std::unique_ptr<T>>& children, std::string labels, Args&&... args) {
    if (children.size() >= kChildrenMax && !children.contains(labels)) labels = "overflow=\"true\"";
    auto& slot = children[labels];
    if (!slot) slot = std::make_unique<T>(std::forward<Args>(args)...);
    return *slot;
  }
};

Histogram::Histogram(std::vector<std::uint64_t> bounds) : bounds_(std::move(bounds)) {
  assert(bounds_.size() <= kBucketsMax && std::is_sorted(bounds_.begin(), bounds_.end()));
}

void Histogram::observe(std::uint64_t value) {
  const auto at = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
  buckets_[static_cast<std::size_t>(at)].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

std::uint64_t Histogram::count() const {
  std::uint64_t n = 0;
  for (const auto& bucket : buckets_) n += bucket.load(std::memory_order_relaxed);
  return n;
}

Metrics::Metrics() = default;
Metrics::~Metrics() = default;

Metrics::Family& Metrics::family(std::string_view name, std::string_view help, const char* type) {
  auto it = families_.find(name);
  if (it == families_.end()) {
    it = families_.emplace(std::string(name), std::make_unique<Family>()).first;
    it->second->help = help_text(help);
    it->second->type = type;
  }
  if (std::string_view(it->second->type) != type) {
    std::fprintf(stderr, "metric %s asked for as %s is a %s\n", it->first.c_str(), type, it->second->type);
    std::abort();
  }
  return *it->second;
}

Counter& Metrics::counter(std::string_view name, std::string_view help, Labels labels) {
  const std::lock_guard lock(mutex_);
  return Family::child(family(name, help, "counter").counters, label_text(labels));
}

Gauge& Metrics::gauge(std::string_view name, std::string_view help, Labels labels) {
  const std::lock_guard lock(mutex_);
  return Family::child(family(name, help, "gauge").gauges, label_text(labels));
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help, std::vector<std::uint64_t> bounds,
                              Labels labels) {
  const std::lock_guard lock(mutex_);
  return Family::child(family(name, help, "histogram").histograms, label_text(labels), std::move(bounds));
}

std::string Metrics::text() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  const auto line = [&out](const std::string& name, const std::string& labels, auto value) {
    fmt::format_to(std::back_inserter(out), "{}{} {}\n", name, braced(labels), value);
  };
  for (const auto& [name, family] : families_) {
    fmt::format_to(std::back_inserter(out), "# HELP {} {}\n# TYPE {} {}\n", name, family->help, name, family->type);
    for (const auto& [labels, counter] : family->counters) line(name, labels, counter->value());
    for (const auto& [labels, gauge] : family->gauges) line(name, labels, gauge->value());
    for (const auto& [labels, histogram] : family->histograms) {
      const std::string before = labels.empty() ? labels : labels + ",";
      std::uint64_t below = 0;
      for (std::size_t i = 0; i < histogram->bounds_.size(); ++i) {
        below += histogram->buckets_[i].load(std::memory_order_relaxed);
        line(name + "_bucket", fmt::format("{}le=\"{}\"", before, histogram->bounds_[i]), below);
      }
      // The rest is added, not count() asked for: the total must not be below a bucket read a moment earlier.
      below += histogram->buckets_[histogram->bounds_.size()].load(std::memory_order_relaxed);
      line(name + "_bucket", before + "le=\"+Inf\"", below);
      line(name + "_sum", labels, histogram->sum());
      line(name + "_count", labels, below);
    }
  }
  return out;
}

}  // namespace naadam::runtime
