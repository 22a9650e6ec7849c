// Words of `naadam marks`, `naadam results` and `naadam rank`.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "cli/text.hpp"

namespace naadam::cli::texts::scoring {

inline constexpr Text kMarksAbout{"评分：评分方案、导入评分表、并列复核",
                                  "marks: schemes, mark sheets, and ties decided by review"};
inline constexpr Text kResultsAbout{"成绩：公布、决赛提名、查看、保存记录",
                                    "results: publish, nominate, show, and save the record"};
inline constexpr Text kRankAbout{"不需要服务器：按保存的成绩记录重新计算核对，或给一张评分表排名",
                                 "without a server: compute a saved record again, or rank a mark sheet"};
inline constexpr Text kSchemeAbout{"导入评分方案；已有的要更换须写明理由",
                                   "set schemes; one that is replaced needs a reason"};
inline constexpr Text kImportAbout{"导入评分表（XLSX 或 CSV），有误的逐行逐列指出，整张不收",
                                   "take mark sheets (XLSX or CSV); one with faults is not taken, each is named"};
inline constexpr Text kDecideAbout{"记下监督复核对并列参赛号的先后决定",
                                   "note what a supervised review decided on a tie"};
inline constexpr Text kShowAbout{"一场比赛：评分、名次、办过的步骤", "one contest: marks, ranks, steps"};
inline constexpr Text kListAbout{"各场评分和成绩的进度", "how far each contest has come"};
inline constexpr Text kPublishAbout{"公布成绩，通知到每项报名", "publish results and tell the entries"};
inline constexpr Text kNominateAbout{"按公布的成绩提名决赛选手和替补", "name who goes to the finals, and substitutes"};
inline constexpr Text kFinalsAbout{"决赛名单", "who goes to the finals"};
inline constexpr Text kSaveAbout{"保存公布的成绩记录，任何人可用 naadam rank 核对",
                                 "save the published record, for naadam rank"};
inline constexpr Text kCheckAbout{"与应有结果（naadam sample-marks 的 truth-results.csv）逐项比较",
                                  "compare with what should be (truth-results.csv of naadam sample-marks)"};
inline constexpr Text kSampleAbout{"为已抽签的各场生成虚构的评分表、评分方案和应有的名次",
                                   "invented mark sheets, scheme and due ranks of the contests that were drawn"};
inline constexpr Text kSampleOut{"写到这个目录", "write to this directory"};
inline constexpr Text kSampleSeed{"相同的数给出相同的评分", "equal numbers give equal marks"};
inline constexpr Text kSampleWritten{"{} 张评分表，{} 人，在 {}（有误的一张在 faulty/）",
                                     "{} mark sheets of {} people in {} (one with faults in faulty/)"};
inline constexpr Text kFooter{"退出码：0 已办理，1 有的没有办成或现在不能办理，2 用法有误，3 服务没有应答。",
                              "Exit codes: 0 done, 1 some refused or not now, 2 wrong use, 3 services not reachable."};
inline constexpr Text kRankFooter{
    "退出码：0 一致（或已排名），1 不一致或不能排名，2 用法有误或不是这样的文件，3 文件读不了。",
    "Exit codes: 0 equal (or ranked), 1 different or not to be ranked, 2 wrong use or no such file, 3 a file can't be "
    "read."};
inline constexpr Text kDelegation{"哪个代表队的选拔赛", "whose trials"};
inline constexpr Text kFinal{"决赛", "the finals"};
inline constexpr Text kEvent{"赛项（名称或代码）", "the event, by name or code"};
inline constexpr Text kGroup{"组别", "the group"};
inline constexpr Text kBy{"办理人", "the officer who does this"};
inline constexpr Text kReason{"理由", "the reason"};
inline constexpr Text kSchemeFile{"评分方案文件（TOML）", "the schemes (TOML)"};
inline constexpr Text kSheets{"评分表文件", "mark sheets"};
inline constexpr Text kOrder{"并列的参赛号，由先到后；各组别之间写作 职工组/2-05",
                             "the tied numbers, best first; across groups as GROUP/NUMBER"};
inline constexpr Text kDeclined{"放弃决赛资格的全部参赛号，写作 职工组/2-05；须有 --event 和 --reason",
                                "all who decline the finals, as GROUP/NUMBER; needs --event and --reason"};
inline constexpr Text kNobodyDeclines{"没有人放弃（撤销先前登记的）", "nobody declines (any more)"};
inline constexpr Text kTo{"保存到", "save to"};
inline constexpr Text kTruth{"应有结果（CSV）", "what should be (CSV)"};
inline constexpr Text kRankFile{"成绩记录（JSON），或用 --scheme 时的评分表",
                                "a record (JSON); with --scheme, a mark sheet"};
inline constexpr Text kRankScheme{"按这个评分方案给评分表排名", "rank the mark sheet by this scheme"};
inline constexpr Text kEdition{"赛事规则：2021 等名称，或 TOML 文件",
                               "the edition: a name such as 2021, or a TOML file"};
inline constexpr Text kScope{"请用 --delegation 写明代表队，或用 --final", "name --delegation or --final"};
inline constexpr Text kSchemesSet{"{} 个赛项有了评分方案，其中 {} 个是新的或有变动。",
                                  "{} events have their scheme, {} of them new or changed."};
inline constexpr Text kTaken{"{}：已导入 {} {}，第 {} 版", "{}: taken for {} {}, version {}"};
inline constexpr Text kTakenBefore{"{}：此前已导入 {} {}，没有变化（第 {} 版）",
                                   "{}: taken before for {} {}, nothing changed (version {})"};
inline constexpr Text kStillOpen{"，还有 {} 处没有评分", ", {} marks still open"};
inline constexpr Text kFaulty{"{}：有 {} 处不对，没有导入：", "{}: {} faults, not taken:"};
inline constexpr Text kRefused{"{}：没有导入。{}", "{}: not taken. {}"};
inline constexpr Text kAtRow{"第 {} 行 {} 列：{}", "row {}, column {}: {}"};
inline constexpr Text kAtWholeRow{"第 {} 行：{}", "row {}: {}"};
inline constexpr Text kMoreFaults{"……还有 {} 处", "... and {} more"};
inline constexpr Text kRemark{"  注意：{}", "  note: {}"};
inline constexpr Text kImported{"共 {} 个文件，导入 {} 个，没有导入 {} 个。", "{} files: {} taken, {} not."};
inline constexpr Text kPublished{"公布 {} 场，没有变化 {} 场，不能公布 {} 场。",
                                 "{} published, {} unchanged, {} refused."};
inline constexpr Text kNominated{"提名 {} 个赛项，没有变化 {} 个，不能提名 {} 个。",
                                 "{} events nominated, {} unchanged, {} refused."};
inline constexpr Text kRefusedOne{"  {} {}：{}", "  {} {}: {}"};
inline constexpr Text kContest{"{} · {} · {}", "{} · {} · {}"};
inline constexpr std::array<std::pair<std::string_view, Text>, 4> kPhases{
    {{"waiting", {"未抽签", "not drawn"}},
     {"open", {"评分中", "marks come in"}},
     {"published", {"已公布", "published"}},
     {"correcting", {"更正中", "under correction"}}}};
inline constexpr Text kCorrecting{"自 {} 起更正中；重新公布之前，以原公布的成绩为准",
                                  "under correction since {}; until it is published anew the published result stands"};
inline constexpr Text kAsPublished{"原公布的成绩：", "as published:"};
inline constexpr Text kAsMarked{"按现有评分（未公布）：", "by the marks as they are, not published:"};
inline constexpr Text kOutdated{"名单依据的成绩已更正，请重新提名：{} {}（{}）",
                                "the result that the nomination rests on was corrected, nominate again: {} {} ({})"};
inline constexpr Text kToldAll{"{}，已通知到每项报名", "{}, every entry knows"};
inline constexpr Text kPhase{"进度：{}；出场 {} 人，已评 {} 人，第 {} 版",
                             "phase: {}; {} start, {} marked, version {}"};
inline constexpr Text kOpenMarks{"没有评分：{} 处", "open marks: {}"};
inline constexpr Text kTie{"并列，待监督复核：{}", "tied, to be reviewed: {}"};
inline constexpr Text kWhy{"现在不能排名：{}", "can't be ranked now: {}"};
inline constexpr Text kPublishedBy{"公布：{}，{}", "published: {}, {}"};
inline constexpr Text kDocument{"成绩册：{}", "document: {}"};
inline constexpr std::array<Text, 4> kRankHeadings{
    {{"名次", "rank"}, {"参赛号", "number"}, {"总分", "total"}, {"状态", "state"}}};
inline constexpr std::array<std::pair<std::string_view, Text>, 4> kPresences{
    {{"competed", {"", ""}},
     {"absent", {"缺考", "absent"}},
     {"disqualified", {"取消资格", "disqualified"}},
     {"withdrawn", {"退赛", "withdrawn"}}}};
inline constexpr Text kTied{"并列", "tied"};
inline constexpr std::array<Text, 7> kListHeadings{{{"代表队", "delegation"},
                                                    {"赛项", "event"},
                                                    {"组别", "group"},
                                                    {"进度", "phase"},
                                                    {"出场", "start"},
                                                    {"已评", "marked"},
                                                    {"并列", "ties"}}};
inline constexpr std::array<Text, 7> kFinalsHeadings{{{"代表队", "delegation"},
                                                      {"赛项", "event"},
                                                      {"", ""},
                                                      {"组别", "group"},
                                                      {"参赛号", "number"},
                                                      {"名次", "rank"},
                                                      {"总分", "total"}}};
inline constexpr Text kNamed{"入选", "named"};
inline constexpr Text kSubstitute{"替补 {}", "substitute {}"};
inline constexpr Text kNothingYet{"还没有。", "None yet."};
inline constexpr Text kSaved{"已保存 {}。", "saved {}."};
inline constexpr Text kRecordSize{"成绩记录：{} 场，{} 人；决赛提名 {} 个赛项",
                                  "record: {} contests, {} people; {} nominations"};
inline constexpr Text kEqual{"重新计算的结果与记录完全一致。", "The record is exactly what its marks give."};
inline constexpr Text kDiffers{"有 {} 处与重新计算的结果不一致，记录不可信。",
                               "{} places differ from what the marks give: do not trust the record."};
inline constexpr Text kMore{"……还有 {} 处，用 --json 查看全部", "... and {} more; --json shows all"};
inline constexpr std::array<Text, 3> kDifferenceHeadings{
    {{"位置", "place"}, {"记录", "record"}, {"应为", "should be"}}};
inline constexpr Text kWhichEvent{"评分方案里有几个赛项，请用 --event 写明是哪一个",
                                  "the schemes are of several events: name one with --event"};
inline constexpr Text kNoSuchEvent{"评分方案里没有赛项“{}”", "no scheme for event \"{}\""};
inline constexpr Text kSheetOpen{"还有 {} 处没有评分。", "{} marks are still open."};
inline constexpr Text kBadTruth{"{} 第 {} 行不是应有结果", "{} line {} is no truth"};
inline constexpr Text kTruthHolds{"与应有结果一致：{} 场 {} 人，名次、状态、入选和替补全部相同。",
                                  "as it should be: {} contests, {} people, every rank, state and nomination."};
inline constexpr Text kTruthDiffers{"有 {} 处与应有结果不同。", "{} places are not as they should be."};

}  // namespace naadam::cli::texts::scoring
