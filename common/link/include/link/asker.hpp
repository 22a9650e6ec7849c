// One question to a service and its answer: what the command-line program and the portal use. Blocking.
//
// Outcomes: the body; the service's own error (kind and text as it sent them); kUnavailable when the question surely
// never left; kUnknown when it was sent and no answer came before the deadline, or the service died before it
// answered: it may have been done, so ask again under the same identity. Thread: one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "link/curve_keys.hpp"
#include "link/endpoint.hpp"

namespace zmq {
class context_t;
}

namespace naadam::link {

class Asker {
 public:
  virtual ~Asker() = default;

  // `verb` and `body` within the limits of wire::Ask, else kInvalid. An answer that comes after its deadline is
  // dropped and never taken for that of a later question. `until` is the deadline by the store's clock, after which the
  // service does nothing any more; 0: not known.
  virtual core::Result<std::string> ask(std::string_view verb, std::string_view body, core::Deadline deadline,
                                        const core::Id& trace = {}, core::Millis until = 0) = 0;

  // Whether the service could be asked now; waits for its connection until then. Where there are several copies of it,
  // one that is not there is no reason to wait.
  virtual bool connected(core::Deadline deadline) = 0;
};

// kInvalid: an address of no known kind, or tcp without the service's key or `keys`, our own. A service that is not
// there yet, or does not let us in, is no error here.
core::Result<std::unique_ptr<Asker>> connect_asker(zmq::context_t& context, const Endpoint& endpoint,
                                                   const core::Clock& clock, const std::optional<KeyPair>& keys = {});

}  // namespace naadam::link
