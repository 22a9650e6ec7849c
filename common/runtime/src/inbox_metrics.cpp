#include "inbox_metrics.hpp"

namespace naadam::runtime {

void show(const link::InboxStats& stats, Metrics& metrics) {
  const auto raise = [&metrics](std::string_view reason, std::uint64_t seen) {
    Counter& counter =
        metrics.counter("naadam_link_refused_total", "what came over the link and was not taken", {{"reason", reason}});
    counter.add(seen - counter.value());
  };
  raise("malformed", stats.bad_frames);
  raise("stale", stats.stale_items);
  raise("asks_full", stats.asks_full);
  Counter& lost = metrics.counter("naadam_link_lost_records_total", "pushed here by a sender and never seen");
  lost.add(stats.lost_items - lost.value());
}

}  // namespace naadam::runtime
