// What every service's main does around its service: options, signals, lock, log, metrics, HTTP, and the clean stop,
// opened in this order, closed in reverse.
//
//   int main(int argc, char** argv) {
//     intake::Options own;
//     return runtime::service_main(argc, argv, {"intake", "spreadsheets to entries"}, own.common,
//                                  [&](runtime::Options& all) { declare(all, &own); },
//                                  [&](runtime::ServiceContext& context) { return intake::run(own, context); });
//   }
#pragma once

#include <functional>
#include <string>

#include "core/result.hpp"
#include "runtime/common_options.hpp"
#include "runtime/http_listener.hpp"
#include "runtime/metrics.hpp"
#include "runtime/signals.hpp"

namespace naadam::runtime {

// Exit codes of every program; printed in its --help and part of its promise.
enum ExitCode : int {
  kExitDone = 0,
  kExitSomeRefused = 1,
  kExitUsage = 2,         // a wrong option, file or argument: the same call can never work
  kExitNotReachable = 3,  // store, peer, port, disk: the same call may work later
};

// kInvalid -> 2; kRefused, kNotFound, kCorrupt -> 1; what may pass by itself -> 3.
ExitCode exit_code(const core::Error& error);

struct ServiceInfo {
  std::string name;   // "intake": log field, directory of its lock, table of its own options
  std::string about;  // for --help
};

struct ServiceContext {
  const ServiceInfo& info;
  const CommonOptions& options;
  Metrics& metrics;
  HttpListener& http;  // not started yet: add routes, set readiness, then http.start(options.http_port)
  StopSignal& stop;
};

// Runs `body` between all of that. `declare_own` adds the service's own options (may be empty). What the body returns
// decides the exit code; an exception out of it is logged as fatal and gives 3. Errors before the log is open go to
// standard error, one line.
int service_main(int argc, const char* const* argv, const ServiceInfo& info, CommonOptions& common,
                 const std::function<void(Options&)>& declare_own,
                 const std::function<core::Status(ServiceContext&)>& body);

// One line for the person on standard error: "naadam-intake: text", with the cause in brackets.
void print_error(const std::string& program, const core::Error& error);

}  // namespace naadam::runtime
