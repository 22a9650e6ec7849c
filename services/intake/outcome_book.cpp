#include "intake/outcome_book.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <map>
#include <vector>

#include "intake/rules/outcome_words.hpp"
#include "intake/rules/reading.hpp"
#include "wire/entry.hpp"

namespace naadam::intake {
namespace {

// An anonymous memory file, closed with the scope.
class MemoryFile {
 public:
  explicit MemoryFile(const char* name) : fd_(memfd_create(name, MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (fd_ >= 0) close(fd_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

core::Status copy_to_blob(int fd, blob::BlobWriter& writer) {
  std::string buffer(1u << 20, '\0');
  for (off_t offset = 0;;) {
    const ssize_t n = pread(fd, buffer.data(), buffer.size(), offset);
    if (n < 0) return core::fail(core::ErrorKind::kUnavailable, "结果表无法写出，请稍后重试。", "pread failed");
    if (n == 0) return {};
    if (auto appended = writer.append({buffer.data(), static_cast<std::size_t>(n)}); !appended) return appended;
    offset += n;
  }
}

std::string place_of(const RowClaim& row) {
  if (row.duplicate_of == 0) return {};
  const std::string at = "第 " + std::to_string(row.duplicate_of) + " 行";
  return row.duplicate_sheet.empty() || row.duplicate_sheet == row.sheet ? at
                                                                         : "工作表“" + row.duplicate_sheet + "”" + at;
}

}  // namespace

core::Result<blob::BlobInfo> write_outcome_book(blob::BlobStore& blobs, const wire::UploadBody& upload,
                                                core::Millis accepted_at, const std::string& marks,
                                                std::shared_ptr<const domain::Edition> edition) {
  const MemoryFile original("original");
  const MemoryFile book("outcome");
  if (original.fd() < 0 || book.fd() < 0) {
    return core::fail(core::ErrorKind::kUnavailable, "系统内存不足，请稍后重试。", "memfd_create failed");
  }
  if (auto got = blobs.get_to_fd(blob::Lifetime::kUpload, upload.blob, original.fd()); !got) {
    return tl::unexpected(got.error());
  }
  const ReadingResult reading = read_upload(original.fd(), upload.file_name, *edition);
  if (!reading) return tl::unexpected(static_cast<const core::Error&>(reading.error()));

  std::map<std::pair<std::string_view, std::uint32_t>, std::size_t> index;
  for (std::size_t i = 0; i < reading->rows.size(); ++i) {
    index[{reading->rows[i].sheet, reading->rows[i].row}] = i;
  }
  RowOutcome current;
  const auto outcome_of = [&](std::string_view sheet, std::uint32_t row) -> const RowOutcome* {
    const auto it = index.find({sheet, row});
    if (it == index.end() || (it->second + 1) * wire::RowMark::kBytes > marks.size()) return nullptr;
    const auto mark = wire::get_mark(std::string_view(marks).substr(it->second * wire::RowMark::kBytes));
    const RowClaim& claimed = reading->rows[it->second];
    current = outcome_words(mark, *edition, {claimed.claim.delegation, accepted_at}, place_of(claimed));
    return &current;
  };
  if (auto written = write_outcome(original.fd(), upload.file_name, outcome_of, book.fd()); !written) {
    return tl::unexpected(written.error());
  }
  auto writer = blobs.begin(blob::Lifetime::kDocument);
  if (!writer) return tl::unexpected(writer.error());
  if (auto copied = copy_to_blob(book.fd(), **writer); !copied) return tl::unexpected(copied.error());
  return (*writer)->commit();
}

}  // namespace naadam::intake
