// The archive of a backup: tar bytes, and the names a restore makes paths of.
#include <sys/mman.h>
#include <unistd.h>

#include "cli/keeping/archive.hpp"
#include "expect.hpp"

namespace {

using namespace naadam;

void read_all(const std::string& file) {
  auto archive = cli::ArchiveReader::open(file);
  while (archive) {
    const auto head = archive->next();
    if (!head || !*head) return;
    const std::string& name = (**head).name;
    fuzz::expect(cli::safe_member_name(name), "a member has a safe name");
    fuzz::expect(std::filesystem::path("/x" + ("/" + name)).lexically_normal() == "/x/" + name, "a name stays below");
    const bool read = name.size() % 2 == 0 ? archive->copy_to(-1).has_value() : archive->text(1 << 16).has_value();
    if (!read) return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int fd = ::memfd_create("archive", MFD_CLOEXEC);
  fuzz::expect(fd >= 0 && ::write(fd, data, size) == static_cast<ssize_t>(size), "memory for the archive");
  read_all("/proc/self/fd/" + std::to_string(fd));
  ::close(fd);
  return 0;
}
