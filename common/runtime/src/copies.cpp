#include "runtime/copies.hpp"

#include <utility>

#include "runtime/log.hpp"

namespace naadam::runtime {

std::string copy_name(std::string_view service, std::uint16_t copy) {
  return copy == 1 ? std::string(service) : std::string(service) + "-" + std::to_string(copy);
}

std::string endpoint_of(const CommonOptions& options, std::string_view service, std::uint16_t copy) {
  return "ipc://" + (options.endpoints() / (copy_name(service, copy) + ".ipc")).string();
}

Presence::Presence(store::Announcements& board, std::string service, store::Copy self)
    : board_(board), service_(std::move(service)), self_(std::move(self)) {}

void Presence::follow(std::string service, link::Outbox& outbox) { ways_.push_back({std::move(service), outbox, {}}); }

core::Status Presence::announce() {
  const auto live = board_.announce(service_, self_, kLifeMs);
  if (!live) return tl::unexpected(live.error());
  leads_ = !live->empty() && live->front().number == self_.number;
  return {};
}

void Presence::look() {
  for (Way& way : ways_) {
    auto live = board_.copies(way.service);
    if (!live || live->empty() || *live == way.copies) continue;
    std::vector<link::Endpoint> endpoints;
    for (const store::Copy& copy : *live) endpoints.emplace_back(copy.endpoint, copy.server_key);
    if (auto set = way.outbox.set_endpoints(endpoints); !set) log_error("link.endpoint_refused", {cause(set.error())});
    log_info("link.copies", {{"of", Safe{way.service}}, {"number", live->size()}});
    way.copies = std::move(*live);
  }
}

void Presence::withdraw() {
  if (const auto left = board_.withdraw(service_, self_); !left) {
    log_warn("service.not_withdrawn", {cause(left.error()), {"next", "forgotten when its announcement ends"}});
  }
  leads_ = false;
}

}  // namespace naadam::runtime
