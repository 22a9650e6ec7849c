#include "portal/portal_service.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <string>

namespace naadam::portal {
namespace {

constexpr rlim_t kOtherFiles = 256;  // lanes, store, log

// Every connection is an open file.
core::Status allow_files(rlim_t connections) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  const rlim_t wanted = connections + kOtherFiles;
  if (files.rlim_cur >= wanted) return {};
  files.rlim_cur = std::min(wanted, files.rlim_max);
  if (files.rlim_cur == wanted && ::setrlimit(RLIMIT_NOFILE, &files) == 0) return {};
  return core::fail(core::ErrorKind::kInvalid,
                    "portal.connections_max 超过了系统允许打开的文件数，请改小，或提高 LimitNOFILE。",
                    "portal.connections_max needs " + std::to_string(wanted) + " files, the limit is " +
                        std::to_string(files.rlim_max));
}

}  // namespace

Service::Service(const Options& options, runtime::Metrics& metrics, const core::Clock& clock)
    : options_(options),
      tokens_(options.tokens()),
      lanes_(std::make_unique<Lanes>(
          options.common, clock,
          std::vector<std::string>{std::string(kIntake), std::string(kEligibility), std::string(kScheduling),
                                   std::string(kScoring), std::string(kNotification)},
          options.lanes)),
      front_(tokens_, metrics, clock),
      uploads_(*lanes_, front_, clock, options.uploads_max, options.streams_max),
      entries_(*lanes_, front_),
      boards_(*lanes_, front_),
      forms_(*lanes_, front_, clock, options.stranger_points),
      pages_(front_),
      draws_(*lanes_, front_),
      scores_(*lanes_, front_),
      receipts_(*lanes_, front_),
      server_(options.limits(), [this](Exchange& exchange) { return front_.handle(exchange); }, metrics, clock) {}

Service::~Service() {
  if (edge_.joinable()) {
    server_.stop();
    edge_.join();
  }
  lanes_.reset();
}

core::Status Service::start() {
  if (!front_.complete()) return core::fail(core::ErrorKind::kInternal, "程序内部错误。", "an action has no handler");
  if (auto allowed = allow_files(options_.connections_max); !allowed) return allowed;
  if (auto open = server_.listen(options_.own_port()); !open) return open;
  static_cast<void>(tokens_.reload());  // what is wrong with them is shown by /readyz
  edge_ = std::thread([this] { server_.run(); });
  return {};
}

}  // namespace naadam::portal
