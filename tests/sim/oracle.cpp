#include "oracle.hpp"

#include <algorithm>

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

// One row of it, judged by itself.
struct Word {
  const Said* said;
  const Upload* upload;
  std::uint32_t row;
  const wire::Claim* claim;
  wire::Findings findings;

  bool late() const { return eligibility::too_late(findings); }
  // Whether it is held against what others say.
  bool counts() const { return !late() && said->rows.front() == std::pair(upload, row); }
};

using Sayings = std::map<core::Id, std::map<core::Id, Said>>;  // entry, submitter

Sayings sayings_of(const Workload& work) {
  Sayings all;
  // By number, so that of one submitter a later one replaces. A form that its person handed in again after a roll-back
  // is the later one, too.
  std::vector<std::pair<std::uint32_t, std::size_t>> in_order;
  for (std::size_t i = 0; i < work.uploads.size(); ++i) in_order.emplace_back(work.uploads[i].number, i);
  std::ranges::sort(in_order);
  for (const auto& [number, at] : in_order) {
    const Upload& upload = work.uploads[at];
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
    std::vector<Word> words;  // of those that are not withdrawn
    const Said* gone = nullptr;
    for (const auto& [submitter, said] : submitters) {
      if (said.withdrawn && gone == nullptr) gone = &said;
      if (said.withdrawn) continue;
      for (const auto& [upload, row] : said.rows) {
        const wire::Claim& claim = upload->rows[row].claim;
        words.push_back({&said, upload, row, &claim,
                         eligibility::judge({claim, *installation.edition, *installation.winners,
                                             eligibility::keys_of(claim, keyer), upload->accepted_at})});
      }
    }
    is.withdrawn = words.empty();
    for (const Word& a : words) {
      for (const Word& b : words) is.conflict = is.conflict || (a.counts() && b.counts() && differ(*a.claim, *b.claim));
    }
    for (const Word& word : words) {
      ExpectedRow& it = expected.rows[{word.upload->id, word.row}];
      it.overtaken = false;
      it.conflict = is.conflict && !word.late();
      it.verdict = it.conflict ? wire::Verdict::kReturned : eligibility::verdict_of(word.findings);
      it.reasons = wire::RuleReasons::of(word.findings);
    }
    // Who came too late speaks only where nobody came in time.
    const auto in_time = std::ranges::find_if(words, [](const Word& word) { return !word.late(); });
    const auto lead = in_time != words.end() ? in_time : words.begin();
    if (!is.withdrawn) {
      is.verdict = expected.rows[{lead->upload->id, lead->row}].verdict;
      is.reasons = wire::RuleReasons::of(lead->findings);
    }
    is.mobiles = !is.withdrawn ? std::set{reachable(lead->claim->mobile)} : gone->mobiles;
  }
  return expected;
}

}  // namespace naadam::sim
