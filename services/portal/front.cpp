#include "portal/front.hpp"

#include <sodium.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "portal/place.hpp"
#include "portal/rules/trace.hpp"
#include "runtime/log.hpp"

namespace naadam::portal {
namespace {

core::Id fresh_trace() {
  core::Id id;
  ::randombytes_buf(id.bytes.data(), id.bytes.size());
  return id;
}

core::Id trace_id(const Exchange& exchange) {
  return trace_of(exchange.header("traceparent").value_or("")).value_or(fresh_trace());
}

Headers with_trace(Headers headers, const core::Id& trace) {
  headers.emplace_back("Trace-Id", core::to_hex(trace));
  return headers;
}

std::size_t index_of(Action action) { return static_cast<std::size_t>(action); }

}  // namespace

Answer json_answer(const nlohmann::json& json, unsigned status) {
  Answer answer;
  answer.status = status;
  answer.body = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  return answer;
}

Front::Front(const TokenFile& tokens, runtime::Metrics& metrics, const core::Clock& clock)
    : tokens_(tokens),
      metrics_(metrics),
      clock_(clock),
      took_(metrics.histogram("naadam_portal_answer_ms", "from a request's header to the end of its answer",
                              {1, 2, 5, 10, 20, 50, 100, 200, 500, 1'000, 5'000, 30'000})),
      elsewhere_(metrics.counter("naadam_portal_elsewhere_total", "requests for paths that there are not")),
      undeclared_(metrics.counter("naadam_portal_undeclared_answers_total",
                                  "answers with a status that their route does not promise: our mistake")) {}

void Front::on(Action action, CallHandler handler) { handlers_.at(index_of(action)) = std::move(handler); }

bool Front::complete() const {
  return std::ranges::all_of(handlers_, [](const CallHandler& handler) { return handler != nullptr; });
}

bool Front::fits(const Call& call) const {
  const Repeats& repeats = call.route.open() ? of_strangers_ : repeats_;
  return repeats.fits(call.who.mark, call.key, call.fingerprint);
}

Task<> Front::handle(Exchange& exchange) {
  const core::Millis began = clock_.steady_ms();
  const core::Id trace = trace_id(exchange);
  const auto target = parse_target(exchange.target());
  if (!target) {
    elsewhere_.add();
    co_await tell(exchange, trace, Problem(ProblemKind::kMalformed));
    co_return;
  }
  const auto matched = match(exchange.method(), target->segments);
  if (!matched) {
    elsewhere_.add();
    Headers headers;
    if (!matched.error().allow.empty()) headers.emplace_back("Allow", matched.error().allow);
    co_await tell(exchange, trace, matched.error().problem, std::move(headers));
    co_return;
  }
  Call call{exchange, *matched->route, matched->values, target->query, {}, trace};
  auto outcome = co_await pass(call);
  unsigned status = call.route.success;
  if (!outcome) {
    status = outcome.error().status();
    Headers headers;
    if (outcome.error().kind() == ProblemKind::kUnauthorized) headers.emplace_back("WWW-Authenticate", "Bearer");
    co_await tell(exchange, trace, outcome.error(), std::move(headers));
  } else if (!call.streamed) {
    status = outcome->status;
    outcome->headers = with_trace(std::move(outcome->headers), trace);
    co_await exchange.answer(*outcome);
  }
  note(call, status, began);
}

// Token, role and key, in this order; then the handler.
Task<Outcome> Front::pass(Call& call) {
  const auto authorization = call.exchange.header("Authorization");
  if (!call.route.open() && (authorization || !call.route.shared)) {
    const auto tokens = tokens_.tokens();
    const Principal* who = authorization ? tokens->find(bearer_of(*authorization)) : nullptr;
    if (who == nullptr) co_return refuse(ProblemKind::kUnauthorized);
    call.who = *who;
    if (!call.route.roles.has(who->role)) co_return refuse(ProblemKind::kForbidden);
  }
  std::optional<Place> place;
  if (call.route.shared && call.who.is_stranger()) {
    place.emplace(strangers_, kStrangersMax);
    if (!*place) co_return refuse(ProblemKind::kBusy);
  }
  const CallHandler& handler = handlers_.at(index_of(call.route.action));
  if (!call.route.needs_key()) co_return co_await handler(call);

  call.key = call.exchange.header("Idempotency-Key").value_or("");
  if (!is_key(call.key)) co_return refuse(ProblemKind::kKeyMissing);
  Repeats& repeats = repeats_of(call);
  if (!repeats.begin(call.who.mark, call.key, clock_.steady_ms())) co_return refuse(ProblemKind::kKeyInFlight);
  struct InWork {
    Repeats& repeats;
    const Call& made;
    bool done = false;
    ~InWork() {
      if (done) {
        repeats.finish(made.who.mark, made.key, made.fingerprint);
      } else {
        repeats.fail(made.who.mark, made.key);
      }
    }
  } in_work{repeats, call};
  auto outcome = co_await handler(call);
  in_work.done = outcome.has_value();
  co_return outcome;
}

Task<> Front::tell(Exchange& exchange, const core::Id& trace, const Problem& problem, Headers headers) {
  if (const auto wait = problem.retry_after_s()) headers.emplace_back("Retry-After", std::to_string(*wait));
  const Answer answer{problem.status(), std::string(kProblemType), problem.json(trace),
                      with_trace(std::move(headers), trace)};
  co_await exchange.answer(answer);
}

void Front::note(const Call& call, unsigned status, core::Millis began) {
  const core::Millis took = clock_.steady_ms() - began;
  took_.observe(static_cast<std::uint64_t>(std::max<core::Millis>(took, 0)));
  metrics_
      .counter("naadam_portal_answers_total", "answers by route and status",
               {{"route", call.route.pattern}, {"status", std::to_string(status)}})
      .add();
  if (!call.route.answers().contains(status)) undeclared_.add();
  runtime::log_each(runtime::Level::kInfo, "portal.answered",
                    {{"method", runtime::Safe{call.route.method}},
                     {"route", runtime::Safe{call.route.pattern}},
                     {"status", status},
                     {"ms", took},
                     {"role", runtime::Safe{call.who.is_stranger() ? "" : role_name(call.who.role)}},
                     {"token", runtime::Safe{call.who.mark}},
                     runtime::trace(call.trace)});
}

}  // namespace naadam::portal
