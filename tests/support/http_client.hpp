// A client of our own listeners on loopback that sends exactly the bytes it is told to: a slow header, a body cut off,
// two requests on one connection.
//
// Thread: one a connection. Nothing is waited for longer than kPatienceMs.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.hpp"

namespace naadam::support {

struct HttpAnswer {
  unsigned status = 0;                              // 0: no answer came
  std::map<std::string, std::string> headers = {};  // by name, in lower case
  std::string body = {};

  std::string header(const std::string& name) const;  // "" where it was not sent
};

class HttpConnection {
 public:
  static constexpr core::Millis kPatienceMs = 30'000;

  // Throws where nobody listens.
  explicit HttpConnection(std::uint16_t port);
  ~HttpConnection();
  HttpConnection(HttpConnection&& other) noexcept : fd_(std::exchange(other.fd_, -1)), read_(std::move(other.read_)) {}
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  // False: the other end has closed.
  bool send(std::string_view bytes);
  // The next answer, with its body: by its Content-Length, else until the connection's end.
  HttpAnswer receive();
  // What comes next, up to and with `end`; nullopt where it does not come.
  std::optional<std::string> receive_until(std::string_view end);
  // Whether the other end closes without another word.
  bool is_closed();

 private:
  bool read_more();

  int fd_ = -1;
  std::string read_;  // beyond what was given out
};

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

// "POST /a HTTP/1.1" with its headers, Host and, where there is a body or a POST, Content-Length; up to the body.
std::string http_head(std::string_view method, std::string_view target, const HttpHeaders& headers,
                      std::size_t body_bytes);

// One request on a connection of its own.
HttpAnswer http_ask(std::uint16_t port, std::string_view method, std::string_view target,
                    const HttpHeaders& headers = {}, std::string_view body = {});

}  // namespace naadam::support
