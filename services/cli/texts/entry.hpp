// Words of `naadam entry` and `naadam entries`.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "cli/text.hpp"

namespace naadam::cli::texts::entry {

inline constexpr Text kAbout{"显示一项报名：结果、每条规则的结论和依据、来自哪些报名表、通知",
                             "show one entry: verdict, every rule's finding, where it came from, notices"};
inline constexpr Text kId{"报名编号（由 naadam entries 列出）", "the entry's id, as naadam entries lists it"};
inline constexpr Text kDocument{"按证件号码查找；只接受 -，号码从标准输入读取，不会留在命令历史里",
                                "find by document number; only - is taken: the number is read from standard input"};
inline constexpr Text kFull{"不遮盖姓名、证件号码和手机号码（会记入日志）",
                            "do not mask names and numbers (this is logged)"};
inline constexpr Text kAllFindings{"列出全部十条规则，不只是有问题的",
                                   "all ten rules, not only those that found something"};
inline constexpr Text kFooter{"退出码：0 有此报名，1 没有，2 用法有误，3 服务没有应答。",
                              "Exit codes: 0 found, 1 not found, 2 wrong use, 3 services not reachable."};
inline constexpr Text kBadId{"报名编号应为 32 位十六进制数字", "an entry's id is 32 hex digits"};
inline constexpr Text kNeither{"请给出报名编号，或用 --document - 从标准输入读取证件号码",
                               "name an entry's id, or use --document - and give the number on standard input"};
inline constexpr Text kOnlyDash{"证件号码不要写在命令行上：用 --document -，再从标准输入给出",
                                "keep document numbers off the command line: use --document - and standard input"};
inline constexpr Text kAskDocument{"证件号码：", "document number: "};

inline constexpr Text kEntry{"报名  {}", "entry {}"};
inline constexpr Text kWhat{"{} · {} · {}", "{} · {} · {}"};
inline constexpr Text kNoName{"（未能识别）", "(not recognised)"};
inline constexpr Text kVerdict{"结果：{}", "verdict: {}"};
inline constexpr Text kConflict{"（两个单位所填不一致）", " (two submitters differ)"};
inline constexpr Text kWithdrawn{"（已撤回）", " (withdrawn)"};
inline constexpr Text kSeat{"抽签：第 {} 场 {} 号工位", "seat: heat {}, station {}"};
inline constexpr Text kRanked{"成绩：总分 {}，第 {} 名", "result: total {}, rank {}"};
inline constexpr Text kNotRanked{"成绩：未取得名次", "result: not ranked"};
inline constexpr Text kNamed{"决赛：入选，本代表队该赛项第 {} 位",
                             "finals: named, number {} of its delegation and event"};
inline constexpr Text kSubstitute{"决赛：替补第 {} 位", "finals: substitute number {}"};
inline constexpr Text kNotNamed{"决赛：原名额已调整，不再入选", "finals: was nominated, is not any more"};
inline constexpr Text kOldEdition{"此结果按先前的规则版本作出", "judged under an earlier version of the edition"};
inline constexpr Text kClaim{"来源：{} 第 {} 次上传《{}》，第 {} 条数据，{} 收到",
                             "from {}, upload {}, \"{}\", data row {}, received {}"};
inline constexpr Text kClaimUpload{"回执号：{}", "receipt: {}"};
inline constexpr Text kFinding{"{}：{}。{}（{}）", "{}: {}. {} ({})"};
inline constexpr Text kAllPass{"各条规则均通过", "every rule passed"};
inline constexpr Text kConflictWhy{"与另一单位所填不一致：请两个单位核对一致后重新报送，或由一方撤回",
                                   "two submitters differ: agree and submit again, or one of them withdraws"};
inline constexpr Text kNotJudged{"尚未审核", "not judged yet"};
inline constexpr Text kNotice{"通知：{}", "notice: {}"};
inline constexpr Text kNoticeOf{"通知（{}）：{}", "notice ({}): {}"};
// By wire::notice_reason_name(); the verdict's goes without.
inline constexpr std::array<std::pair<std::string_view, Text>, 3> kNoticeReasons{
    {{"seat", {"抽签", "seat"}}, {"result", {"成绩", "result"}}, {"finals", {"决赛", "finals"}}}};
inline constexpr Text kNoNotice{"通知：没有可用的手机号码，未发送", "notice: none, no usable mobile number"};
inline constexpr Text kNoticeLater{"通知：尚未形成", "notice: not planned yet"};
inline constexpr Text kMasked{"姓名和号码已遮盖；--full 显示全部", "names and numbers are masked; --full shows them"};

// Field names in entry.show, in the order in which they are shown.
inline constexpr std::array<std::pair<std::string_view, Text>, 17> kFields{
    {{"name", {"姓名", "name"}},
     {"sex", {"性别", "sex"}},
     {"birth_date", {"出生日期", "birth date"}},
     {"document_type", {"证件类型", "document type"}},
     {"document_number", {"证件号码", "document number"}},
     {"mobile", {"手机号码", "mobile"}},
     {"event", {"参赛项目", "event"}},
     {"group", {"组别", "group"}},
     {"delegation", {"代表队", "delegation"}},
     {"basis", {"参赛依据", "basis"}},
     {"employer", {"单位或学校", "employer or school"}},
     {"employer_code", {"统一社会信用代码", "employer code"}},
     {"post", {"岗位类别", "post"}},
     {"address", {"居住地址", "address"}},
     {"email", {"电子邮箱", "mail"}},
     {"team", {"队伍编号", "team"}},
     {"note", {"备注", "note"}}}};

namespace list {
inline constexpr Text kAbout{"列出报名（不含个人信息）", "list entries (no personal data)"};
inline constexpr Text kVerdict{"只列此结果", "only this verdict"};
inline constexpr Text kEvent{"只列此赛项（名称或代码）", "only this event (name or code)"};
inline constexpr Text kDelegation{"只列此代表队（名称或代码）", "only this delegation (name or code)"};
inline constexpr Text kLimit{"最多列这么多项（默认 50）", "at most so many (default 50)"};
inline constexpr Text kFooter{"--json 每行一项。退出码：0 完成，2 用法有误，3 服务没有应答。",
                              "--json prints one a line. Exit codes: 0 done, 2 wrong use, 3 services not reachable."};
inline constexpr std::array<Text, 6> kHeadings{{{"编号", "entry"},
                                                {"结果", "verdict"},
                                                {"赛项", "event"},
                                                {"组别", "group"},
                                                {"代表队", "delegation"},
                                                {"说明", "remark"}}};
inline constexpr Text kConflict{"单位不一致", "conflict"};
inline constexpr Text kWithdrawn{"已撤回", "withdrawn"};
inline constexpr Text kSum{"共列出 {} 项", "{} listed"};
inline constexpr Text kMore{"共列出 {} 项，还有更多（--limit 加大）", "{} listed, there are more (raise --limit)"};
}  // namespace list

}  // namespace naadam::cli::texts::entry
