// Words of `naadam judge`.
#pragma once

#include <array>

#include "cli/text.hpp"

namespace naadam::cli::texts::judge {

inline constexpr Text kAbout{"脱机判定一个报名表：与服务端同样的读取、同样的规则，不需要服务器",
                             "judge a spreadsheet offline: the services' own reading and rules, no server"};
inline constexpr Text kFile{"报名表（XLSX，或 UTF-8 / GB18030 的 CSV）",
                            "the spreadsheet (XLSX, or CSV in UTF-8 or GB18030)"};
inline constexpr Text kEdition{"届次，如 2021，或规则文件的路径（默认 2021）",
                               "edition such as 2021, or a TOML file (default 2021)"};
inline constexpr Text kAt{"按此时刻收到报名表判定，如 2021-06-20T10:00+08:00（默认当前时刻）",
                          "judge as if received at this moment, e.g. 2021-06-20T10:00+08:00 (default now)"};
inline constexpr Text kWinners{"往届一等奖名单（CSV）", "register of former first prizes (CSV)"};
inline constexpr Text kOut{"把逐行结果写入这个 CSV 文件", "write each row's outcome to this CSV file"};
inline constexpr Text kFooter{
    "退出码：0 全部通过，1 有未通过的行，2 用法或文件有误，3 暂时无法完成。",
    "Exit codes: 0 all accepted, 1 some rows not accepted, 2 wrong use or file, 3 not possible now."};

inline constexpr Text kNoFile{"打不开文件 {}，请核对路径和权限", "can't open {}; check the path and its rights"};
inline constexpr Text kCannotWrite{"写不了文件 {}，请检查目录权限和磁盘空间",
                                   "can't write {}; check the folder's rights and the disk's space"};

inline constexpr Text kHead{"{}：{} 行\n届次  {}\n时刻  {}{}\n", "{}: {} rows\nedition  {}\nmoment   {}{}\n"};
inline constexpr Text kNow{"（当前时刻；可用 --at 指定）", " (now; --at chooses another)"};
inline constexpr std::array<Text, 3> kVerdictHeadings{{{"结果", "verdict"}, {"行数", "rows"}, {"占比", "share"}}};
inline constexpr Text kTotal{"合计", "all"};
inline constexpr std::array<Text, 4> kReasonHeadings{
    {{"行数", "rows"}, {"规则", "rule"}, {"结论", "result"}, {"说明", "reason"}}};
inline constexpr Text kReasons{"原因（一行可有多条）", "reasons (a row may have several)"};
inline constexpr Text kNotes{"另请注意", "please note"};
inline constexpr Text kDuplicates{"{} 行与前面的行重复（同一人、同一项目、同一组别）",
                                  "{} rows repeat an earlier one (same person, event and group)"};
inline constexpr Text kUnknownHeading{"未识别的列，已忽略：{}", "column not known and ignored: {}"};
inline constexpr Text kSkippedSheet{"工作表“{}”未读取：{}", "sheet \"{}\" not read: {}"};
inline constexpr Text kSkippedRow{"{}第 {} 行未读取：{}", "{}row {} not read: {}"};
inline constexpr Text kInSheet{"工作表“{}”", "sheet \"{}\" "};
inline constexpr Text kMore{"……另有 {} 条", "... and {} more"};
inline constexpr Text kUnknownWinners{"往届名单中有 {} 行的项目不属于本届，未使用",
                                      "{} lines of the register name events not in this edition and were not used"};
inline constexpr Text kWrote{"逐行结果已写入 {}", "each row's outcome is in {}"};
inline constexpr Text kColumns{"工作表,行号,结果,未通过,需补材料,说明",
                               "sheet,row,verdict,fails,needs_evidence,reasons"};

// By wire::Verdict.
inline constexpr std::array<Text, 5> kVerdicts{{{"未判定", "none"},
                                                {"退回修改", "returned"},
                                                {"不予受理", "refused"},
                                                {"待补充材料", "needs evidence"},
                                                {"通过", "accepted"}}};
// By wire::RuleResult.
inline constexpr std::array<Text, 4> kResults{
    {{"通过", "pass"}, {"不符合", "fail"}, {"需补材料", "needs evidence"}, {"不适用", "not applicable"}}};
// By wire::Rule.
inline constexpr std::array<Text, 10> kRules{{{"证件", "document"},
                                              {"手机号码", "mobile"},
                                              {"赛项与组别", "event_group"},
                                              {"团体队伍", "team"},
                                              {"信用代码", "employer_code"},
                                              {"最低年龄", "age_min"},
                                              {"退休年龄", "retirement"},
                                              {"参赛依据", "region_basis"},
                                              {"往届获奖", "former_winner"},
                                              {"报名时间", "window"}}};

}  // namespace naadam::cli::texts::judge
