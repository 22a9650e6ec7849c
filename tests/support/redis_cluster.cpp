#include "support/redis_cluster.hpp"

#include <hiredis/hiredis.h>
#include <poll.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <memory>
#include <set>
#include <stdexcept>

#include "store/slot_map.hpp"

namespace naadam::support {
namespace {

constexpr int kClusterLookMs = 10;  // between two looks at what is waited for

std::string field(std::string_view info, std::string_view name) {
  const std::string wanted = "\n" + std::string(name) + ":";
  const auto at = info.find(wanted);
  if (at == std::string_view::npos) return {};
  const auto start = at + wanted.size();
  return std::string(info.substr(start, info.find_first_of("\r\n", start) - start));
}

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < line.size();) {
    const auto end = std::min(line.find(' ', at), line.size());
    if (end > at) words.emplace_back(line.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

}  // namespace

struct RedisCluster::Node {
  Node(TempDir a_dir, runtime::RedisChild child) : dir(std::move(a_dir)), redis(std::move(child)) {}
  TempDir dir;  // removed after Redis has gone
  runtime::RedisChild redis;
  bool frozen = false;

  bool answers() { return !frozen && redis.process().running(); }
};

template <class Check>
void RedisCluster::until(const std::string& what, const Check& check) {
  const auto deadline = core::Deadline::in(clock_, kPatienceMs);
  while (!check()) {
    if (deadline.left(clock_) == 0) throw std::runtime_error("Redis Cluster: not in time: " + what);
    ::poll(nullptr, 0, kClusterLookMs);
  }
}

RedisCluster::RedisCluster(const RedisClusterOptions& options) : options_(options) {
  const std::size_t all = options.primaries * (options.replicas + std::size_t{1});
  for (std::size_t i = 0; i < all; ++i) start_node();
  const std::size_t primaries = options.primaries;
  for (std::size_t i = 0; i < primaries; ++i) {
    must(i, {"CLUSTER", "SET-CONFIG-EPOCH", std::to_string(i + 1)});
    must(i, {"CLUSTER", "ADDSLOTSRANGE", std::to_string(store::kSlots * i / primaries),
             std::to_string(store::kSlots * (i + 1) / primaries - 1)});
  }
  for (std::size_t i = 1; i < all; ++i) join(i);
  for (std::size_t i = primaries; i < all; ++i) must(i, {"CLUSTER", "REPLICATE", id_of(i % primaries)});
  await_health();
}

RedisCluster::~RedisCluster() {
  for (const auto& node : nodes_) node->redis.process().signal(SIGKILL);
}

// As a cluster of one it came up with every slot; it gives them back to be given its share.
std::size_t RedisCluster::start_node() {
  TempDir dir;
  runtime::RedisOptions options;
  options.dir = dir.path() / "redis";
  options.extra = {{"cluster-node-timeout", std::to_string(options_.node_timeout_ms)},
                   {"cluster-replica-validity-factor", "0"},
                   {"cluster-allow-replica-migration", "no"},
                   {"repl-ping-replica-period", "1"}};
  if (options_.replicas > 0) options.extra.emplace_back("min-replicas-to-write", "1");
  options.extra.insert(options.extra.end(), options_.extra.begin(), options_.extra.end());
  auto started = runtime::RedisChild::start(options);
  if (!started) throw std::runtime_error(started.error().cause);
  nodes_.push_back(std::make_unique<Node>(std::move(dir), std::move(*started)));
  must(nodes_.size() - 1, {"CLUSTER", "RESET", "HARD"});
  return nodes_.size() - 1;
}

// Until every node knows every other.
void RedisCluster::join(std::size_t newcomer) {
  const auto& redis = nodes_[newcomer]->redis;
  must(0, {"CLUSTER", "MEET", "127.0.0.1", std::to_string(redis.port()), std::to_string(redis.cluster_port())});
  until("a node to be known to all", [&] {
    for (std::size_t i = 0; i <= newcomer; ++i) {
      if (!nodes_[i]->answers()) continue;
      const auto reply = say(i, {"CLUSTER", "NODES"});
      std::set<std::string> known;
      for (std::size_t at = 0; at < reply.string().size();) {
        const auto end = std::min(reply.string().find('\n', at), reply.string().size());
        const auto words = words_of(reply.string().substr(at, end - at));
        if (words.size() > 2 && words[2].find("handshake") == std::string::npos) known.insert(words[0]);
        at = end + 1;
      }
      for (std::size_t k = 0; k <= newcomer; ++k) {
        if (!known.contains(id_of(k))) return false;
      }
    }
    return true;
  });
}

std::string RedisCluster::address(std::size_t node) const { return nodes_[node]->redis.address(); }

std::vector<std::string> RedisCluster::seeds() const {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < size(); ++i) all.push_back(address(i));
  return all;
}

const std::filesystem::path& RedisCluster::dir(std::size_t node) const { return nodes_[node]->dir.path(); }

store::Reply RedisCluster::say(std::size_t node, const std::vector<std::string>& words) const {
  constexpr timeval kPatience{5, 0};
  const std::unique_ptr<redisContext, void (*)(redisContext*)> context(
      redisConnectWithTimeout("127.0.0.1", nodes_[node]->redis.port(), kPatience), redisFree);
  if (!context || context->err != 0) throw std::runtime_error("a node does not answer: " + address(node));
  redisSetTimeout(context.get(), kPatience);
  std::vector<const char*> argv;
  std::vector<std::size_t> lengths;
  for (const auto& word : words) {
    argv.push_back(word.data());
    lengths.push_back(word.size());
  }
  auto* reply = static_cast<redisReply*>(
      redisCommandArgv(context.get(), static_cast<int>(argv.size()), argv.data(), lengths.data()));
  if (reply == nullptr) throw std::runtime_error("a node does not answer: " + address(node));
  return store::Reply(reply);
}

void RedisCluster::must(std::size_t node, const std::vector<std::string>& words) const {
  const auto reply = say(node, words);
  if (reply.is_error()) throw std::runtime_error(words[0] + " " + words[1] + ": " + std::string(reply.string()));
}

std::string RedisCluster::id_of(std::size_t node) const { return std::string(say(node, {"CLUSTER", "MYID"}).string()); }

std::size_t RedisCluster::node_at(const std::string& wanted) const {
  for (std::size_t i = 0; i < size(); ++i) {
    if (address(i) == wanted) return i;
  }
  throw std::runtime_error("nobody listens at " + wanted);
}

std::size_t RedisCluster::primary_of(std::uint16_t slot) {
  for (std::size_t i = 0; i < size(); ++i) {
    if (!nodes_[i]->answers()) continue;
    const auto reply = say(i, {"CLUSTER", "SLOTS"});
    const auto ranges = store::read_slot_ranges(reply.view(), address(i));
    for (const auto& range : ranges.value_or(std::vector<store::SlotRange>{})) {
      if (range.first <= slot && slot <= range.last) return node_at(range.endpoint);
    }
  }
  throw std::runtime_error("nobody serves slot " + std::to_string(slot));
}

std::vector<std::size_t> RedisCluster::replicas_of(std::size_t primary) {
  std::vector<std::size_t> replicas;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!nodes_[i]->answers()) continue;
    const auto info = say(i, {"INFO", "replication"});
    if (field(info.string(), "role") != "slave") continue;
    if (field(info.string(), "master_port") == std::to_string(nodes_[primary]->redis.port())) replicas.push_back(i);
  }
  return replicas;
}

