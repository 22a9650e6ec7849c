// Holds the seats of a world at rest against its draws: every entry sits where the newest draw of its delegation says,
// nobody else does, and each person was told so, once for each change.
//
// Thread: one.
#pragma once

#include <string>
#include <vector>

#include "domain/edition.hpp"
#include "notice_audit.hpp"
#include "phones.hpp"
#include "store/model_store.hpp"
#include "workload.hpp"

namespace naadam::sim {

struct SeatFindings {
  std::vector<std::string> faults;  // a sentence each
  std::size_t published = 0;        // draws, of those that there were
  std::size_t seats = 0;
};

// `drawn`: the delegations for whose trials seats were drawn.
SeatFindings audit_seats(const Workload& work, const std::vector<std::string>& drawn, const domain::Edition& edition,
                         store::ModelStore& model, const Phones& phones, const Circumstances& circumstances);

}  // namespace naadam::sim
