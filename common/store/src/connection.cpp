#include "connection.hpp"

#include <hiredis/hiredis.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>

namespace naadam::store {
namespace {

constexpr std::size_t kReadBytes = 256 * 1024;
// hiredis shifts its whole buffer for each KB of small replies it has read, so it gets small pieces.
constexpr std::size_t kFeedBytes = 32 * 1024;
constexpr std::size_t kKeepOutBytes = 1U << 20;

void put_length(std::string& out, char mark, std::size_t n) {
  std::array<char, 24> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), n).ptr;
  out.push_back(mark);
  out.append(text.data(), end);
  out.append("\r\n");
}

int connect_unix(const std::string& path) {
  sockaddr_un address{};
  if (path.size() >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd >= 0 && ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    const int code = errno;
    ::close(fd);
    errno = code;
    return -1;
  }
  return fd;
}

// Sets `in_progress` when the outcome is not known yet. Host names are resolved in place, which may block.
int connect_tcp(const std::string& endpoint, bool& in_progress) {
  const auto colon = endpoint.rfind(':');
  if (colon == std::string::npos) {
    errno = EINVAL;
    return -1;
  }
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string host = endpoint.substr(0, colon);
  if (::getaddrinfo(host.c_str(), endpoint.c_str() + colon + 1, &hints, &found) != 0) {
    errno = EHOSTUNREACH;
    return -1;
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> list(found, ::freeaddrinfo);
  const int fd = ::socket(list->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  if (::connect(fd, list->ai_addr, list->ai_addrlen) != 0) {
    if (errno == EINPROGRESS) {
      in_progress = true;
      return fd;
    }
    const int code = errno;
    ::close(fd);
    errno = code;
    return -1;
  }
  return fd;
}

}  // namespace

void Connection::Free::operator()(redisReader* reader) const { redisReaderFree(reader); }

Connection::Connection() = default;

Connection::~Connection() { close(); }

bool Connection::start(const std::string& endpoint) {
  close();
  appended_ = 0;
  written_ = 0;
  const bool unix_path = endpoint.find('/') != std::string::npos;
  fd_ = unix_path ? connect_unix(endpoint) : connect_tcp(endpoint, connecting_);
  if (fd_ < 0) return lost("connect", errno);
  reader_.reset(redisReaderCreate());
  reader_->maxbuf = 0;  // keep the buffer between replies
  return true;
}

short Connection::wanted() const {
  if (connecting_) return POLLOUT;
  return out_begin_ < out_.size() ? POLLIN | POLLOUT : POLLIN;
}

void Connection::append(std::span<const std::string_view> argv, Expected expected) {
  const std::size_t before = out_.size();
  put_length(out_, '*', argv.size());
  for (const auto& arg : argv) {
    put_length(out_, '$', arg.size());
    out_.append(arg);
    out_.append("\r\n");
  }
  appended_ += out_.size() - before;
  expected.end = appended_;
  owed_.push_back(std::move(expected));
}

bool Connection::write() {
  if (connecting_) {
    int code = 0;
    socklen_t size = sizeof code;
    pollfd ready{fd_, POLLOUT, 0};
    if (::poll(&ready, 1, 0) <= 0) return true;
    if (::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &code, &size) != 0) code = errno;
    if (code != 0) return lost("connect", code);
    connecting_ = false;
  }
  while (out_begin_ < out_.size()) {
    const auto n = ::send(fd_, out_.data() + out_begin_, out_.size() - out_begin_, MSG_NOSIGNAL);
    if (n < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) break;
      return lost("write", errno);
    }
    out_begin_ += static_cast<std::size_t>(n);
    written_ += static_cast<std::uint64_t>(n);
    bytes_out_ += static_cast<std::uint64_t>(n);
  }
  if (out_begin_ == out_.size()) {
    out_.clear();
    out_begin_ = 0;
  } else if (out_begin_ > kKeepOutBytes) {
    out_.erase(0, out_begin_);
    out_begin_ = 0;
  }
  return true;
}

bool Connection::read(std::vector<Arrived>& arrived) {
  static thread_local std::vector<char> buffer(kReadBytes);
  while (true) {
    const auto n = ::recv(fd_, buffer.data(), buffer.size(), 0);
    if (n == 0) return lost("closed by the server", 0);
    if (n < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) return true;
      return lost("read", errno);
    }
    const auto got = static_cast<std::size_t>(n);
    bytes_in_ += got;
    for (std::size_t at = 0; at < got; at += kFeedBytes) {
      const std::size_t piece = std::min(kFeedBytes, got - at);
      if (redisReaderFeed(reader_.get(), buffer.data() + at, piece) != REDIS_OK) return lost(reader_->errstr, 0);
      if (!take_replies(arrived)) return false;
    }
    if (got < buffer.size()) return true;
  }
}

bool Connection::take_replies(std::vector<Arrived>& arrived) {
  while (true) {
    void* tree = nullptr;
    if (redisReaderGetReply(reader_.get(), &tree) != REDIS_OK) return lost(reader_->errstr, 0);
    if (tree == nullptr) return true;
    Reply reply(static_cast<redisReply*>(tree));
    // A reply to a command that has not left is one nobody asked for.
    if (owed_.empty() || !written(owed_.front())) return lost("reply without a command", 0);
    arrived.push_back({std::move(owed_.front()), std::move(reply)});
    owed_.pop_front();
  }
}

std::deque<Expected> Connection::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
  connecting_ = false;
  reader_.reset();
  out_.clear();
  out_begin_ = 0;
  std::deque<Expected> owed;
  owed.swap(owed_);
  return owed;
}

bool Connection::lost(std::string_view what, int code) {
  error_ = std::string(what);
  if (code != 0) error_ += ": " + std::generic_category().message(code);
  return false;
}

}  // namespace naadam::store
