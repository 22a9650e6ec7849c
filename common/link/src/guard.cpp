#include "guard.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "link/gate.hpp"
#include "socket.hpp"

namespace naadam::link {
namespace {

constexpr std::size_t kRolesMax = 16;
// ZMQ_ZAP_ENFORCE_DOMAIN: without it a missing gate lets everybody in. ZeroMQ 4.3 takes it by number, while its header
// names it for drafts only.
constexpr int kZapEnforceDomain = 93;
// ZeroMQ cuts a connection off without a word at its own limit; a frame up to that is seen, refused and told.
constexpr std::int64_t kCutOffBytes = 2 * static_cast<std::int64_t>(core::limits::kFrameBytesMax);

std::vector<std::string> join(const InboxGuard& options) {
  auto roles = options.push_roles;
  for (const auto& role : options.ask_roles) {
    if (std::ranges::find(roles, role) == roles.end()) roles.push_back(role);
  }
  return roles;
}

}  // namespace

std::string domain_of(const std::vector<std::string>& roles) {
  std::string domain;
  for (const auto& role : roles) domain += (domain.empty() ? "" : ",") + role;
  return domain;
}

std::vector<std::string> roles_of_domain(std::string_view domain) {
  std::vector<std::string> roles;
  while (!domain.empty()) {
    const auto comma = std::min(domain.find(','), domain.size());
    roles.emplace_back(domain.substr(0, comma));
    domain.remove_prefix(std::min(comma + 1, domain.size()));
  }
  return roles;
}

RefusedFor why(AllowList::Standing standing) {
  switch (standing) {
    case AllowList::Standing::kWrongRole:
      return RefusedFor::kRole;
    case AllowList::Standing::kRevoked:
      return RefusedFor::kRevoked;
    case AllowList::Standing::kNoList:
      return RefusedFor::kNoList;
    case AllowList::Standing::kStranger:
    case AllowList::Standing::kAllowed:
      break;
  }
  return RefusedFor::kStranger;
}

Guard::Guard(const InboxGuard& options)
    : keys_(options.keys),
      any_(join(options)),
      push_(options.push_roles),
      ask_(options.ask_roles),
      list_(options.gate->list()),
      refusals_(options.gate->refusals()) {}

core::Status Guard::check(const InboxGuard& options) {
  const auto roles = join(options);
  if (options.gate != nullptr && is_key(options.keys.public_key) && is_key(options.keys.secret_key) && !roles.empty() &&
      roles.size() <= kRolesMax && domain_of(roles).size() <= 255 && std::ranges::all_of(roles, is_role)) {
    return {};
  }
  return core::fail(core::ErrorKind::kInvalid, "服务接收端的设置有误：须有接入控制、密钥和 1 至 16 个角色",
                    "inbox guard: gate, keys and [1, 16] roles");
}

void Guard::arm(zmq::socket_t& socket) const {
  socket.set(zmq::sockopt::curve_server, true);
  socket.set(zmq::sockopt::curve_publickey, keys_.public_key);
  socket.set(zmq::sockopt::curve_secretkey, keys_.secret_key);
  socket.set(zmq::sockopt::zap_domain, domain_of(any_));
  const int enforced = 1;
  if (zmq_setsockopt(socket.handle(), kZapEnforceDomain, &enforced, sizeof enforced) != 0) throw zmq::error_t();
  socket.set(zmq::sockopt::handshake_ivl, kHandshakeMs);
  socket.set(zmq::sockopt::maxmsgsize, kCutOffBytes);
}

std::string Guard::key_of(const zmq::message_t& frame) {
  const char* user = zmq_msg_gets(frame.handle(), "User-Id");
  return user == nullptr ? std::string() : std::string(user);
}

const std::vector<std::string>& Guard::roles(Purpose purpose) const {
  if (purpose == Purpose::kAny) return any_;
  return purpose == Purpose::kPush ? push_ : ask_;
}

bool Guard::lets(const zmq::message_t& frame, Purpose purpose) {
  const std::string key = key_of(frame);
  const auto answer = list_->ask(key, roles(purpose));
  if (answer.standing == AllowList::Standing::kAllowed) return true;
  const char* from = zmq_msg_gets(frame.handle(), "Peer-Address");
  refusals_->add({why(answer.standing), answer.role, key.substr(0, kKeyShownChars), from == nullptr ? "" : from, 0});
  return false;
}

bool Guard::still_lets(std::string_view key) const {
  return list_->ask(key, push_).standing == AllowList::Standing::kAllowed;
}

bool Guard::too_large(const zmq::message_t& frame) {
  if (frame.size() <= core::limits::kFrameBytesMax) return false;
  const std::string key = key_of(frame);
  refusals_->add({RefusedFor::kOversized, list_->ask(key, any_).role, key.substr(0, kKeyShownChars), {}, 0});
  return true;
}

}  // namespace naadam::link