std::vector<std::uint16_t> RedisCluster::slots_of(std::size_t primary) {
  std::vector<std::uint16_t> slots;
  const auto reply = say(primary, {"CLUSTER", "SLOTS"});
  for (const auto& range :
       store::read_slot_ranges(reply.view(), address(primary)).value_or(std::vector<store::SlotRange>{})) {
    if (range.endpoint != address(primary)) continue;
    for (std::uint32_t slot = range.first; slot <= range.last; ++slot) {
      slots.push_back(static_cast<std::uint16_t>(slot));
    }
  }
  return slots;
}

std::uint64_t RedisCluster::epoch() {
  std::uint64_t highest = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!nodes_[i]->answers()) continue;
    const auto info = say(i, {"CLUSTER", "INFO"});
    highest = std::max(highest, number(field(info.string(), "cluster_current_epoch")));
  }
  return highest;
}

void RedisCluster::kill(std::size_t node) {
  nodes_[node]->redis.process().signal(SIGKILL);
  nodes_[node]->redis.process().wait(-1);
}

void RedisCluster::freeze(std::size_t node) {
  nodes_[node]->redis.process().signal(SIGSTOP);
  nodes_[node]->frozen = true;
}

void RedisCluster::thaw(std::size_t node) {
  nodes_[node]->redis.process().signal(SIGCONT);
  nodes_[node]->frozen = false;
}

