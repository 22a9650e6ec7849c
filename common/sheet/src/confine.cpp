#include "confine.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <iterator>

namespace naadam::sheet {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "the system-call filter is written for x86-64 and arm64"
#endif

constexpr rlim_t kOpenFilesMax = 8;

bool limit(int resource, rlim_t soft, rlim_t hard) {
  const rlimit both{soft, hard};
  return setrlimit(static_cast<__rlimit_resource>(resource), &both) == 0;
}

constexpr std::uint32_t kNumber = offsetof(seccomp_data, nr);
constexpr std::uint32_t kArch = offsetof(seccomp_data, arch);
constexpr std::uint32_t kMmapProtection = offsetof(seccomp_data, args) + 2 * sizeof(std::uint64_t);

constexpr sock_filter load(std::uint32_t offset) { return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset); }
constexpr sock_filter answer(std::uint32_t action) { return BPF_STMT(BPF_RET | BPF_K, action); }
// Falls through to the next instruction when the number loaded is `call`, else skips it.
constexpr sock_filter unless(std::uint32_t call) { return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1); }

constexpr std::uint32_t kDeny = SECCOMP_RET_ERRNO | 1;  // EPERM

bool filter_calls() {
  sock_filter program[] = {
      load(kArch),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0),
      answer(SECCOMP_RET_KILL_PROCESS),
      load(kNumber),
      unless(__NR_pread64),
      answer(SECCOMP_RET_ALLOW),
      unless(__NR_write),
      answer(SECCOMP_RET_ALLOW),
      unless(__NR_brk),
      answer(SECCOMP_RET_ALLOW),
      unless(__NR_munmap),
      answer(SECCOMP_RET_ALLOW),
      unless(__NR_mremap),
      answer(SECCOMP_RET_ALLOW),
      unless(__NR_madvise),
      answer(SECCOMP_RET_ALLOW),
      unless(__NR_futex),
      answer(SECCOMP_RET_ALLOW),
      unless(__NR_getrandom),
      answer(SECCOMP_RET_ALLOW),
      unless(__NR_getpid),
      answer(SECCOMP_RET_ALLOW),
      unless(__NR_exit_group),
      answer(SECCOMP_RET_ALLOW),
      unless(__NR_rt_sigreturn),
      answer(SECCOMP_RET_ALLOW),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_mmap, 0, 3),
      load(kMmapProtection),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 1, 0),
      answer(SECCOMP_RET_ALLOW),
      answer(kDeny),
  };
  const sock_fprog whole{static_cast<unsigned short>(std::size(program)), program};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole) == 0;
}

}  // namespace

const char* confine(const Confinement& c) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != c.parent) return "parent";
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "no_new_privs";
  if (!limit(RLIMIT_CORE, 0, 0)) return "core";
  if (!limit(RLIMIT_FSIZE, 0, 0)) return "file size";
  // The first limit ends the process by SIGXCPU, which the parent recognises.
  if (!limit(RLIMIT_CPU, c.cpu_seconds_max, c.cpu_seconds_max + 1)) return "processor time";
  if constexpr (kSanitized) return nullptr;
  if (prctl(PR_SET_DUMPABLE, 0) != 0) return "dumpable";
  if (!limit(RLIMIT_NOFILE, kOpenFilesMax, kOpenFilesMax)) return "open files";
  if (!limit(RLIMIT_AS, c.memory_bytes_max, c.memory_bytes_max)) return "memory";
  if (!filter_calls()) return "system calls";
  return nullptr;
}

}  // namespace naadam::sheet
