// What the child gives up before it looks at a file. Linux: setrlimit(2), prctl(2), seccomp(2).
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace naadam::sheet {

struct Confinement {
  std::uint64_t memory_bytes_max = 0;
  std::uint64_t cpu_seconds_max = 0;
  pid_t parent = 0;  // dies with it; had it died already, nothing is given up and the answer is an error
};

// Names the step that failed, or nullptr when all is given up. From then on the process can read and write what it
// has open, ask for memory (never executable) and exit; any other system call fails with EPERM. Called once, with one
// thread running.
const char* confine(const Confinement& confinement);

}  // namespace naadam::sheet
