#include "support/installation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "audit/auditor.hpp"
#include "cli/edition_file.hpp"
#include "cli/remote/condition.hpp"
#include "cli/up/demo_tokens.hpp"
#include "cli/up/publishing.hpp"
#include "cli/up/redis_users.hpp"
#include "core/limits.hpp"
#include "domain/calendar.hpp"
#include "runtime/copies.hpp"
#include "runtime/service_host.hpp"
#include "seal/keys.hpp"
#include "support/http_get.hpp"
#include "wire/verbs.hpp"

namespace naadam::support {
namespace {

constexpr core::Millis kReadyMs = 20'000;
constexpr core::Millis kAskMs = 2'000;

template <class T>
T must(core::Result<T> result) {
  if (!result) throw std::runtime_error("installation: " + result.error().text + " [" + result.error().cause + "]");
  return std::move(*result);
}
void must(const core::Status& status) {
  if (!status) throw std::runtime_error("installation: " + status.error().text + " [" + status.error().cause + "]");
}

cli::Settings settings_of(const cli::Home& home, const InstallationOptions& options) {
  cli::Settings settings = home.fresh();
  settings.common.drop_push_percent = options.drop_push_percent;
  settings.copies = options.copies;
  settings.sink = options.sink;
  if (!options.store.empty()) settings.common.store_address = fmt::format("{}", fmt::join(options.store, ","));
  settings.common.store_replicas = options.replicas;
  if (options.curve) {
    settings.common.link_bind = "tcp://127.0.0.1:0";
    settings.common.link_key_file = home.dir() / "keys/link/secret/operator/main.key";
    settings.common.link_allowed_dir = home.dir() / "keys/link/allowed";
  }
  return settings;
}

void make_link_keys(const std::filesystem::path& dir) {
  runtime::ChildSpec script;
  script.argv = {"bash", NAADAM_SOURCE_DIR "/deploy/keys.sh", dir.string()};
  script.env = {{"NAADAM_BIN", std::filesystem::read_symlink("/proc/self/exe").parent_path().string()}};
  script.output = dir.string() + ".log";
  const auto ended = must(runtime::ChildProcess::spawn(script)).wait(kReadyMs);
  if (!ended || !ended->clean()) throw std::runtime_error("installation: deploy/keys.sh");
}

}  // namespace

Installation::Installation(const InstallationOptions& options)
    : home_(options.data.empty() ? (dir_.path() / "naadam").string() : options.data),
      settings_(settings_of(home_, options)),
      supervisor_(home_, clock_) {
  if (options.disk_mb > 0) disk_.emplace(dir_.path(), options.disk_mb);
  must(home_.make());
  if (options.store.empty()) {
    runtime::RedisOptions redis;
    redis.dir = home_.redis();
    redis.unix_socket = home_.redis_socket();
    if (options.locked) must(cli::lock_redis(home_, redis, settings_));
    must(supervisor_.start_redis(redis));
  }
  store_ = must(runtime::open_store(settings_.common, clock_, 2));
  auto keys = must(seal::KeyRing::open(settings_.common.keys(), seal::KeyMode::kCreate));
  if (options.data.empty()) {
    const auto published = must(cli::publish({"2021", options.winners, domain::parse_instant(kToday)}, keys, *store_));
    must(cli::settle_demo_tokens(home_, published));
  }
  if (options.curve) make_link_keys(link_keys());
  if (!options.services) {
    must(home_.write(settings_));
    return;
  }
  must(supervisor_.start_services(settings_));
  for (const std::string_view service : cli::kServices) {
    for (std::uint16_t copy = 1; copy <= options.copies; ++copy) await_copy(service, copy);
  }
}

void Installation::await_copy(std::string_view service, std::uint16_t copy) {
  asking::Peers peers(settings_.common, clock_);
  const bool up = await(clock_, kReadyMs, [&] {
    return std::ranges::count(peers.copies(service), copy, &store::Copy::number) == 1 &&
           peers.ask_copy(service, copy, wire::verb::kStatus, cli::Json{{"brief", true}}, kAskMs).has_value();
  });
  const std::string name = runtime::copy_name(service, copy);
  if (!up) throw std::runtime_error("installation: " + name + ": " + supervisor_.last_words(name));
}

runtime::ChildProcess Installation::join(std::string_view service, std::uint16_t copy,
                                         const std::filesystem::path& folder) {
  runtime::ChildSpec spec = supervisor_.spec_of(settings_.common, service, copy);
  if (!folder.empty()) spec.argv[0] = (folder / std::filesystem::path(spec.argv[0]).filename()).string();
  auto process = must(runtime::ChildProcess::spawn(spec));
  await_copy(service, copy);
  return process;
}

Installation::~Installation() {
  if (!testing::Test::HasFailure()) return;
  for (const cli::Supervisor::View& member : supervisor_.view()) {
    std::fprintf(stderr, "%s said last: %s\n", member.name.c_str(), supervisor_.last_words(member.name).c_str());
  }
}

pid_t Installation::pid_of(std::string_view name) {
  const auto members = supervisor_.view();
  const auto member = std::ranges::find(members, name, &cli::Supervisor::View::name);
  if (member == members.end() || member->pid == 0) throw std::runtime_error(std::string(name) + " does not run");
  return member->pid;
}

bool Installation::runs(std::string_view name) {
  const auto members = supervisor_.view();
  return std::ranges::any_of(members, [name](const auto& one) { return one.name == name && one.pid != 0; });
}

void Installation::kill(std::string_view name, int signal) {
  if (::kill(pid_of(name), signal) != 0) throw std::runtime_error(std::string(name) + " cannot be killed");
}

void Installation::end(std::string_view name) {
  pollfd ended{static_cast<int>(::syscall(SYS_pidfd_open, pid_of(name), 0)), POLLIN, 0};
  kill(name);
  const bool gone = ended.fd >= 0 && ::poll(&ended, 1, static_cast<int>(kReadyMs)) == 1;
  if (ended.fd >= 0) ::close(ended.fd);
  if (!gone) throw std::runtime_error(std::string(name) + " does not end");
}

std::uint64_t Installation::metric(std::string_view service, std::uint16_t copy, std::string_view name) {
  asking::Peers peers(settings_.common, clock_);
  const auto status = peers.ask_copy(service, copy, wire::verb::kStatus, cli::Json{{"brief", true}}, kAskMs);
  if (!status) return 0;
  std::istringstream text(http_get(status->at("http_port").get<std::uint16_t>(), "/metrics"));
  std::uint64_t sum = 0;
  for (std::string line; std::getline(text, line);) {
    if (line.size() <= name.size() || !line.starts_with(name) ||
        (line[name.size()] != '{' && line[name.size()] != ' ')) {
      continue;
    }
    sum += std::strtoull(line.c_str() + line.rfind(' '), nullptr, 10);
  }
  return sum;
}

bool Installation::at_rest(core::Millis wait_ms) {
  asking::Peers peers(settings_.common, clock_);
  unsigned quiet = 0;
  return await(clock_, wait_ms, [&] {
    tend(0);
    const cli::Condition condition = cli::look_at(settings_, peers, clock_, kAskMs);
    std::uint64_t busy = condition.busy();
    for (const cli::StageCondition& stage : condition.stages) {
      if (stage.name == "attempting") busy -= stage.records;
    }
    quiet = condition.all_up() && busy == 0 ? quiet + 1 : 0;
    return quiet == 2;
  });
}

std::vector<SentMessage> Installation::messages() const {
  std::vector<SentMessage> messages;
  for (std::uint16_t copy = 1; copy <= store::kCopiesMax; ++copy) {
    std::ifstream file(home_.dir() / (runtime::copy_name("sms", copy) + ".jsonl"));
    for (std::string line; std::getline(file, line);) {
      const auto sent = nlohmann::json::parse(line);
      messages.push_back({sent.at("message"), sent.at("to"), sent.at("text")});
    }
  }
  return messages;
}

std::string Installation::log(std::string_view copy) const {
  std::ifstream file(home_.log_of(copy));
  return {std::istreambuf_iterator<char>(file), {}};
}

std::map<std::string, store::Record> records_of(store::Store& store, store::Kind kind) {
  std::map<std::string, store::Record> found;
  for (std::uint16_t shard = 0; shard < store.shards(); ++shard) {
    store::Scan scan{.kind = kind, .shard = shard, .answer = {}, .ids = {}};
    do {
      store.scan({&scan, 1});
      if (scan.answer.outcome != store::Outcome::kDone) throw std::runtime_error("scan: " + scan.answer.cause);
      constexpr std::size_t kStep = core::limits::kCallItemsMax * core::kIdBytes;
      for (std::size_t at = 0; at < scan.ids.size(); at += kStep) {
        store::Read read{.kind = kind, .shard = shard, .ids = scan.ids.substr(at, kStep), .answer = {}, .records = {}};
        store.read({&read, 1});
        if (read.answer.outcome != store::Outcome::kDone) throw std::runtime_error("read: " + read.answer.cause);
        for (std::size_t i = 0; i < read.records.size(); ++i) {
          if (!read.records[i].found) continue;
          found.insert_or_assign(read.ids.substr(i * core::kIdBytes, core::kIdBytes), std::move(read.records[i]));
        }
      }
    } while (scan.cursor != "0");
  }
  return found;
}

std::uint64_t Installation::parked() {
  asking::Peers peers(settings_.common, clock_);
  return cli::look_at(settings_, peers, clock_, kAskMs).parked_all();
}

audit::Report Installation::audited(core::Millis overdue_max_ms) {
  return must(audit::audit(store_->cluster(), clock_, store_->shards(), {.overdue_max_ms = overdue_max_ms}));
}

bool await(const core::Clock& clock, core::Millis wait_ms, const std::function<bool()>& done) {
  constexpr int kFirstPause = 5;
  constexpr int kLongestPause = 100;
  const auto deadline = core::Deadline::in(clock, wait_ms);
  for (int pause = kFirstPause;; pause = std::min(2 * pause, kLongestPause)) {
    if (done()) return true;
    if (deadline.left(clock) == 0) return false;
    ::poll(nullptr, 0, pause);
  }
}

}  // namespace naadam::support
