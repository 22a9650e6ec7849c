// Holds the results and places in the finals of a world at rest against what is published: every entry says what the
// book of its contest and the nomination of its event give it, both computed again from the marks, nobody else says
// anything, and each person was told so, once for each change.
//
// Thread: one.
#pragma once

#include <string>
#include <vector>

#include "notice_audit.hpp"
#include "phones.hpp"
#include "runtime/installation.hpp"
#include "store/model_store.hpp"
#include "workload.hpp"

namespace naadam::sim {

struct ResultFindings {
  std::vector<std::string> faults;  // a sentence each
  std::size_t books = 0;            // published
  std::size_t results = 0;          // that entries have
  std::size_t nominations = 0;      // published
  std::size_t named = 0;            // entries that know that they go to the finals, or stand by
  std::size_t declined = 0;         // who was nominated and does not go
};

// `scored`: the delegations whose trials were marked.
ResultFindings audit_results(const Workload& work, const std::vector<std::string>& scored,
                             const runtime::Installation& installation, store::ModelStore& model, const Phones& phones,
                             const Circumstances& circumstances);

}  // namespace naadam::sim
