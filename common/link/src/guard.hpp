// What a tcp inbox asks about each connection and each frame. Thread: the inbox's, but for the free functions.
//
// The roles that an inbox lets in are its ZAP domain, so that the gate needs to know nothing about inboxes.
#pragma once

#include <string>
#include <string_view>
#include <vector>
#include <zmq.hpp>

#include "core/result.hpp"
#include "link/allow_list.hpp"
#include "link/inbox.hpp"
#include "link/refusals.hpp"

namespace naadam::link {

inline constexpr std::size_t kKeyShownChars = 8;  // of a public key, in an audit line

std::string domain_of(const std::vector<std::string>& roles);
std::vector<std::string> roles_of_domain(std::string_view domain);
RefusedFor why(AllowList::Standing standing);  // not for kAllowed

class Guard {
 public:
  explicit Guard(const InboxGuard& options);
  static core::Status check(const InboxGuard& options);

  // CURVE, ZAP or nobody, and a time limit for hand-shakes. Before bind.
  void arm(zmq::socket_t& socket) const;

  enum class Purpose { kAny, kPush, kAsk };
  // Whether the sender of `frame` is on the list at this moment for that; if not, it is told to the audit. The sender
  // is who the gate let in, not who the frame says.
  bool lets(const zmq::message_t& frame, Purpose purpose);
  // Whether a peer let in before is still on the list to push.
  bool still_lets(std::string_view key) const;
  bool too_large(const zmq::message_t& frame);
  static std::string key_of(const zmq::message_t& frame);

  Refusals& refusals() { return *refusals_; }
  std::uint64_t generation() const { return list_->generation(); }

 private:
  const std::vector<std::string>& roles(Purpose purpose) const;

  KeyPair keys_;
  std::vector<std::string> any_;
  std::vector<std::string> push_;
  std::vector<std::string> ask_;
  std::shared_ptr<AllowList> list_;
  std::shared_ptr<Refusals> refusals_;
};

}  // namespace naadam::link
