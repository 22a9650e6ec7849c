#include "cli/keeping/revival.hpp"

#include <fstream>

#include "cli/say.hpp"
#include "cli/texts/keeping.hpp"
#include "store/node_connection.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

constexpr core::Millis kMoveMs = 600'000;  // of one key; some are as large as a shard
constexpr const char* kBase = "appendonly.aof.1.base.rdb";
constexpr const char* kTail = "appendonly.aof.1.incr.aof";

tl::unexpected<core::Error> not_loaded(const fs::path& snapshot, const std::string& why) {
  return refuse(core::ErrorKind::kCorrupt, texts::keeping::kNotLoaded, snapshot.filename().string(), why);
}

// Makes `snapshot` what the Redis of `dir` will load: with an append-only file switched on, Redis reads nothing else.
core::Status lay_base(const fs::path& dir, const fs::path& snapshot) {
  const fs::path log = dir / "appendonlydir";
  std::error_code failed;
  fs::remove_all(log, failed);
  if (!failed) fs::create_directory(log, failed);
  if (!failed) fs::copy_file(snapshot, log / kBase, failed);
  if (failed)
    return refuse(core::ErrorKind::kUnavailable, texts::keeping::kCannotWrite, log.string(), failed.message());
  std::ofstream manifest(log / "appendonly.aof.manifest");
  manifest << "file " << kBase << " seq 1 type b\n";
  manifest << "file " << kTail << " seq 1 type i\n";
  std::ofstream(log / kTail).flush();
  if (!manifest.flush())
    return refuse(core::ErrorKind::kUnavailable, texts::keeping::kCannotWrite, log.string(), "manifest");
  return {};
}

// A Redis on `options.dir` that holds what `snapshot` does. Started once empty, for its cluster identity.
core::Result<runtime::RedisChild> start_with(const runtime::RedisOptions& options, const fs::path& snapshot) {
  {
    auto empty = runtime::RedisChild::start(options);
    if (!empty) return empty;
    empty->stop();
  }
  if (auto laid = lay_base(options.dir, snapshot); !laid) return tl::unexpected(laid.error());
  auto redis = runtime::RedisChild::start(options);
  if (!redis) return not_loaded(snapshot, redis.error().cause);
  return redis;
}

// Every key of `from`, one at a time.
core::Status move_all(const runtime::RedisChild& from, const runtime::RedisChild& to, const fs::path& snapshot) {
  auto connection = store::NodeConnection::open(from.address(), {}, 2 * kMoveMs);
  if (!connection) return tl::unexpected(connection.error());
  std::string cursor = "0";
  do {
    const store::Reply page = connection->say({"SCAN", cursor, "COUNT", "1000"});
    if (!page.is_array()) return not_loaded(snapshot, "SCAN");
    cursor = page[0].string();
    for (std::size_t i = 0; i < page[1].size(); ++i) {
      const store::Reply moved =
          connection->say({"MIGRATE", "127.0.0.1", std::to_string(to.port()), std::string(page[1][i].string()), "0",
                           std::to_string(kMoveMs), "COPY", "REPLACE"});
      if (!moved.is_string()) return not_loaded(snapshot, moved.is_error() ? std::string(moved.string()) : "MIGRATE");
    }
  } while (cursor != "0");
  return {};
}

}  // namespace

core::Result<runtime::RedisChild> revive(const runtime::RedisOptions& options, const std::vector<fs::path>& snapshots) {
  auto redis = start_with(options, snapshots.front());
  if (!redis) return redis;
  for (std::size_t i = 1; i < snapshots.size(); ++i) {
    runtime::RedisOptions aside = options;
    aside.dir = options.dir.string() + ".part";
    aside.unix_socket.clear();
    {
      auto other = start_with(aside, snapshots[i]);
      if (!other) return other;
      if (auto moved = move_all(*other, *redis, snapshots[i]); !moved) return tl::unexpected(moved.error());
      other->stop();
    }
    std::error_code ignored;
    std::filesystem::remove_all(aside.dir, ignored);
  }
  return redis;
}

}  // namespace naadam::cli
