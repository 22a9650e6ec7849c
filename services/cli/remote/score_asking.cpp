#include "cli/remote/score_asking.hpp"

#include <nlohmann/json.hpp>
#include <ostream>

#include "asking/peers.hpp"
#include "cli/remote/patience.hpp"
#include "cli/say.hpp"
#include "cli/texts/scoring.hpp"
#include "cli/up/home.hpp"

namespace naadam::cli {
core::Result<Json> scope_of(const ScoreScope& scope) {
  if (scope.delegation.empty() != scope.finals) return refuse(core::ErrorKind::kInvalid, texts::scoring::kScope);
  return Json{{"round", scope.finals ? "final" : "trial"},
              {"delegation", scope.delegation},
              {"event", scope.event},
              {"group", scope.group}};
}

core::Result<Json> ask_scoring(const std::string& data, std::string_view verb, const Json& body) {
  const auto settings = Home(data).read();
  if (!settings) return tl::unexpected(settings.error());
  const core::SystemClock clock;
  asking::Peers peers(settings->common, clock);
  return peers.ask_until("scoring", verb, body, kStepMs);
}

void print_json(const Json& answer, Globals& globals) {
  globals.out << answer.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace naadam::cli
