// An HTTP peer that misbehaves on purpose: it answers the n-th request with the n-th step of a script, on one thread,
// one connection after another, keep-alive. For what a real gateway does only by accident: cutting a connection after
// the request, or never answering.
// Thread: construct, ask and destroy on one; the destructor ends the serving thread.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace naadam::support {

class ScriptedHttp {
 public:
  static constexpr int kCut = -1;      // read the request, then close without a word
  static constexpr int kSilence = -2;  // read the request, then nothing until we are destroyed

  // Steps are HTTP statuses, kCut or kSilence. After the last one the listener takes no more.
  explicit ScriptedHttp(std::vector<int> steps);
  ~ScriptedHttp();
  ScriptedHttp(const ScriptedHttp&) = delete;
  ScriptedHttp& operator=(const ScriptedHttp&) = delete;

  std::uint16_t port() const { return port_; }
  // Every request read so far, whole: request line, headers, body.
  std::vector<std::string> requests() const;

 private:
  void serve();
  bool wait_readable(int fd) const;  // false: we are to end
  bool read_request(int fd, std::string& request);

  std::vector<int> steps_;
  int listener_ = -1;
  int stop_ = -1;  // eventfd
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;  // guarded by mutex_
  std::thread thread_;
};

// A loopback port on which nothing listens (any more).
std::uint16_t unused_port();

}  // namespace naadam::support
