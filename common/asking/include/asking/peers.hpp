// The services of one installation, asked from here. Of several copies one is asked as long as it answers: what it has
// in memory, such as a file half handed in, is there for the next question. Where it falls silent the next question
// goes to another copy.
//
// Thread: one. Errors: what link::Asker gives; the service's own, with its text for the person.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "asking/directory.hpp"
#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "link/asker.hpp"
#include "runtime/ask_body.hpp"
#include "runtime/common_options.hpp"

namespace zmq {
class context_t;
}

namespace naadam::asking {

using runtime::Json;

class Peers {
 public:
  // Connects nothing yet. `clock` outlives it.
  Peers(runtime::CommonOptions options, const core::Clock& clock);
  ~Peers();

  // Once. kUnavailable: surely not asked; kUnknown: perhaps done. `trace`: of the request that causes it, if any.
  core::Result<Json> ask(std::string_view service, std::string_view verb, const Json& body, core::Millis wait_ms,
                         const core::Id& trace = {});

  // The same of one copy alone. Its number need not be announced.
  core::Result<Json> ask_copy(std::string_view service, std::uint16_t copy, std::string_view verb, const Json& body,
                              core::Millis wait_ms);

  // Who is announced now, in the order of their numbers.
  const std::vector<store::Copy>& copies(std::string_view service) { return directory_.copies(service); }

  // Asks again while the outcome is "not now" or unknown, until `patience_ms` are over: only for what may be repeated
  // under the same identity.
  core::Result<Json> ask_until(std::string_view service, std::string_view verb, const Json& body,
                               core::Millis patience_ms, const core::Id& trace = {});

 private:
  struct Choice {
    link::Endpoint endpoint;
    link::Endpoint left;  // the one before, which did not answer
    bool alone = true;
  };
  Choice& chosen(std::string_view service);
  void leave(Choice& choice);
  core::Result<link::Asker*> asker_at(const link::Endpoint& endpoint);

  runtime::CommonOptions options_;
  const core::Clock& clock_;
  std::unique_ptr<zmq::context_t> zmq_;
  Directory directory_;
  std::map<std::string, Choice, std::less<>> choices_;                                  // by service
  std::map<std::pair<std::string, std::string>, std::unique_ptr<link::Asker>> askers_;  // by address and server's key
  std::minstd_rand random_;
};

// Whether asking again may help.
bool may_pass(const core::Error& error);

}  // namespace naadam::asking
