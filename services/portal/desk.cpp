#include "portal/desk.hpp"

#include <nlohmann/json.hpp>

#include "portal/lane_task.hpp"
#include "seal/sha256.hpp"

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

Task<tl::expected<std::string, Problem>> keyed_body(Call& call, const Front& front, std::size_t bytes_max,
                                                    std::string_view about) {
  auto body = co_await read_body(call, bytes_max);
  if (!body) co_return body;
  seal::Sha256 hash;
  hash.add(std::to_string(about.size()));
  hash.add(about);
  hash.add(*body);
  const seal::Hash fingerprint = hash.finish();
  call.fingerprint = seal::view_of(fingerprint);
  if (!front.fits(call)) co_return refuse(ProblemKind::kKeyReused);
  co_return body;
}

Answer record_answer(std::string record, std::string_view name) {
  Answer answer;
  answer.body = std::move(record);
  std::string file;
  for (const char c : name) {  // a header's value: what a draw is called may be Chinese
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.') file += c;
  }
  answer.headers = {{"Content-Disposition", "attachment; filename=\"" + file + ".json\""}};
  return answer;
}

tl::unexpected<Problem> unseen(const Principal& who) {
  if (who.is_stranger())
    return refuse(ProblemKind::kUnauthorized, "还没有公布。公布之前只有主办方、监督和本代表队能看，请登录。");
  return refuse(ProblemKind::kOutsideScope, "还没有公布。公布之前只有主办方、监督和本代表队能看。");
}

}  // namespace naadam::portal
