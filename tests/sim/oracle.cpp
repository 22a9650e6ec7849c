#include "oracle.hpp"

#include "domain/mobile.hpp"
#include "eligibility/rules/judge.hpp"
#include "seal/seal.hpp"
#include "wire/identity.hpp"

namespace naadam::sim {
namespace {

// What one submitter last said about one entry.
struct Said {
  bool withdrawn = false;
  std::vector<std::pair<const Upload*, std::uint32_t>> rows;  // by copy
  std::set<std::string> mobiles;                              // that it ever named
};

// The number in its one spelling; empty: no message can be sent to it.
std::string reachable(const std::string& text) {
  std::string mobile = domain::normal_mobile(text);
  if (domain::check_mobile(mobile) != domain::MobileFault::kNone) mobile.clear();
  return mobile;
}

using Sayings = std::map<core::Id, std::map<core::Id, Said>>;  // entry, submitter

Sayings sayings_of(const Workload& work) {
  Sayings all;
  for (const Upload& upload : work.uploads) {  // by number within a submitter, so that a later one replaces
    std::map<core::Id, bool> spoken_of;
    for (std::uint32_t row = 0; row < upload.rows.size(); ++row) {
      Said& said = all[upload.entries[row]][upload.submitter];
      if (!spoken_of[upload.entries[row]]) {
        said.withdrawn = false;
        said.rows.clear();
      }
      spoken_of[upload.entries[row]] = true;
      said.mobiles.insert(reachable(upload.rows[row].claim.mobile));
      said.rows.emplace_back(&upload, row);
    }
    if (!upload.corrects) continue;
    for (const core::Id& entry : work.uploads[*upload.corrects].entries) {
      if (!spoken_of[entry]) all[entry][upload.submitter].withdrawn = true;
    }
  }
  return all;
}

// In a workload only these words, the note and the basis are ever other than the person's own; an empty cell
// contradicts nobody, and none of the first three is.
bool differ(const wire::Claim& a, const wire::Claim& b) {
  const bool codes = !a.employer_code.empty() && !b.employer_code.empty() && a.employer_code != b.employer_code;
  return a.name != b.name || a.mobile != b.mobile || a.delegation != b.delegation || codes;
}

}  // namespace

Expected expect(const Workload& work, const runtime::Installation& installation, const seal::LookupKey& lookup) {
  const domain::Keyer keyer = [&](std::string_view text) { return seal::keyed_hash(lookup, wire::kPersonLabel, text); };
  Expected expected;
  for (const Upload& upload : work.uploads) {
    for (std::uint32_t row = 0; row < upload.rows.size(); ++row) expected.rows[{upload.id, row}].overtaken = true;
  }
  for (const auto& [entry, submitters] : sayings_of(work)) {
    ExpectedEntry& is = expected.entries[entry];
    const wire::Claim* lead = nullptr;
    const Said* gone = nullptr;
    for (const auto& [submitter, said] : submitters) {
      const auto& [upload, row] = said.rows.front();
      const wire::Claim& claim = upload->rows[row].claim;
      if (said.withdrawn) {
        if (gone == nullptr) gone = &said;
        continue;
      }
      if (lead == nullptr) lead = &claim;
      is.conflict = is.conflict || differ(*lead, claim);
    }
    is.withdrawn = lead == nullptr;
    bool first = true;
    for (const auto& [submitter, said] : submitters) {
      if (said.withdrawn) continue;
      for (const auto& [upload, row] : said.rows) {
        const wire::Claim& claim = upload->rows[row].claim;
        const wire::Findings findings = eligibility::judge({claim, *installation.edition, *installation.winners,
                                                            eligibility::keys_of(claim, keyer), upload->accepted_at});
        ExpectedRow& it = expected.rows[{upload->id, row}];
        it.overtaken = false;
        it.conflict = is.conflict;
        it.verdict = is.conflict ? wire::Verdict::kReturned : eligibility::verdict_of(findings);
        it.reasons = wire::RuleReasons::of(findings);
        if (first) is.verdict = it.verdict;
        if (first) is.reasons = it.reasons;
        first = false;
      }
    }
    is.mobiles = lead != nullptr ? std::set{reachable(lead->mobile)} : gone->mobiles;
  }
  return expected;
}

}  // namespace naadam::sim
