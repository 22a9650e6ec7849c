#include "draft.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>

#include "core/id.hpp"

namespace naadam::blob {

std::string random_name() {
  core::Id id;
  randombytes_buf(id.bytes.data(), id.bytes.size());
  return core::to_hex(id);
}

core::Result<Draft> make_draft(const std::filesystem::path& root) {
  for (;;) {
    Draft draft{root / kWriting / random_name(), File()};
    if (::mkdir(draft.dir.c_str(), 0700) != 0) return file_error("mkdir", draft.dir);
    draft.lock = File(::open(draft.dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!draft.lock.open() && errno != ENOENT) return file_error("open", draft.dir);
    if (!draft.lock.open()) continue;  // a sweep took it before it was locked: another name
    if (::flock(draft.lock.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) return file_error("lock", draft.dir);
      continue;
    }
    struct stat info{};
    if (::fstat(draft.lock.get(), &info) == 0 && info.st_nlink > 0) return draft;
  }
}

}  // namespace naadam::blob
