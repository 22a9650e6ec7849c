#include "blob/blob_store.hpp"

#include "files.hpp"

namespace naadam::blob {

const char* lifetime_name(Lifetime lifetime) {
  switch (lifetime) {
    case Lifetime::kUpload:
      return "upload";
    case Lifetime::kEvidence:
      return "evidence";
    case Lifetime::kDocument:
      return "document";
  }
  return "document";
}

core::Result<BlobInfo> BlobStore::put(Lifetime lifetime, std::string_view content) {
  auto writer = begin(lifetime);
  if (!writer) return tl::unexpected(writer.error());
  if (auto done = (*writer)->append(content); !done) return tl::unexpected(done.error());
  return (*writer)->commit();
}

core::Status BlobStore::get_to_fd(Lifetime lifetime, const core::Id& address, int fd) const {
  return get(lifetime, address, [fd](std::string_view bytes) { return write_all(fd, bytes, "reader"); });
}

}  // namespace naadam::blob
