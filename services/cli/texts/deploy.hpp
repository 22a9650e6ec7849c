// Words of `naadam redis-config`, `naadam redis-users` and `naadam publish`.
#pragma once

#include "cli/text.hpp"

namespace naadam::cli::texts::deploy {

inline constexpr Text kRedisAbout{"输出 Redis 的配置，供 systemd 或容器启动的 Redis 使用",
                                  "print redis.conf for a Redis that systemd or a container starts"};
inline constexpr Text kPort{"客户端端口（默认 6379）", "port of clients (default 6379)"};
inline constexpr Text kClusterPort{"节点之间的端口（默认为客户端端口加 10000）",
                                   "port between nodes (default: that of clients + 10000)"};
inline constexpr Text kDir{"数据目录", "directory of its data"};
inline constexpr Text kSocket{"本机套接字文件；不给则没有", "unix socket; none without it"};
inline constexpr Text kBind{"监听的地址，可用空格隔开多个（默认 127.0.0.1）",
                            "addresses to listen on, with spaces between (default 127.0.0.1)"};
inline constexpr Text kAnnounce{"其他节点和各服务用来找到它的地址（默认 127.0.0.1）",
                                "address by which nodes and services find it (default 127.0.0.1)"};
inline constexpr Text kMemory{"内存上限，MB；写满后不再接收新报名，已接收的照常办完",
                              "memory, MB; when full nothing new is taken in, what was accepted is finished"};
inline constexpr Text kReplicas{"至少要有几个副本在线才接受写入（默认 0）",
                                "replicas that must be there for a write to be accepted (default 0)"};
inline constexpr Text kPassword{"口令文件（权限 0600）", "file (mode 0600) with the password"};
inline constexpr Text kAclFile{"用户权限文件（由 naadam redis-users 生成）",
                               "file of users, as naadam redis-users makes it"};
inline constexpr Text kOut{"写入这个文件（权限 0600）；不给则输出到屏幕",
                           "write it to this file (mode 0600); without it to standard output"};
inline constexpr Text kRaiseEpoch{
    "提高 DIR 的版次（epoch）：每次启动前都要做，因为无人知道 Redis 上次是否正常停止",
    "raise the epoch in DIR: before every start, as nobody knows whether Redis had been stopped in order"};
inline constexpr Text kPortTooHigh{"客户端端口大于 55535 时须用 --cluster-port 指定节点端口",
                                   "with a client port above 55535 --cluster-port is needed"};
inline constexpr Text kRedisFooter{"退出码：0 完成，1 口令文件权限不对，2 用法有误，3 文件读不了或写不了。",
                                   "Exit codes: 0 done, 1 password file open to others, 2 wrong use, 3 a file can't be "
                                   "read or written."};

inline constexpr Text kUsersAbout{"为 Redis 的每个用户生成口令和权限文件（naadam up 启动时自动做）",
                                  "make passwords and rights of Redis' users (naadam up does so)"};
inline constexpr Text kUsersDir{"口令和 users.acl 所在的目录（权限 0700）；已有的口令保留不变",
                                "directory (mode 0700) of the passwords and users.acl; passwords in it are kept"};
inline constexpr Text kUsersMade{"口令和权限已备齐：{}", "passwords and rights are ready: {}"};
inline constexpr Text kRenew{"更换口令第一步：生成新口令，新旧都放行",
                             "change passwords, first step: make new ones, both are let in"};
inline constexpr Text kSwitch{"第二步：口令文件换成新口令，旧口令仍放行",
                              "second step: the password files hold the new ones, the old are still let in"};
inline constexpr Text kRetire{"第三步：旧口令不再放行", "third step: the old ones are let in no more"};
inline constexpr Text kRenewed{
    "新口令已生成，尚未启用：请让每个 Redis 节点载入 {}（ACL LOAD 或重启），再运行 --switch",
    "new passwords are made and not in use: have every Redis node load {} (ACL LOAD, or restart it), then --switch"};
inline constexpr Text kSwitched{
    "口令文件已换成新口令：请重启各服务和 Redis 节点，全部启动后运行 --retire（规则文件 {} 新旧都放行）",
    "the password files hold the new ones: restart services and Redis nodes, then --retire (until then {} lets in "
    "both)"};
inline constexpr Text kRetired{"旧口令已删除：请让每个 Redis 节点再载入一次 {}",
                               "the old passwords are gone: have every Redis node load {} once more"};
inline constexpr Text kOneStep{"更换口令要一步一步来：--renew、--switch、--retire 每次只给一个",
                               "one step at a time: --renew, --switch or --retire"};
inline constexpr Text kOldStillIn{"上一次更换还没有完成：请先运行 --retire",
                                  "the change before is not finished: --retire first"};
inline constexpr Text kNotRenewed{"没有待启用的新口令：请先运行 --renew", "no new passwords are there: --renew first"};
inline constexpr Text kNotSwitched{"新口令还没有启用：请先运行 --switch",
                                   "the new passwords are not in use: --switch first"};
inline constexpr Text kUsersFooter{
    "更换口令：依次 --renew、--switch、--retire，每一步之后按提示让各节点或服务载入；任何时候都没有谁被拒之门外。\n"
    "退出码：0 完成，1 次序不对或口令文件权限不对，2 用法有误，3 目录读不了或写不了。",
    "To change passwords: --renew, --switch, --retire, each followed by what it says; nobody is locked out at any "
    "time.\nExit codes: 0 done, 1 out of order or password file open to others, 2 wrong use, 3 the directory can't be "
    "read or written."};

inline constexpr Text kPublishAbout{"生成密钥，向已在运行的存储发布赛事方案（naadam up 启动时自动做）",
                                    "make the keys and publish the edition to a running store (naadam up does so)"};
inline constexpr Text kStorePassword{"存储的口令文件（权限 0600）；不给则按配置",
                                     "file (mode 0600) with the store's password; without it as set"};
inline constexpr Text kKeysOnly{"只生成密钥，不连接存储；届次由 --edition 指定，默认 2021",
                                "make the keys only, touch no store; of --edition, or of 2021"};
inline constexpr Text kNextSigningKey{
    "只生成密钥，另加下一把公证签名密钥（密钥目录只读的部署用；其余用 naadam keys rotate --notary）",
    "make the keys only, and the notary's next signing key, where its key directory is read-only (else naadam keys "
    "rotate --notary)"};
inline constexpr Text kNextSigningKeyMade{
    "已生成 {0}.key 和 {0}.pub：放进公证服务的密钥目录，重启它，它即交接",
    "{0}.key and {0}.pub are made: put them into the notary's key directory and restart it, it hands over then"};
inline constexpr Text kPublished{"已发布：{}，版本 {}", "published: {}, version {}"};
inline constexpr Text kToBeJudgedAgain{"原为版本 {}：全部报名将按新版本重新判定，进度见 naadam status",
                                       "it was version {}: all entries are judged again, see naadam status"};
inline constexpr Text kKeysMade{"密钥已备齐：{}，请备份到数据之外的地方", "the keys are in {}; back them up apart"};
inline constexpr Text kPublishFooter{
    "可重复执行：不给选项则不改动现行的方案、名单和时间。\n退出码：0 完成，1 不允许，2 用法或规则文件有误，3 "
    "连不上存储。",
    "May be repeated: without options nothing in force changes.\nExit codes: 0 done, 1 refused, 2 wrong use or edition "
    "file, 3 the store can't be reached."};

}  // namespace naadam::cli::texts::deploy
