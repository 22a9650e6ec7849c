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

Task<tl::expected<std::string, Problem>> read_body(Call& call, std::size_t bytes_max) {
  std::string body;
  for (;;) {
    const auto piece = co_await call.exchange.read();
    if (!piece) co_return tl::unexpected(piece.error());
    if (piece->empty()) co_return body;
    if (body.size() + piece->size() > bytes_max) co_return refuse(ProblemKind::kTooLarge, "请求内容太大。");
    body += *piece;
  }
}

}  // namespace naadam::portal
