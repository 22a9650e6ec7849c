#include "domain/reason.hpp"

#include <fmt/format.h>

#include <string_view>

#include "domain/edition.hpp"

namespace naadam::domain {
namespace {

enum RuleNumber : std::size_t { kAgeMin = 5, kRetirement = 6, kWindow = 9 };

std::string_view document_text(Reason reason) {
  switch (reason) {
    case Reason::kDocumentValid:
      return "证件号码有效";
    case Reason::kDocumentEmpty:
      return "“证件号码”没有填写，请填写";
    case Reason::kDocumentLength:
      return "“证件号码”位数不对，居民身份证应为 18 位，请对照证件补全";
    case Reason::kDocumentCharacters:
      return "“证件号码”里有不该出现的字符，只能是数字，末位可以是 X，请对照证件改正";
    case Reason::kDocumentRegion:
      return "“证件号码”开头的地区代码不存在，请对照证件改正";
    case Reason::kDocumentBirthDate:
      return "“证件号码”里的出生日期不存在，请对照证件改正";
    case Reason::kDocumentFutureBirth:
      return "“证件号码”里的出生日期还没有到，请对照证件改正";
    case Reason::kDocumentCheckDigit:
      return "“证件号码”校验不通过，至少有一位写错，请对照证件改正";
    case Reason::kDocumentScientific:
      return "“证件号码”被表格软件变成了科学计数法（如 1.5E+17），原号码已丢失；请把该列设为“文本”格式后重新填写";
    case Reason::kDocumentZeros:
      return "“证件号码”末三位被表格软件变成了 000，原号码已丢失；请把该列设为“文本”格式后重新填写";
    case Reason::kDocumentNationality:
      return "“证件号码”里的国籍代码不存在，请对照永久居留身份证改正";
    case Reason::kDocumentType:
      return "“证件类型”不认识，请写证件全称，如 居民身份证、护照、港澳居民来往内地通行证";
    case Reason::kDocumentSexConflict:
      return "“性别”与证件号码不一致，请核对两处并改正";
    case Reason::kDocumentBirthConflict:
      return "“出生日期”与证件号码不一致，请核对两处并改正";
    case Reason::kDocumentSexMissing:
      return "此类证件号码不含性别，请在“性别”列填写 男 或 女";
    case Reason::kDocumentBirthMissing:
      return "此类证件号码不含出生日期，请在“出生日期”列填写，如 1990-01-31";
    case Reason::kDocumentNameMissing:
      return "“姓名”没有填写，请填写";
    case Reason::kDocumentReview:
      return "此类证件须由工作人员核对，请准备证件照片或扫描件";
    default:
      return {};
  }
}

std::string_view mobile_text(Reason reason) {
  switch (reason) {
    case Reason::kMobileValid:
      return "手机号码有效";
    case Reason::kMobileEmpty:
      return "“手机号码”没有填写，请填写本人能收短信的号码";
    case Reason::kMobileLength:
      return "“手机号码”位数不对，应为 11 位，请核对";
    case Reason::kMobileSegment:
      return "“手机号码”号段不存在，应以 13 至 19 开头，请核对";
    case Reason::kMobileLandline:
      return "“手机号码”填的是固定电话，收不到短信，请改填手机号码";
    case Reason::kMobileForeign:
      return "“手机号码”是境外号码，收不到短信，请改填境内手机号码";
    case Reason::kMobileScientific:
      return "“手机号码”被表格软件变成了科学计数法；请把该列设为“文本”格式后重新填写";
    case Reason::kMobileCharacters:
      return "“手机号码”里有数字以外的字符（一格只能填一个号码），请核对";
    default:
      return {};
  }
}

std::string_view event_text(Reason reason) {
  switch (reason) {
    case Reason::kEventValid:
      return "赛项、组别和代表队有效";
    case Reason::kEventEmpty:
      return "“参赛项目”没有填写，请填写";
    case Reason::kEventUnknown:
      return "“参赛项目”不在本届赛项之内，请按通知附件的名称填写";
    case Reason::kGroupEmpty:
      return "“组别”没有填写，请填写";
    case Reason::kGroupUnknown:
      return "“组别”不认识，请按本届的组别填写";
    case Reason::kGroupNotInEvent:
      return "该赛项不设此组别，请核对“参赛项目”和“组别”";
    case Reason::kDelegationEmpty:
      return "“代表队”没有填写，请填写盟市名称";
    case Reason::kDelegationUnknown:
      return "“代表队”不认识，请填写盟市名称，如 包头市、锡林郭勒盟";
    default:
      return {};
  }
}

std::string_view team_text(Reason reason) {
  switch (reason) {
    case Reason::kTeamComplete:
      return "队伍人数符合要求";
    case Reason::kTeamNumberEmpty:
      return "团体赛项没有填写“队伍编号”，请给同队的各行填写同一个编号";
    case Reason::kTeamRepeatedPerson:
      return "同一队伍里有一人出现了不止一次，请核对各行";
    case Reason::kTeamSingleEvent:
      return "单人赛项，不适用";
    case Reason::kTeamEventUnknown:
      return "赛项未能识别，暂不能核对队伍人数";
    default:
      return {};
  }
}

std::string_view employer_text(Reason reason) {
  switch (reason) {
    case Reason::kEmployerCodeValid:
      return "统一社会信用代码有效";
    case Reason::kEmployerCodeLength:
      return "“统一社会信用代码”位数不对，应为 18 位，请对照营业执照或法人证书";
    case Reason::kEmployerCodeCharacters:
      return "“统一社会信用代码”里有不该出现的字符（没有字母 I、O、S、V、Z，常与 1、0、5、U、2 混淆），请对照证照改正";
    case Reason::kEmployerCodeDepartment:
      return "“统一社会信用代码”首位不是登记管理部门代码，请对照证照改正";
    case Reason::kEmployerCodeRegion:
      return "“统一社会信用代码”里的地区代码不存在，请对照证照改正";
    case Reason::kEmployerCodeOrganisation:
      return "“统一社会信用代码”里的组织机构代码校验不通过，请对照证照改正";
    case Reason::kEmployerCodeCheck:
      return "“统一社会信用代码”校验不通过，至少有一位写错，请对照证照改正";
    case Reason::kEmployerCodeScientific:
      return "“统一社会信用代码”被表格软件变成了科学计数法；请把该列设为“文本”格式后重新填写";
    case Reason::kEmployerCodeEmpty:
      return "以工作为参赛依据的，请填写“统一社会信用代码”";
    case Reason::kEmployerCodeNone:
      return "没有填写统一社会信用代码，不适用";
    default:
      return {};
  }
}

std::string_view region_text(Reason reason) {
  switch (reason) {
    case Reason::kRegionWork:
      return "在自治区境内工作";
    case Reason::kRegionStudy:
      return "在自治区境内学习";
    case Reason::kRegionLive:
      return "在自治区境内居住";
    case Reason::kRegionBasisEmpty:
      return "“参赛依据”没有填写，请填写 工作、学习 或 居住（任一项即可）";
    case Reason::kRegionBasisUnknown:
      return "“参赛依据”不认识，请填写 工作、学习 或 居住（任一项即可）";
    case Reason::kRegionEmployerElsewhere:
      return "单位在自治区以外登记，请提供在自治区境内工作的证明（社会保险记录、劳动合同或分支机构证照之一）";
    case Reason::kRegionEmployerMissing:
      return "参赛依据为工作，但没有填写工作单位，请补填单位名称或提供工作证明";
    case Reason::kRegionSchoolMissing:
      return "参赛依据为学习，但没有填写学校名称，请补填学校名称或提供在读证明";
    case Reason::kRegionAddressElsewhere:
      return "“居住地址”在自治区以外，请提供在自治区境内居住的证明（如居住证）";
    case Reason::kRegionAddressMissing:
      return "参赛依据为居住，但没有填写“居住地址”，请补填地址或提供居住证明";
    case Reason::kRegionHouseholdOnly:
      return "只写了户籍；参赛依据须为工作、学习或居住之一，请改填或提供相应证明";
    default:
      return {};
  }
}

std::string_view winner_text(Reason reason) {
  switch (reason) {
    case Reason::kWinnerNone:
      return "不在往届一等奖名册之内";
    case Reason::kWinnerNameOnly:
      return "往届一等奖名册里有同名者，证件和出生日期都不一致，不影响报名";
    case Reason::kWinnerCertain:
      return "往届自治区级竞赛同一项目同一组别的一等奖获得者，不再参加；可改报其他项目，有异议可申诉";
    case Reason::kWinnerLikely:
      return "往届一等奖名册同一项目同一组别里有姓名、出生日期相同者，须由工作人员核对是否同一人";
    case Reason::kWinnerGroupUnknown:
      return "往届同一项目的一等奖获得者，名册未写明组别，须由工作人员核对";
    case Reason::kWinnerUndecidable:
      return "赛项或组别未能识别，暂不能核对往届一等奖";
    default:
      return {};
  }
}

std::string age_text(Reason reason, std::int32_t detail, const AgeRules& ages) {
  const auto on = chinese_date(ages.age_min_on);
  switch (reason) {
    case Reason::kAgeReached:
      return fmt::format("到 {} 已年满 {} 周岁", on, ages.age_min);
    case Reason::kAgeTooYoung:
      return fmt::format("到 {} 为 {} 周岁，不满 {} 周岁，不能参赛", on, detail, ages.age_min);
    case Reason::kAgeUndecidable:
      return fmt::format("没有可用的出生日期，暂不能判断是否年满 {} 周岁", ages.age_min);
    default:
      return {};
  }
}

std::string retirement_text(Reason reason, const AgeRules& ages) {
  const auto on = chinese_date(ages.retirement_on);
  switch (reason) {
    case Reason::kRetirementBefore:
      return fmt::format("到 {} 在退休年龄以内", on);
    case Reason::kRetirementMan:
      return fmt::format("到 {} 已达到男职工退休年龄，不能参赛；有异议可申诉", on);
    case Reason::kRetirementWoman55:
      return fmt::format("到 {} 已达到女职工（管理技术岗位）退休年龄，不能参赛；有异议可申诉", on);
    case Reason::kRetirementWoman50:
      return fmt::format("到 {} 已达到女职工（生产操作岗位）退休年龄，不能参赛；有异议可申诉", on);
    case Reason::kRetirementPostWanted:
      return "女职工的退休年龄因岗位而不同，请在“岗位类别”填写 管理技术 或 生产操作，并提供岗位证明";
    case Reason::kRetirementPostUnknown:
      return "“岗位类别”不认识，请填写 管理技术 或 生产操作，并提供岗位证明";
    case Reason::kRetirementNoBirth:
      return "没有可用的出生日期，暂不能判断退休年龄";
    case Reason::kRetirementNoSex:
      return "没有可用的性别，暂不能判断退休年龄";
    default:
      return {};
  }
}

// The close that applies to a submission.
struct Close {
  const Delegation* delegation = nullptr;  // nullptr: not known
  core::Millis at = 0;
};

Close close_for(const Submission& from, const Edition& edition) {
  const Delegation* delegation = from.delegation.empty() ? nullptr : edition.find_delegation(from.delegation);
  return {delegation, delegation == nullptr ? edition.entry_closes : edition.closes_for(delegation->code)};
}

std::string to_the_second(core::Millis instant) {
  return fmt::format("{}:{:02}", chinese_instant(instant), instant / 1000 % 60);
}

std::string late_text(const Submission& from, const Edition& edition) {
  const Close close = close_for(from, edition);
  const std::string closed = close.at % kMinuteMs == 0 ? chinese_instant(close.at) : to_the_second(close.at);
  const bool own = close.at != edition.entry_closes;
  std::string text = own ? fmt::format("{}的报名延期后已于 {} 截止", close.delegation->zh, closed)
                         : fmt::format("报名已于 {} 截止", closed);
  if (close.delegation == nullptr && !edition.extensions.empty()) text += "（获准延期的代表队以延期为准）";
  if (from.accepted_at == 0) return text;
  text += "，本次提交于 " + to_the_second(from.accepted_at);
  // Within the very second of the close only the rest of it tells the two apart.
  if (from.accepted_at - close.at < 1000) text += fmt::format(".{:03}", from.accepted_at % 1000);
  return text + " 收到";
}

std::string window_text(Reason reason, const Edition& edition, const Submission& from) {
  switch (reason) {
    case Reason::kWindowInside:
      return "在报名时间之内";
    case Reason::kWindowEarly:
      return fmt::format("报名尚未开始，请在 {} 以后提交", chinese_instant(edition.entry_opens));
    case Reason::kWindowLate:
      return late_text(from, edition);
    default:
      return {};
  }
}

std::string text_of(Reason reason, std::int32_t detail, const Edition& edition, const Submission& from) {
  if (reason == Reason::kTeamTooFew)
    return fmt::format("队伍只有 {} 人，少于赛项要求，请补足同一队伍编号的各行", detail);
  if (reason == Reason::kTeamTooMany)
    return fmt::format("队伍有 {} 人，多于赛项要求，请核对同一队伍编号的各行", detail);
  switch (static_cast<std::uint16_t>(reason) / 100) {
    case 0:
      return std::string(document_text(reason));
    case 1:
      return std::string(mobile_text(reason));
    case 2:
      return std::string(event_text(reason));
    case 3:
      return std::string(team_text(reason));
    case 4:
      return std::string(employer_text(reason));
    case kAgeMin:
      return age_text(reason, detail, edition.ages);
    case kRetirement:
      return retirement_text(reason, edition.ages);
    case 7:
      return std::string(region_text(reason));
    case 8:
      return std::string(winner_text(reason));
    case kWindow:
      return window_text(reason, edition, from);
    default:
      return {};
  }
}

}  // namespace

Rendered render(std::uint16_t reason, std::int32_t detail, const Edition& edition, const Submission& from) {
  const std::size_t rule = reason / 100;
  Rendered out;
  if (rule < edition.clauses.size()) out.clause = edition.clauses[rule].clause;
  out.text = text_of(static_cast<Reason>(reason), detail, edition, from);
  if (out.text.empty()) out.text = fmt::format("判定代码 {}（本版本程序不认识，请升级程序）", reason);
  if (rule == kAgeMin) out.inputs = iso_date(edition.ages.age_min_on);
  if (rule == kRetirement) out.inputs = iso_date(edition.ages.retirement_on);
  if (rule == kWindow) {
    out.inputs = iso_instant(edition.entry_opens) + "/" + iso_instant(close_for(from, edition).at);
  }
  return out;
}

}  // namespace naadam::domain
