#include "store/slot_map.hpp"

#include <algorithm>
#include <charconv>

namespace naadam::store {
namespace {

std::string_view host_of(std::string_view endpoint) {
  const auto colon = endpoint.rfind(':');
  return colon == std::string_view::npos ? endpoint : endpoint.substr(0, colon);
}

std::string join(std::string_view host, std::int64_t port) { return std::string(host) + ':' + std::to_string(port); }

}  // namespace

std::optional<std::vector<SlotRange>> read_slot_ranges(ReplyView reply, std::string_view asked) {
  if (!reply.is_array()) return std::nullopt;
  std::vector<SlotRange> ranges;
  for (std::size_t i = 0; i < reply.size(); ++i) {
    const ReplyView row = reply[i];
    const ReplyView primary = row[2];
    if (row.size() < 3 || !row[0].is_integer() || !row[1].is_integer() || primary.size() < 2) return std::nullopt;
    const auto first = row[0].integer();
    const auto last = row[1].integer();
    const auto port = primary[1].integer();
    if (first < 0 || last < first || last >= kSlots || port < 0 || port > 65'535) return std::nullopt;
    auto host = primary[0].string();
    if (host.empty() || host == "?") host = host_of(asked);
    const bool same = port == 0 || is_path(host);
    ranges.push_back({static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(last),
                      same ? std::string(asked) : join(host, port)});
  }
  return ranges;
}

std::optional<Redirect> read_redirect(std::string_view error, std::string_view asked) {
  const auto one = error.find(' ');
  const auto two = one == std::string_view::npos ? one : error.find(' ', one + 1);
  if (two == std::string_view::npos) return std::nullopt;
  const auto number = error.substr(one + 1, two - one - 1);
  auto where = error.substr(two + 1);
  where = where.substr(0, where.find(' '));
  Redirect redirect;
  const auto end = number.data() + number.size();
  const auto read = std::from_chars(number.data(), end, redirect.slot);
  if (read.ec != std::errc{} || read.ptr != end || redirect.slot >= kSlots) return std::nullopt;
  if (where.size() < 2 || where.rfind(':') == std::string_view::npos) return std::nullopt;
  if (where.ends_with(":0")) return std::nullopt;
  redirect.endpoint = where.front() == ':' ? std::string(host_of(asked)) + std::string(where) : std::string(where);
  return redirect;
}

void SlotMap::assign(std::uint16_t first, std::uint16_t last, int node) {
  std::fill(nodes_.begin() + first, nodes_.begin() + last + 1, static_cast<std::int16_t>(node));
}

bool SlotMap::whole() const { return std::find(nodes_.begin(), nodes_.end(), kNobody) == nodes_.end(); }

bool SlotMap::serves(int node) const { return std::find(nodes_.begin(), nodes_.end(), node) != nodes_.end(); }

std::vector<int> SlotMap::nodes() const {
  std::vector<int> seen;
  for (const int node : nodes_) {
    if (node != kNobody && std::find(seen.begin(), seen.end(), node) == seen.end()) seen.push_back(node);
  }
  return seen;
}

}  // namespace naadam::store
