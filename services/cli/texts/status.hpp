// Words of `naadam status`, and of the same tables in `naadam up`.
#pragma once

#include <array>
#include <utility>

#include "cli/text.hpp"

namespace naadam::cli::texts::status {

inline constexpr Text kAbout{"显示系统现状：运行模式、各服务、各环节待办、通知",
                             "show mode, services, backlog, notices"};
inline constexpr Text kSettle{"等到待办清空再显示，最多等这么多秒",
                              "wait until nothing is left to do, at most so many seconds"};
inline constexpr Text kFooter{"退出码：0 全部正常，3 有服务没有运行。", "Exit codes: 0 all well, 3 something is down."};

inline constexpr Text kTraining{"演练模式，系统时间 {}", "TRAINING, the installation's time is {}"};
inline constexpr Text kLive{"正式运行，系统时间 {}", "live, the installation's time is {}"};
inline constexpr Text kMode{"模式  {}", "mode     {}"};
inline constexpr Text kEdition{"届次  {}（版本 {}），往届一等奖 {} 人次", "edition  {} (version {}), {} former prizes"};
inline constexpr Text kDirectory{"目录  {}", "data     {}"};
inline constexpr Text kNotPublished{"还没有发布赛事方案", "no edition is published"};

inline constexpr std::array<Text, 4> kServiceHeadings{
    {{"服务", "service"}, {"状态", "state"}, {"进程号", "pid"}, {"监控地址", "health"}}};
inline constexpr Text kRestarts{"重启次数", "restarts"};
inline constexpr Text kUp{"运行", "up"};
inline constexpr Text kDown{"未运行", "down"};
inline constexpr std::array<std::pair<std::string_view, Text>, 8> kServiceNames{
    {{"redis", {"存储 redis", "redis"}},
     {"notary", {"公证 notary", "notary"}},
     {"intake", {"接收 intake", "intake"}},
     {"eligibility", {"审核 eligibility", "eligibility"}},
     {"scheduling", {"编排 scheduling", "scheduling"}},
     {"scoring", {"评分 scoring", "scoring"}},
     {"notification", {"通知 notification", "notification"}},
     {"portal", {"门户 portal", "portal"}}}};

// Where nobody is announced for a service.
inline constexpr std::array<std::pair<std::string_view, Text>, 7> kStandsStill{
    {{"notary",
      {"没有公证服务：决定不再归档，占用存储内存", "no notary: decisions are not filed and take store memory"}},
     {"intake",
      {"没有接收服务：不能上传，已收的报名表不再读取，结果不回填",
       "no intake: no uploads, files are not read, verdicts are not put back to them"}},
     {"eligibility", {"没有审核服务：报名停在“待审核”", "no eligibility: entries wait to be judged"}},
     {"scheduling",
      {"没有编排服务：场次名单和统计查不到，报名照常进行",
       "no scheduling: boards and counts cannot be looked at, registration goes on"}},
     {"scoring",
      {"没有评分服务：不能导入评分和公布成绩，其余照常进行",
       "no scoring: no marks are taken and no results published, all else goes on"}},
     {"notification", {"没有通知服务：不再发短信", "no notification: no messages are sent"}},
     {"portal",
      {"没有门户服务：网页和接口打不开，命令行照常可用",
       "no portal: the page and the HTTP interface do not open, the command line goes on"}}}};

inline constexpr std::array<Text, 3> kStageHeadings{
    {{"环节", "stage"}, {"待办", "waiting"}, {"最久已等", "oldest overdue"}}};
inline constexpr Text kSeconds{"{:.1f} 秒", "{:.1f} s"};
// By the names the services give their stages.
inline constexpr std::array<std::pair<std::string_view, Text>, 11> kStageNames{
    {{"reading", {"报名表待读取", "files to read"}},
     {"forms", {"网上报名待入册", "forms to file"}},
     {"completing", {"报名表审核中", "files being judged"}},
     {"judging", {"报名待审核", "entries to judge"}},
     {"reporting", {"结果待回填报名表", "verdicts to report to files"}},
     {"planning", {"结果待通知", "verdicts to notify"}},
     {"sending", {"短信待发送", "messages to send"}},
     {"attempting", {"短信发送中", "messages being sent"}},
     {"waiting", {"短信待回执", "messages awaiting a receipt"}},
     {"seating", {"抽签结果待落实", "draws whose seats are to be told"}},
     {"results", {"成绩待落实", "results to be told"}}}};
inline constexpr Text kRejudging{"规则有新版本，正在重新判定全部报名：{:.0f}%",
                                 "the edition has a new version, all entries are judged again: {:.0f}%"};
inline constexpr Text kRetelling{"版次（epoch）升高后正在重新核对{}：{:.0f}%",
                                 "{} are told again since the epoch rose: {:.0f}%"};
inline constexpr std::array<std::pair<std::string_view, Text>, 3> kRetold{
    {{"entries", {"全部报名", "entries"}}, {"draws", {"抽签结果", "draws"}}, {"scores", {"成绩", "results"}}}};
inline constexpr Text kMessagesHeld{"短信已暂停发送：核对无误后运行 naadam messages release",
                                    "messages are held: when all is checked, naadam messages release"};
inline constexpr Text kParked{"  有 {} 记录被搁置：{} 条。请运行 naadam doctor 查看处理办法",
                              "  {} records set aside: {}. See naadam doctor"};
inline constexpr std::array<std::pair<std::string_view, Text>, 5> kKindNames{{{"upload", {"报名表", "upload"}},
                                                                              {"entry", {"报名", "entry"}},
                                                                              {"notice", {"通知", "notice"}},
                                                                              {"draw", {"抽签", "draw"}},
                                                                              {"score", {"成绩", "score"}}}};

inline constexpr std::array<Text, 2> kNoticeHeadings{{{"通知", "notices"}, {"条数", "number"}}};
// By notification::delivery_state_name().
inline constexpr std::array<std::pair<std::string_view, Text>, 8> kNoticeStates{
    {{"planned", {"待发送", "planned"}},
     {"attempting", {"发送中", "attempting"}},
     {"sent", {"已发出", "sent"}},
     {"delivered", {"已送达", "delivered"}},
     {"failed", {"发送失败", "failed"}},
     {"unknown", {"结果不明，等待回执", "unknown"}},
     {"call_sheet", {"需电话告知", "call sheet"}},
     {"superseded", {"已被新结果取代", "superseded"}}}};
inline constexpr Text kAll{"合计", "all"};

}  // namespace naadam::cli::texts::status
