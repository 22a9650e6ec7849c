// A program run as our child: Redis, a service under `naadam up`, the spreadsheet reader.
//
// The child has a process group of its own, no signal blocked, no file of ours but what is named here, and gets SIGKILL
// when we die. The kernel ties that last promise to the *thread* that called spawn(): call it from one that lives
// as long as the child should (the main thread).
// Thread: one at a time. Nothing here sleeps: waiting is a poll on the child's pidfd.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"

namespace naadam::runtime {

struct ChildSpec {
  std::vector<std::string> argv;                         // argv[0] is looked up in PATH unless it has a slash
  std::vector<std::pair<std::string, std::string>> env;  // added to ours, or in place of ours
  std::filesystem::path dir;                             // working directory; empty: ours
  std::filesystem::path output;                          // stdout and stderr, appended, mode 0600; empty: ours
};

struct ChildExit {
  int code = -1;   // exit code, or -1
  int signal = 0;  // that ended it, or 0
  bool clean() const { return code == 0; }
};

class ChildProcess {
 public:
  // Returns once the program runs (exec has succeeded).
  // Errors: kNotFound (no such program), kUnavailable (directory, output file, fork or exec refused).
  static core::Result<ChildProcess> spawn(const ChildSpec& spec);

  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ~ChildProcess();  // SIGKILL to the group if it still runs

  pid_t pid() const { return pid_; }
  int pidfd() const { return pidfd_; }  // readable when the child has ended; for a caller's own poll
  bool running();

  // Waits at most `wait_ms` (negative: for ever); nullopt: still running. After an answer, the same answer again.
  std::optional<ChildExit> wait(core::Millis wait_ms);

  // To the child alone. kNotFound when it has ended.
  core::Status signal(int number);

  // SIGTERM to the child; after `grace_ms` SIGKILL to its whole group. Returns when it is gone.
  ChildExit stop(core::Millis grace_ms);

 private:
  ChildProcess(pid_t pid, int pidfd) : pid_(pid), pidfd_(pidfd) {}
  void kill_group();
  pid_t pid_ = -1;
  int pidfd_ = -1;
  std::optional<ChildExit> exit_;
};

}  // namespace naadam::runtime
