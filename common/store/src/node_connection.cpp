#include "store/node_connection.hpp"

#include <hiredis/hiredis.h>

#include <algorithm>
#include <charconv>

namespace naadam::store {
namespace {

constexpr const char* kTextNodeNotReached = "连接不上数据存储的节点，请检查它是否已启动";
constexpr const char* kTextNodeRefused = "数据存储的节点拒绝了用户或口令，请检查口令文件";

timeval span_of(core::Millis ms) { return {.tv_sec = ms / 1'000, .tv_usec = ms % 1'000 * 1'000}; }

redisContext* dial(const std::string& endpoint, timeval timeout) {
  if (endpoint.find('/') != std::string::npos) return redisConnectUnixWithTimeout(endpoint.c_str(), timeout);
  const auto colon = endpoint.rfind(':');
  std::uint16_t port = 0;
  if (colon != std::string::npos) {
    std::from_chars(endpoint.data() + colon + 1, endpoint.data() + endpoint.size(), port);
  }
  return redisConnectWithTimeout(endpoint.substr(0, colon).c_str(), port, timeout);
}

}  // namespace

void NodeConnection::Free::operator()(redisContext* context) const { redisFree(context); }

core::Result<NodeConnection> NodeConnection::open(const std::string& endpoint, const NodeLogin& login,
                                                  core::Millis timeout_ms) {
  const timeval timeout = span_of(timeout_ms);
  NodeConnection node(dial(endpoint, timeout));
  if (!node.context_ || node.context_->err != 0) {
    return core::fail(core::ErrorKind::kUnavailable, kTextNodeNotReached,
                      endpoint + ": " + (node.context_ ? node.context_->errstr : "out of memory"));
  }
  redisSetTimeout(node.context_.get(), timeout);
  if (login.password.empty()) return node;
  std::vector<std::string> auth{"AUTH"};
  if (!login.username.empty()) auth.push_back(login.username);
  auth.push_back(login.password);
  const Reply reply = node.say(auth);
  if (reply.is_nil()) return core::fail(core::ErrorKind::kUnavailable, kTextNodeNotReached, endpoint + ": no answer");
  if (reply.is_error()) {
    return core::fail(core::ErrorKind::kRefused, kTextNodeRefused, endpoint + ": " + std::string(reply.error_code()));
  }
  return node;
}

Reply NodeConnection::say(const std::vector<std::string>& words) {
  if (context_->err != 0) return {};
  std::vector<const char*> argv;
  std::vector<std::size_t> lengths;
  for (const std::string& word : words) {
    argv.push_back(word.data());
    lengths.push_back(word.size());
  }
  return Reply(static_cast<redisReply*>(
      redisCommandArgv(context_.get(), static_cast<int>(argv.size()), argv.data(), lengths.data())));
}

std::string_view info_field(std::string_view info, std::string_view name) {
  for (std::size_t at = 0; at < info.size();) {
    const std::size_t end = std::min(info.find_first_of("\r\n", at), info.size());
    const std::string_view line = info.substr(at, end - at);
    if (line.starts_with(name) && line.substr(name.size()).starts_with(':')) return line.substr(name.size() + 1);
    at = end + 1;
  }
  return {};
}

}  // namespace naadam::store