void RedisCluster::restart(std::size_t node) {
  if (auto up = nodes_[node]->redis.restart(); !up) throw std::runtime_error(up.error().cause);
}

std::size_t RedisCluster::await_failover(std::uint16_t slot, std::size_t before) {
  std::size_t now = before;
  until("a failover", [&] {
    now = primary_of(slot);
    return now != before && nodes_[now]->answers() &&
           field(say(now, {"INFO", "replication"}).string(), "role") == "master";
  });
  return now;
}

bool RedisCluster::healthy() {
  std::set<std::string> maps;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!nodes_[i]->answers()) continue;
    if (field(std::string("\n").append(say(i, {"CLUSTER", "INFO"}).string()), "cluster_state") != "ok") return false;
    const auto info = say(i, {"INFO", "replication"});
    if (field(info.string(), "role") == "slave") {
      if (field(info.string(), "master_link_status") != "up") return false;
    } else if (options_.replicas > 0 && !slots_of(i).empty()) {
      if (number(field(info.string(), "min_slaves_good_slaves")) < replicas_of(i).size()) return false;
      if (replicas_of(i).empty()) return false;
    }
    const auto reply = say(i, {"CLUSTER", "SLOTS"});
    std::string map;
    for (const auto& range :
         store::read_slot_ranges(reply.view(), address(i)).value_or(std::vector<store::SlotRange>{})) {
      map += std::to_string(range.first) + ' ' + range.endpoint + ' ';
    }
    maps.insert(std::move(map));
  }
  return maps.size() == 1;
}

void RedisCluster::await_health() {
  until("health", [&] { return healthy(); });
}

std::size_t RedisCluster::add_primary() {
  const std::size_t node = start_node();
  join(node);
  for (std::uint16_t i = 0; i < options_.replicas; ++i) {
    const std::size_t replica = start_node();
    join(replica);
    must(replica, {"CLUSTER", "REPLICATE", id_of(node)});
  }
  if (options_.replicas > 0) {
    until("the new primary to have its replicas", [&] { return replicas_of(node).size() == options_.replicas; });
  }
  until("the new node to see the cluster whole", [&] {
    return field(std::string("\n").append(say(node, {"CLUSTER", "INFO"}).string()), "cluster_state") == "ok";
  });
  return node;
}

void RedisCluster::move_slot(std::uint16_t slot, std::size_t to) {
  constexpr const char* kKeysAtOnce = "10";
  const std::size_t from = primary_of(slot);
  if (from == to) return;
  const std::string number = std::to_string(slot);
  const std::string target = id_of(to);
  must(to, {"CLUSTER", "SETSLOT", number, "IMPORTING", id_of(from)});
  must(from, {"CLUSTER", "SETSLOT", number, "MIGRATING", target});
  for (;;) {
    const auto keys = say(from, {"CLUSTER", "GETKEYSINSLOT", number, kKeysAtOnce});
    if (keys.size() == 0) break;
    std::vector<std::string> migrate{"MIGRATE", "127.0.0.1", std::to_string(nodes_[to]->redis.port()), "", "0",
                                     "5000",    "KEYS"};
    for (std::size_t i = 0; i < keys.size(); ++i) migrate.emplace_back(keys[i].string());
    must(from, migrate);
  }
  must(to, {"CLUSTER", "SETSLOT", number, "NODE", target});
  must(from, {"CLUSTER", "SETSLOT", number, "NODE", target});
  for (std::size_t i = 0; i < size(); ++i) {
    if (i == to || i == from || !nodes_[i]->answers()) continue;
    if (field(say(i, {"INFO", "replication"}).string(), "role") == "master") {
      must(i, {"CLUSTER", "SETSLOT", number, "NODE", target});
    }
  }
}

}  // namespace naadam::support
