#include <algorithm>
#include <array>
#include <charconv>

#include "cluster_impl.hpp"

namespace naadam::store {
namespace {

constexpr core::Millis kSlotMapPauseMs = 150;  // between two readings of the slot map
constexpr const char* kTextNotReached = "连接不上数据存储，请检查它是否已启动";

}  // namespace

// Runs until every primary is ready, something cannot be mended, or time is up.
core::Status Cluster::Impl::open() {
  for (const auto& seed : options.seeds) nodes[node_of(seed)]->wanted = true;
  if (is_path(options.seeds.front())) {
    one_node = true;
    slots_stale = false;
    slots.assign(0, kSlots - 1, 0);
  }
  const auto deadline = core::Deadline::in(clock, 2 * options.connect_timeout_ms);
  while (true) {
    if (!fatal) return fatal;
    const auto serving = slots.nodes();
    const bool ready = slots.whole() && !slots_stale &&
                       std::all_of(serving.begin(), serving.end(), [&](int n) { return nodes[n]->ready; });
    if (ready) return {};
    const core::Millis left = deadline.left(clock);
    if (left == 0) return core::fail(core::ErrorKind::kUnavailable, kTextNotReached, last_error);
    step(std::min(left, next_wait()));
  }
}

int Cluster::Impl::node_of(const std::string& endpoint) {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i]->endpoint == endpoint) return static_cast<int>(i);
  }
  nodes.push_back(std::make_unique<Node>());
  nodes.back()->endpoint = endpoint;
  nodes.back()->pause = options.reconnect_first_ms;
  return static_cast<int>(nodes.size() - 1);
}

bool Cluster::Impl::needed(int number) const { return nodes[number]->wanted || slots.serves(number); }

void Cluster::Impl::start_needed() {
  const core::Millis now = clock.steady_ms();
  // With nobody to ask for the slot map, every node we ever heard of is worth a try.
  const bool lost = slots_stale && std::none_of(nodes.begin(), nodes.end(), [](const auto& n) { return n->ready; });
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    Node& node = *nodes[i];
    if (lost) node.wanted = true;
    if (node.connection.open()) {
      if (!node.ready && now >= node.give_up_at) drop(node, "no hand-shake in time");
      continue;
    }
    if (now < node.next_start || !needed(static_cast<int>(i))) continue;
    ++stats.connects;
    node.next_start = now + jittered(options.reconnect_first_ms);
    node.give_up_at = now + options.connect_timeout_ms;
    if (node.connection.start(node.endpoint)) {
      greet(node);
    } else {
      drop(node, node.connection.error());
    }
  }
  if (!slots_stale || slots_asked || now < slots_next) return;
  const auto ready = std::find_if(nodes.begin(), nodes.end(), [](const auto& n) { return n->ready; });
  if (ready == nodes.end()) return;
  // Another one each time, in case the first is the one that does not know.
  std::vector<Node*> able;
  for (const auto& node : nodes) {
    if (node->ready) able.push_back(node.get());
  }
  ask_slots(*able[std::uniform_int_distribution<std::size_t>(0, able.size() - 1)(random)]);
}

void Cluster::Impl::greet(Node& node) {
  node.handshake = 0;
  if (!options.password.empty()) {
    std::vector<std::string_view> auth{"AUTH"};
    if (!options.username.empty()) auth.push_back(options.username);
    auth.push_back(options.password);
    node.connection.append(auth, {Expected::For::kGreeting, 0, nullptr, 0});
    ++node.handshake;
  }
  list_libraries(node);
  node.handshake += options.libraries.size();
  // Shows also that a server is there, before commands are entrusted to it.
  ask_epoch(node);
  ++node.handshake;
  write(node);
}

// One reply of the hand-shake less to wait for.
void Cluster::Impl::shaken(Node& node) {
  if (node.ready || --node.handshake > 0) return;
  node.ready = true;
  cut_off_at.reset();
  node.pause = options.reconnect_first_ms;
}

void Cluster::Impl::list_libraries(Node& node) {
  for (std::uint32_t i = 0; i < options.libraries.size(); ++i) {
    const std::array<std::string_view, 5> list{"FUNCTION", "LIST", "LIBRARYNAME", options.libraries[i].name,
                                               "WITHCODE"};
    node.connection.append(list, {Expected::For::kLibraryList, i, nullptr, 0});
  }
}

