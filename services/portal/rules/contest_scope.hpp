// Whose draws, marks, results and finals somebody may see and act for.
//
// What is published belongs to everybody, also without a token, and stands until its correction is published. Before
// that region and supervisor see all, a league its own delegation, others nothing. A judge gives marks by numbers
// 参赛号 and is told no entry. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "portal/rules/role.hpp"

namespace naadam::portal {

// How a path names what the finals have none of: /api/v1/results/final/E05/all/region.
inline constexpr std::string_view kWholeRegion = "region";
inline constexpr std::string_view kAllGroups = "all";

// A round of a delegation, as the services are asked for it.
struct RoundOf {
  std::string round;       // "trial" or "final"
  std::string delegation;  // empty: of the finals
};
// nullopt: no such path; the finals are the whole region's, trials a delegation's.
std::optional<RoundOf> round_of(std::string_view round, std::string_view delegation);
// The group as the services are asked for it; nullopt: no such path.
std::optional<std::string> group_of(const RoundOf& of, std::string_view group);

// Whether it is shown before it is published.
bool sees_unpublished(const Principal& who, std::string_view delegation);
// Whether steps may be taken there: by a league for its own delegation, by the other roles that a route lets in for
// all.
bool acts_for(const Principal& who, std::string_view delegation);

// A draw as draw.show tells it. nullopt: not yet to be seen.
std::optional<nlohmann::json> visible_draw(const Principal& who, const nlohmann::json& draw);
// A contest as score.show tells it, with its ranks. nullopt: not yet to be seen. Who did what is told only to those who
// see what is unpublished. While it is corrected others see `ranked` as it stands published, and nothing of the
// correction but since when; insiders have the marks' ranks in `ranked` and the published ones in `published_ranked`.
std::optional<nlohmann::json> visible_result(const Principal& who, const nlohmann::json& contest);
// The same for those who give its marks: how far it is.
nlohmann::json visible_marks(const Principal& who, const nlohmann::json& contest);
// Of a list whose members have a delegation and a phase, those that may be seen, with the fields meant for outside.
nlohmann::json visible_contests(const Principal& who, const nlohmann::json& contests);
nlohmann::json visible_finals(const Principal& who, const nlohmann::json& finals);

}  // namespace naadam::portal
