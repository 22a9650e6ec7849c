#include "cli/up/supervisor.hpp"

#include <poll.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <fstream>
#include <iterator>
#include <ranges>
#include <system_error>

#include "cli/say.hpp"
#include "cli/texts/up.hpp"
#include "cli/up/redis_users.hpp"
#include "runtime/copies.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHttpPort = "--http-port";

fs::path program_beside_us(std::string_view service) {
  std::error_code failed;
  const fs::path self = fs::read_symlink("/proc/self/exe", failed);
  return self.parent_path() / ("naadam-" + std::string(service));
}

}  // namespace

Supervisor::Supervisor(Home home, const core::Clock& clock) : home_(std::move(home)), clock_(clock) {
  redis_member_.name = "redis";
}

Supervisor::~Supervisor() { stop(); }

core::Status Supervisor::start_redis(const runtime::RedisOptions& options) {
  auto redis = runtime::RedisChild::start(options);
  if (!redis) {
    core::Error error = redis.error();
    if (error.kind == core::ErrorKind::kNotFound) error.kind = core::ErrorKind::kUnavailable;  // it can be installed
    return tl::unexpected(std::move(error));
  }
  redis_.emplace(std::move(*redis));
  redis_member_.up_since = clock_.steady_ms();
  return {};
}

std::uint16_t Supervisor::hold_ports(std::uint16_t count) {
  return ports_.emplace_back(HeldPorts::take(count)).first();
}

// Somebody else may have taken the port while the service was down.
void Supervisor::leave_taken_port(runtime::ChildSpec& spec) {
  const auto flag = std::ranges::find(spec.argv, kHttpPort);
  if (flag == spec.argv.end() || flag + 1 == spec.argv.end()) return;
  std::uint16_t port = 0;
  std::from_chars((flag + 1)->data(), (flag + 1)->data() + (flag + 1)->size(), port);
  if (port != 0 && is_listened_on(port)) *(flag + 1) = std::to_string(hold_ports());
}

runtime::ChildSpec Supervisor::spec_of(const runtime::CommonOptions& options, std::string_view service,
                                       std::uint16_t copy) {
  runtime::ChildSpec spec;
  spec.argv = {program_beside_us(service).string(),
               "--config",
               home_.settings_file().string(),
               "--service-copy",
               std::to_string(copy),
               std::string(kHttpPort),
               std::to_string(hold_ports())};
  if (const fs::path& operators = options.link_key_file; !operators.empty()) {
    const fs::path own = operators.parent_path().parent_path() / service / operators.filename();
    spec.argv.insert(spec.argv.end(), {"--link-key-file", own.string()});
  }
  if (const fs::path& operators = options.store_password_file; !operators.empty()) {
    spec.argv.insert(spec.argv.end(), {"--store-user", std::string(service), "--store-password-file",
                                       redis_password_file(operators.parent_path(), service).string()});
  }
  spec.output = home_.log_of(runtime::copy_name(service, copy));
  return spec;
}

core::Status Supervisor::start_services(Settings& settings) {
  if (settings.portal_port == 0) settings.portal_port = hold_ports(settings.copies);
  settings.sink.receipt_base = "http://127.0.0.1:" + std::to_string(settings.portal_port) + "/sms/receipt";
  if (auto written = home_.write(settings); !written) return written;
  for (const std::string_view service : kServices) {
    for (std::uint16_t copy = 1; copy <= settings.copies; ++copy) {
      Member& member = services_.emplace_back();
      member.name = runtime::copy_name(service, copy);
      member.spec = spec_of(settings.common, service, copy);
      auto process = runtime::ChildProcess::spawn(member.spec);
      if (!process) return tl::unexpected(process.error());
      member.process.emplace(std::move(*process));
      member.up_since = clock_.steady_ms();
    }
  }
  return {};
}

bool Supervisor::note_death(Member& member) {
  const bool is_redis = &member == &redis_member_;
  const bool dead =
      is_redis ? member.retry_at == 0 && !redis_->process().running() : member.process && !member.process->running();
  if (!dead) return false;
  member.process.reset();
  const core::Millis now = clock_.steady_ms();
  if (now - member.up_since >= kSteadyMs) member.pause = 0;
  member.retry_at = now + member.pause;
  member.pause = std::clamp(2 * member.pause, kPauseFirst, kPauseMax);
  return true;
}

bool Supervisor::start_again(Member& member) {
  const bool is_redis = &member == &redis_member_;
  const bool down = is_redis ? member.retry_at != 0 : !member.process;
  if (!down || clock_.steady_ms() < member.retry_at) return false;
  if (is_redis) {
    if (!redis_->restart()) {
      member.retry_at = clock_.steady_ms() + member.pause;
      return false;
    }
    member.retry_at = 0;
  } else {
    leave_taken_port(member.spec);
    auto process = runtime::ChildProcess::spawn(member.spec);
    if (!process) {
      member.retry_at = clock_.steady_ms() + kPauseMax;
      return false;
    }
    member.process.emplace(std::move(*process));
  }
  ++member.restarts;
  member.up_since = clock_.steady_ms();
  return true;
}

bool Supervisor::tend(int wake_fd, core::Millis wait_ms) {
  std::vector<pollfd> watched{{wake_fd, POLLIN, 0}};
  const core::Millis now = clock_.steady_ms();
  const auto watch = [&](const Member& member, int pidfd) {
    if (pidfd >= 0) watched.push_back({pidfd, POLLIN, 0});
    if (pidfd < 0) wait_ms = std::clamp<core::Millis>(member.retry_at - now, 0, wait_ms);
  };
  if (redis_) watch(redis_member_, redis_member_.retry_at == 0 ? redis_->process().pidfd() : -1);
  for (const Member& member : services_) watch(member, member.process ? member.process->pidfd() : -1);
  ::poll(watched.data(), watched.size(), static_cast<int>(wait_ms));
  if ((watched[0].revents & POLLIN) != 0) return false;  // told to stop: nothing is started any more

  bool changed = redis_ && note_death(redis_member_);
  for (Member& member : services_) changed |= note_death(member);
  if (redis_) changed |= start_again(redis_member_);
  for (Member& member : services_) changed |= start_again(member);
  return changed;
}

void Supervisor::stop() {
  const auto deadline = core::Deadline::in(clock_, kServicesGrace);
  for (Member& member : std::views::reverse(services_)) {
    if (member.process) static_cast<void>(member.process->signal(SIGTERM));
  }
  for (Member& member : std::views::reverse(services_)) {
    if (member.process && !member.process->wait(deadline.left(clock_))) member.process->stop(0);
  }
  services_.clear();
  if (redis_) redis_->stop(kRedisGrace);
  redis_.reset();
}

std::vector<Supervisor::View> Supervisor::view() {
  std::vector<View> all;
  if (redis_) {
    all.push_back(
        {redis_member_.name, redis_member_.retry_at == 0 ? redis_->process().pid() : 0, redis_member_.restarts});
  }
  for (const Member& member : services_) {
    all.push_back({member.name, member.process ? member.process->pid() : 0, member.restarts});
  }
  return all;
}

std::string Supervisor::last_words(std::string_view copy) const {
  std::ifstream file(home_.log_of(copy), std::ios::binary | std::ios::ate);
  constexpr std::streamoff kTail = 4'096;
  const std::streamoff size = file.tellg();
  file.seekg(std::max<std::streamoff>(0, size - kTail));
  std::string text{std::istreambuf_iterator<char>(file), {}};
  while (text.ends_with('\n')) text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

}  // namespace naadam::cli
