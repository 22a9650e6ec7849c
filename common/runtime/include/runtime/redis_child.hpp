// A Redis of our own: a cluster of one as a child process, in its own directory and on its own two ports.
//
// It is always in cluster mode, so that growing to several nodes changes no code. It listens on loopback, keeps
// every write in its append-only file, makes no snapshots besides, and refuses writes rather than forget keys when
// memory is full. The directory may be used again: data and cluster identity are kept, ports may differ.
//
// Where permitted it runs in the lowest real-time class, so that a sync costs what the disk costs and not a tick of the
// scheduler. The first start in a new directory takes some 50 ms. A later one takes 2 s: Redis lets a primary accept
// writes only that long after it came up, and has no setting for it. Thread: one at a time; see child_process.hpp on
// which one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "runtime/child_process.hpp"
#include "runtime/dir_lock.hpp"

namespace naadam::runtime {

enum class Fsync { kAlways, kEverysec };

struct RedisOptions {
  std::filesystem::path dir;           // made (0700) if missing; held by this Redis alone
  std::uint16_t port = 0;              // 0: any free one
  std::uint16_t cluster_port = 0;      // 0: any free one
  std::string bind = "127.0.0.1";      // addresses it listens on, with a space between; RedisChild uses loopback
  std::string announce = "127.0.0.1";  // where its cluster and the services find it
  std::filesystem::path unix_socket;   // empty: none. At most 107 bytes (sockaddr_un)
  Fsync fsync = Fsync::kAlways;        // kEverysec may lose the last second at a power cut: never for real data
  std::uint64_t maxmemory_bytes = 0;   // 0: no limit of Redis' own
  std::string password;                // empty: none. Handed over in a file of mode 0600, never in argv
  std::string program = "redis-server";
  core::Millis ready_ms_max = 60'000;                      // a large append-only file takes time to load
  std::function<bool()> told_to_stop;                      // asked while it does; empty: never
  std::vector<std::pair<std::string, std::string>> extra;  // further settings, name and value, for tests and tuning
};

// How the log was when Redis last started.
struct LogFound {
  // Redis had been stopped in order, or the directory was new. False (a crash, a kill, a file that is not as it was
  // left): something acknowledged may be missing, so the epoch of the cluster was raised before the start.
  bool whole = true;
  std::uint64_t bytes_cut = 0;  // of its end, by Redis: no whole command. What was cut between two shows nowhere
};

class RedisChild {
 public:
  // Returns when it accepts writes and owns all 16,384 slots (or, if it knows other nodes, those it was given).
  // Errors, each one line with what to do: kNotFound (no redis-server), kRefused (directory used by another Redis,
  // port taken), kUnavailable (no write right, no disk space, died, not ready in time, told to stop).
  static core::Result<RedisChild> start(const RedisOptions& options);

  // Of the running Redis; the host is always 127.0.0.1.
  std::uint16_t port() const { return port_; }
  std::uint16_t cluster_port() const { return cluster_port_; }
  std::string address() const;  // "127.0.0.1:port"
  const std::filesystem::path& unix_socket() const { return options_.unix_socket; }
  const std::filesystem::path& log_file() const { return log_file_; }
  ChildProcess& process() { return process_; }
  const LogFound& log_found() const { return found_; }

  // SIGTERM: the append-only file is synced before it exits, and how it ended is noted. After `grace_ms` SIGKILL.
  ChildExit stop(core::Millis grace_ms = 10'000);

  // After stop() or a crash: again on the same directory and the same ports.
  core::Status restart();

 private:
  RedisChild(RedisOptions options, DirLock lock, ChildProcess process)
      : options_(std::move(options)), lock_(std::move(lock)), process_(std::move(process)) {}
  RedisOptions options_;
  DirLock lock_;  // on the directory; Redis itself locks only its nodes.conf, and says so late
  ChildProcess process_;
  LogFound found_;
  std::filesystem::path log_file_;
  std::uint16_t port_ = 0;
  std::uint16_t cluster_port_ = 0;
};

}  // namespace naadam::runtime
