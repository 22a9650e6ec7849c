#include "notification/rules/sms_text.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "notification/rules/sms_parts.hpp"

namespace naadam::notification {
namespace {

using core::ErrorKind;
using wire::Verdict;

constexpr UChar32 kOpenBracket = 0x3010;   // 【
constexpr UChar32 kCloseBracket = 0x3011;  // 】
constexpr std::string_view kDefaultSubmitter = "报名单位";

// What a rule found, and what it asks for, in the words of a message. In the order of wire::Rule.
struct ReasonWords {
  std::string_view failed;
  std::string_view wanted;
};
constexpr std::array<ReasonWords, wire::kRules> kReasonWords = {{
    {"证件号码有误", "证件核验"},
    {"手机号码有误", "手机号码核实"},
    {"赛项或组别有误", "赛项组别核实"},
    {"组队人员有误", "组队人员核实"},
    {"单位信用代码有误", "单位信用代码核实"},
    {"未满规定年龄", "年龄证明"},
    {"已达退休年龄", "岗位类别证明"},
    {"参赛依据有误", "工作学习或居住证明"},
    {"曾获同赛项一等奖", "往届获奖核实"},
    {"不在报名时间内", "报名时间核实"},
}};

std::vector<UChar32> code_points(std::string_view utf8) {
  std::vector<UChar32> out;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
  const auto length = static_cast<std::int64_t>(utf8.size());
  for (std::int64_t at = 0; at < length;) {
    UChar32 point = 0;
    U8_NEXT(bytes, at, length, point);
    if (point >= 0) out.push_back(point);
  }
  return out;
}

void put(std::string& out, UChar32 point) {
  std::array<std::uint8_t, U8_MAX_LENGTH> bytes{};
  std::size_t n = 0;
  U8_APPEND_UNSAFE(bytes, n, point);
  out.append(reinterpret_cast<const char*>(bytes.data()), n);
}

bool is_bracket(UChar32 c) { return c == kOpenBracket || c == kCloseBracket; }
bool is_printable(UChar32 c) { return u_isprint(c) && !is_bracket(c); }
bool is_plain_word(UChar32 c) {
  return u_isalnum(c) || c == ' ' || c == '-' || c == '(' || c == ')' || c == 0xFF08 || c == 0xFF09 || c == 0xB7;
}

// `fact` without the characters that `allowed` refuses, cut to kFactUnitsMax.
template <class Allowed>
std::string shown(std::string_view fact, Allowed allowed) {
  std::vector<UChar32> points = code_points(fact);
  std::erase_if(points, [&](UChar32 c) { return !allowed(c); });
  const auto units = [](UChar32 c) -> std::size_t { return c > 0xFFFF ? 2 : 1; };
  std::size_t all = 0;
  for (const UChar32 c : points) all += units(c);
  const std::size_t room = all > kFactUnitsMax ? kFactUnitsMax - 1 : kFactUnitsMax;
  std::string out;
  std::size_t used = 0;
  for (const UChar32 c : points) {
    if (used + units(c) > room) break;
    used += units(c);
    put(out, c);
  }
  if (all > kFactUnitsMax) out += "…";
  return out;
}

std::string reasons(const NoticeFacts& facts, std::string_view ReasonWords::* words) {
  std::string out;
  const std::size_t n = std::min(facts.reasons.size(), kReasonsShown);
  for (std::size_t i = 0; i < n; ++i) {
    if (i > 0) out += "、";
    out += kReasonWords.at(static_cast<std::size_t>(facts.reasons[i])).*words;
  }
  if (facts.reasons.size() > n) out += "等" + std::to_string(facts.reasons.size()) + "项";
  return out;
}

std::string with_reasons(std::string_view what, const std::string& why) {
  std::string out(what);
  if (!why.empty()) out.append("：").append(why);
  return out;
}

std::string result(const wire::ContestResult& of) {
  if (of.rank == 0) return "成绩公布：未取得名次";
  return "成绩公布：总分" + of.total_text() + "，第" + std::to_string(of.rank) + "名";
}

std::string finals(const wire::FinalsPlace& place) {
  switch (place.kind) {
    case wire::FinalsPlace::Kind::kNamed:
      return "入选决赛，请等候参赛通知";
    case wire::FinalsPlace::Kind::kSubstitute:
      return "列为决赛替补第" + std::to_string(place.order) + "位，请等候通知";
    case wire::FinalsPlace::Kind::kNone:
      break;
  }
  return "原决赛名额已调整，请等候通知";
}

// What was decided, why, and what to do; without a full stop.
std::string decision(const NoticeFacts& facts) {
  if (facts.seat && facts.seat->heat == 0) return "原抽签工位已取消，请留意新的通知";
  if (facts.seat) {
    return "抽签结果：第" + std::to_string(facts.seat->heat) + "场" + std::to_string(facts.seat->station) +
           "号工位，请按赛程参赛";
  }
  if (facts.result) return result(*facts.result);
  if (facts.finals) return finals(*facts.finals);
  std::string who = shown(facts.submitter_contact, is_plain_word);
  if (who.empty()) who = kDefaultSubmitter;
  if (facts.withdrawn) return "已撤回，如非本人意愿请来电";
  if (facts.conflict) return "因不同单位填报不一致已退回，请联系" + who + "核对重报";
  switch (facts.verdict) {
    case Verdict::kAccepted:
      return "已通过审核，请留意赛程通知";
    case Verdict::kReturned:
      return with_reasons("已退回", reasons(facts, &ReasonWords::failed)) + "，请联系" + who + "更正重报";
    case Verdict::kRefused:
      return with_reasons("未通过审核", facts.closed.empty() ? reasons(facts, &ReasonWords::failed)
                                                             : "报名已于" + facts.closed + "截止") +
             "，如有异议可申诉";
    case Verdict::kNeedsEvidence:
      return with_reasons("待补材料", reasons(facts, &ReasonWords::wanted)) + "，请联系" + who + "尽快提交";
    case Verdict::kNone:
      break;
  }
  return "正在审核";
}

std::string event_of(const NoticeFacts& facts) {
  std::string out = shown(facts.event_zh, is_printable);
  if (const std::string group = shown(facts.group_zh, is_printable); !group.empty()) out += "（" + group + "）";
  return out;
}

std::string whom(const NoticeFacts& facts) {
  return (facts.again ? "（重发）" : "") + masked_name(facts.name) + "选手，";
}

bool is_clean(const std::vector<UChar32>& points) { return std::all_of(points.begin(), points.end(), is_printable); }

}  // namespace

core::Status check(const Texts& texts) {
  const auto signature = code_points(texts.signature);
  if (signature.size() < kSignatureCharsMin || signature.size() > kSignatureCharsMax || !is_clean(signature) ||
      texts.signature.find("测试") != std::string::npos) {
    return core::fail(ErrorKind::kInvalid, "短信签名应为 2 至 12 个字，不带括号【】，不含“测试”", "texts.signature");
  }
  const auto edition = code_points(texts.edition);
  if (edition.size() > kSignatureCharsMax || !is_clean(edition)) {
    return core::fail(ErrorKind::kInvalid, "短信中的届次简称不超过 12 个字，不带括号【】", "texts.edition");
  }
  const bool is_landline = texts.contact.size() >= 5 && texts.contact.size() <= 20 &&
                           texts.contact.find_first_not_of("0123456789-") == std::string::npos;
  if (!is_landline) {
    return core::fail(ErrorKind::kInvalid, "短信中的咨询电话应为 5 至 20 位数字或短横", "texts.contact");
  }
  return {};
}

std::string masked_name(std::string_view name) {
  std::vector<UChar32> points = code_points(name);
  std::erase_if(points, [](UChar32 c) { return !is_printable(c) || u_isUWhiteSpace(c); });
  if (points.empty()) return "报名人";
  std::string out;
  put(out, points.front());
  if (points.size() > 1) out += '*';
  if (points.size() > 2) put(out, points.back());
  return out;
}

bool is_duty(const NoticeFacts& facts) {
  if (facts.seat || facts.finals) return true;
  if (facts.result) return false;
  return facts.withdrawn || facts.conflict || facts.verdict != Verdict::kAccepted;
}

std::string render(std::span<const NoticeFacts> facts, const Texts& texts) {
  assert(!facts.empty() && facts.size() <= kNoticesJoinedMax);
  std::string out = "【" + texts.signature + "】";
  if (std::any_of(facts.begin(), facts.end(), [](const NoticeFacts& f) { return f.training; })) out += "（演练）";
  if (facts.size() == 1) {
    out += whom(facts.front()) + "您报名" + texts.edition + event_of(facts.front()) + decision(facts.front());
  } else {
    out += "您有" + std::to_string(facts.size()) + "条" + texts.edition + "报名通知：";
    for (std::size_t i = 0; i < facts.size(); ++i) {
      if (i > 0) out += "；";
      out += std::to_string(i + 1) + "." + whom(facts[i]) + event_of(facts[i]) + decision(facts[i]);
    }
  }
  return keep_pairs_whole(out + "。咨询" + texts.contact);
}

}  // namespace naadam::notification
