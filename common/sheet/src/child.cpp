#include "sheet/child.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <new>
#include <string>

#include "child_arguments.hpp"
#include "confine.hpp"
#include "frame.hpp"
#include "sheet/reader.hpp"

namespace naadam::sheet {
namespace {

constexpr int kExitDone = 0;
constexpr int kExitBroken = 1;
constexpr int kExitUsage = 2;
constexpr std::size_t kInputBytes = 1u << 20;

// The most memory this process held. Opened before it is confined, asked when the work is done. (rusage will not do:
// it counts the parent's memory too, from the moment between vfork and exec.)
class PeakMemory {
 public:
  std::uint64_t bytes() const {
    std::array<char, 4096> text{};
    const ssize_t n = ::pread(fd_, text.data(), text.size(), 0);
    const std::string_view status(text.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
    constexpr std::string_view kLabel = "VmHWM:";
    const auto at = status.find(kLabel);
    if (at == std::string_view::npos) return 0;
    return std::strtoull(text.data() + at + kLabel.size(), nullptr, 10) * 1024;
  }

 private:
  int fd_ = ::open("/proc/self/status", O_RDONLY | O_CLOEXEC);
};

// One byte more than allowed is enough to know that a file is too large. The offset of a shared file description
// is the parent's, so it is left where it is.
ReadStatus read_input(std::size_t bytes_max, std::string& bytes) {
  for (;;) {
    const std::size_t at = bytes.size();
    if (at > bytes_max) return refuse(Defect::kTooLarge);
    bytes.resize(at + kInputBytes);
    ssize_t n = 0;
    do {
      n = ::pread(STDIN_FILENO, bytes.data() + at, kInputBytes, static_cast<off_t>(at));
    } while (n < 0 && errno == EINTR);
    if (n < 0) return refuse(Defect::kReaderFailed, {}, "pread errno " + std::to_string(errno));
    bytes.resize(at + static_cast<std::size_t>(n));
    if (n == 0) return {};
  }
}

ReadStatus read_file(const Limits& limits, std::string_view name, RowSink& sink) {
  try {
    std::string bytes;
    if (auto status = read_input(limits.file_bytes_max, bytes); !status) return status;
    return read(bytes, name, limits, sink);
  } catch (const std::bad_alloc&) {
    return refuse(Defect::kTooMuchMemory, {}, "bad_alloc");
  }
}

}  // namespace

int run_child(int argc, char** argv) {
  const auto arguments = argc == 3 ? decode_arguments(argv[1]) : std::nullopt;
  if (!arguments) return kExitUsage;
  FrameWriter frames(STDOUT_FILENO);
  const PeakMemory peak;
  if (const char* step = confine(arguments->confinement); step != nullptr) {
    frames.finish(refuse(Defect::kReaderFailed, {}, std::string("confine: ") + step), peak.bytes());
    return kExitBroken;
  }
  const auto status = read_file(arguments->limits, argv[2], frames);
  return frames.finish(status, peak.bytes()) ? kExitDone : kExitBroken;
}

}  // namespace naadam::sheet
