// What the auditor says: findings by name, and how much it looked at.
//
// A finding names a record, pack or owner by its id: keyed hashes and counters, never personal data. Values.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "store/batch.hpp"

namespace naadam::audit {

// When it grows: finding_name(), and the words in services/cli/texts/audit.hpp. The order has no meaning.
enum class FindingKind : std::uint8_t {
  kPackBroken,       // the columns of a pack are missing or do not fit each other
  kRecordDamaged,    // the check over id, rev, state and body does not hold, or the state cannot be decoded
  kRecordLost,       // the index names a pack in which the record is not
  kIndexMissing,     // a record lies in a pack and the index does not know it
  kIndexElsewhere,   // a record lies in a pack and the index names another one: it stands twice, or the index is wrong
  kNotDue,           // at a stage somebody must consume, neither due nor parked: it would be forgotten
  kOverdue,          // due for longer than AuditOptions::overdue_max_ms: nobody consumes it
  kDueOrphan,        // a due set names a pack that does not exist, or is at another stage or at rest
  kParkedLost,       // said to be parked but not in the list of parked ones, so never replayed; or the reverse
  kCountWrong,       // the count by stage is not what was counted
  kNumberHole,       // the numbers given to a submitter are not 1..N, each once
  kNumberMissing,    // an upload stands that was never numbered: its receipt cannot be traced
  kNumberDiffers,    // an upload says another number than was given to it
  kUploadMissing,    // a number was given, and its upload does not stand: lost (or a commit that a program
                     // of before generation 4 of the functions never finished)
  kMarkMissing,      // an entry's decision is not with the row it came from
  kMarkCountWrong,   // an upload's count of rows with an outcome is not the number of its marks
  kRowsWithoutMark,  // an upload is complete and not every row has its outcome
  kNoticeMissing,    // an entry is settled with a recipient, and there is no notice
  kNoticeOld,        // there is one, and it tells another verdict or comes from a later rev
};
inline constexpr std::size_t kFindingKinds = 19;

// "pack_broken", ...: label of metrics and logs, field of the program's JSON. Never changes.
std::string_view finding_name(FindingKind kind);

struct Finding {
  FindingKind kind = FindingKind::kPackBroken;
  store::Kind of = store::Kind::kEntry;
  std::uint16_t shard = 0;
  std::string subject;  // raw bytes: a record's or owner's id (16), a pack's name (8), or a stage in decimal

  auto operator<=>(const Finding&) const = default;
};

struct Totals {
  std::map<store::Kind, std::uint64_t> records;
  std::uint64_t packs = 0;
  std::uint64_t parked = 0;   // packs
  std::uint64_t numbers = 0;  // given to uploads
  std::uint64_t marks = 0;    // at uploads
  std::uint64_t notices = 0;  // looked for
  std::uint64_t moving = 0;   // shards whose counts changed while they were counted, and so were not compared
  core::Millis oldest_overdue_ms = 0;
};

struct Report {
  std::vector<Finding> findings;  // sorted; each was seen in two looks, unchanged in between
  std::uint64_t left_off = 0;     // findings beyond the limit of one lap
  Totals totals;                  // of the last look

  bool clean() const { return findings.empty() && left_off == 0; }
  std::array<std::uint64_t, kFindingKinds> by_kind() const;
};

}  // namespace naadam::audit
