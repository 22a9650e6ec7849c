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

inline constexpr std::array<std::pair<std::string_view, Text>, 28> kNames{
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
     {"history", {"历史记录", "history"}},
     {"slots", {"集群", "cluster"}},
     {"nodes", {"集群节点", "nodes"}},
     {"replicas", {"副本", "replicas"}},
     {"replica_link", {"副本连接", "replica links"}},
     {"min_replicas", {"副本下限", "least replicas"}},
     {"announced", {"服务公告", "announcements"}},
     {"epoch", {"版次", "epoch"}},
     {"retelling", {"重新核对", "telling again"}},
     {"clock", {"时钟", "clocks"}},
     {"link_keys", {"链路密钥", "link keys"}}}};

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
inline constexpr Text kSetting{"{}{}={}", "{}{}={}"};
inline constexpr Text kNotDurable{"设置不对：{}", "wrong settings: {}"};
inline constexpr Text kChanged{"运行中的设置与 redis.conf 不同：{}", "not as redis.conf asks: {}"};
inline constexpr Text kChangedSetting{"{}{}={}（文件中为 {}）", "{}{}={} (the file: {})"};
inline constexpr Text kNotDurableTodo{
    "重新启动即恢复（naadam up，或 systemctl restart naadam-redis@端口）；不要手工改动 Redis",
    "start it again: naadam up, or systemctl restart naadam-redis@PORT, sets them; do not change Redis by hand"};
inline constexpr Text kMemoryUse{"已用 {} MB，上限 {} MB", "{} MB used of {} MB"};
inline constexpr Text kMemoryNoLimit{"已用 {} MB，没有设上限", "{} MB used, no limit set"};
inline constexpr Text kMemoryTodo{
    "加大 naadam up --memory；写满后不再接收新报名，已接收的照常办完",
    "raise naadam up --memory; when full nothing new is taken in, what was accepted is finished"};

inline constexpr Text kSlotsOpen{"{} 个槽（共 {} 个）没有节点在服务：其中的报名和通知全部停下，不会丢失",
                                 "{} of {} slots are served by no node: what lies there stands still, and is kept"};
inline constexpr Text kSlotsOpenTodo{
    "启动停掉的 Redis 节点（它的数据还在）；节点都在而仍这样的，用 redis-cli --cluster check 查是哪些槽没有分给节点",
    "start the Redis node that is down, its data is there; if all are up, redis-cli --cluster check names the slots"};
inline constexpr Text kClusterWell{"{} 个主节点、{} 个副本，全部槽都有节点服务，副本齐全",
                                   "{} primaries and {} replicas, all slots served, all replicas there"};
inline constexpr Text kNodesSilent{"没有应答：{}", "no answer: {}"};
inline constexpr Text kNodesSilentTodo{
    "在那台机器上启动 Redis（systemctl start naadam-redis@端口），看它的 redis.log；机器不再回来的，加一个节点代替它",
    "start Redis on that machine (systemctl start naadam-redis@PORT), see its redis.log; replace a node that is gone"};
inline constexpr Text kTooFewReplicas{"主节点 {} 有 {} 个副本，应有 {} 个", "primary {} has {} replicas of {}"};
inline constexpr Text kReplicasMissing{"{}。主节点的机器损坏时，它上面的全部数据会丢失",
                                       "{}: if the primary's machine is lost, so is all that lies there"};
inline constexpr Text kReplicasMissingTodo{
    "启动停掉的副本，或加一个：启动新节点后在其上运行 CLUSTER MEET 和 CLUSTER REPLICATE <主节点 id>",
    "start the replica that is down, or add one: a new node, CLUSTER MEET, CLUSTER REPLICATE <id of the primary>"};
inline constexpr Text kLinkDown{"副本 {} 与主节点 {} 断开", "replica {} has lost its primary {}"};
inline constexpr Text kLinksDown{"{}。它收不到新数据，此时主备切换会丢失已确认的内容",
                                 "{}: it gets nothing new, a failover to it now would lose what was acknowledged"};
inline constexpr Text kLinksDownTodo{"看该副本的 redis.log：网络不通，口令（masterauth）不对，或磁盘已满",
                                     "see that replica's redis.log: the network, its masterauth, or a full disk"};
inline constexpr Text kWritesRefused{"主节点 {}：同步中的副本 {} 个，至少要 {} 个",
                                     "primary {}: {} replicas in step, at least {} asked for"};
inline constexpr Text kRefusing{"副本不足，拒绝写入（min-replicas-to-write）：{}。受理、审核、通知都停在那里，不会丢失",
                                "too few replicas, writes are refused (min-replicas-to-write): {}. Work waits there"};
inline constexpr Text kRefusingTodo{"恢复副本，写入随即继续；不要为了恢复受理而把 min-replicas-to-write 改为 0",
                                    "bring the replicas back, writes go on at once; do not set it to 0 instead"};
inline constexpr Text kMinUnset{
    "有副本而没有设 min-replicas-to-write：{}。与副本断开的主节点会继续受理，切换后这些会丢失",
    "replicas, but no min-replicas-to-write: {}. A primary cut off from them would go on "
    "taking in what a failover then loses"};
