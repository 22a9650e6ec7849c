// Words of `naadam up`, and of the installation's directory that every subcommand shares.
#pragma once

#include "cli/text.hpp"

namespace naadam::cli::texts::up {

// Opens naadam.toml; read by engineers.
inline constexpr const char* kSettingsHead =
    "# Written by `naadam up` at each start; the services and the other subcommands read it. Changes are lost.\n";

inline constexpr Text kData{"数据目录（默认 run/naadam）", "directory of the installation (default run/naadam)"};
inline constexpr Text kCannotWrite{"写不了 {}（{}），请检查目录权限和磁盘空间",
                                   "can't write {} ({}); check its rights and the disk's space"};
inline constexpr Text kPathTooLong{
    "数据目录的路径太长：{}，最多 {} 字节，请用 --data 换一个短些的目录",
    "the data directory's path is too long: {}, at most {} bytes; choose a shorter one with --data"};
inline constexpr Text kNoInstallation{"{} 里没有系统。请先运行 naadam up，或用 --data 指出数据目录",
                                      "no installation in {}; run naadam up first, or name its directory with --data"};

inline constexpr Text kAbout{"在本机启动存储和全部服务，并看护它们",
                             "start the store and every service here, and keep them up"};
inline constexpr Text kEdition{
    "届次（如 2021）或规则文件；不给则沿用已发布的，新系统用 2021",
    "edition such as 2021, or a TOML file; without it the one in force stays, 2021 at first"};
inline constexpr Text kWinners{"往届一等奖名单（CSV）；不给则沿用已发布的",
                               "register of former first prizes (CSV); without it the one in force stays"};
inline constexpr Text kTraining{"演练：系统时间从此刻起，如 2021-06-20T10:00+08:00；已存正式数据的系统不能演练",
                                "training: the installation's time begins at this moment; refused on real data"};
inline constexpr Text kFsync{
    "每次写盘 always，或每秒一次 everysec（断电可能丢最后一秒，正式数据不要用）",
    "sync each write (always) or each second (everysec: a power cut may lose a second; never for real data)"};
inline constexpr Text kMemory{
    "存储的内存上限，MB（默认为本机内存的一半）；写满后不再接收新报名，已接收的照常办完",
    "memory of the store, MB (default half of this machine's); when full nothing new is taken in"};
inline constexpr Text kSink{"短信去向：file 写入文件，kannel 交给短信网关",
                            "where messages go: a file, or a Kannel gateway"};
inline constexpr Text kKannelUrl{"Kannel 的 sendsms 地址", "URL of Kannel's sendsms"};
inline constexpr Text kKannelUser{"Kannel 的用户名", "user of Kannel's sendsms"};
inline constexpr Text kKannelPassword{"Kannel 的口令文件（权限 0600）", "file (mode 0600) with its password"};
inline constexpr Text kCopies{"每个服务启动几份，分担工作（1 到 8，默认 1）",
                              "copies of each service, which share the work (1 to 8, default 1)"};
inline constexpr Text kReady{"全部就绪后，把本进程号写入这个文件",
                             "write this process's id to this file once all is ready"};
inline constexpr Text kFooter{
    "按 Ctrl-C 停止。数据留在数据目录里，再次启动接着办。\n退出码：0 正常停止，1 不允许，2 用法或规则文件有误，3 "
    "暂时无法启动。",
    "Ctrl-C stops. Data stays in the directory; the next start goes on with it.\nExit codes: 0 stopped, 1 refused, 2 "
    "wrong use or edition file, 3 can't start now."};

inline constexpr Text kServiceDied{"服务 {} 启动失败：{}（日志 {}）", "service {} did not start: {} (log {})"};
inline constexpr Text kNotReady{"服务 {} 在 {} 秒内没有就绪，请看日志 {}",
                                "service {} not ready within {} s; see its log {}"};
inline constexpr Text kIsReady{"系统已就绪。{}", "ready. {}"};
inline constexpr Text kPort{"网页的端口（本机回环地址；默认任选一个空闲的，启动后显示）",
                            "port of the page on loopback (default any free one, shown once it is up)"};
inline constexpr Text kPage{"网页 http://127.0.0.1:{}/", "page http://127.0.0.1:{}/"};
inline constexpr Text kDemoTokens{"，演练用令牌见 {}", ", demo tokens in {}"};
// Whose parts are played in training; names, so in one language.
inline constexpr Text kDemoRegion{"自治区组委会办公室", "自治区组委会办公室"};
inline constexpr Text kDemoSubmitter{"演示职业学院", "演示职业学院"};
inline constexpr Text kDemoJudge{"演示裁判", "演示裁判"};
inline constexpr Text kDemoSupervisor{"演示监督员", "演示监督员"};
// Opens demo-tokens.txt.
inline constexpr const char* kDemoTokensHead =
    "# 演练用令牌（角色、名称、令牌），在网页上登录用。正式系统没有这个文件。\n"
    "# Tokens for training (role, name, token): sign in on the page with one. Not on an installation with real data.\n";
inline constexpr Text kStopHint{"按 Ctrl-C 停止；另开终端可用：naadam status、naadam import（加上 --data {}）",
                                "Ctrl-C stops; in another terminal: naadam status, naadam import (with --data {})"};
inline constexpr Text kRestarted{"{} 曾停止，已重新启动（第 {} 次），进程号 {}",
                                 "{} had ended and was started again (time {}), pid {}"};
inline constexpr Text kWentDown{"{} 已停止，正在重新启动；原因见 {}",
                                "{} ended and is being started again; why: see {}"};
inline constexpr Text kLogNotWhole{
    "注意：存储上次没有正常停止（日志末尾舍去 {} 字节）。已换用更高的版次，系统正在后台核对全部记录。"
    "如有单位的回执查不到，请其重新上传同一文件，不会重复报名；核对后可运行 naadam audit。",
    "note: the store had not been stopped in order ({} bytes left out at the end of its log). The epoch was raised and "
    "all records are gone through again. Who holds a receipt that is not known hands the same file in again, which "
    "doubles nothing; then run naadam audit."};
inline constexpr Text kStopping{"正在停止……", "stopping ..."};
inline constexpr Text kStopped{"已停止，用时 {:.1f} 秒", "stopped in {:.1f} s"};

}  // namespace naadam::cli::texts::up
