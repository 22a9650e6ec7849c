#include "sheet/sandbox.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "child_arguments.hpp"
#include "frame.hpp"
#include "sheet/memory_file.hpp"

namespace naadam::sheet {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kPipeBytes = 1 << 20;
constexpr std::size_t kAnswerBytes = 256u << 10;

class Fd {
 public:
  explicit Fd(int fd = -1) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&&) = delete;
  ~Fd() { close(); }
  int get() const { return fd_; }
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

 private:
  int fd_;
};

ReadStatus our_failure(core::ErrorKind kind, const std::string& what, int code) {
  auto refusal =
      refuse(Defect::kReaderFailed, {}, what + (code != 0 ? ": " + std::generic_category().message(code) : ""));
  refusal.value().kind = kind;
  return refusal;
}

// A started child: killed and waited for at the latest when this goes.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    kill();
    wait();
  }

  void kill() const {
    if (pid_ > 0) ::kill(pid_, SIGKILL);
  }
  // Fills status and usage once; later calls do nothing.
  void wait() {
    if (pid_ <= 0) return;
    while (::wait4(pid_, &status_, 0, &usage_) < 0 && errno == EINTR) {
    }
    pid_ = -1;
  }
  int status() const { return status_; }
  std::chrono::microseconds cpu() const {
    const auto micros = [](const timeval& t) { return t.tv_sec * 1'000'000 + t.tv_usec; };
    return std::chrono::microseconds(micros(usage_.ru_utime) + micros(usage_.ru_stime));
  }

 private:
  pid_t pid_;
  int status_ = 0;
  rusage usage_{};
};

// Starts the program with the file as its standard input, the pipe as its standard output, nothing else open and
// an empty environment. posix_spawn and not fork: other threads may hold locks.
int spawn(const std::string& program, const std::string& arguments, const std::string& name, int in, int out,
          pid_t& pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::array<std::string, 3> words{"naadam-sheet", arguments, name};
  std::array<char*, 4> argv{words[0].data(), words[1].data(), words[2].data(), nullptr};
  std::array<char*, 1> environment{nullptr};
  const int error = posix_spawn(&pid, program.c_str(), &actions, &attributes, argv.data(), environment.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

// Reads frames until the child closes the pipe, something is refused, or the time is up.
ReadStatus receive(int pipe, Clock::time_point deadline, FrameParser& frames) {
  std::vector<char> buffer(kAnswerBytes);
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return refuse(Defect::kTookTooLong, {}, "wall time");
    pollfd watched{pipe, POLLIN, 0};
    const int ready = ::poll(&watched, 1, static_cast<int>(left));
    if (ready < 0 && errno != EINTR) return our_failure(core::ErrorKind::kInternal, "poll", errno);
    if (ready <= 0) continue;
    const ssize_t n = ::read(pipe, buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return our_failure(core::ErrorKind::kInternal, "read", errno);
    if (n == 0) return {};
    if (auto status = frames.feed(std::string_view(buffer.data(), static_cast<std::size_t>(n))); !status) {
      return status;
    }
  }
}

// Why a child that said neither "done" nor "refused" is gone.
ReadStatus explain_end(int status) {
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) return refuse(Defect::kTookTooLong, {}, "processor time");
  const std::string how = WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                                              : "exit " + std::to_string(WEXITSTATUS(status));
  return our_failure(core::ErrorKind::kInternal, "child ended early: " + how, 0);
}

}  // namespace

std::string find_program() {
  if (const char* named = std::getenv("NAADAM_SHEET_PROGRAM"); named != nullptr && *named != '\0') return named;
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? "naadam-sheet" : (self.parent_path() / "naadam-sheet").string();
}

ReadStatus read_sandboxed(int fd, std::string_view file_name, const Sandbox& sandbox, RowSink& sink, SandboxUse* use) {
  struct stat file{};
  if (::fstat(fd, &file) != 0 || !S_ISREG(file.st_mode)) {
    return our_failure(core::ErrorKind::kInternal, "not a regular file", 0);
  }
  if (static_cast<std::size_t>(file.st_size) > sandbox.limits.file_bytes_max) return refuse(Defect::kTooLarge);

  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return our_failure(core::ErrorKind::kUnavailable, "pipe", errno);
  Fd reading(ends[0]);
  Fd writing(ends[1]);
  ::fcntl(writing.get(), F_SETPIPE_SZ, kPipeBytes);  // only saves switches; a small pipe works too

  const auto deadline = Clock::now() + sandbox.wall_max;
  const std::string program = sandbox.program.empty() ? find_program() : sandbox.program;
  pid_t pid = -1;
  const int error = spawn(program, encode_arguments(sandbox, ::getpid()), std::string(name_ending(file_name)), fd,
                          writing.get(), pid);
  if (error != 0) return our_failure(core::ErrorKind::kUnavailable, "cannot start naadam-sheet", error);
  Child child(pid);
  writing.close();

  FrameParser frames(sandbox.limits, sink);
  auto status = receive(reading.get(), deadline, frames);
  if (!status || frames.done()) {
    child.kill();  // it has nothing more to say
    child.wait();
  } else {
    child.wait();
    status = explain_end(child.status());
  }
  if (use != nullptr) *use = {frames.memory_peak_bytes(), child.cpu()};
  return status;
}

ReadStatus read_sandboxed(std::string_view bytes, std::string_view file_name, const Sandbox& sandbox, RowSink& sink,
                          SandboxUse* use) {
  if (bytes.size() > sandbox.limits.file_bytes_max) return refuse(Defect::kTooLarge);
  const auto file = memory_file("naadam-upload", bytes);
  if (!file) return our_failure(core::ErrorKind::kUnavailable, file.error().cause, 0);
  const Fd owned(*file);
  return read_sandboxed(owned.get(), file_name, sandbox, sink, use);
}

}  // namespace naadam::sheet
