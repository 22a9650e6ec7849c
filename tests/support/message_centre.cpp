#include "support/message_centre.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "support/files.hpp"

namespace naadam::support {
namespace {

constexpr core::Millis kStartMsMax = 20'000;
constexpr core::Millis kCentreLookMs = 10;
const std::string kFolder = NAADAM_SOURCE_DIR "/tests/support/smsc";

runtime::ChildProcess spawn(const runtime::ChildSpec& spec) {
  auto child = runtime::ChildProcess::spawn(spec);
  if (!child) throw std::runtime_error("message centre: " + child.error().cause);
  return std::move(*child);
}

runtime::ChildProcess start(const std::filesystem::path& output, std::uint16_t smpp_port) {
  const auto log = output.parent_path() / "install.log";
  auto installer = spawn({{kFolder + "/install.sh"}, {}, {}, log});
  const auto end = installer.wait(-1);
  if (!end || !end->clean()) throw std::runtime_error("message centre: " + content(log));
  return spawn({{"node", kFolder + "/centre.js", "--smpp-port", std::to_string(smpp_port)}, {}, {}, output});
}

// One HTTP request on a connection of its own; the body of the answer.
std::string get(std::uint16_t port, const std::string& path) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const std::string request = "GET " + path + " HTTP/1.0\r\n\r\n";
  std::string answer;
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
      ::send(fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size())) {
    std::array<char, 4096> chunk{};
    for (ssize_t n = 0; (n = ::recv(fd, chunk.data(), chunk.size(), 0)) > 0;) {
      answer.append(chunk.data(), static_cast<std::size_t>(n));
    }
  }
  ::close(fd);
  const auto head = answer.find("\r\n\r\n");
  if (head == std::string::npos) throw std::runtime_error("message centre: its control port does not answer");
  return answer.substr(head + 4);
}

}  // namespace

MessageCentre::MessageCentre(std::uint16_t smpp_port) : process_(start(dir_.path() / "out", smpp_port)) {
  // Its first line says where it listens; waiting for its end is how we look again without a sleep.
  for (core::Millis waited = 0; waited < kStartMsMax; waited += kCentreLookMs) {
    const bool ended = process_.wait(kCentreLookMs).has_value();
    const std::string said = content(dir_.path() / "out");
    if (said.ends_with("}\n")) {
      const auto ports = nlohmann::json::parse(said);
      smpp_port_ = ports.at("smpp");
      control_port_ = ports.at("control");
      return;
    }
    if (ended) throw std::runtime_error("message centre: " + said);
  }
  throw std::runtime_error("message centre: not listening after 20 s");
}

nlohmann::json MessageCentre::messages_to(const std::string& number) {
  return nlohmann::json::parse(get(control_port_, "/messages?to=" + number));
}

}  // namespace naadam::support
