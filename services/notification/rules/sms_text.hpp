// The words of a short message, rendered from facts at the moment of sending and never stored.
//
//   【内蒙古技能大赛】（演练）（重发）张*华选手，您报名首届大赛网络系统管理（职工组）已退回：证件号码有误、手机号码有误
//   等3项，请联系报名单位更正重报。咨询0000-0000000
//
// In this order: the signature the carriers demand, the marks, whom it concerns, what was decided and why, what to
// do, where to ask. An acceptance fits one part of 70 units in ordinary use. Several notices of one recipient:
//
//   【内蒙古技能大赛】您有2条首届大赛报名通知：1.张*华选手，电工（职工组）已通过审核，请留意赛程通知；2.李*选手，……。咨询0000-0000000
//
// One that came too late names the close that applied and nothing else, as nothing else can be mended:
// 张*华选手，您报名首届大赛电工（职工组）未通过审核：报名已于7月15日18:00截止，如有异议可申诉。
//
// A seat that was drawn: 张*华选手，您报名首届大赛电工（职工组）抽签结果：第2场5号工位，请按赛程参赛。
// A result: …成绩公布：总分87.5，第3名。 A place in the finals: …入选决赛，请等候参赛通知。
//
// Carriers allow one pair of 【】 only, the signature's, so marks stand in （） and any 【】 in a fact is dropped, as
// are control characters and line ends. The only words of a stranger in a message are submitter_contact, and that may
// hold letters, digits, blanks, hyphens and round brackets only: no address to click survives it.
//
// Whom: the name is masked to its first and last character (张*华; 张* for two) and followed by 选手. A phone number
// may have passed to a stranger, or be a teacher's who entered a whole class, so the name must tell people apart
// without giving them away. A surname form (张先生) would be wrong here twice: it needs the sex, and Mongolian names
// have no surname. 选手 fits worker and student, woman and man.
//
// Pure: same facts, same bytes; any thread. Personal data: the facts and the result; neither may be logged.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "wire/entry.hpp"
#include "wire/verdict.hpp"

namespace naadam::notification {

inline constexpr std::size_t kNoticesJoinedMax = 4;    // notices of one recipient that fit one message
inline constexpr std::size_t kReasonsShown = 2;        // of one notice; more are counted (等3项)
inline constexpr std::size_t kFactUnitsMax = 16;       // UTF-16 units of an event, group or contact; longer ends in …
inline constexpr std::size_t kSignatureCharsMin = 2;   // of the signature without its brackets,
inline constexpr std::size_t kSignatureCharsMax = 12;  // as the strictest large provider asks
inline constexpr std::size_t kTextUnitsMax = 500;      // UTF-16 units of any message, a provider's limit

// What is the same for every message of an edition; data of the edition, checked once by check().
struct Texts {
  std::string signature;  // without brackets, e.g. 内蒙古技能大赛; the name registered with the carrier
  std::string
      edition;  // short name of the edition, e.g. 首届大赛, where the signature does not tell; 0 to 12 characters
  std::string contact;  // landline to call back, e.g. 0000-0000000; a public body must give one; 5 to 20 characters
};

// What one message says about one entry.
struct NoticeFacts {
  std::string name;      // of the person the entry is for, in full; masked here
  std::string event_zh;  // 网络系统管理
  std::string group_zh;  // 职工组; empty = not said
  wire::Verdict verdict = wire::Verdict::kNone;
  bool withdrawn = false;          // the entry was withdrawn; the verdict no longer matters
  std::optional<wire::Seat> seat;  // the notice tells this seat, and no verdict; so the next two
  std::optional<wire::ContestResult> result;
  std::optional<wire::FinalsPlace> finals;
  bool conflict = false;            // two submitters differ; only they can settle it
  bool again = false;               // second try of a duty notice: （重发）, as the first may have arrived
  bool training = false;            // the installation runs in training mode
  std::string closed;               // 7月15日18:00, where it came after this close of registration: the one reason told
  std::vector<wire::Rule> reasons;  // the rules that failed (or want evidence), in the order of wire::Rule
  std::string submitter_contact;    // who sent the entry in and can mend it, e.g. a school's name; empty = 报名单位
};

// Whether the texts may be used: signature of 2 to 12 characters without brackets and without 测试 (carriers refuse
// such), a contact of digits and hyphens, an edition of at most 12 characters; without brackets or control characters.
// Errors: kInvalid.
core::Status check(const Texts& texts);

// One message for `facts`, which are all for one recipient; the caller gives 1 to kNoticesJoinedMax (asserted).
// `texts` has passed check(). Never longer than kTextUnitsMax, whatever the facts hold, and with
// its pairs kept whole (sms_parts.hpp).
std::string render(std::span<const NoticeFacts> facts, const Texts& texts);

// Whether the person must act or may wish to: everything but an acceptance and a result. A duty notice of unknown fate
// is tried once more and then goes on the call sheet.
bool is_duty(const NoticeFacts& facts);

// 张三 -> 张*, 张小华 -> 张*华, 阿拉坦·其其格 -> 阿*格; a single character stays, an empty name is 报名人.
std::string masked_name(std::string_view name);

}  // namespace naadam::notification
