#include "runtime/redis_child.hpp"

#include <fmt/format.h>
#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <sched.h>
#include <sodium.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>

#include "core/id.hpp"
#include "descriptor.hpp"
#include "redis_log_end.hpp"
#include "runtime/private_file.hpp"
#include "runtime/redis_config.hpp"

namespace naadam::runtime {
namespace {

using core::ErrorKind;
namespace fs = std::filesystem;

constexpr std::uint64_t kFreeBytesMin = 64u << 20;
constexpr int kPortTries = 8;
constexpr int kSlots = 16'384;
constexpr core::Millis kStopGrace = 1'500;  // for a Redis that is not ready yet
constexpr core::Millis kProbeMs = 5;        // between two looks at a Redis that is not ready yet

core::Error unavailable(std::string text, std::string cause) {
  return {ErrorKind::kUnavailable, std::move(text), std::move(cause)};
}

core::Status check_space(const fs::path& dir) {
  struct statvfs space{};
  if (::statvfs(dir.c_str(), &space) == 0 && std::uint64_t{space.f_bavail} * space.f_frsize < kFreeBytesMin) {
    return tl::unexpected(unavailable(
        fmt::format("磁盘空间不足：{} 所在分区可用空间少于 {} MB，请清理后重试", dir.string(), kFreeBytesMin >> 20),
        fmt::format("less than {} bytes free at {}", kFreeBytesMin, dir.string())));
  }
  return {};
}

// Ports that were free a moment ago; both are held while they are looked up, so they differ.
RedisPorts pick_ports(const RedisOptions& options) {
  const auto any_port = [](Descriptor& held) -> std::uint16_t {
    held = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(held.get(), generic, length) != 0 || ::getsockname(held.get(), generic, &length) != 0) return 0;
    return ntohs(address.sin_port);
  };
  Descriptor first, second;
  return {options.port != 0 ? options.port : any_port(first),
          options.cluster_port != 0 ? options.cluster_port : any_port(second)};
}

std::string node_id() {
  std::array<unsigned char, 20> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  return core::to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string read_from(const fs::path& file, std::uintmax_t offset) {
  std::ifstream in(file, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(offset));
  return {std::istreambuf_iterator<char>(in), {}};
}

// A short-lived connection for the few commands that bring a Redis up. An answer is its text; an array's is its
// elements' count (nobody here reads arrays); an error reply or no reply is nullopt.
class Probe {
 public:
  Probe(RedisPorts ports, const std::string& password) : context_(connect(ports.client)) {
    if (context_ && !password.empty()) say({"AUTH", password});
  }
  std::optional<std::string> say(const std::vector<std::string>& words) {
    if (!context_ || context_->err != 0) return std::nullopt;
    std::vector<const char*> argv;
    std::vector<std::size_t> lengths;
    for (const auto& word : words) {
      argv.push_back(word.data());
      lengths.push_back(word.size());
    }
    void* raw = redisCommandArgv(context_.get(), static_cast<int>(argv.size()), argv.data(), lengths.data());
    const std::unique_ptr<redisReply, void (*)(void*)> reply(static_cast<redisReply*>(raw), freeReplyObject);
    if (!reply || reply->type == REDIS_REPLY_ERROR) return std::nullopt;
    return std::string(reply->str != nullptr ? reply->str : "", reply->str != nullptr ? reply->len : 0);
  }

 private:
  struct Free {
    void operator()(redisContext* c) const { redisFree(c); }
  };
  static std::unique_ptr<redisContext, Free> connect(std::uint16_t port) {
    constexpr timeval kPatience{2, 0};
    std::unique_ptr<redisContext, Free> context(redisConnectWithTimeout("127.0.0.1", port, kPatience));
    if (context && context->err == 0) redisSetTimeout(context.get(), kPatience);
    return context;
  }
  std::unique_ptr<redisContext, Free> context_;
};

// "name:value" of INFO and CLUSTER INFO.
std::string field(const std::string& info, const std::string& name) {
  const auto at = info.find("\n" + name + ":");
  if (at == std::string::npos) return {};
  const auto start = at + name.size() + 2;
  return info.substr(start, info.find_first_of("\r\n", start) - start);
}

// One line of CLUSTER NODES: id, address, flags, primary, three numbers, link, then the slots.
struct Node {
  std::string id, address, flags;
  std::vector<std::pair<int, int>> slots;
};

std::vector<Node> parse_nodes(const std::string& text) {
  std::vector<Node> nodes;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    Node node;
    std::string skipped;
    words >> node.id >> node.address >> node.flags;
    for (int i = 0; i < 5; ++i) words >> skipped;
    for (std::string range; words >> range;) {
      if (range[0] == '[') continue;  // a slot on its way to another node
      const auto dash = range.find('-');
      const int low = std::stoi(range);
      node.slots.emplace_back(low, dash == std::string::npos ? low : std::stoi(range.substr(dash + 1)));
    }
    nodes.push_back(std::move(node));
  }
  return nodes;
}

// Ends what first_nodes_file() began, also when the first start was cut short.
void settle_first_start(Probe& probe) {
  const auto nodes = parse_nodes(probe.say({"CLUSTER", "NODES"}).value_or(""));
  const auto phantom =
      std::find_if(nodes.begin(), nodes.end(), [](const Node& n) { return n.address == kPhantomAddress; });
  if (phantom == nodes.end()) return;
  probe.say({"CLUSTER", "FAILOVER", "TAKEOVER"});  // refused, rightly, when it was done before
  probe.say({"CLUSTER", "FORGET", phantom->id});
}

// A node that is alone owns every slot. Gaps arise when only the append-only file was restored.
void claim_slots(Probe& probe) {
  const auto nodes = parse_nodes(probe.say({"CLUSTER", "NODES"}).value_or(""));
  if (nodes.size() != 1) return;
  auto held = nodes[0].slots;
  std::sort(held.begin(), held.end());
  held.emplace_back(kSlots, kSlots);
  int next = 0;
  for (const auto& [low, high] : held) {
    if (next < low) probe.say({"CLUSTER", "ADDSLOTSRANGE", std::to_string(next), std::to_string(low - 1)});
    next = high + 1;
  }
}

bool loaded(Probe& probe, pid_t pid) {
  const auto info = probe.say({"INFO"});
  return info && field(*info, "process_id") == std::to_string(pid) && field(*info, "loading") == "0";
}

bool told_to_stop(const RedisOptions& options) { return options.told_to_stop && options.told_to_stop(); }

// Looks again until `check` holds; false when the child ends, time is up or we are told to stop.
template <class Check>
bool until(ChildProcess& process, const RedisOptions& options, core::Deadline deadline, const Check& check) {
  const core::SystemClock clock;
  while (!check()) {
    if (told_to_stop(options) || deadline.left(clock) == 0 || process.wait(kProbeMs)) return false;
  }
  return true;
}

bool bring_up(ChildProcess& process, const RedisOptions& options, RedisPorts ports, core::Deadline deadline) {
  const auto answers = [&] {
    Probe probe(ports, options.password);
    return loaded(probe, process.pid());
  };
  if (!until(process, options, deadline, answers)) return false;
  Probe probe(ports, options.password);
  settle_first_start(probe);
  claim_slots(probe);
  return until(process, options, deadline,
               [&] { return field("\n" + probe.say({"CLUSTER", "INFO"}).value_or(""), "cluster_state") == "ok"; });
}

struct Started {
  ChildProcess process;
  RedisPorts ports;
  LogFound found;
};

core::Result<Started> start_on(const RedisOptions& options, RedisPorts ports, bool* taken) {
  const core::SystemClock clock;
  const auto deadline = core::Deadline::in(clock, options.ready_ms_max);
  const fs::path log = options.dir / "redis.log";
  std::error_code no_log;
  const auto log_start = fs::file_size(log, no_log);
  const LogSizes sizes = log_sizes(options.dir);

  if (auto done = replace_private(options.dir / "redis.conf", redis_config(options, ports)); !done) {
    return tl::unexpected(done.error());
  }
  if (!fs::exists(options.dir / "nodes.conf") && !fs::exists(options.dir / "appendonlydir")) {
    const auto text = first_nodes_file(node_id(), node_id(), ports);
    if (auto done = replace_private(options.dir / "nodes.conf", text); !done) return tl::unexpected(done.error());
  }
  ChildSpec spec;
  spec.argv = {options.program, fs::absolute(options.dir / "redis.conf").string()};
  spec.output = log;
  auto process = ChildProcess::spawn(spec);
  if (!process) {
    core::Error error = process.error();
    if (error.kind == ErrorKind::kNotFound) {
      error.text = fmt::format("找不到 {}，请先安装：apt-get install redis-server（7.0 或更高版本）", options.program);
    }
    return tl::unexpected(error);
  }
  const bool up = bring_up(*process, options, ports, deadline);
  const std::string said = read_from(log, no_log ? 0 : log_start);
  if (up) return Started{std::move(*process), ports, {.whole = true, .bytes_cut = bytes_cut(said, sizes)}};

  *taken = port_was_taken(said);
  if (process->running() && told_to_stop(options)) {
    process->stop(kStopGrace);
    return tl::unexpected(unavailable("存储还在启动时收到停止的要求，已停止", "told to stop while redis was loading"));
  }
  if (process->running()) {
    return tl::unexpected(
        unavailable(fmt::format("Redis 在 {} 秒内没有就绪，详见日志 {}", options.ready_ms_max / 1000, log.string()),
                    "redis not ready in time"));
  }
  return tl::unexpected(explain_redis_log(said, options, ports));
}

// Everybody waits for Redis, and it waits for the disk many times a second. On a busy machine the ordinary scheduler
// lets it wait a whole tick (4 ms) each time; in the real-time class it goes on at once. Its own children (rewriting
// the file) stay ordinary. Where it is not permitted all works as well, only slower under load.
void put_first_in_line(pid_t pid) {
  sched_param lowest{};
  lowest.sched_priority = sched_get_priority_min(SCHED_RR);
  sched_setscheduler(pid, SCHED_RR | SCHED_RESET_ON_FORK, &lowest);
}

core::Result<Started> start_anywhere(const RedisOptions& options) {
  if (auto ok = check_space(options.dir); !ok) return tl::unexpected(ok.error());
  const auto whole = settle_end(options.dir);
  if (!whole) return tl::unexpected(whole.error());
  const bool choice = options.port == 0 || options.cluster_port == 0;
  for (int tries = 1;; ++tries) {
    bool taken = false;
    auto started = start_on(options, pick_ports(options), &taken);
    if (started) {
      put_first_in_line(started->process.pid());
      started->found.whole = *whole;
    }
    if (started || !taken || !choice || tries == kPortTries) return started;
  }
}

}  // namespace

core::Result<RedisChild> RedisChild::start(const RedisOptions& options) {
  auto lock = DirLock::take(options.dir, "redis");
  if (!lock) return tl::unexpected(lock.error());
  auto started = start_anywhere(options);
  if (!started) return tl::unexpected(started.error());
  RedisChild child(options, std::move(*lock), std::move(started->process));
  child.found_ = started->found;
  child.log_file_ = options.dir / "redis.log";
  child.port_ = started->ports.client;
  child.cluster_port_ = started->ports.cluster;
  return child;
}

std::string RedisChild::address() const { return fmt::format("127.0.0.1:{}", port_); }

core::Status RedisChild::restart() {
  RedisOptions same = options_;
  same.port = port_;
  same.cluster_port = cluster_port_;
  auto started = start_anywhere(same);
  if (!started) return tl::unexpected(started.error());
  process_ = std::move(started->process);
  found_ = started->found;
  return {};
}

ChildExit RedisChild::stop(core::Millis grace_ms) {
  const ChildExit ended = process_.stop(grace_ms);
  // Without the note the next start takes the end for unknown.
  if (ended.clean()) static_cast<void>(note_end(options_.dir));
  return ended;
}

}  // namespace naadam::runtime
