#include "domain/winners.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>

#include "csv_rows.hpp"

namespace naadam::domain {
namespace {

constexpr core::Id kNoKey{};
constexpr std::string_view kHeader = "naadam-winners 1";
constexpr std::size_t kFields = 7;

auto order_of(const Winner& w) {
  return std::tie(w.event, w.group, w.year, w.keys.document, w.keys.name_birth, w.keys.name, w.source);
}

std::string_view take_field(std::string_view& line) {
  const std::size_t tab = line.find('\t');
  const auto field = line.substr(0, tab);
  line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
  return field;
}

core::Result<WinnerRegister> unreadable(std::size_t line) {
  return core::fail(core::ErrorKind::kCorrupt, "往届获奖名册已损坏，请重新导入",
                    fmt::format("winner register unreadable at line {}", line));
}

bool read_key(std::string_view& line, core::Id& key) {
  const auto read = core::id_from_hex(take_field(line));
  if (read) key = *read;
  return read.has_value();
}

}  // namespace

WinnerRegister::WinnerRegister(std::vector<Winner> winners) : winners_(std::move(winners)) {
  const auto less = [](const Winner& a, const Winner& b) { return order_of(a) < order_of(b); };
  const auto same = [](const Winner& a, const Winner& b) { return order_of(a) == order_of(b); };
  std::sort(winners_.begin(), winners_.end(), less);
  winners_.erase(std::unique(winners_.begin(), winners_.end(), same), winners_.end());
  for (std::uint32_t i = 0; i < winners_.size(); ++i) {
    const PersonKeys& keys = winners_[i].keys;
    if (keys.document != kNoKey) by_document_.emplace(keys.document, i);
    if (keys.name_birth != kNoKey) by_name_birth_.emplace(keys.name_birth, i);
    if (keys.name != kNoKey) by_name_.emplace(keys.name, i);
  }
}

WinnerMatch WinnerRegister::match(const PersonKeys& keys, std::string_view event, std::string_view group) const {
  WinnerMatch best = WinnerMatch::kNone;
  const auto look = [&](const Index& index, const core::Id& key, WinnerMatch when_same, WinnerMatch when_unsaid) {
    if (key == kNoKey || index.empty()) return;
    const auto [first, last] = index.equal_range(key);
    for (auto it = first; it != last; ++it) {
      const Winner& winner = winners_[it->second];
      if (winner.event != event) continue;
      if (winner.group == group) best = std::max(best, when_same);
      if (winner.group.empty()) best = std::max(best, when_unsaid);
    }
  };
  look(by_document_, keys.document, WinnerMatch::kCertain, WinnerMatch::kGroupUnknown);
  look(by_name_birth_, keys.name_birth, WinnerMatch::kLikely, WinnerMatch::kLikely);
  look(by_name_, keys.name, WinnerMatch::kNameOnly, WinnerMatch::kNameOnly);
  return best;
}

std::string serialise_winners(const WinnerRegister& winners) {
  std::string out = fmt::format("{}\n", kHeader);
  for (const Winner& w : winners.winners()) {
    out += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", core::to_hex(w.keys.document), core::to_hex(w.keys.name_birth),
                       core::to_hex(w.keys.name), w.event, w.group, w.year, w.source);
  }
  return out;
}

core::Result<WinnerRegister> read_winners(std::string_view text) {
  std::vector<Winner> winners;
  for (std::size_t n = 1; !text.empty(); ++n) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return unreadable(n);
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (n == 1) {
      if (line != kHeader) return unreadable(n);
      continue;
    }
    if (std::count(line.begin(), line.end(), '\t') != kFields - 1) return unreadable(n);
    Winner w;
    const bool keyed =
        read_key(line, w.keys.document) && read_key(line, w.keys.name_birth) && read_key(line, w.keys.name);
    w.event = take_field(line);
    w.group = take_field(line);
    const auto year = take_field(line);
    const auto parsed = std::from_chars(year.data(), year.data() + year.size(), w.year);
    if (!keyed || parsed.ec != std::errc{} || winners.size() >= kWinnersMax) return unreadable(n);
    w.source = line;
    winners.push_back(std::move(w));
  }
  return WinnerRegister(std::move(winners));
}

}  // namespace naadam::domain
