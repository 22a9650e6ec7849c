#include "support/redis.hpp"

#include <hiredis/hiredis.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

namespace naadam::support {
namespace {

// The directory is declared first and so removed last, after Redis has gone.
struct Shared {
  TempDir dir;
  runtime::RedisChild redis;
};

runtime::RedisChild start_in(const std::filesystem::path& dir) {
  runtime::RedisOptions options;
  options.dir = dir;
  auto redis = runtime::RedisChild::start(options);
  if (!redis) {
    std::fprintf(stderr, "no Redis for the tests: %s (%s)\n", redis.error().text.c_str(), redis.error().cause.c_str());
    std::exit(3);
  }
  return std::move(*redis);
}

Shared make_shared() {
  TempDir dir;
  auto redis = start_in(dir.path());
  return {std::move(dir), std::move(redis)};
}

void flush(const runtime::RedisChild& redis) {
  const std::unique_ptr<redisContext, void (*)(redisContext*)> context(redisConnect("127.0.0.1", redis.port()),
                                                                       redisFree);
  void* reply = context && context->err == 0 ? redisCommand(context.get(), "FLUSHALL") : nullptr;
  if (reply == nullptr || static_cast<redisReply*>(reply)->type == REDIS_REPLY_ERROR) {
    std::fprintf(stderr, "FLUSHALL failed on the tests' Redis\n");
    std::exit(3);
  }
  freeReplyObject(reply);
}

}  // namespace

TempDir::TempDir() {
  std::string name = (std::filesystem::temp_directory_path() / "naadam-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    std::perror("mkdtemp");
    std::exit(3);
  }
  path_ = name;
}

TempDir::TempDir(TempDir&& other) noexcept { path_.swap(other.path_); }

TempDir::~TempDir() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

runtime::RedisChild& shared_redis(Flush wish) {
  static Shared shared = make_shared();
  if (wish == Flush::kAll) flush(shared.redis);
  return shared.redis;
}

}  // namespace naadam::support
