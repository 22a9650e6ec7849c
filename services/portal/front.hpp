// The door: reads what a request wants, asks for its token, keeps the table of routes, and tells problems the same way
// everywhere. Each answer leaves one line in the log and carries its trace id; a path is logged as its pattern, never
// as it came.
//
// Thread: construct and on() on one, before requests come; handle() on the edge's.
#pragma once

#include <array>
#include <memory>

#include "core/clock.hpp"
#include "portal/call.hpp"
#include "portal/token_file.hpp"
#include "runtime/metrics.hpp"

namespace naadam::portal {

class Front {
 public:
  // Requests without a token for what is published, in work at once: they wait for the same lanes as everybody else.
  static constexpr std::size_t kStrangersMax = 32;

  // All outlive it.
  Front(const TokenFile& tokens, runtime::Metrics& metrics, const core::Clock& clock);

  // Who does an action; each is to be named once.
  void on(Action action, CallHandler handler);
  // Whether every action has its handler.
  bool complete() const;

  Task<> handle(Exchange& exchange);

  // Whether a content may come with the call's key. Handlers of a POST ask before they do what cannot be undone.
  bool fits(const Call& call) const;

 private:
  static constexpr std::size_t kStrangersKeysMax = 50'000;  // about 300 bytes each

  Task<Outcome> pass(Call& call);
  Task<> tell(Exchange& exchange, const core::Id& trace, const Problem& problem, Headers headers = {});
  void note(const Call& call, unsigned status, core::Millis began);

  const TokenFile& tokens_;
  runtime::Metrics& metrics_;
  const core::Clock& clock_;
  runtime::Histogram& took_;
  runtime::Counter& elsewhere_;
  runtime::Counter& undeclared_;
  Repeats& repeats_of(const Call& call) { return call.route.open() ? of_strangers_ : repeats_; }
  Repeats repeats_;
  Repeats of_strangers_{kStrangersKeysMax};  // apart, so that none of them makes us forget an officer's
  std::size_t strangers_ = 0;                // in work
  std::array<CallHandler, kActions> handlers_;
};

}  // namespace naadam::portal
