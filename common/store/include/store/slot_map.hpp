// Which node serves each of the 16,384 slots, as far as this client has heard. Nodes are small numbers that the
// owner of the map gives out. Thread: one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/reply.hpp"
#include "store/slot.hpp"

namespace naadam::store {

// A Unix socket, not "host:port".
inline bool is_path(std::string_view endpoint) { return endpoint.find('/') != std::string_view::npos; }

struct SlotRange {
  std::uint16_t first = 0;  // [0, kSlots)
  std::uint16_t last = 0;   // [first, kSlots), inclusive
  std::string endpoint;     // "host:port" of the primary
};

// Reads the answer of CLUSTER SLOTS. An entry whose host is nil, empty or "?" is the host that was asked, and one
// without a port is the very endpoint `asked`. Nothing when the answer has another shape.
std::optional<std::vector<SlotRange>> read_slot_ranges(ReplyView reply, std::string_view asked);

// Reads "MOVED 3999 127.0.0.1:7002" or "ASK 3999 127.0.0.1:7002". A missing host is that of `asked`.
struct Redirect {
  std::uint16_t slot = 0;
  std::string endpoint;
};
std::optional<Redirect> read_redirect(std::string_view error, std::string_view asked);

class SlotMap {
 public:
  static constexpr int kNobody = -1;

  SlotMap() { clear(); }
  void clear() { nodes_.fill(kNobody); }
  // `first` <= `last` < kSlots, `node` >= 0.
  void assign(std::uint16_t first, std::uint16_t last, int node);
  // kNobody when not known. `slot` < kSlots.
  int node(std::uint16_t slot) const { return nodes_[slot]; }
  bool whole() const;
  bool serves(int node) const;
  // Each node that serves a slot, once, in the order of its first slot.
  std::vector<int> nodes() const;

 private:
  std::array<std::int16_t, kSlots> nodes_;
};

}  // namespace naadam::store
