#include "cli/keeping/archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "cli/say.hpp"
#include "cli/texts/keeping.hpp"
#include "core/id.hpp"
#include "seal/sha256.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = 1u << 20;

tl::unexpected<core::Error> cannot(const Text& text, const fs::path& file, const char* why) {
  return refuse(core::ErrorKind::kUnavailable, text, file.string(), why == nullptr ? "?" : why);
}

struct FileCloser {
  int fd;
  ~FileCloser() { ::close(fd); }
};

}  // namespace

bool safe_member_name(std::string_view name) {
  if (name.empty() || name.size() > 255 || name.front() == '/') return false;
  for (std::size_t from = 0; from <= name.size();) {
    const std::size_t to = std::min(name.find('/', from), name.size());
    const std::string_view part = name.substr(from, to - from);
    if (part.empty() || part == "." || part == "..") return false;
    from = to + 1;
  }
  return std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '\\'; });
}

struct ArchiveWriter::State {
  fs::path file;
  int fd = -1;
  archive* tar = nullptr;
  bool finished = false;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (tar != nullptr) archive_write_free(tar);
    if (fd >= 0) ::close(fd);
    std::error_code ignored;
    if (fd >= 0 && !finished) fs::remove(file, ignored);
  }

  core::Status head(const std::string& name, std::uint64_t bytes) const {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0600);
    const bool done = archive_write_header(tar, entry) == ARCHIVE_OK;
    archive_entry_free(entry);
    if (!done) return cannot(texts::keeping::kCannotWrite, file, archive_error_string(tar));
    return {};
  }
  core::Status data(const char* bytes, std::size_t n) const {
    if (archive_write_data(tar, bytes, n) != static_cast<la_ssize_t>(n)) {
      return cannot(texts::keeping::kCannotWrite, file, archive_error_string(tar));
    }
    return {};
  }
};

ArchiveWriter::ArchiveWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
ArchiveWriter::ArchiveWriter(ArchiveWriter&&) noexcept = default;
ArchiveWriter::~ArchiveWriter() = default;

core::Result<ArchiveWriter> ArchiveWriter::create(const fs::path& file) {
  auto state = std::make_unique<State>();
  state->file = file;
  state->fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (state->fd < 0 && errno == EEXIST)
    return refuse(core::ErrorKind::kRefused, texts::keeping::kIsThere, file.string());
  if (state->fd < 0) return cannot(texts::keeping::kCannotWrite, file, std::strerror(errno));
  state->tar = archive_write_new();
  if (archive_write_set_format_pax_restricted(state->tar) != ARCHIVE_OK ||
      archive_write_open_fd(state->tar, state->fd) != ARCHIVE_OK) {
    return cannot(texts::keeping::kCannotWrite, file, archive_error_string(state->tar));
  }
  return ArchiveWriter(std::move(state));
}

