#include "runtime/redis_config.hpp"

#include <fmt/format.h>

namespace naadam::runtime {
namespace {

using core::ErrorKind;

// As redis.conf reads a quoted word.
std::string config_word(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out + "\"";
}

bool has(std::string_view log, std::string_view phrase) { return log.find(phrase) != std::string_view::npos; }

std::string last_line(std::string_view log) {
  while (!log.empty() && log.back() == '\n') log.remove_suffix(1);
  const auto at = log.rfind('\n');
  return std::string(at == std::string_view::npos ? log : log.substr(at + 1));
}

}  // namespace

std::string redis_config(const RedisOptions& options, RedisPorts ports) {
  std::string conf;
  const auto set = [&conf](std::string_view name, std::string_view value) {
    conf += fmt::format("{} {}\n", name, value);
  };

  set("bind", options.bind);
  set("protected-mode", "yes");
  set("port", std::to_string(ports.client));
  set("cluster-enabled", "yes");
  set("cluster-port", std::to_string(ports.cluster));
  set("cluster-announce-ip", options.announce);
  set("cluster-config-file", "nodes.conf");
  if (!options.unix_socket.empty()) {
    set("unixsocket", config_word(std::filesystem::absolute(options.unix_socket).string()));
    set("unixsocketperm", "700");
  }
  if (!options.password.empty()) {
    set("requirepass", config_word(options.password));
    set("masterauth", config_word(options.password));
  }
  set("dir", config_word(std::filesystem::absolute(options.dir).string()));
  set("daemonize", "no");
  set("logfile", "\"\"");
  set("maxclients", "2000");

  set("appendonly", "yes");
  set("appendfsync", options.fsync == Fsync::kAlways ? "always" : "everysec");
  set("save", "\"\"");
  set("rdbcompression", "no");  // of a rewritten log: sealed bodies do not get smaller
  // A rewrite forks and copies what changes meanwhile: rare enough not to be felt, often enough to start quickly.
  set("auto-aof-rewrite-percentage", "100");
  set("auto-aof-rewrite-min-size", "256mb");

  set("maxmemory-policy", "noeviction");
  if (options.maxmemory_bytes > 0) set("maxmemory", std::to_string(options.maxmemory_bytes));
  set("hash-max-listpack-entries", "16");  // a shard's hash is large at once; a longer list would be searched through
  set("latency-tracking", "no");           // two clock readings a command; the services measure their own calls
  set("repl-diskless-sync-delay", "0");
  for (const auto& [name, value] : options.extra) set(name, value);
  return conf;
}

std::string first_nodes_file(std::string_view own_id, std::string_view phantom_id, RedisPorts ports) {
  return fmt::format(
      "{0} 127.0.0.1:{2}@{3} myself,slave {1} 0 0 1 connected\n"
      "{1} {4} master - 0 0 1 connected 0-16383\n"
      "vars currentEpoch 1 lastVoteEpoch 0\n",
      own_id, phantom_id, ports.client, ports.cluster, kPhantomAddress);
}

bool port_was_taken(std::string_view log) { return has(log, "Address already in use"); }

core::Error explain_redis_log(std::string_view log, const RedisOptions& options, RedisPorts ports) {
  const std::string dir = options.dir.string();
  const std::string cause = "redis: " + last_line(log);
  if (port_was_taken(log)) {
    return {ErrorKind::kRefused,
            fmt::format("Redis 端口 {} 或 {} 已被占用，请换一个端口，或停止占用它的程序", ports.client, ports.cluster),
            cause};
  }
  if (has(log, "already used by a different Redis Cluster node")) {
    return {ErrorKind::kRefused, fmt::format("数据目录 {} 正被另一个 Redis 使用，请先停止它", dir), cause};
  }
  if (has(log, "No space left")) {
    return {ErrorKind::kUnavailable, fmt::format("磁盘空间不足：{}，请清理后重试", dir), cause};
  }
  if (has(log, "Bad file format reading the append only file")) {
    return {ErrorKind::kCorrupt,
            fmt::format("数据文件已损坏：{}/appendonlydir，请从备份恢复，或用 redis-check-aof 检查", dir), cause};
  }
  if (has(log, "Permission denied")) {
    return {ErrorKind::kUnavailable, fmt::format("没有写入数据目录的权限：{}，请检查目录的属主和权限", dir), cause};
  }
  if (has(log, "FATAL CONFIG FILE ERROR")) {
    return {ErrorKind::kInvalid, fmt::format("Redis 不接受配置文件 {}/redis.conf，需要 Redis 7.0 或更高版本", dir),
            cause};
  }
  return {ErrorKind::kUnavailable, fmt::format("Redis 启动失败，详见日志 {}/redis.log", dir), cause};
}

}  // namespace naadam::runtime
