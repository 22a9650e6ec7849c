#include "intake/rules/consent.hpp"

#include <algorithm>
#include <array>

namespace naadam::intake {
namespace {

constexpr std::array<std::string_view, 5> kFirst = {
    "为办理本届职业技能大赛的报名、资格审核、抽签、比赛和通知，组织单位需要处理您在本页填写的个人信息：姓名、性别、"
    "出生日期、证件类型和号码、手机号码、参赛项目、单位或学校、岗位、住址和电子邮箱。",
    "这些信息加密保存，只提供给办理报名、审核和比赛的主办单位、您所选的代表队和监督人员；结果通知用短信发到您填写的"
    "手机。除法律规定外，不提供给其他人，不用于其他目的。",
    "信息保存到本届比赛的申诉和档案期限结束，届时销毁密钥，全部个人信息（包括备份）不能再恢复。",
    "证件号码等属于敏感个人信息，审核参赛资格必须用到；不同意则无法在网上报名。您可以凭回执查看审核结果和依据，可以"
    "更正所填内容，也可以向代表队或主办单位要求查阅、撤回或删除。",
    "您确认所填内容真实、是本人的信息；不实的，按比赛通知取消资格。",
};

constexpr std::array<ConsentText, 1> kConsentTexts = {{
    {"1", "个人信息处理同意书", kFirst,
     "我是报名人的父母或其他监护人，已阅读以上内容，同意报名人参加本届比赛，并同意为此处理报名人和我的姓名、手机号码"
     "。"},
}};

}  // namespace

std::span<const ConsentText> consent_texts() { return kConsentTexts; }

const ConsentText* consent_of(std::string_view version) {
  const auto it = std::ranges::find(kConsentTexts, version, &ConsentText::version);
  return it == kConsentTexts.end() ? nullptr : &*it;
}

}  // namespace naadam::intake
