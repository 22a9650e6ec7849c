// What the questions to scoring (wire/verbs.hpp, score.*) have in common: which contests are meant, and who asks.
//
// Thread: the step loop's. Errors: kInvalid naming what is missing or not in the edition; the store's.
#pragma once

#include <string>
#include <vector>

#include "domain/edition.hpp"
#include "runtime/ask_body.hpp"
#include "runtime/installation.hpp"
#include "scoring/rules/scheme_book.hpp"
#include "scoring/score_shelf.hpp"
#include "store/store.hpp"

namespace naadam::scoring {

// By codes; "" where the question left it open.
struct Scope {
  wire::Round round = wire::Round::kTrial;
  std::string delegation, event, group;
};

core::Result<wire::Round> round_in(const runtime::Json& ask);
// `any_delegation`: "" is all of them. A field that the question does not have is open.
core::Result<Scope> scope_in(const runtime::Json& ask, const domain::Edition& edition, bool any_delegation = false);
core::Result<Hand> hand_in(const runtime::Json& ask, store::Store& store, const runtime::Installation& installation);

// By code; all of the edition where the scope leaves it open.
std::vector<std::string> delegations_in(const Scope& scope, const domain::Edition& edition);
// Every contest that the scope holds: of the edition's events and groups, in its order.
std::vector<ContestKey> contests_in(const Scope& scope, const domain::Edition& edition);

const char* phase_of(const NominationBook& book);
const char* round_text(wire::Round round);
std::string event_name(const domain::Edition& edition, const std::string& code);
std::string group_name(const domain::Edition& edition, const std::string& code);
std::string delegation_name(const domain::Edition& edition, const std::string& code);

}  // namespace naadam::scoring
