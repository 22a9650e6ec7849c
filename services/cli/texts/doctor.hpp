// Words of `naadam doctor`.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "cli/text.hpp"

namespace naadam::cli::texts::doctor {

inline constexpr Text kAbout{"检查系统是否正常，不正常的说明怎么办",
                             "check the installation; what is wrong and what to do"};
inline constexpr Text kFooter{"退出码：0 全部正常，1 有需要处理的问题，3 系统没有运行。",
                              "Exit codes: 0 all well, 1 something needs attention, 3 not running."};
inline constexpr std::array<Text, 3> kHeadings{{{"检查", "check"}, {"结论", "result"}, {"情况", "found"}}};
inline constexpr std::array<Text, 3> kHealth{{{"正常", "well"}, {"注意", "note"}, {"有问题", "wrong"}}};
inline constexpr Text kTodo{"怎么办", "what to do"};
inline constexpr Text kAllWell{"全部正常。", "all well."};

inline constexpr std::array<std::pair<std::string_view, Text>, 18> kNames{
    {{"programs", {"程序", "programs"}},
     {"redis_program", {"Redis 程序", "redis-server"}},
     {"reader", {"读表沙箱", "sandbox"}},
     {"directory", {"数据目录", "data directory"}},
     {"disk", {"磁盘空间", "disk"}},
     {"keys", {"密钥", "keys"}},
     {"running", {"是否运行", "running"}},
     {"redis", {"存储", "store"}},
     {"durability", {"写盘设置", "durability"}},
     {"memory", {"存储内存", "store memory"}},
     {"edition", {"赛事方案", "edition"}},
     {"mode", {"运行模式", "mode"}},
     {"services", {"服务", "services"}},
     {"parked", {"搁置记录", "parked"}},
     {"messages", {"短信", "messages"}},
     {"restore", {"恢复", "restore"}},
     {"overdue", {"积压", "backlog"}},
     {"history", {"历史记录", "history"}}}};

inline constexpr Text kHistoryKept{"{} 条，检查点覆盖前 {} 条，存储中待归档 {} 条",
                                   "{} entries, the first {} under a checkpoint, {} waiting in the store"};
inline constexpr Text kHistoryBehindTodo{
    "公证服务来不及归档，占用存储内存；查看 log/notary.log 和磁盘",
    "the notary is behind, which takes store memory: see log/notary.log and the disk"};
inline constexpr Text kHistoryStopped{"没有公证服务在归档，存储中待归档 {} 条，会越积越多。",
                                      "no notary is at work; {} entries wait in the store, and grow."};
inline constexpr Text kHistoryStoppedTodo{
    "不会丢失，但内存将满时会暂停受理；看 log/notary.log，用 naadam audit verify 核验",
    "nothing is lost, but uploads are refused when memory is short: see "
    "log/notary.log, run naadam audit verify"};

inline constexpr Text kProgramsThere{"各服务程序齐全，在 {}", "all in {}"};
inline constexpr Text kProgramMissing{"缺少 {}", "{} is missing"};
inline constexpr Text kInstall{"重新安装或编译：deploy/run.sh，或 cmake --build build/release",
                               "install or build again: deploy/run.sh, or cmake --build build/release"};
inline constexpr Text kRedisMissing{"找不到 redis-server", "no redis-server"};
inline constexpr Text kInstallRedis{"apt-get install redis-server（7.0 或更高版本）",
                                    "apt-get install redis-server (7.0 or later)"};
inline constexpr Text kReaderWorks{"能在隔离的子进程里读取报名表", "spreadsheets can be read in the confined child"};
inline constexpr Text kReaderFails{"读表子进程不能工作：{}", "the reading child does not work: {}"};
inline constexpr Text kReaderTodo{
    "检查 naadam-sheet 是否可执行，内核是否允许 seccomp；日志在 log/intake.log",
    "see that naadam-sheet can be executed and the kernel allows seccomp; log/intake.log says more"};

inline constexpr Text kDirectoryWell{"{}，可读写，仅本用户可进入", "{}, writable, closed to others"};
inline constexpr Text kDirectoryMissing{"{} 不存在", "{} does not exist"};
inline constexpr Text kDirectoryReadOnly{"{} 没有写权限", "{} can't be written"};
inline constexpr Text kDirectoryOpen{"{} 其他用户可以进入", "{} is open to other users"};
inline constexpr Text kStartHere{"运行 naadam up --data {}", "run naadam up --data {}"};
inline constexpr Text kGiveRight{"用启动系统的用户运行，或 chown 给该用户：{}",
                                 "run as the user who started it, or chown {} to that user"};
inline constexpr Text kClose{"chmod 700 {}", "chmod 700 {}"};
inline constexpr Text kSpace{"剩余 {} MB", "{} MB free"};
inline constexpr Text kFreeSpace{"清理 {} 所在分区；剩余不足 {} MB 时新报名会被拒绝",
                                 "free space on the partition of {}; under {} MB nothing new is taken in"};
inline constexpr Text kKeysWell{"齐全，权限正确（{}）；请与数据分开备份",
                                "complete, rights well ({}); back them up apart from the data"};
inline constexpr Text kKeysTodo{"按提示修正；密钥丢失时从备份恢复 {}",
                                "mend as said; if keys are lost restore {} from its backup"};
inline constexpr Text kNoEditionKey{"缺少本届（{}）的密钥", "no key of edition {}"};

inline constexpr Text kRedisDown{"连不上（{}）", "not reachable ({})"};
inline constexpr Text kRedisUp{"Redis {}，已运行 {} 小时", "Redis {}, up {} hours"};
inline constexpr Text kRedisOld{"Redis {} 太旧", "Redis {} is too old"};
inline constexpr Text kDurable{"每次写盘（appendfsync always），写满不丢弃（noeviction）",
                               "appendfsync always, noeviction"};
inline constexpr Text kEverysec{"每秒写盘一次：断电可能丢最后一秒",
                                "appendfsync everysec: a power cut may lose the last second"};
inline constexpr Text kEverysecTodo{"正式数据请用 naadam up --fsync always 启动",
                                    "for real data start with naadam up --fsync always"};
inline constexpr Text kNotDurable{"设置不对：{}", "wrong settings: {}"};
inline constexpr Text kNotDurableTodo{"停止后重新运行 naadam up，设置会恢复；不要手工改动 Redis",
                                      "stop, run naadam up again: it sets them; do not change Redis by hand"};
inline constexpr Text kMemoryUse{"已用 {} MB，上限 {} MB", "{} MB used of {} MB"};
inline constexpr Text kMemoryNoLimit{"已用 {} MB，没有设上限", "{} MB used, no limit set"};
inline constexpr Text kMemoryTodo{
    "加大 naadam up --memory；写满后不再接收新报名，已接收的照常办完",
    "raise naadam up --memory; when full nothing new is taken in, what was accepted is finished"};

inline constexpr Text kEditionWell{"{}（版本 {}）", "{} (version {})"};
inline constexpr Text kEditionMissing{"没有发布", "none is published"};
inline constexpr Text kServicesUp{"{} 个服务进程全部应答", "all {} processes of services answer"};
inline constexpr Text kServicesDown{"没有应答：{}", "no answer: {}"};
inline constexpr Text kServicesTodo{"看日志 {}；naadam up 会自动重启停止的服务",
                                    "see the logs in {}; naadam up restarts what dies"};
inline constexpr Text kNoneParked{"没有", "none"};
inline constexpr Text kParked{"{} 条：反复处理失败，已单独放下，其余不受影响",
                              "{}: failed again and again, set aside; the others go on"};
inline constexpr Text kParkedTodo{"在 {} 里查 record.parked 的原因（不含个人信息），连同日志交给维护人员",
                                  "look for record.parked in {} (no personal data) and give it to the maintainers"};
inline constexpr Text kMessagesFlow{"照常发送", "sent as they are planned"};
inline constexpr Text kMessagesHeld{"已暂停发送（恢复备份之后，或有人暂停过）",
                                    "held: after a restore, or by somebody"};
inline constexpr Text kMessagesTodo{"核对无误后运行 naadam messages release",
                                    "when all is checked, naadam messages release"};
inline constexpr Text kHalfRestoredTodo{"重新运行同一条 naadam restore；它会清理并从头做起",
                                        "run the same naadam restore again; it clears up and begins anew"};
inline constexpr Text kNoOverdue{"没有积压", "nothing overdue"};
inline constexpr Text kOverdue{"“{}”有 {} 条，最久的已等 {:.0f} 秒", "\"{}\": {} records, the oldest waits {:.0f} s"};
inline constexpr Text kOverdueTodo{"看该环节服务的日志；持续增加时请增加处理能力或检查短信网关",
                                   "see that service's log; if it grows add capacity or check the gateway"};

}  // namespace naadam::cli::texts::doctor
