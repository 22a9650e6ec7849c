#include "cli/remote/peers.hpp"

#include <poll.h>

#include <algorithm>
#include <zmq.hpp>

#include "runtime/service_host.hpp"

namespace naadam::cli {
namespace {

constexpr core::Millis kAskMs = 5'000;  // one try of ask_until()
constexpr core::Millis kPauseMs = 100;  // between two tries that were answered "not now" at once

}  // namespace

bool may_pass(const core::Error& error) {
  return error.kind == core::ErrorKind::kUnavailable || error.kind == core::ErrorKind::kUnknown ||
         error.kind == core::ErrorKind::kFull;
}

Peers::Peers(runtime::CommonOptions options, const core::Clock& clock)
    : options_(std::move(options)), clock_(clock), zmq_(std::make_unique<zmq::context_t>(1)) {}

Peers::~Peers() = default;

core::Result<Json> Peers::ask(std::string_view service, std::string_view verb, const Json& body, core::Millis wait_ms) {
  auto it = askers_.find(service);
  if (it == askers_.end()) {
    auto asker = link::connect_asker(*zmq_, runtime::endpoint_of(options_, service), clock_);
    if (!asker) return tl::unexpected(asker.error());
    it = askers_.emplace(service, std::move(*asker)).first;
  }
  const auto answer = it->second->ask(verb, runtime::pack(body), core::Deadline::in(clock_, wait_ms));
  if (!answer) return tl::unexpected(answer.error());
  return runtime::unpack_map(*answer);
}

core::Result<Json> Peers::ask_until(std::string_view service, std::string_view verb, const Json& body,
                                    core::Millis patience_ms) {
  const auto deadline = core::Deadline::in(clock_, patience_ms);
  for (;;) {
    const core::Millis left = deadline.left(clock_);
    auto answer = ask(service, verb, body, std::min(left, kAskMs));
    if (answer || !may_pass(answer.error()) || deadline.left(clock_) <= kPauseMs) return answer;
    ::poll(nullptr, 0, static_cast<int>(kPauseMs));
  }
}

}  // namespace naadam::cli
