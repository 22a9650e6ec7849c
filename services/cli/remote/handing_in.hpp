// Hands a file to intake and follows it until every row has its outcome.
//
// A receipt means: kept and numbered. Handing in is repeated until it is certain: the same bytes of the same submitter
// are the same upload, so a repeat changes nothing. Thread: one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "asking/handover.hpp"
#include "asking/peers.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"

namespace naadam::cli {

// What is to be handed in.
struct Order {
  std::string path;
  std::string submitter;
  std::string corrects;  // id of an upload; empty: none
};

using asking::Receipt;
using runtime::Json;

// Waits at most `patience_ms` for a service that does not answer. Errors: kNotFound / kInvalid of the file itself
// (missing, empty, over 32 MB), the service's own refusal, kUnavailable when patience is over.
core::Result<Receipt> hand_in(const Order& order, asking::Peers& peers, const core::Clock& clock,
                              core::Millis patience_ms);

// What upload.status says, as far as it is shown.
struct Outcome {
  std::string stage;  // stored, judging, complete, refused
  std::uint64_t rows = 0, filled = 0, withdrawn = 0, conflicts = 0, overtaken = 0;
  std::map<std::string, std::uint64_t> verdicts, faults, evidence;
  std::string refusal;
  std::vector<std::string> remarks;

  bool over() const { return stage == "complete" || stage == "refused"; }
};

core::Result<Outcome> ask_outcome(const std::string& upload, asking::Peers& peers, core::Millis patience_ms);

// One piece of asking for the outcome workbook: not ready yet, or the whole of it.
core::Result<std::optional<std::string>> fetch_workbook(const std::string& upload, asking::Peers& peers,
                                                        core::Millis patience_ms);

// The same, waited for. kUnavailable when `patience_ms` are over.
core::Result<std::string> await_workbook(const std::string& upload, asking::Peers& peers, const core::Clock& clock,
                                         core::Millis patience_ms);

}  // namespace naadam::cli
