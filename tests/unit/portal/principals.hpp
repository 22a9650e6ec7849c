// Who asks in these tests. Thread: constants; any.
#pragma once

#include "portal/rules/tokens.hpp"

namespace naadam::portal {

inline const Principal kStranger;
inline const Principal kRegion{Role::kRegion, "组委会", "", "00000001"};
inline const Principal kHohhot{Role::kLeague, "呼和浩特", "150100", "00000002"};
inline const Principal kBaotou{Role::kLeague, "包头", "150200", "00000003"};
inline const Principal kSchool{Role::kSubmitter, "甲 职业学院", "", "00000004"};
inline const Principal kOther{Role::kSubmitter, "乙学校", "", "00000005"};
inline const Principal kSupervisor{Role::kSupervisor, "监督", "", "00000006"};
inline const Principal kJudge{Role::kJudge, "裁判", "", "00000007"};

}  // namespace naadam::portal
