// Single forms 网上报名 over HTTP, for anybody: one filed, one looked at while it is typed, one asked about by its
// receipt, and what a form is to offer. Nobody has a token here, so who asks is bounded by client (rules/rates.hpp).
//
// The Idempotency-Key of a form is the id that the device made for this registration: 32 hex digits, once for each. A
// repeat under it gets the same receipt; intake sees to that, over copies and restarts.
// Forms that wait while a question is on its way go with the next one together: alone no form waits, and a thousand a
// second cost a few questions each round.
// Thread: the edge's. Personal data: what is filed; none of it in a URL, an answer names no more than a masked name.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>

#include "portal/desk.hpp"
#include "portal/front.hpp"
#include "portal/rules/rates.hpp"

namespace naadam::portal {

class Forms {
 public:
  static constexpr std::size_t kQuestionsMax = 2;  // with forms to intake at once, of its lanes
  static constexpr core::Millis kSlowMs = 50;      // only after so long a second one: its copy may hang
  static constexpr std::size_t kWaitingMax = 1'024;
  // What each costs of a client's points (portal.stranger_points).
  static constexpr std::uint32_t kFormPoints = 10;
  static constexpr std::uint32_t kOtherPoints = 1;

  // All outlive it.
  Forms(Lanes& lanes, Front& front, const core::Clock& clock, std::uint32_t points_per_minute);

 private:
  struct Waiting;

  Task<Outcome> file(Call& call);
  Task<Outcome> check(Call& call);
  Task<Outcome> follow(Call& call);
  Task<Outcome> edition(Call& call);

  bool may_ask() const;
  bool allowed(const Call& call, std::uint32_t points);
  // The form in the call's body, as a question to intake; its fingerprint is known from then on.
  Task<tl::expected<nlohmann::json, Problem>> question_of(Call& call);
  // One form's result, as form.file gives it. Takes the form.
  Task<core::Result<nlohmann::json>> kept(nlohmann::json& form, const core::Id& trace);
  Task<> ask_for_those_that_wait(const core::Id& trace);

  Lanes& lanes_;
  Front& front_;
  const core::Clock& clock_;
  Rates rates_;
  std::deque<std::shared_ptr<Waiting>> waiting_;  // the oldest first
  std::size_t questions_ = 0;                     // on their way
  core::Millis asked_at_ = 0;                     // the last of them
};

}  // namespace naadam::portal
