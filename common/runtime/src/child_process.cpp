#include "runtime/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>

#include "descriptor.hpp"

namespace naadam::runtime {
namespace {

using core::ErrorKind;

// What the child reports through a pipe that closes by itself when exec succeeds.
struct Failure {
  enum Step : int { kDir, kOutput, kExec } step;
  int code;
};

// By number: the wrapper of glibc 2.36 is declared without C linkage.
int pidfd_of(pid_t pid) { return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); }

std::vector<std::string> merged_environment(const std::vector<std::pair<std::string, std::string>>& changes) {
  std::map<std::string, std::string> merged;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view pair = *entry;
    const auto eq = pair.find('=');
    if (eq != std::string_view::npos) merged[std::string(pair.substr(0, eq))] = pair.substr(eq + 1);
  }
  for (const auto& [name, value] : changes) merged[name] = value;
  std::vector<std::string> flat;
  for (const auto& [name, value] : merged) flat.push_back(name + "=" + value);
  return flat;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> out;
  for (auto& s : strings) out.push_back(s.data());
  out.push_back(nullptr);
  return out;
}

// Runs in the child between fork and exec: system calls only, no memory is asked for.
[[noreturn]] void become(char* const* argv, char* const* env, const char* dir, const char* output, pid_t parent,
                         int report) {
  const auto give_up = [report](Failure::Step step) {
    const Failure failure{step, errno};
    [[maybe_unused]] const auto n = ::write(report, &failure, sizeof failure);
    ::_exit(127);
  };
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);  // the parent died before prctl could take effect
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  if (*dir != '\0' && ::chdir(dir) != 0) give_up(Failure::kDir);
  if (*output != '\0') {
    const int fd = ::open(output, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd < 0 || ::dup2(fd, STDOUT_FILENO) < 0 || ::dup2(fd, STDERR_FILENO) < 0) give_up(Failure::kOutput);
  }
  ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  ::execvpe(argv[0], argv, env);
  give_up(Failure::kExec);
  ::_exit(127);
}

core::Error explain(const Failure& failure, const ChildSpec& spec) {
  const char* reason = std::strerror(failure.code);
  const std::string& program = spec.argv[0];
  if (failure.step == Failure::kDir) {
    return {ErrorKind::kUnavailable, fmt::format("无法进入目录：{}（{}）", spec.dir.string(), reason),
            fmt::format("chdir {}: {}", spec.dir.string(), reason)};
  }
  if (failure.step == Failure::kOutput) {
    return {ErrorKind::kUnavailable, fmt::format("无法写入日志文件：{}（{}）", spec.output.string(), reason),
            fmt::format("open {}: {}", spec.output.string(), reason)};
  }
  const bool missing = failure.code == ENOENT;
  return {
      missing ? ErrorKind::kNotFound : ErrorKind::kUnavailable,
      missing ? fmt::format("找不到程序 {}，请先安装", program) : fmt::format("无法运行程序 {}（{}）", program, reason),
      fmt::format("exec {}: {}", program, reason)};
}

tl::unexpected<core::Error> os_error(const char* call) {
  const int code = errno;
  return core::fail(ErrorKind::kUnavailable, fmt::format("系统拒绝启动子进程（{}）", std::strerror(code)),
                    fmt::format("{}: {}", call, std::strerror(code)));
}

}  // namespace

core::Result<ChildProcess> ChildProcess::spawn(const ChildSpec& spec) {
  auto argv_text = spec.argv;
  auto env_text = merged_environment(spec.env);
  const auto argv = pointers(argv_text);
  const auto env = pointers(env_text);

  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return os_error("pipe2");
  Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) return os_error("fork");
  if (pid == 0) become(argv.data(), env.data(), spec.dir.c_str(), spec.output.c_str(), parent, writing.get());
  writing.reset();

  ChildProcess child(pid, pidfd_of(pid));
  if (child.pidfd_ < 0) return os_error("pidfd_open");
  Failure failure{};
  ssize_t got = 0;
  do {
    got = ::read(reading.get(), &failure, sizeof failure);
  } while (got < 0 && errno == EINTR);
  if (got == 0) return child;
  child.wait(-1);
  return tl::unexpected(explain(failure, spec));
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      pidfd_(std::exchange(other.pidfd_, -1)),
      exit_(std::exchange(other.exit_, std::nullopt)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(pidfd_, other.pidfd_);
  std::swap(exit_, other.exit_);
  return *this;
}

ChildProcess::~ChildProcess() {
  if (pid_ < 0) return;
  if (!exit_) {
    kill_group();
    wait(-1);
  }
  if (pidfd_ >= 0) ::close(pidfd_);
}

bool ChildProcess::running() { return pid_ >= 0 && !wait(0); }

std::optional<ChildExit> ChildProcess::wait(core::Millis wait_ms) {
  if (exit_ || pid_ < 0) return exit_;
  const core::SystemClock clock;
  const auto until = core::Deadline::in(clock, wait_ms);
  pollfd watched{pidfd_, POLLIN, 0};
  int ready = 0;
  do {
    ready = ::poll(&watched, 1, wait_ms < 0 ? -1 : static_cast<int>(until.left(clock)));
  } while (ready < 0 && errno == EINTR);
  if (ready <= 0) return std::nullopt;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) != pid_) return std::nullopt;
  exit_ = WIFSIGNALED(status) ? ChildExit{-1, WTERMSIG(status)} : ChildExit{WEXITSTATUS(status), 0};
  return exit_;
}

core::Status ChildProcess::signal(int number) {
  // While the child is not reaped its number cannot belong to another process.
  if (!running() || ::kill(pid_, number) != 0) {
    return core::fail(ErrorKind::kNotFound, "该进程已经结束", "the child has ended");
  }
  return {};
}

void ChildProcess::kill_group() { ::kill(-pid_, SIGKILL); }

ChildExit ChildProcess::stop(core::Millis grace_ms) {
  if (signal(SIGTERM) && !wait(grace_ms)) {
    kill_group();
    wait(-1);
  }
  return exit_.value_or(ChildExit{});
}

}  // namespace naadam::runtime