inline constexpr Text kMinUnsetTodo{
    "在每个节点 CONFIG SET min-replicas-to-write 1，并写入 redis.conf（naadam redis-config --min-replicas 1）",
    "CONFIG SET min-replicas-to-write 1 on every node, and in redis.conf (naadam redis-config --min-replicas 1)"};

inline constexpr Text kNobodyAnnounced{"{}", "{}"};
inline constexpr Text kNobodyAnnouncedTodo{
    "启动该服务（naadam up，或 systemctl start naadam-<服务>@1）；它在运行的，看其日志里的 service.not_announced",
    "start it (naadam up, or systemctl start naadam-<service>@1); if it runs, see service.not_announced in its log"};
inline constexpr Text kCopyEpoch{"{} 用 {}", "{} is at {}"};
inline constexpr Text kEpochBehind{"存储的版次（epoch）是 {}，而 {}：它的决定可能被更早的内容压过",
                                   "the store's epoch is {}, but {}: what it decides may lose against what is older"};
inline constexpr Text kEpochBehindTodo{"重启该服务；再出现的，看它与 Redis 主节点之间的网络",
                                       "start it again; if it comes back, see its network to the primaries of Redis"};
inline constexpr Text kRetold{"{} {:.0f}%", "{} {:.0f} %"};
inline constexpr Text kRetelling{
    "版次（epoch）升到 {} 以后，正在后台重新核对：{}。未核对完时，个别结果可能还没有写回上传、名额表或短信",
    "since the epoch rose to {} all is told again: {}. Until then an upload, board or message may lack an outcome"};
inline constexpr Text kRetellingTodo{
    "不用处理，每秒约 8000 条；百分比几分钟不变的，看是否有服务没有应答，再看 log/intake.log、log/scheduling.log 里的 "
    "retelling.begun",
    "nothing, it goes on beside the work, some 8,000 a second; if it stands still for minutes see that the services "
    "answer, and retelling.begun in log/intake.log and log/scheduling.log"};
inline constexpr Text kCopyClock{"{} 差 {} 秒", "{} by {} s"};
inline constexpr Text kClockOff{"机器时钟与 Redis 不一致：{}。不影响办理，但日志时间对不上",
                                "clocks differ from that of Redis: {}. The work does not mind, but logs do not fit"};
inline constexpr Text kClockOffTodo{"在那台机器上开启校时（timedatectl set-ntp true）；Redis 所在机器也要校时",
                                    "have that machine's clock set (timedatectl set-ntp true), and that of Redis"};

inline constexpr Text kLinkKeysWell{"{} 个公钥准入（{}），本机密钥权限正确",
                                    "{} public keys let in ({}), secret ones closed to others"};
inline constexpr Text kNoOwnKey{"没有设 link.key_file，连不上用 TCP 的服务",
                                "no link.key_file: services on tcp are closed to us"};
inline constexpr Text kOwnKeyTodo{
    "用 deploy/keys.sh 生成，或从生成它的机器拷来（0600），在 naadam.toml 里设 link.key_file",
    "make it with deploy/keys.sh, or copy it (0600) from where it was made; set link.key_file in naadam.toml"};
inline constexpr Text kOwnKeyNotAllowed{"{} 的公钥不在准入名单里，各服务不会应答",
                                        "the public key of {} is not on the list: no service answers us"};
inline constexpr Text kOwnKeyNotAllowedTodo{
    "把它的 .pub 放进每台机器的 allowed/operator；已吊销的，用 deploy/keys.sh 换一对新的",
    "put its .pub into allowed/operator on every machine; a new pair if revoked"};
inline constexpr Text kSecretsOpen{"其他用户能读取密钥：{}", "secret keys that others may read: {}"};
inline constexpr Text kSecretsOpenTodo{"chmod 600；可能已被人读过的，按“密钥泄露”换新的",
                                       "chmod 600; where somebody may have read one, replace it as a leaked key"};
inline constexpr Text kAllowedAndRevoked{"已吊销而仍准入：{}", "revoked, and let in all the same: {}"};
inline constexpr Text kAllowedAndRevokedTodo{"从每台机器的 allowed/ 里删去，10 秒内生效；多半是从别处又拷了回来",
                                             "remove them from allowed/ on every machine: it works within 10 s"};
inline constexpr Text kNotKeys{"准入名单里的这些文件不能用：{}", "these files of the list are of no use: {}"};
inline constexpr Text kNotKeysTodo{"重新拷一份；权限应为 0644，其他用户不能改",
                                   "copy them again; mode 0644, so that others cannot write"};
inline constexpr Text kRolesWithoutKey{"没有准入公钥的角色：{}", "roles without a key that is let in: {}"};
inline constexpr Text kRolesWithoutKeyTodo{
    "deploy/keys.sh make 角色 main，把公钥发到各机的 allowed/；没有它，该服务推送的都不收（慢，但不丢）",
    "deploy/keys.sh make ROLE main, its .pub into allowed/ on every machine; until then its pushes are turned away"};
inline constexpr Text kListTodo{"按提示修正；名单读不到时，任何人都连不进来",
                                "mend as said: while the list cannot be read nobody is let in"};

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
