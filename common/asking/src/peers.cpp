#include "asking/peers.hpp"

#include <poll.h>

#include <algorithm>
#include <utility>
#include <zmq.hpp>

#include "runtime/copies.hpp"

namespace naadam::asking {
namespace {

constexpr core::Millis kAskMs = 5'000;    // one try of ask_until()
constexpr core::Millis kPauseMs = 100;    // between two tries that were answered "not now" at once
constexpr core::Millis kThereMs = 250;    // for the connection to one of several copies
constexpr core::Millis kAloneMs = 1'000;  // to the only one, before we look whether there is another now

}  // namespace

bool may_pass(const core::Error& error) {
  return error.kind == core::ErrorKind::kUnavailable || error.kind == core::ErrorKind::kUnknown ||
         error.kind == core::ErrorKind::kFull;
}

Peers::Peers(runtime::CommonOptions options, const core::Clock& clock)
    : options_(std::move(options)),
      clock_(clock),
      zmq_(std::make_unique<zmq::context_t>(1)),
      directory_(options_, clock),
      random_(std::random_device{}()) {}

Peers::~Peers() = default;

core::Result<link::Asker*> Peers::asker_at(const link::Endpoint& endpoint) {
  const std::pair key(endpoint.address, endpoint.server_key);
  auto it = askers_.find(key);
  if (it == askers_.end()) {
    const auto keys = options_.link_keys();
    if (!keys) return tl::unexpected(keys.error());
    auto asker = link::connect_asker(*zmq_, endpoint, clock_, *keys);
    if (!asker) return tl::unexpected(asker.error());
    it = askers_.emplace(key, std::move(*asker)).first;
  }
  return it->second.get();
}

// Any of them, so that many who ask share the work; where nobody is announced, the first copy here.
Peers::Choice& Peers::chosen(std::string_view service) {
  Choice& choice = choices_[std::string(service)];
  if (!choice.endpoint.address.empty()) return choice;
  std::vector<link::Endpoint> endpoints;
  for (const store::Copy& copy : copies(service)) endpoints.emplace_back(copy.endpoint, copy.server_key);
  if (endpoints.empty()) endpoints.emplace_back(runtime::endpoint_of(options_, service));
  choice.alone = endpoints.size() == 1;
  if (!choice.alone) std::erase(endpoints, choice.left);
  choice.endpoint = endpoints[std::uniform_int_distribution<std::size_t>(0, endpoints.size() - 1)(random_)];
  return choice;
}

void Peers::leave(Choice& choice) { choice.left = std::exchange(choice.endpoint, {}); }

core::Result<Json> Peers::ask(std::string_view service, std::string_view verb, const Json& body, core::Millis wait_ms,
                              const core::Id& trace) {
  const auto deadline = core::Deadline::in(clock_, wait_ms);
  for (;;) {
    Choice& choice = chosen(service);
    const auto asker = asker_at(choice.endpoint);
    if (!asker) return tl::unexpected(asker.error());
    const core::Millis left = deadline.left(clock_);
    const auto there = core::Deadline::in(clock_, std::min(left, choice.alone ? kAloneMs : kThereMs));
    if (!(*asker)->connected(there) && deadline.left(clock_) > 0) {
      leave(choice);
      continue;
    }
    // A question that is found after we have given up is answered to nobody: see wire::Ask.
    const core::Millis now = directory_.store_now();
    const core::Millis until = now == 0 ? 0 : now + deadline.left(clock_);
    const auto answer = (*asker)->ask(verb, runtime::pack(body), deadline, trace, until);
    if (answer) return runtime::unpack_map(*answer);
    if (may_pass(answer.error())) leave(choice);
    return tl::unexpected(answer.error());
  }
}

core::Result<Json> Peers::ask_copy(std::string_view service, std::uint16_t copy, std::string_view verb,
                                   const Json& body, core::Millis wait_ms) {
  link::Endpoint endpoint = runtime::endpoint_of(options_, service, copy);
  for (const store::Copy& one : copies(service)) {
    if (one.number == copy) endpoint = {one.endpoint, one.server_key};
  }
  const auto asker = asker_at(endpoint);
  if (!asker) return tl::unexpected(asker.error());
  const auto answer = (*asker)->ask(verb, runtime::pack(body), core::Deadline::in(clock_, wait_ms));
  if (!answer) return tl::unexpected(answer.error());
  return runtime::unpack_map(*answer);
}

core::Result<Json> Peers::ask_until(std::string_view service, std::string_view verb, const Json& body,
                                    core::Millis patience_ms, const core::Id& trace) {
  const auto deadline = core::Deadline::in(clock_, patience_ms);
  for (;;) {
    const core::Millis left = deadline.left(clock_);
    auto answer = ask(service, verb, body, std::min(left, kAskMs), trace);
    if (answer || !may_pass(answer.error()) || deadline.left(clock_) <= kPauseMs) return answer;
    ::poll(nullptr, 0, static_cast<int>(kPauseMs));
  }
}

}  // namespace naadam::asking
