#include "portal/desk.hpp"

#include <nlohmann/json.hpp>

#include "portal/lane_task.hpp"

namespace naadam::portal {

Task<core::Result<nlohmann::json>> ask(Lanes& lanes, std::string_view service, std::string_view verb,
                                       const nlohmann::json& body, const core::Id& trace) {
  const std::function<core::Result<nlohmann::json>(asking::Peers&)> question = [&](asking::Peers& peers) {
    return peers.ask_until(service, verb, body, kAskMs, trace);
  };
  co_return co_await on_lane<nlohmann::json>(lanes.pick(service), question);
}

}  // namespace naadam::portal
