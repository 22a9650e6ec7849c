// Preloaded into a program: its wall clock is off by what stands in a file, and may be changed while it runs. The
// steady clock stays true.
//
//   NAADAM_TEST_CLOCK_OF    the program that heeds it, as it was called; all others are left alone
//   NAADAM_TEST_CLOCK_FILE  8 bytes: milliseconds to add, of this machine's byte order
//
// libfaketime would do, but asks for memory before jemalloc can give any, and Debian's Redis is linked with that:
// neither starts. Here nothing asks for memory. Thread: any. Before main there is no offset.
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace {

constexpr std::int64_t kNsPerMs = 1'000'000;
constexpr std::int64_t kNsPerSecond = 1'000'000'000;

const volatile std::int64_t* offset_ms = nullptr;

[[gnu::constructor]] void find_offset() {
  const char* const whose = std::getenv("NAADAM_TEST_CLOCK_OF");
  const char* const file = std::getenv("NAADAM_TEST_CLOCK_FILE");
  if (whose == nullptr || file == nullptr || std::strcmp(whose, program_invocation_short_name) != 0) return;
  const int fd = ::open(file, O_RDONLY | O_CLOEXEC);
  void* const mapped = ::mmap(nullptr, sizeof *offset_ms, PROT_READ, MAP_SHARED, fd, 0);
  ::close(fd);
  if (mapped != MAP_FAILED) offset_ms = static_cast<const volatile std::int64_t*>(mapped);
}

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* to) noexcept {
  const long failed = ::syscall(SYS_clock_gettime, clock, to);
  if (failed != 0 || offset_ms == nullptr || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) {
    return static_cast<int>(failed);
  }
  const std::int64_t ns = to->tv_sec * kNsPerSecond + to->tv_nsec + *offset_ms * kNsPerMs;
  to->tv_sec = ns / kNsPerSecond;
  to->tv_nsec = ns % kNsPerSecond;
  return 0;
}

extern "C" int gettimeofday(timeval* to, void*) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  to->tv_sec = now.tv_sec;
  to->tv_usec = now.tv_nsec / 1'000;
  return 0;
}

extern "C" time_t time(time_t* to) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (to != nullptr) *to = now.tv_sec;
  return now.tv_sec;
}
