#include "store/cluster.hpp"

#include <algorithm>
#include <array>

#include "cluster_impl.hpp"

namespace naadam::store {
namespace {

constexpr core::Millis kLongestStepMs = 1'000;
constexpr const char* kTextUnavailable = "数据存储暂时无法访问，请稍后再试";

core::Status check(const ClusterOptions& options) {
  const auto outside = [](core::Millis value, core::Millis low, core::Millis high) {
    return value < low || value > high;
  };
  const auto refuse = [](const std::string& what) {
    return core::fail(core::ErrorKind::kInvalid, "数据存储的连接设置有误：" + what,
                      "store option out of range: " + what);
  };
  if (options.seeds.empty()) return refuse("seeds [1 or more]");
  for (const auto& seed : options.seeds) {
    if (seed.find_first_of(":/") == std::string::npos) return refuse("seeds (host:port or a socket path)");
  }
  if (outside(options.connect_timeout_ms, 10, 60'000)) return refuse("connect_timeout_ms [10, 60000]");
  if (outside(options.replicas_wait_ms, 1, 10'000)) return refuse("replicas_wait_ms [1, 10000]");
  if (outside(options.reconnect_first_ms, 120, 60'000)) return refuse("reconnect_first_ms [120, 60000]");
  if (outside(options.reconnect_longest_ms, options.reconnect_first_ms, 60'000)) {
    return refuse("reconnect_longest_ms [reconnect_first_ms, 60000]");
  }
  return {};
}

}  // namespace

Ticket& Ticket::operator=(Ticket&& other) noexcept {
  if (this != &other) {
    give_up();
    call_ = std::move(other.call_);
  }
  return *this;
}

Ticket::~Ticket() { give_up(); }

void Ticket::give_up() {
  if (call_ != nullptr) call_->given_up = true;
}

core::Result<std::unique_ptr<Cluster>> Cluster::connect(ClusterOptions options, const core::Clock& clock) {
  if (auto ok = check(options); !ok) return tl::unexpected(ok.error());
  auto impl = std::make_unique<Impl>(std::move(options), clock);
  if (auto ok = impl->open(); !ok) return tl::unexpected(ok.error());
  return std::unique_ptr<Cluster>(new Cluster(std::move(impl)));
}

Cluster::Cluster(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Cluster::~Cluster() = default;

std::vector<Answer> Cluster::run(std::span<const Command> commands, core::Deadline deadline) {
  return collect(send(commands), deadline);
}

Answer Cluster::run_one(const Command& command, core::Deadline deadline) {
  return std::move(run({&command, 1}, deadline).front());
}

Ticket Cluster::send(std::span<const Command> commands) { return Ticket(impl_->send(commands)); }

std::vector<Answer> Cluster::collect(Ticket ticket, core::Deadline deadline) {
  if (!ticket) return {};
  return impl_->collect(ticket.call_, deadline);
}

bool Cluster::answered(const Ticket& ticket) const { return !ticket || ticket.call_->remaining == 0; }

void Cluster::progress() { impl_->step(0); }

void Cluster::watch(std::vector<pollfd>& fds) const {
  for (const auto& node : impl_->nodes) {
    if (node->connection.open()) fds.push_back({node->connection.fd(), node->connection.wanted(), 0});
  }
}

std::optional<core::Millis> Cluster::cut_off_at() const { return impl_->cut_off_at; }

std::uint64_t Cluster::epoch() const { return impl_->epoch; }

std::vector<std::string> Cluster::primaries() const {
  std::vector<std::string> endpoints;
  for (const int number : impl_->slots.nodes()) endpoints.push_back(impl_->nodes[number]->endpoint);
  return endpoints;
}

const ClusterStats& Cluster::stats() const {
  auto& stats = impl_->stats;
  stats.bytes_in = stats.bytes_out = 0;
  for (const auto& node : impl_->nodes) {
    stats.bytes_in += node->connection.bytes_in();
    stats.bytes_out += node->connection.bytes_out();
  }
  return stats;
}

Cluster::Impl::Impl(ClusterOptions chosen, const core::Clock& a_clock)
    : options(std::move(chosen)), clock(a_clock), random(options.jitter_seed) {}

core::Millis Cluster::Impl::jittered(core::Millis ms) {
  return ms + std::uniform_int_distribution<core::Millis>(0, ms / 2)(random);
}

std::shared_ptr<Call> Cluster::Impl::send(std::span<const Command> commands) {
  auto call = std::make_shared<Call>();
  call->commands = commands;
  call->answers.resize(commands.size());
  call->tries.resize(commands.size());
  call->remaining = commands.size();
  call->epoch = epoch;
  for (std::uint32_t i = 0; i < commands.size(); ++i) pending.push_back({call, i});
  flush();
  return call;
}

std::vector<Answer> Cluster::Impl::collect(const std::shared_ptr<Call>& call, core::Deadline deadline) {
  const core::Millis begun = clock.steady_ms();
  while (call->remaining > 0) {
    const core::Millis left = patience(deadline, begun).left(clock);
    if (left == 0) {
      step(0);
      if (call->remaining > 0) give_up(*call);
      break;
    }
    step(std::min(left, next_wait()));
  }
  return std::move(call->answers);
}

// The deadline has passed: nothing of this call may be sent any more, and what was sent has no known end.
void Cluster::Impl::give_up(Call& call) {
  for (const auto& node : nodes) {
    const auto& owed = node->connection.owed();
    const bool ours = std::any_of(owed.begin(), owed.end(), [&](const Expected& e) { return e.call.get() == &call; }) ||
                      std::any_of(node->unconfirmed.begin(), node->unconfirmed.end(),
                                  [&](const Written& w) { return w.call.get() == &call; });
    if (ours) drop(*node, "no answer before the deadline");
  }
  for (const auto& item : pending) {
    if (item.call.get() != &call) continue;
    answer(item.call, item.index,
           {Outcome::kUnavailable, {}, {core::ErrorKind::kUnavailable, kTextUnavailable, last_error}});
  }
  std::erase_if(pending, [&](const Pending& item) { return item.call.get() == &call; });
}

core::Deadline Cluster::Impl::patience(core::Deadline deadline, core::Millis begun) const {
  if (!cut_off_at) return deadline;
  return {std::min(deadline.at, std::max(*cut_off_at + kGraceMs, begun + kBriefMs))};
}

core::Millis Cluster::Impl::next_wait() const {
  const core::Millis now = clock.steady_ms();
  core::Millis at = now + kLongestStepMs;
  for (const auto& item : pending) {
    if (item.not_before > now) at = std::min(at, item.not_before);
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Node& node = *nodes[i];
    if (node.connection.open() && !node.ready) at = std::min(at, node.give_up_at);
    if (!node.connection.open() && needed(static_cast<int>(i))) at = std::min(at, node.next_start);
  }
  const bool able = std::any_of(nodes.begin(), nodes.end(), [](const auto& node) { return node->ready; });
  if (slots_stale && !slots_asked && able) at = std::min(at, slots_next);
  return std::max<core::Millis>(at - now, 1);
}

// One round: connect what is needed, wait, move bytes, take replies, place what waits.
void Cluster::Impl::step(core::Millis wait_ms) {
  start_needed();
  polled.clear();
  polled_nodes.clear();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!nodes[i]->connection.open()) continue;
    polled.push_back({nodes[i]->connection.fd(), nodes[i]->connection.wanted(), 0});
    polled_nodes.push_back(static_cast<int>(i));
  }
  if (::poll(polled.data(), polled.size(), static_cast<int>(wait_ms)) > 0) {
    for (std::size_t i = 0; i < polled.size(); ++i) {
      Node& node = *nodes[polled_nodes[i]];
      const short seen = polled[i].revents;
      if ((seen & (POLLIN | POLLERR | POLLHUP)) != 0 && !node.connection.connecting()) read(node);
      if ((seen & (POLLOUT | POLLERR | POLLHUP)) != 0 && node.connection.open()) write(node);
    }
  }
  flush();
}

// Puts every due command on the connection of its node, then writes.
void Cluster::Impl::flush() {
  const core::Millis now = clock.steady_ms();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < pending.size(); ++i) {
    if (pending[i].call->given_up) continue;
    if (pending[i].not_before <= now && place(pending[i])) continue;
    if (kept != i) pending[kept] = std::move(pending[i]);
    ++kept;
  }
  pending.resize(kept);
  for (const auto& node : nodes) {
    if (!node->ready) continue;
    if (node->wait_owed) owe_wait(*node);
    if ((node->connection.wanted() & POLLOUT) != 0) write(*node);
  }
}

bool Cluster::Impl::place(const Pending& item) {
  const Command& command = item.call->commands[item.index];
  const int number = item.asking != SlotMap::kNobody ? item.asking : slots.node(command.slot % kSlots);
  if (number == SlotMap::kNobody) {
    slots_stale = true;
    return false;
  }
  Node& node = *nodes[number];
  if (!node.ready) {
    node.wanted = true;
    return false;
  }
  if (!command.readonly && epoch > item.call->epoch) {
    answer(item.call, item.index,
           {Outcome::kUnavailable, {}, {core::ErrorKind::kUnavailable, kTextUnavailable, "made under an older epoch"}});
    return true;
  }
  if (item.asking != SlotMap::kNobody) {
    constexpr std::array<std::string_view, 1> kAsking{"ASKING"};
    node.connection.append(kAsking, {Expected::For::kAsking, 0, nullptr, 0});
  }
  node.connection.append(command.argv, {Expected::For::kCommand, item.index, item.call, 0});
  node.wait_owed = node.wait_owed || (options.replicas > 0 && !command.readonly && !node.starved);
  return true;
}

void Cluster::Impl::owe_wait(Node& node) {
  const std::string replicas = std::to_string(options.replicas);
  const std::string wait_ms = std::to_string(options.replicas_wait_ms);
  const std::array<std::string_view, 3> wait{"WAIT", replicas, wait_ms};
  node.connection.append(wait, {Expected::For::kWait, 0, nullptr, 0});
  node.wait_owed = false;
}

}  // namespace naadam::store
