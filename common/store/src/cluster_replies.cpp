#include <algorithm>
#include <array>
#include <charconv>

#include "cluster_impl.hpp"

namespace naadam::store {
namespace {

constexpr core::Millis kNotNowPauseMs = 20;
constexpr std::uint8_t kLibraryTries = 8;
constexpr std::uint8_t kQuickTries = 4;  // after that every further try of a command waits a little
constexpr const char* kTextRefused = "数据存储拒绝了这次操作";
constexpr const char* kTextFull = "数据存储的空间暂时不足，请稍后再试";
constexpr const char* kTextUnknown = "数据存储没有应答，结果尚不确定，系统会自动核对";
constexpr const char* kTextSetUp = "数据存储的设置有误，请检查口令和服务端函数";

// The server executed nothing and will do so later, or elsewhere.
bool is_not_now(std::string_view code) {
  constexpr std::array<std::string_view, 7> kCodes{"TRYAGAIN", "CLUSTERDOWN", "LOADING", "MASTERDOWN",
                                                   "BUSY",     "NOREPLICAS",  "READONLY"};
  return std::find(kCodes.begin(), kCodes.end(), code) != kCodes.end();
}

// An answer that tells us to look at the slot map again.
bool is_map_stale(std::string_view code) { return code == "CLUSTERDOWN" || code == "READONLY" || code == "MASTERDOWN"; }

}  // namespace

std::uint32_t generation_of(std::string_view source) {
  constexpr std::string_view kLine = "\n-- generation ";
  std::uint32_t generation = source.empty() ? 0 : 1;
  if (const auto at = source.find(kLine); at != std::string_view::npos) {
    std::from_chars(source.data() + at + kLine.size(), source.data() + source.size(), generation);
  }
  return generation;
}

void Cluster::Impl::dispatch(Node& node, Arrived item) {
  if (!node.connection.open()) {
    // Dropped while the same piece of input was being read; the reply was there before, so it still counts.
    if (item.expected.what == Expected::For::kSlotMap) slots_asked = false;
    if (item.expected.what != Expected::For::kCommand) return;
  }
  switch (item.expected.what) {
    case Expected::For::kGreeting:
    case Expected::For::kLibraryList:
    case Expected::For::kLibraryLoad:
      return take_handshake(node, item);
    case Expected::For::kSlotMap:
      return take_slots(node, item.reply);
    case Expected::For::kEpoch:
      if (!item.reply.is_error()) take_epoch(item.reply);
      if (!node.ready) take_handshake(node, item);
      return;
    case Expected::For::kAsking:
      return;
    case Expected::For::kWait:
      return take_wait(node, item.reply);
    case Expected::For::kCommand:
      return take_command(node, item.expected, std::move(item.reply));
  }
}

void Cluster::Impl::take_handshake(Node& node, const Arrived& item) {
  const auto& reply = item.reply;
  if (reply.is_error() && reply.error_code() != "READONLY") {
    // A server that is starting, or short of memory for the library, or waits for somebody who may load it, is tried
    // again; anything else needs a person.
    const auto code = reply.error_code();
    const bool others_load = code == "NOPERM" && item.expected.what == Expected::For::kLibraryLoad;
    if (!is_not_now(code) && code != "OOM" && !others_load) {
      fatal = core::fail(core::ErrorKind::kRefused, kTextSetUp, std::string(reply.string()));
    }
    if (!node.ready) drop(node, reply.string());
    return;
  }
  if (item.expected.what == Expected::For::kLibraryList) {
    // [ [ ..., "library_code", source ] ]
    const auto fields = reply[0];
    std::string_view loaded;
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
      if (fields[i].string() == "library_code") loaded = fields[i + 1].string();
    }
    const std::string_view ours = options.libraries[item.expected.index].source;
    if (loaded != ours && generation_of(loaded) <= generation_of(ours)) return load_library(node, item.expected.index);
  }
  shaken(node);
}