core::Result<std::optional<Member>> ArchiveWriter::add_file(const std::string& name, const fs::path& source) {
  const FileCloser in{::open(source.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  if (in.fd < 0 && errno == ENOENT) return std::nullopt;
  struct stat st{};
  if (in.fd < 0 || ::fstat(in.fd, &st) != 0) return cannot(texts::keeping::kCannotRead, source, std::strerror(errno));
  Member member{name, static_cast<std::uint64_t>(st.st_size), {}};
  if (auto begun = state_->head(name, member.bytes); !begun) return tl::unexpected(begun.error());
  seal::Sha256 hash;
  std::vector<char> piece(kPiece);
  for (std::uint64_t left = member.bytes; left > 0;) {
    const ssize_t n = ::read(in.fd, piece.data(), static_cast<std::size_t>(std::min<std::uint64_t>(left, kPiece)));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0)
      return cannot(texts::keeping::kCannotRead, source, n == 0 ? "shorter than it was" : std::strerror(errno));
    hash.add({piece.data(), static_cast<std::size_t>(n)});
    if (auto put = state_->data(piece.data(), static_cast<std::size_t>(n)); !put) return tl::unexpected(put.error());
    left -= static_cast<std::uint64_t>(n);
  }
  member.sha256 = core::to_hex(seal::view_of(hash.finish()));
  return member;
}

core::Status ArchiveWriter::add_text(const std::string& name, std::string_view text) {
  if (auto begun = state_->head(name, text.size()); !begun) return begun;
  return state_->data(text.data(), text.size());
}

core::Status ArchiveWriter::finish() {
  if (archive_write_close(state_->tar) != ARCHIVE_OK) {
    return cannot(texts::keeping::kCannotWrite, state_->file, archive_error_string(state_->tar));
  }
  if (::fsync(state_->fd) != 0) return cannot(texts::keeping::kCannotWrite, state_->file, std::strerror(errno));
  // Its name too must outlive a power cut.
  const fs::path folder = fs::absolute(state_->file).parent_path();
  const FileCloser dir{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (dir.fd < 0 || ::fsync(dir.fd) != 0) return cannot(texts::keeping::kCannotWrite, folder, std::strerror(errno));
  state_->finished = true;
  return {};
}

struct ArchiveReader::State {
  fs::path file;
  archive* tar = nullptr;
  Member present;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (tar != nullptr) archive_read_free(tar);
  }
  tl::unexpected<core::Error> broken() const {
    const char* why = archive_error_string(tar);
    return refuse(core::ErrorKind::kCorrupt, texts::keeping::kBroken, file.string(), why == nullptr ? "?" : why);
  }
};

ArchiveReader::ArchiveReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ArchiveReader::ArchiveReader(ArchiveReader&&) noexcept = default;
ArchiveReader::~ArchiveReader() = default;

core::Result<ArchiveReader> ArchiveReader::open(const fs::path& file) {
  std::error_code failed;
  if (!fs::is_regular_file(file, failed)) return cannot(texts::keeping::kCannotRead, file, "no such file");
  auto state = std::make_unique<State>();
  state->file = file;
  state->tar = archive_read_new();
  if (archive_read_support_format_tar(state->tar) != ARCHIVE_OK ||
      archive_read_open_filename(state->tar, file.c_str(), kPiece) != ARCHIVE_OK) {
    return state->broken();
  }
  return ArchiveReader(std::move(state));
}

core::Result<std::optional<Member>> ArchiveReader::next() {
  archive_entry* entry = nullptr;
  const int got = archive_read_next_header(state_->tar, &entry);
  if (got == ARCHIVE_EOF) return std::nullopt;
  if (got != ARCHIVE_OK) return state_->broken();
  const char* name = archive_entry_pathname(entry);
  if (name == nullptr || !safe_member_name(name) || archive_entry_filetype(entry) != AE_IFREG) {
    return refuse(core::ErrorKind::kCorrupt, texts::keeping::kBroken, state_->file.string(), "a member's name");
  }
  state_->present = {name, static_cast<std::uint64_t>(archive_entry_size(entry)), {}};
  return state_->present;
}

core::Result<Member> ArchiveReader::copy_to(int fd) {
  seal::Sha256 hash;
  std::vector<char> piece(kPiece);
  std::uint64_t bytes = 0;
  for (;;) {
    const la_ssize_t n = archive_read_data(state_->tar, piece.data(), piece.size());
    if (n == 0) break;
    if (n < 0) return state_->broken();
    const auto size = static_cast<std::size_t>(n);
    hash.add({piece.data(), size});
    bytes += size;
    for (std::size_t at = 0; fd >= 0 && at < size;) {
      const ssize_t put = ::write(fd, piece.data() + at, size - at);
      if (put < 0 && errno == EINTR) continue;
      if (put <= 0) return cannot(texts::keeping::kCannotWrite, state_->present.name, std::strerror(errno));
      at += static_cast<std::size_t>(put);
    }
  }
  return Member{state_->present.name, bytes, core::to_hex(seal::view_of(hash.finish()))};
}

core::Result<std::string> ArchiveReader::text(std::size_t bytes_max) {
  if (state_->present.bytes > bytes_max) {
    return refuse(core::ErrorKind::kCorrupt, texts::keeping::kBroken, state_->file.string(), "a text too long");
  }
  std::string all(static_cast<std::size_t>(state_->present.bytes), '\0');
  for (std::size_t at = 0; at < all.size();) {
    const la_ssize_t n = archive_read_data(state_->tar, all.data() + at, all.size() - at);
    if (n <= 0) return state_->broken();
    at += static_cast<std::size_t>(n);
  }
  return all;
}

}  // namespace naadam::cli
