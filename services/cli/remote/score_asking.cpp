#include "cli/remote/score_asking.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <ostream>

#include "asking/peers.hpp"
#include "cli/say.hpp"
#include "cli/texts/scoring.hpp"
#include "cli/up/home.hpp"

namespace naadam::cli {
namespace {

namespace words = texts::scoring;

constexpr core::Millis kPatienceMs = 30'000;

}  // namespace

core::Result<Json> scope_of(const ScoreScope& scope) {
  if (scope.delegation.empty() != scope.finals) return refuse(core::ErrorKind::kInvalid, words::kScope);
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
  return peers.ask_until("scoring", verb, body, kPatienceMs);
}

core::Result<std::string> contents_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) return refuse(core::ErrorKind::kUnavailable, words::kCannotRead, file.string());
  return text;
}

core::Status write_file(const std::filesystem::path& file, std::string_view text) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) return refuse(core::ErrorKind::kUnavailable, words::kCannotWrite, file.string());
  return {};
}

void print_json(const Json& answer, Globals& globals) {
  globals.out << answer.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace naadam::cli
