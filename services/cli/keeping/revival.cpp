#include "cli/keeping/revival.hpp"

#include <hiredis/hiredis.h>

#include <fstream>
#include <memory>

#include "cli/say.hpp"
#include "cli/texts/keeping.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;
namespace words = texts::keeping;

struct Free {
  void operator()(redisContext* context) const { redisFree(context); }
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, Free>;

constexpr const char* kBase = "appendonly.aof.1.base.rdb";
constexpr const char* kTail = "appendonly.aof.1.incr.aof";

tl::unexpected<core::Error> not_loaded(const fs::path& snapshot, const std::string& why) {
  return refuse(core::ErrorKind::kCorrupt, words::kNotLoaded, snapshot.filename().string(), why);
}

// Makes `snapshot` what the Redis of `dir` will load: with an append-only file switched on, Redis reads nothing else.
core::Status lay_base(const fs::path& dir, const fs::path& snapshot) {
  const fs::path log = dir / "appendonlydir";
  std::error_code failed;
  fs::remove_all(log, failed);
  if (!failed) fs::create_directory(log, failed);
  if (!failed) fs::copy_file(snapshot, log / kBase, failed);
  if (failed) return refuse(core::ErrorKind::kUnavailable, words::kCannotWrite, log.string(), failed.message());
  std::ofstream manifest(log / "appendonly.aof.manifest");
  manifest << "file " << kBase << " seq 1 type b\n";
  manifest << "file " << kTail << " seq 1 type i\n";
  std::ofstream(log / kTail).flush();
  if (!manifest.flush()) return refuse(core::ErrorKind::kUnavailable, words::kCannotWrite, log.string(), "manifest");
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

class Connection {
 public:
  explicit Connection(const runtime::RedisChild& redis) : context_(redisConnect("127.0.0.1", redis.port())) {}
  Reply say(const std::vector<std::string>& words) {
    std::vector<const char*> argv;
    std::vector<std::size_t> sizes;
    for (const std::string& word : words) {
      argv.push_back(word.data());
      sizes.push_back(word.size());
    }
    return Reply(static_cast<redisReply*>(
        redisCommandArgv(context_.get(), static_cast<int>(argv.size()), argv.data(), sizes.data())));
  }

 private:
  std::unique_ptr<redisContext, Free> context_;
};

// Every key of `from`, one at a time: some are as large as a shard.
core::Status move_all(Connection& from, const runtime::RedisChild& to, const fs::path& snapshot) {
  std::string cursor = "0";
  do {
    const Reply page = from.say({"SCAN", cursor, "COUNT", "1000"});
    if (!page || page->type != REDIS_REPLY_ARRAY) return not_loaded(snapshot, "SCAN");
    cursor = page->element[0]->str;
    for (std::size_t i = 0; i < page->element[1]->elements; ++i) {
      const redisReply* key = page->element[1]->element[i];
      const Reply moved = from.say({"MIGRATE", "127.0.0.1", std::to_string(to.port()), std::string(key->str, key->len),
                                    "0", "600000", "COPY", "REPLACE"});
      if (!moved || moved->type == REDIS_REPLY_ERROR) {
        return not_loaded(snapshot, moved ? std::string(moved->str, moved->len) : "MIGRATE");
      }
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
      Connection connection(*other);
      if (auto moved = move_all(connection, *redis, snapshots[i]); !moved) return tl::unexpected(moved.error());
      other->stop();
    }
    std::error_code ignored;
    std::filesystem::remove_all(aside.dir, ignored);
  }
  return redis;
}

}  // namespace naadam::cli
