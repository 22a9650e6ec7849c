#include "intake/upload_reader.hpp"

#include <sys/mman.h>
#include <unistd.h>

namespace naadam::intake {
namespace {

ReadingResult unavailable(const core::Error& error) {
  FileRefusal refusal;
  static_cast<core::Error&>(refusal) = error;
  return tl::unexpected(std::move(refusal));
}

// Reads a stored file through an anonymous memory file, so that its plain bytes touch no disk.
ReadingResult read_stored(const blob::BlobStore& blobs, const core::Id& address, const std::string& file_name,
                          const domain::Edition& edition) {
  const int fd = memfd_create("upload", MFD_CLOEXEC);
  if (fd < 0) return unavailable({core::ErrorKind::kUnavailable, "系统内存不足，请稍后重试。", "memfd_create failed"});
  ReadingResult result = unavailable({});
  if (const auto got = blobs.get_to_fd(blob::Lifetime::kUpload, address, fd); got) {
    result = read_upload(fd, file_name, edition);
  } else {
    result = unavailable(got.error());
  }
  close(fd);
  return result;
}

}  // namespace

std::future<ReadingResult> SandboxedReader::read(const core::Id& blob, const std::string& file_name) {
  return std::async(std::launch::async, [this, edition = installation_.edition, blob, file_name] {
    return read_stored(blobs_, blob, file_name, *edition);
  });
}

}  // namespace naadam::intake
