#include "asking/directory.hpp"

#include <utility>

namespace naadam::asking {
namespace {

constexpr core::Millis kConnectMs = 500;  // half of what connecting may take
constexpr core::Millis kAnswerMs = 300;   // of one look
constexpr core::Millis kTryAgainMs = 1'000;

}  // namespace

Directory::Directory(runtime::CommonOptions options, const core::Clock& clock)
    : options_(std::move(options)), clock_(clock) {}

Directory::~Directory() = default;

bool Directory::connected() {
  if (redis_) return true;
  store::ClusterOptions redis;
  redis.seeds = options_.store_seeds();
  redis.username = options_.store_user;
  redis.password = options_.store_password().value_or("");
  redis.connect_timeout_ms = kConnectMs;
  redis.libraries = {store::announcement_functions()};
  auto opened = store::Cluster::connect(std::move(redis), clock_);
  if (opened) redis_ = std::move(*opened);
  return opened.has_value();
}

const std::vector<store::Copy>& Directory::copies(std::string_view service) {
  std::vector<store::Copy>& told = told_[std::string(service)];
  if (clock_.steady_ms() < next_try_) return told;
  if (connected()) {
    if (auto live = store::RedisAnnouncements(*redis_, clock_, kAnswerMs).copies(service)) {
      told = std::move(*live);
      return told;
    }
  }
  next_try_ = clock_.steady_ms() + kTryAgainMs;
  return told;
}

core::Millis Directory::store_now() {
  if (clock_.steady_ms() < next_try_) return 0;
  if (connected()) {
    if (const auto now = time_.now(*redis_, clock_, kAnswerMs)) return *now;
  }
  next_try_ = clock_.steady_ms() + kTryAgainMs;
  return 0;
}

}  // namespace naadam::asking
