#include "socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <random>
#include <system_error>

#include "core/bytes.hpp"
#include "core/limits.hpp"

namespace naadam::link {
namespace {

constexpr std::string_view kIpc = "ipc://";
constexpr int kReconnectFirstMs = 100;
constexpr int kReconnectLongestMs = 2'000;
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

std::string path_of(std::string_view endpoint) { return std::string(endpoint.substr(kIpc.size())); }

core::Status unavailable(std::string text, std::string_view what, int code) {
  std::string cause(what);
  if (code != 0) cause += ": " + std::generic_category().message(code);
  return core::fail(core::ErrorKind::kUnavailable, std::move(text), std::move(cause));
}

bool somebody_listens(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  const bool connected = ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(fd);
  return connected;
}

}  // namespace

core::Status check_endpoint(std::string_view endpoint) {
  if (!endpoint.starts_with(kIpc) || endpoint.size() <= kIpc.size() || endpoint[kIpc.size()] != '/') {
    return core::fail(core::ErrorKind::kInvalid, "服务地址必须是 ipc:///绝对路径", "link endpoint is not ipc:///path");
  }
  if (endpoint.size() - kIpc.size() >= sizeof(sockaddr_un::sun_path)) {
    return core::fail(core::ErrorKind::kInvalid, "服务地址的路径太长，最多 107 字节", "link endpoint path too long");
  }
  return {};
}

core::Status prepare_to_bind(const std::string& endpoint) {
  const std::filesystem::path path = path_of(endpoint);
  const auto directory = path.parent_path();
  std::error_code error;
  std::filesystem::create_directories(directory.parent_path(), error);
  // Closed to others from its first moment: another service that starts now looks at its mode.
  if (!error && ::mkdir(directory.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    error.assign(errno, std::generic_category());
  }
  struct stat info{};
  if (error || ::stat(directory.c_str(), &info) != 0) {
    return unavailable("无法建立服务通信目录", "link directory", error ? error.value() : errno);
  }
  if ((info.st_mode & kOthers) != 0) {
    return unavailable("服务通信目录的权限过宽，请改为 0700", "link directory is open to others", 0);
  }
  if (somebody_listens(path)) {
    return unavailable("服务地址已被占用，请检查是否已有同名服务在运行", "link endpoint taken", EADDRINUSE);
  }
  return {};
}

core::Status close_to_others(const std::string& endpoint) {
  if (::chmod(path_of(endpoint).c_str(), S_IRUSR | S_IWUSR) == 0) return {};
  return unavailable("无法设置服务通信文件的权限", "link socket mode", errno);
}

void set_bounds(zmq::socket_t& socket, const SocketBounds& bounds) {
  socket.set(zmq::sockopt::sndhwm, bounds.frames_max);
  socket.set(zmq::sockopt::rcvhwm, bounds.frames_max);
  socket.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(core::limits::kFrameBytesMax));
  socket.set(zmq::sockopt::linger, static_cast<int>(bounds.linger_ms));
  if (bounds.heartbeat_ms > 0) {
    socket.set(zmq::sockopt::heartbeat_ivl, static_cast<int>(bounds.heartbeat_ms));
    socket.set(zmq::sockopt::heartbeat_timeout, static_cast<int>(3 * bounds.heartbeat_ms));
  }
}

void set_connecting(zmq::socket_t& socket) {
  socket.set(zmq::sockopt::immediate, true);
  socket.set(zmq::sockopt::reconnect_ivl, kReconnectFirstMs);
  socket.set(zmq::sockopt::reconnect_ivl_max, kReconnectLongestMs);
}

zmq::message_t to_message(std::string bytes) {
  auto* owned = new std::string(std::move(bytes));
  return {owned->data(), owned->size(), [](void*, void* hint) { delete static_cast<std::string*>(hint); }, owned};
}

std::uint64_t random_session() {
  std::random_device device;
  std::uint64_t value = 0;
  while (value == 0) value = static_cast<std::uint64_t>(device()) << 32 | device();
  return value;
}

core::Id FrameIds::next() {
  std::string raw;
  core::put_u64(raw, high_);
  core::put_u64(raw, ++low_);
  return core::Id::from(raw);
}

}  // namespace naadam::link
