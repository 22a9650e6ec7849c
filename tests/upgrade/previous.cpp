#include "upgrade/previous.hpp"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "support/installation.hpp"
#include "support/redis.hpp"

namespace naadam::upgrade {
namespace {

namespace fs = std::filesystem;

constexpr core::Millis kUpMs = 30'000;
constexpr core::Millis kRunMs = 120'000;

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

runtime::ChildProcess spawned(const runtime::ChildSpec& spec) {
  auto process = runtime::ChildProcess::spawn(spec);
  if (!process) throw std::runtime_error("previous: " + process.error().cause);
  return std::move(*process);
}

runtime::ChildProcess up(const fs::path& folder, const fs::path& data, const std::string& winners) {
  fs::create_directories(data);
  fs::permissions(data, fs::perms::owner_all);
  runtime::ChildSpec spec;
  spec.argv = {(folder / "naadam").string(),
               "up",
               "--data",
               data.string(),
               "--edition",
               "2021",
               "--training",
               std::string(support::Installation::kToday),
               "--once-ready",
               (data / "ready").string()};
  if (!winners.empty()) spec.argv.insert(spec.argv.end(), {"--winners", winners});
  spec.output = data.string() + ".log";
  return spawned(spec);
}

// Readable each when that child has ended.
std::vector<pollfd> children_of(pid_t pid) {
  const std::string number = std::to_string(pid);
  std::istringstream pids(text_of("/proc/" + number + "/task/" + number + "/children"));
  std::vector<pollfd> children;
  for (pid_t child = 0; pids >> child;) {
    children.push_back({static_cast<int>(::syscall(SYS_pidfd_open, child, 0)), POLLIN, 0});
  }
  if (children.empty()) throw std::runtime_error("previous: no child of it is known");
  return children;
}

}  // namespace

fs::path previous_programs() {
  const fs::path root = fs::path(NAADAM_SOURCE_DIR) / "build" / "previous";
  return fs::exists(root / "commit") ? root / "build" / "release" / "bin" : fs::path();
}

Ran run_naadam(const fs::path& folder, const std::vector<std::string>& words) {
  const support::TempDir dir;
  runtime::ChildSpec spec;
  spec.argv = {(folder / "naadam").string()};
  spec.argv.insert(spec.argv.end(), words.begin(), words.end());
  spec.output = dir.path() / "said";
  const auto ended = spawned(spec).wait(kRunMs);
  if (!ended) return {-1, "did not end: " + text_of(spec.output)};
  return {ended->clean() ? 0 : ended->code, text_of(spec.output)};
}

PreviousUp::PreviousUp(const fs::path& folder, const fs::path& data, const std::string& winners,
                       const core::Clock& clock)
    : clock_(clock), process_(up(folder, data, winners)) {
  const bool ready = support::await(clock, kUpMs, [&] { return fs::exists(data / "ready") || !process_.running(); });
  if (!ready || !process_.running()) throw std::runtime_error("previous: " + text_of(data.string() + ".log"));
}

void PreviousUp::end(int signal) {
  std::vector<pollfd> started = children_of(process_.pid());
  static_cast<void>(process_.signal(signal));
  const bool gone = process_.wait(kUpMs) && support::await(clock_, kUpMs, [&started] {
                      return ::poll(started.data(), started.size(), 0) == static_cast<int>(started.size());
                    });
  for (const pollfd& child : started) ::close(child.fd);
  if (!gone) throw std::runtime_error("previous: does not end");
}

}  // namespace naadam::upgrade
