#include "cli/sample/defects.hpp"

#include <algorithm>

namespace naadam::cli::sample {
namespace {

using wire::Rule;
using enum wire::Verdict;

constexpr RuleBits kDocument = bit(Rule::kDocument), kMobile = bit(Rule::kMobile), kEventGroup = bit(Rule::kEventGroup),
                   kTeam = bit(Rule::kTeam), kEmployerCode = bit(Rule::kEmployerCode), kAgeMin = bit(Rule::kAgeMin),
                   kRetirement = bit(Rule::kRetirement), kRegionBasis = bit(Rule::kRegionBasis),
                   kFormerWinner = bit(Rule::kFormerWinner);

// What most defects are: one row, one rule that fails, the row returned.
constexpr Defect returned(std::string_view key, Text about, double percent, RuleBits fails, Plant plant) {
  return {.key = key, .about = about, .percent = percent, .fails = fails, .verdict = kReturned, .plant = plant};
}
constexpr Defect refused(std::string_view key, Text about, double percent, Base base, RuleBits fails, Plant plant) {
  return {.key = key,
          .about = about,
          .percent = percent,
          .base = base,
          .fails = fails,
          .verdict = kRefused,
          .plant = plant};
}
constexpr Defect asked(std::string_view key, Text about, double percent, Base base, RuleBits evidence, Plant plant) {
  return {.key = key,
          .about = about,
          .percent = percent,
          .base = base,
          .evidence = evidence,
          .verdict = kNeedsEvidence,
          .plant = plant};
}
constexpr Defect accepted(std::string_view key, Text about, double percent, Base base, Plant plant) {
  return {.key = key, .about = about, .percent = percent, .base = base, .plant = plant};
}
constexpr Defect with_all_columns(Defect defect) {
  defect.needs_all_columns = true;
  return defect;
}
constexpr Defect unreachable(Defect defect) {
  defect.reachable = false;
  return defect;
}
constexpr Defect of_workers(Defect defect) {
  defect.base = Base::kWorker;
  return defect;
}
constexpr Defect team(Defect defect, std::uint8_t rows) {
  defect.shape = Shape::kTeam;
  defect.rows = rows;
  return defect;
}

constexpr Base kAnyone = Base::kAnyone, kWorker = Base::kWorker, kStudent = Base::kStudent;

constexpr Defect kDefects[] = {
    returned("id_check_digit", {"身份证号校验码不对", "ID number with a wrong check digit"}, 1.0, kDocument,
             plant::id_check_digit),
    returned("id_scientific", {"身份证号被 Excel 变成 1.50102E+17", "ID number turned into 1.50102E+17 by Excel"}, 0.6,
             kDocument, plant::id_scientific),
    returned("id_zeros", {"身份证号末三位被 Excel 变成 000", "last three digits of the ID turned into 000 by Excel"},
             0.6, kDocument, plant::id_zeros),
    returned("id_impossible_date", {"身份证号中的日期不存在", "ID number with an impossible date"}, 0.3, kDocument,
             plant::id_impossible_date),
    returned("id_missing", {"未填证件号码", "document number missing"}, 0.6, kDocument, plant::id_missing),
    with_all_columns(returned("sex_contradicts_id", {"性别与身份证号不符", "sex column contradicts the ID"}, 0.4,
                              kDocument, plant::sex_contradicts)),
    with_all_columns(returned("birth_contradicts_id", {"出生日期与身份证号不符", "birth date contradicts the ID"}, 0.4,
                              kDocument, plant::birth_contradicts)),
    accepted("id_15_digits", {"15 位旧身份证号（可用）", "old ID of 15 digits (valid)"}, 0.2, kWorker,
             plant::id_15_digits),
    accepted("retired_region", {"身份证号用已撤销的盟代码（可用）", "ID with a retired region code (valid)"}, 2.0,
             kWorker, plant::retired_region),
    with_all_columns(
        asked("passport", {"持护照报名", "holder of a passport"}, 0.3, kAnyone, kDocument, plant::passport)),
    with_all_columns(accepted("residence_permit",
                              {"持港澳台居民居住证（可用）", "HK, Macau or Taiwan residence permit (valid)"}, 0.1,
                              kWorker, plant::residence_permit)),

    unreachable(returned("mobile_10_digits", {"手机号少一位", "mobile number of 10 digits"}, 0.6, kMobile,
                         plant::mobile_short)),
    unreachable(returned("mobile_landline", {"手机号填了座机", "landline instead of a mobile number"}, 0.3, kMobile,
                         plant::mobile_landline)),
    unreachable(
        returned("mobile_missing", {"未填手机号", "mobile number missing"}, 0.5, kMobile, plant::mobile_missing)),

    returned("event_unknown", {"赛项不在本届目录", "event not in this edition"}, 0.6, kEventGroup,
             plant::event_unknown),
    returned("group_missing", {"未填组别", "group missing"}, 0.4, kEventGroup, plant::group_missing),
    team(returned("team_number_missing", {"团体赛项未填队伍编号", "team number missing in a team event"}, 0.1, kTeam,
                  plant::team_number_missing),
         2),
    team(returned("team_of_one", {"团体赛项只有一人", "team with one member"}, 0.2, kTeam, nullptr), 1),
    team(returned("team_of_three", {"团体赛项多一人", "team of three"}, 0.1, kTeam, nullptr), 3),

    of_workers(returned("employer_code_wrong", {"统一社会信用代码有误", "wrong social credit code"}, 0.6, kEmployerCode,
                        plant::employer_code_wrong)),
    returned("basis_missing", {"未填参赛依据", "no basis given"}, 0.5, kRegionBasis, plant::basis_missing),
    asked("basis_household", {"参赛依据填成户籍", "household registration given as the basis"}, 0.2, kWorker,
          kRegionBasis, plant::basis_household),
    asked("employer_missing", {"依据为工作但未填单位，证件非区内签发", "works, no employer given, ID from elsewhere"},
          0.2, kWorker, kRegionBasis, plant::employer_missing),
    accepted("employer_missing_here",
             {"依据为工作但未填单位，证件为区内签发（可用）", "works, no employer given, ID from the region (valid)"},
             0.1, kWorker, plant::employer_missing_here),
    asked("employer_outside", {"单位在区外", "employer outside the region"}, 0.5, kWorker, kRegionBasis,
          plant::employer_outside),
    asked("address_outside", {"依据为居住但地址在区外", "lives, but at an address outside the region"}, 0.2, kWorker,
          kRegionBasis, plant::address_outside),

    refused("under_16_by_a_day", {"差一天满 16 周岁", "one day short of 16"}, 0.3, kStudent, kAgeMin,
            plant::under_16_by_a_day),
    accepted("sixteen_on_the_day", {"基准日当天满 16 周岁（可报）", "16 on the reference date itself (valid)"}, 0.2,
             kStudent, plant::sixteen_on_the_day),
    refused("man_past_60", {"男，已到退休年龄", "man of retirement age"}, 0.3, kWorker, kRetirement,
            plant::man_past_60),
    accepted("man_last_day", {"男，决赛次日满 60（可报）", "man who turns 60 the day after (valid)"}, 0.1, kWorker,
             plant::man_last_day),
    asked("woman_50_no_post", {"女，50 至 54 岁，未填岗位类别", "woman of 50 to 54, no post category"}, 0.5, kWorker,
          kRetirement, plant::woman_50_no_post),
    accepted("woman_50_manager", {"女，50 至 54 岁，管理技术岗（可报）", "woman of 50 to 54, management post (valid)"},
             0.3, kWorker, plant::woman_50_manager),
    refused("woman_50_worker", {"女，50 至 54 岁，生产操作岗", "woman of 50 to 54, production post"}, 0.3, kWorker,
            kRetirement, plant::woman_50_worker),
    refused("woman_past_55", {"女，已满 55 岁", "woman past 55"}, 0.2, kWorker, kRetirement, plant::woman_past_55),

    refused("winner_certain", {"往届同项目同组别一等奖（证件号相同）", "former winner, same document number"}, 0.2,
            kWorker, kFormerWinner, plant::winner_certain),
    asked("winner_likely", {"疑似往届一等奖（姓名、生日相同）", "likely former winner, same name and birth date"}, 0.2,
          kWorker, kFormerWinner, plant::winner_likely),
    accepted("winner_other_event", {"往届其他项目一等奖（可报）", "former winner of another event (valid)"}, 0.1,
             kWorker, plant::winner_other_event),
    accepted("winner_same_name", {"与往届一等奖同名（可报）", "namesake of a former winner (valid)"}, 0.1, kWorker,
             plant::winner_same_name),

    {.key = "duplicate_row",
     .about = {"同一行在文件中出现两次", "the same row twice in a file"},
     .percent = 0.8,
     .shape = Shape::kTwiceInFile},
    {.key = "two_submitters_agree",
     .about = {"两个单位报送同一人且一致", "one person from two submitters who agree"},
     .percent = 0.4,
     .shape = Shape::kTwoSubmitters,
     .needs_all_columns = true},
    {.key = "two_submitters_differ",
     .about = {"两个单位报送同一人但不一致", "one person from two submitters who differ"},
     .percent = 0.4,
     .shape = Shape::kTwoSubmitters,
     .needs_all_columns = true,
     .conflict = true,
     .plant = plant::other_words},
    of_workers(returned("several_faults", {"一行三处错误", "three faults in one row"}, 0.4, 0, plant::three_faults)),
    accepted("full_width", {"号码和赛项为全角字符（可用）", "full-width digits and letters (valid)"}, 1.0, kAnyone,
             plant::full_width),
    accepted("zero_width", {"夹有零宽字符和全角空格（可用）", "zero-width characters and wide blanks (valid)"}, 0.6,
             kAnyone, plant::zero_width),
};

}  // namespace

std::span<const Defect> defects() { return kDefects; }

const Defect* find_defect(std::string_view key) {
  const auto found = std::ranges::find(kDefects, key, &Defect::key);
  return found == std::end(kDefects) ? nullptr : &*found;
}

}  // namespace naadam::cli::sample
