// The outcome of judging an entry, and the ten findings it rests on. Numbers are stored and sent: never reuse.
//
// The verdict is the first that applies: refused (the row came after registration closed, which nobody can mend) >
// returned (the row must be mended) > refused (a clause bars the person) > needs evidence > accepted.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace naadam::wire {

enum class Verdict : std::uint8_t { kNone = 0, kReturned = 1, kRefused = 2, kNeedsEvidence = 3, kAccepted = 4 };

enum class RuleResult : std::uint8_t { kPass = 0, kFail = 1, kNeedsEvidence = 2, kNotApplicable = 3 };

// When it grows: rule_name(), the dispatch in services/eligibility/rules, the clause table of every edition file,
// and the two bits a rule in RowOutcome.
enum class Rule : std::uint8_t {
  kDocument = 0,
  kMobile = 1,
  kEventGroup = 2,
  kTeam = 3,
  kEmployerCode = 4,
  kAgeMin = 5,
  kRetirement = 6,
  kRegionBasis = 7,
  kFormerWinner = 8,
  kWindow = 9,
};
inline constexpr std::size_t kRules = 10;

// A finding is light (no text): judging a clean row allocates nothing. Its clause, its words and the reference date it
// used come from the edition: domain::render(reason, detail, edition) in domain/reason.hpp, the same for every service.
struct Finding {
  Rule rule = Rule::kDocument;
  RuleResult result = RuleResult::kPass;
  std::uint16_t reason = 0;  // domain::Reason; stored and sent
  std::int32_t detail = 0;   // a small number the text may need (members found, age); never personal data

  bool operator==(const Finding&) const = default;
};
using Findings = std::array<Finding, kRules>;  // in the order of Rule

// "document", "mobile", ...; and "returned", "pass", ... as printed by the program's JSON.
std::string_view rule_name(Rule rule);
std::string_view rule_result_name(RuleResult result);
std::string_view verdict_name(Verdict verdict);

}  // namespace naadam::wire
