#include "socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <random>
#include <system_error>

#include "core/bytes.hpp"
#include "core/limits.hpp"

namespace naadam::link {
namespace {

constexpr std::string_view kIpc = "ipc://";
constexpr std::string_view kTcp = "tcp://";
constexpr std::size_t kHostBytes = 255;
constexpr int kReconnectFirstMs = 100;
constexpr int kReconnectLongestMs = 2'000;
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

std::string path_of(std::string_view endpoint) { return std::string(endpoint.substr(kIpc.size())); }

core::Status unavailable(std::string text, std::string_view what, int code) {
  std::string cause(what);
  if (code != 0) cause += ": " + std::generic_category().message(code);
  return core::fail(core::ErrorKind::kUnavailable, std::move(text), std::move(cause));
}

core::Status invalid(std::string text, std::string cause) {
  return core::fail(core::ErrorKind::kInvalid, std::move(text), std::move(cause));
}

core::Status check_tcp(std::string_view rest) {
  const auto colon = rest.rfind(':');
  const auto host = rest.substr(0, colon);
  const auto port = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
  std::uint16_t number = 0;
  const auto read = std::from_chars(port.data(), port.data() + port.size(), number);
  if (host.empty() || host.size() > kHostBytes || host.find_first_of("; /") != std::string_view::npos ||
      read.ec != std::errc() || read.ptr != port.data() + port.size()) {
    return invalid("服务地址必须是 tcp://主机:端口", "link address is not tcp://host:port");
  }
  return {};
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

bool is_tcp(std::string_view address) { return address.starts_with(kTcp); }

core::Status check_address(std::string_view address) {
  if (is_tcp(address)) return check_tcp(address.substr(kTcp.size()));
  if (!address.starts_with(kIpc) || address.size() <= kIpc.size() || address[kIpc.size()] != '/') {
    return invalid("服务地址必须是 ipc:///绝对路径 或 tcp://主机:端口", "link address is neither ipc:///path nor tcp");
  }
  if (address.size() - kIpc.size() >= sizeof(sockaddr_un::sun_path)) {
    return invalid("服务地址的路径太长，最多 107 字节", "link endpoint path too long");
  }
  return {};
}

core::Status check_endpoint(const Endpoint& endpoint, const std::optional<KeyPair>& keys) {
  if (auto ok = check_address(endpoint.address); !ok || !is_tcp(endpoint.address)) return ok;
  if (!is_key(endpoint.server_key)) return invalid("缺少对方服务的公钥", "tcp endpoint without the server's key");
  if (!keys || !is_key(keys->public_key) || !is_key(keys->secret_key)) {
    return invalid("经网络连接服务需要本程序的密钥，请用 deploy/keys.sh 生成", "tcp endpoint without keys of our own");
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

void set_keys(zmq::socket_t& socket, const Endpoint& endpoint, const KeyPair& keys) {
  socket.set(zmq::sockopt::curve_serverkey, endpoint.server_key);
  socket.set(zmq::sockopt::curve_publickey, keys.public_key);
  socket.set(zmq::sockopt::curve_secretkey, keys.secret_key);
  socket.set(zmq::sockopt::handshake_ivl, kHandshakeMs);
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
