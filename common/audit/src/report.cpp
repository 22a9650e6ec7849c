#include "audit/report.hpp"

namespace naadam::audit {

std::string_view finding_name(FindingKind kind) {
  switch (kind) {
    case FindingKind::kPackBroken:
      return "pack_broken";
    case FindingKind::kRecordDamaged:
      return "record_damaged";
    case FindingKind::kRecordLost:
      return "record_lost";
    case FindingKind::kIndexMissing:
      return "index_missing";
    case FindingKind::kIndexElsewhere:
      return "index_elsewhere";
    case FindingKind::kNotDue:
      return "not_due";
    case FindingKind::kOverdue:
      return "overdue";
    case FindingKind::kDueOrphan:
      return "due_orphan";
    case FindingKind::kParkedLost:
      return "parked_lost";
    case FindingKind::kCountWrong:
      return "count_wrong";
    case FindingKind::kNumberHole:
      return "number_hole";
    case FindingKind::kNumberMissing:
      return "number_missing";
    case FindingKind::kNumberDiffers:
      return "number_differs";
    case FindingKind::kUploadMissing:
      return "upload_missing";
    case FindingKind::kMarkMissing:
      return "mark_missing";
    case FindingKind::kMarkCountWrong:
      return "mark_count_wrong";
    case FindingKind::kRowsWithoutMark:
      return "rows_without_mark";
    case FindingKind::kNoticeMissing:
      return "notice_missing";
    case FindingKind::kNoticeOld:
      return "notice_old";
  }
  return "unknown";
}

std::array<std::uint64_t, kFindingKinds> Report::by_kind() const {
  std::array<std::uint64_t, kFindingKinds> counts{};
  for (const Finding& finding : findings) ++counts[static_cast<std::size_t>(finding.kind)];
  return counts;
}

}  // namespace naadam::audit
