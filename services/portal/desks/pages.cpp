#include "portal/desks/pages.hpp"

#include <nlohmann/json.hpp>

#include "portal/web/files.hpp"

namespace naadam::portal {
namespace {

// The page runs its own script and talks to its own server, and nobody puts it into a frame.
constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri "
    "'none'; "
    "form-action 'none'; frame-ancestors 'none'";

CallHandler file(std::string_view content, const char* type) {
  return [content, type](Call&) -> Task<Outcome> {
    Answer answer;
    answer.type = type;
    answer.body = content;
    answer.headers = {{"Content-Security-Policy", kPolicy}, {"Referrer-Policy", "no-referrer"}};
    co_return answer;
  };
}

}  // namespace

Pages::Pages(Front& front) {
  front.on(Action::kShowPage, file(web::kPage, "text/html; charset=utf-8"));
  front.on(Action::kShowScript, file(web::kScript, "text/javascript; charset=utf-8"));
  front.on(Action::kShowContestScript, file(web::kContestScript, "text/javascript; charset=utf-8"));
  front.on(Action::kShowStyle, file(web::kStyle, "text/css; charset=utf-8"));
  front.on(Action::kShowForm, file(web::kForm, "text/html; charset=utf-8"));
  front.on(Action::kShowFormScript, file(web::kFormScript, "text/javascript; charset=utf-8"));
  front.on(Action::kShowFormStyle, file(web::kFormStyle, "text/css; charset=utf-8"));
  front.on(Action::kShowInterface, file(web::kInterface, "application/json; charset=utf-8"));
  front.on(Action::kShowSelf, &Pages::show_self);
}

Task<Outcome> Pages::show_self(Call& call) {
  nlohmann::json self{{"role", role_name(call.who.role)}, {"name", call.who.name}, {"may", nlohmann::json::array()}};
  if (!call.who.delegation.empty()) self["delegation"] = call.who.delegation;
  for (const Route& route : routes()) {
    if (route.roles.has(call.who.role)) {
      self["may"].push_back(std::string(route.method) + " " + std::string(route.pattern));
    }
  }
  co_return json_answer(self);
}

}  // namespace naadam::portal
