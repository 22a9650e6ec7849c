#include "sheet/child.hpp"

#include <unistd.h>

#include <cerrno>
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
constexpr std::size_t kReadBytes = 1u << 20;

// One byte more than allowed is enough to know that a file is too large. The offset of a shared file description
// is the parent's, so it is left where it is.
ReadStatus read_input(std::size_t bytes_max, std::string& bytes) {
  for (;;) {
    const std::size_t at = bytes.size();
    if (at > bytes_max) return refuse(Defect::kTooLarge);
    bytes.resize(at + kReadBytes);
    ssize_t n = 0;
    do {
      n = ::pread(STDIN_FILENO, bytes.data() + at, kReadBytes, static_cast<off_t>(at));
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
  if (const char* step = confine(arguments->confinement); step != nullptr) {
    frames.finish(refuse(Defect::kReaderFailed, {}, std::string("confine: ") + step));
    return kExitBroken;
  }
  return frames.finish(read_file(arguments->limits, argv[2], frames)) ? kExitDone : kExitBroken;
}

}  // namespace naadam::sheet
