// An entry 报名: one person x event x group x stage of the competition, made of what submitters claim about it.
//
// Stored as a record of kind 'e' on the shard of the person: `body` = sealed EntryBody, `state` = EntryState in clear.
// Pushed intake -> eligibility -> intake -> notification with the same bytes.
// Identity: 8 bytes of the person's keyed hash, then 8 bytes over (person, edition, event, group, stage); so an
// entry's shard follows from its id alone.
// Errors: decode gives kCorrupt naming the field. Personal data: EntryBody all of it; EntryState none.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "wire/claim.hpp"
#include "wire/verdict.hpp"

namespace naadam::wire {

// One claim with where it came from. Claims of an entry are sorted by (submitter, copy).
struct FiledClaim {
  core::Id submitter;
  core::Id upload;
  std::uint32_t upload_number = 0;  // of this submitter; orders that submitter's claims
  std::uint32_t row = 0;            // index among the upload's data rows, from 0
  std::uint16_t copy = 0;           // 0 for a person's first row of a file, 1.. for repeats of it
  core::Millis accepted_at = 0;     // of the upload: its first byte, by the installation's clock
  bool withdrawn = false;           // vanished in a later upload; kept so that the person can be told
  Claim claim;

  bool operator==(const FiledClaim&) const = default;
};

struct EntryBody {
  static constexpr std::size_t kClaimsMax = 64;
  std::vector<FiledClaim> claims;
};

std::string encode(const EntryBody& body);
core::Result<EntryBody> decode_entry_body(std::string_view bytes);

// Two bits a rule, in the order of Rule, from the low bits up; 20 bits used of 3 bytes.
struct RuleResults {
  std::uint32_t bits = 0;
  static RuleResults of(const Findings& findings);
  RuleResult at(Rule rule) const { return static_cast<RuleResult>(bits >> (2 * static_cast<unsigned>(rule)) & 3u); }
  bool operator==(const RuleResults&) const = default;
};

// What the state of an entry says about each of its claims: the row to tell, and the outcome of judging that claim.
struct Target {
  core::Id upload;
  std::uint32_t row = 0;
  Verdict verdict = Verdict::kNone;
  RuleResults results;

  bool operator==(const Target&) const = default;
};

namespace entry_flag {
inline constexpr std::uint8_t kConflict = 1;   // submitters differ: returned, shown to all of them
inline constexpr std::uint8_t kWithdrawn = 2;  // no claim is left
inline constexpr std::uint8_t kNotify = 4;     // the decision is new to the person
}  // namespace entry_flag

struct EntryState {
  std::uint64_t edition = 0;  // first 8 bytes of the version's hash under which it was judged; 0 = not judged
  Verdict verdict = Verdict::kNone;
  RuleResults results;  // of the claim that decides
  std::uint8_t flags = 0;
  std::uint64_t decision = 0;  // hash of what the person is told; unchanged = no new notice
  bool has_recipient = false;
  core::Id recipient;  // keyed hash of the mobile number
  std::string event, group, delegation;  // codes of the edition, empty where unknown; each at most 16 bytes
  std::vector<Target> targets;

  bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
};

std::string encode(const EntryState& state);
core::Result<EntryState> decode_entry_state(std::string_view bytes);

}  // namespace naadam::wire