void Cluster::Impl::take_command(Node& node, const Expected& expected, Reply reply) {
  if (expected.call->given_up) return;
  if (!reply.is_error()) {
    const bool write = !expected.call->commands[expected.index].readonly;
    if (options.replicas > 0 && write) {
      if (!node.connection.open()) return unknown(expected.call, expected.index, "cut before the replicas answered");
      node.unconfirmed.push_back({expected.call, expected.index, std::move(reply)});
      node.wait_owed = node.wait_owed || node.starved;
      node.starved = false;
      return;
    }
    return answer(expected.call, expected.index, {Outcome::kDone, std::move(reply), {}});
  }
  const auto code = reply.error_code();
  auto& tries = expected.call->tries[expected.index];
  if (code == "MOVED" || code == "ASK") return follow(node, expected, reply);
  if (is_not_now(code)) {
    ++stats.retries;
    last_error = std::string(reply.string());
    if (!one_node && is_map_stale(code)) slots_stale = true;
    if (code == "NOREPLICAS") node.starved = true;
    return again(expected.call, expected.index, jittered(kNotNowPauseMs));
  }
  const bool lost = reply.string() == "ERR Function not found" || code == "NEWER";
  if (lost && !options.libraries.empty() && tries < kLibraryTries && node.connection.open()) {
    // The server lost its libraries (restart, flush), or an older program put its own there.
    const auto& owed = node.connection.owed();
    if (std::none_of(owed.begin(), owed.end(), [](const Expected& e) {
          return e.what == Expected::For::kLibraryList || e.what == Expected::For::kLibraryLoad;
        })) {
      list_libraries(node);
    }
    ++stats.retries;
    return again(expected.call, expected.index, jittered(kNotNowPauseMs));
  }
  const bool full = code == "OOM";
  const core::Error error{full ? core::ErrorKind::kFull : core::ErrorKind::kRefused, full ? kTextFull : kTextRefused,
                          std::string(reply.string())};
  answer(expected.call, expected.index, {Outcome::kRefused, std::move(reply), error});
}

void Cluster::Impl::follow(Node& node, const Expected& expected, const Reply& reply) {
  ++stats.redirects;
  const auto redirect = read_redirect(reply.string(), node.endpoint);
  if (!redirect) {
    slots_stale = true;
    last_error = "a redirect that names no node";
    return again(expected.call, expected.index, jittered(kNotNowPauseMs));
  }
  const int number = node_of(redirect->endpoint);
  if (reply.error_code() == "ASK") return again(expected.call, expected.index, 0, number);
  slots.assign(redirect->slot, redirect->slot, number);
  slots_stale = true;
  again(expected.call, expected.index, 0);
}

// Every write before this WAIT is confirmed, or none is.
void Cluster::Impl::take_wait(Node& node, const Reply& reply) {
  const bool enough = reply.is_integer() && reply.integer() >= options.replicas;
  auto written = std::move(node.unconfirmed);
  node.unconfirmed.clear();
  for (auto& item : written) {
    if (enough) {
      answer(item.call, item.index, {Outcome::kDone, std::move(item.reply), {}});
    } else {
      unknown(item.call, item.index, "too few replicas have the write");
    }
  }
}

void Cluster::Impl::again(const std::shared_ptr<Call>& call, std::uint32_t index, core::Millis pause, int asking) {
  if (call->given_up) return;
  auto& tries = call->tries[index];
  if (tries < 255) ++tries;
  if (pause == 0 && tries > kQuickTries) pause = jittered(kNotNowPauseMs);
  pending.push_back({call, index, pause == 0 ? 0 : clock.steady_ms() + pause, asking});
}

void Cluster::Impl::answer(const std::shared_ptr<Call>& call, std::uint32_t index, Answer given) {
  call->answers[index] = std::move(given);
  --call->remaining;
  ++stats.commands;
}

void Cluster::Impl::unknown(const std::shared_ptr<Call>& call, std::uint32_t index, std::string_view why) {
  ++stats.unknown;
  answer(call, index, {Outcome::kUnknown, {}, {core::ErrorKind::kUnknown, kTextUnknown, std::string(why)}});
}

}  // namespace naadam::store