void Cluster::Impl::load_library(Node& node, std::size_t index) {
  const std::array<std::string_view, 4> load{"FUNCTION", "LOAD", "REPLACE", options.libraries[index].source};
  node.connection.append(load, {Expected::For::kLibraryLoad, static_cast<std::uint32_t>(index), nullptr, 0});
  ++stats.library_loads;
}

void Cluster::Impl::ask_slots(Node& node) {
  constexpr std::array<std::string_view, 2> kSlotsCommand{"CLUSTER", "SLOTS"};
  node.connection.append(kSlotsCommand, {Expected::For::kSlotMap, 0, nullptr, 0});
  // After the map, on the same connection: no promotion that the map shows is missing in the epoch.
  ask_epoch(node);
  slots_asked = true;
  slots_next = clock.steady_ms() + jittered(kSlotMapPauseMs);
  write(node);
}

void Cluster::Impl::ask_epoch(Node& node) {
  constexpr std::array<std::string_view, 2> kInfo{"CLUSTER", "INFO"};
  node.connection.append(kInfo, {Expected::For::kEpoch, 0, nullptr, 0});
}

// Nodes hear of an epoch one after the other; the highest heard of is true.
void Cluster::Impl::take_epoch(const Reply& reply) {
  constexpr std::string_view kField = "cluster_current_epoch:";
  const std::string_view text = reply.string();
  const auto at = text.find(kField);
  if (at == std::string_view::npos) return;
  std::uint64_t heard = 0;
  std::from_chars(text.data() + at + kField.size(), text.data() + text.size(), heard);
  epoch = std::max(epoch, heard);
}

// A map with holes is taken too: what is known is served, the rest is asked for again.
void Cluster::Impl::take_slots(Node& node, const Reply& reply) {
  slots_asked = false;
  const auto ranges = read_slot_ranges(reply.view(), node.endpoint);
  if (!ranges || ranges->empty()) {
    last_error = reply.is_error() ? std::string(reply.string()) : "the slot map is empty or has an unknown shape";
    return;
  }
  ++stats.refreshes;
  one_node = false;
  slots.clear();
  for (const auto& range : *ranges) slots.assign(range.first, range.last, node_of(range.endpoint));
  slots_stale = !slots.whole();
  if (slots_stale) last_error = "some slots are served by no node";
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    Node& other = *nodes[i];
    other.wanted = false;
    if (slots.serves(static_cast<int>(i)) || &other == &node || !other.connection.open()) continue;
    if (other.connection.owed().empty()) {
      other.connection.close();
      other.ready = false;
    }
  }
}

void Cluster::Impl::drop(Node& node, std::string_view why) {
  if (node.connection.open()) ++stats.cuts;
  last_error = std::string(why);
  auto owed = node.connection.close();
  if (!node.ready) {
    node.next_start = std::max(node.next_start, clock.steady_ms() + jittered(node.pause));
    node.pause = std::min(2 * node.pause, options.reconnect_longest_ms);
  }
  node.ready = false;
  if (!cut_off_at && std::ranges::none_of(nodes, [](const auto& other) { return other->ready; })) {
    cut_off_at = clock.steady_ms();
  }
  node.wait_owed = false;
  node.starved = false;
  node.handshake = 0;
  if (!one_node) slots_stale = true;
  for (auto& written : node.unconfirmed) unknown(written.call, written.index, why);
  node.unconfirmed.clear();
  for (const auto& expected : owed) {
    if (expected.what == Expected::For::kSlotMap) slots_asked = false;
    if (expected.what != Expected::For::kCommand) continue;
    const bool executed_perhaps = node.connection.written(expected);
    if (executed_perhaps && !expected.call->given_up && !expected.call->commands[expected.index].readonly) {
      unknown(expected.call, expected.index, why);
    } else {
      if (executed_perhaps) ++stats.retries;
      again(expected.call, expected.index, 0);
    }
  }
}

void Cluster::Impl::write(Node& node) {
  if (!node.connection.write()) drop(node, node.connection.error());
}

void Cluster::Impl::read(Node& node) {
  const bool alive = node.connection.read(arrived);
  // Replies that came before a cut still count. Taking one may append commands, or drop the node.
  std::vector<Arrived> taken;
  taken.swap(arrived);
  for (auto& item : taken) dispatch(node, std::move(item));
  taken.clear();
  arrived.swap(taken);
  if (!alive && node.connection.open()) drop(node, node.connection.error());
}

}  // namespace naadam::store
