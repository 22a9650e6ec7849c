#include "support/http_client.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

namespace naadam::support {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

HttpAnswer parse_head(const std::string& head) {
  HttpAnswer answer;
  const std::size_t code = head.find(' ');
  if (code == std::string::npos) return answer;
  answer.status = static_cast<unsigned>(std::stoul(head.substr(code + 1, 3)));
  for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
    const std::size_t end = head.find("\r\n", at), colon = head.find(": ", at);
    if (end == at || colon == std::string::npos || colon > end) break;
    answer.headers[lower(head.substr(at, colon - at))] = head.substr(colon + 2, end - colon - 2);
    at = end + 2;
  }
  return answer;
}

}  // namespace

std::string HttpAnswer::header(const std::string& name) const {
  const auto it = headers.find(name);
  return it == headers.end() ? std::string() : it->second;
}

HttpConnection::HttpConnection(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd_ < 0 || ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    if (fd_ >= 0) ::close(fd_);
    throw std::runtime_error("nobody listens on port " + std::to_string(port));
  }
}

HttpConnection::~HttpConnection() {
  if (fd_ >= 0) ::close(fd_);
}

bool HttpConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

bool HttpConnection::read_more() {
  pollfd readable{fd_, POLLIN, 0};
  if (::poll(&readable, 1, static_cast<int>(kPatienceMs)) != 1) return false;
  std::array<char, 64 * 1024> piece{};
  const ssize_t n = ::recv(fd_, piece.data(), piece.size(), 0);
  if (n > 0) read_.append(piece.data(), static_cast<std::size_t>(n));
  return n > 0;
}

std::optional<std::string> HttpConnection::receive_until(std::string_view end) {
  std::size_t at = read_.find(end);
  while (at == std::string::npos) {
    if (!read_more()) return std::nullopt;
    at = read_.find(end);
  }
  std::string text = read_.substr(0, at + end.size());
  read_.erase(0, text.size());
  return text;
}

HttpAnswer HttpConnection::receive() {
  const auto head = receive_until(kHeadEnd);
  if (!head) return {};
  HttpAnswer answer = parse_head(*head);
  if (answer.status < 200) return answer;
  const std::string length = answer.header("content-length");
  const std::size_t size = length.empty() ? std::string::npos : std::stoul(length);
  while (read_.size() < size && read_more()) {
  }
  answer.body = read_.substr(0, std::min(size, read_.size()));
  read_.erase(0, answer.body.size());
  return answer;
}

bool HttpConnection::is_closed() { return read_.empty() && !read_more() && read_.empty(); }

std::string http_head(std::string_view method, std::string_view target, const HttpHeaders& headers,
                      std::size_t body_bytes) {
  std::string head = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n";
  for (const auto& [name, value] : headers) head += name + ": " + value + "\r\n";
  if (body_bytes > 0 || method == "POST") head += "Content-Length: " + std::to_string(body_bytes) + "\r\n";
  return head + "\r\n";
}

HttpAnswer http_ask(std::uint16_t port, std::string_view method, std::string_view target, const HttpHeaders& headers,
                    std::string_view body) {
  HttpConnection connection(port);
  connection.send(http_head(method, target, headers, body.size()));
  connection.send(body);
  return connection.receive();
}

}  // namespace naadam::support
