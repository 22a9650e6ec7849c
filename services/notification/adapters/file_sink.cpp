#include "notification/adapters/file_sink.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace naadam::notification {
namespace {

using core::ErrorKind;

constexpr mode_t kOwnerOnly = 0600;
constexpr std::int64_t kLineBytesMax = 64 * 1024;  // longer than any line of ours
constexpr std::string_view kLineStart = R"({"message":")";

tl::unexpected<core::Error> system_says_no(const char* call) {
  const std::string why = std::generic_category().message(errno);
  return core::fail(ErrorKind::kUnavailable, "短信输出文件打不开，请检查目录是否存在、是否可写",
                    std::string(call) + ": " + why);
}

// Closes on every early return of open().
struct Fd {
  int fd;
  ~Fd() {
    if (fd >= 0) ::close(fd);
  }
  int release() { return std::exchange(fd, -1); }
};

// Where the last whole line ends; npos when what follows it is no beginning of a line of ours.
core::Result<std::int64_t> end_of_lines(int fd, std::int64_t size) {
  const std::int64_t from = std::max<std::int64_t>(0, size - kLineBytesMax);
  std::string tail(static_cast<std::size_t>(size - from), '\0');
  if (::pread(fd, tail.data(), tail.size(), from) != static_cast<ssize_t>(tail.size())) return system_says_no("pread");
  const auto newline = tail.rfind('\n');
  const std::size_t begin = newline == std::string::npos ? 0 : newline + 1;
  const std::string_view torn = std::string_view(tail).substr(begin);
  const std::size_t n = std::min(torn.size(), kLineStart.size());
  const bool whole_line_seen = newline != std::string::npos || from == 0;
  if (!whole_line_seen || torn.substr(0, n) != kLineStart.substr(0, n)) {
    return core::fail(ErrorKind::kInvalid, "短信输出文件不是本系统写的文件，请换一个文件名", "not a file of messages");
  }
  return from + static_cast<std::int64_t>(begin);
}

void put_escaped(std::string& out, std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::size_t clean = 0;  // start of the run that needs no escape
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, clean, i - clean);
    clean = i + 1;
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else {
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
    }
  }
  out.append(text, clean);
}

void put_line(std::string& out, const Sms& sms) {
  out += kLineStart;
  out += core::to_hex(sms.message);
  out += R"(","to":")";
  put_escaped(out, sms.to);
  out += R"(","text":")";
  put_escaped(out, sms.text);
  out += R"(","parts":)";
  out += std::to_string(sms.parts);
  out += "}\n";
}

}  // namespace

core::Result<std::unique_ptr<FileSink>> FileSink::open(const FileSinkOptions& options) {
  Fd file{::open(options.path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, kOwnerOnly)};
  if (file.fd < 0) return system_says_no("open");
  struct stat st{};
  if (::fstat(file.fd, &st) != 0) return system_says_no("fstat");
  if (!S_ISREG(st.st_mode) || st.st_uid != ::geteuid() || (st.st_mode & 07777) != kOwnerOnly) {
    return core::fail(ErrorKind::kInvalid, "短信输出文件必须是本用户的普通文件且权限为 0600",
                      "not a regular file of ours with mode 0600");
  }
  if (::flock(file.fd, LOCK_EX | LOCK_NB) != 0) {
    return core::fail(ErrorKind::kRefused, "短信输出文件正被另一个进程使用", "locked by another sink");
  }
  // Only now: before the lock another sink may have been in the middle of a write.
  if (::fstat(file.fd, &st) != 0) return system_says_no("fstat");
  const auto end = end_of_lines(file.fd, st.st_size);
  if (!end) return tl::unexpected(end.error());
  if (*end < st.st_size && ::ftruncate(file.fd, *end) != 0) return system_says_no("ftruncate");
  return std::unique_ptr<FileSink>(new FileSink(file.release(), *end, options.sync));
}

FileSink::~FileSink() { ::close(fd_); }

void FileSink::submit(std::span<const Sms> batch, std::span<SubmitAnswer> answers) {
  buffer_.clear();
  for (const Sms& sms : batch) put_line(buffer_, sms);
  std::fill(answers.begin(), answers.end(), append() ? SubmitAnswer::kAccepted : SubmitAnswer::kLater);
}

bool FileSink::append() {
  if (torn_ && !cut_back()) return false;
  ssize_t written = 0;
  do {
    written = ::write(fd_, buffer_.data(), buffer_.size());
  } while (written < 0 && errno == EINTR);
  const bool whole = written == static_cast<ssize_t>(buffer_.size());
  if (!whole || (sync_ && ::fdatasync(fd_) != 0)) {
    cut_back();
    return false;
  }
  size_ += written;
  return true;
}

bool FileSink::cut_back() {
  torn_ = ::ftruncate(fd_, size_) != 0;
  return !torn_;
}

}  // namespace naadam::notification
