// The services of one installation, asked from here.
//
// Thread: one. Errors: what link::Asker gives; the service's own, with its text for the person.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "link/asker.hpp"
#include "runtime/ask_body.hpp"
#include "runtime/common_options.hpp"

namespace zmq {
class context_t;
}

namespace naadam::cli {

using runtime::Json;

class Peers {
 public:
  // Connects nothing yet. `clock` outlives it.
  Peers(runtime::CommonOptions options, const core::Clock& clock);
  ~Peers();

  // Once. kUnavailable: surely not asked; kUnknown: perhaps done.
  core::Result<Json> ask(std::string_view service, std::string_view verb, const Json& body, core::Millis wait_ms);

  // Asks again while the outcome is "not now" or unknown, until `patience_ms` are over: only for what may be repeated
  // under the same identity.
  core::Result<Json> ask_until(std::string_view service, std::string_view verb, const Json& body,
                               core::Millis patience_ms);

 private:
  runtime::CommonOptions options_;
  const core::Clock& clock_;
  std::unique_ptr<zmq::context_t> zmq_;
  std::map<std::string, std::unique_ptr<link::Asker>, std::less<>> askers_;
};

// Whether asking again may help.
bool may_pass(const core::Error& error);

}  // namespace naadam::cli
