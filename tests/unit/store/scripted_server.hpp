// A Redis server that does as the test says: for the answers a healthy one does not give (a half reply, silence, a
// cut).
//
// CLUSTER SLOTS and CLUSTER INFO are answered as a healthy cluster of one would. The script runs in the server's own
// thread: it is called with the words of every other command and returns the bytes to answer. Only the network peer is
// scripted; the client under test is the real one.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace naadam::store {

using Words = std::vector<std::string>;

class ScriptedServer {
 public:
  // What to write back; kCut closes the connection after writing.
  struct Answer {
    std::string bytes;
    bool cut = false;
  };
  using Script = std::function<Answer(const Words&)>;

  explicit ScriptedServer(Script script) : script_(std::move(script)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      std::abort();
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }
  ~ScriptedServer() {
    thread_.request_stop();
    thread_.join();
    for (const auto& [fd, input] : inputs_) ::close(fd);
    ::close(listener_);
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  // That the cluster says it has.
  std::atomic<std::uint64_t> epoch = 1;

  std::string endpoint() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  std::string all_slots() const {
    return "*1\r\n*3\r\n:0\r\n:16383\r\n*3\r\n$9\r\n127.0.0.1\r\n:" + std::to_string(port_) + "\r\n$1\r\na\r\n";
  }

  std::string cluster_info() const {
    const std::string text = "cluster_state:ok\r\ncluster_current_epoch:" + std::to_string(epoch.load()) + "\r\n";
    return "$" + std::to_string(text.size()) + "\r\n" + text + "\r\n";
  }

  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::vector<pollfd> fds{{listener_, POLLIN, 0}};
      for (const auto& [fd, input] : inputs_) fds.push_back({fd, POLLIN, 0});
      if (::poll(fds.data(), fds.size(), 5) <= 0) continue;
      if (fds[0].revents != 0) inputs_.emplace(::accept(listener_, nullptr, nullptr), "");
      for (std::size_t i = 1; i < fds.size(); ++i) {
        if (fds[i].revents != 0 && !serve(fds[i].fd)) {
          ::close(fds[i].fd);
          inputs_.erase(fds[i].fd);
        }
      }
    }
  }

  bool serve(int fd) {
    char buffer[65'536];
    const auto n = ::recv(fd, buffer, sizeof buffer, 0);
    if (n <= 0) return false;
    auto& input = inputs_[fd];
    input.append(buffer, static_cast<std::size_t>(n));
    Words words;
    while (take_command(input, words)) {
      const Answer answer = words[0] != "CLUSTER" ? script_(words)
                            : words[1] == "INFO"  ? Answer{cluster_info()}
                                                  : Answer{all_slots()};
      if (::send(fd, answer.bytes.data(), answer.bytes.size(), MSG_NOSIGNAL) < 0 || answer.cut) return false;
    }
    return true;
  }

  // "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"; false while it is not whole.
  static bool take_command(std::string& input, Words& words) {
    words.clear();
    std::size_t at = 0;
    std::size_t count = 0;
    if (!number(input, at, count)) return false;
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t length = 0;
      if (!number(input, at, length) || input.size() < at + length + 2) return false;
      words.push_back(input.substr(at, length));
      at += length + 2;
    }
    input.erase(0, at);
    return true;
  }
  static bool number(const std::string& input, std::size_t& at, std::size_t& value) {
    const auto end = input.find("\r\n", at);
    if (end == std::string::npos) return false;
    std::from_chars(input.data() + at + 1, input.data() + end, value);
    at = end + 2;
    return true;
  }

  Script script_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::map<int, std::string> inputs_;  // of the thread until it has ended
  std::jthread thread_;
};

}  // namespace naadam::store
