// Words of `naadam extend` and `naadam closes`.
#pragma once

#include <array>

#include "cli/text.hpp"

namespace naadam::cli::texts::closes {

inline constexpr Text kExtendAbout{"延期：推迟某一个代表队的报名截止时间，记入本届规则",
                                   "extend: let registration of one delegation close later, written into the edition"};
inline constexpr Text kDelegation{"代表队，名称、简称或代码均可", "the delegation, by name, short name or code"};
inline constexpr Text kUntil{"新的截止时刻（北京时间），如 2021-07-20T18:00；这一刻仍算按时",
                             "the new close (Beijing time), e.g. 2021-07-20T18:00; that very moment is in time"};
inline constexpr Text kReason{"理由，一句话，公开", "the reason, one sentence, for everybody to read"};
inline constexpr Text kBy{"作出决定的人或单位，公开；不给则记当前登录用户名",
                          "who decided, a person or an office, public; without it the name of who is logged in"};
inline constexpr Text kExtendFooter{
    "延期只能更晚，不能缩短或撤回；再次延期再运行一次。每次延期都是规则的一个新版本，旧版本按版本号仍可查阅；\n"
    "全部报名随后自动按新版本重新判定（进度见 naadam status），结果有变的人才会再收到通知。\n"
    "退出码：0 已延期，1 不允许，2 用法有误，3 连不上存储。",
    "An extension only ever goes later; a further one is made by running this again. Each is a new version of the\n"
    "edition, and older ones stay readable under theirs. All entries are then judged again (naadam status shows how\n"
    "far it has come), and only those whose decision changed are told. Exit codes: 0 extended, 1 refused, 2 wrong "
    "use,\n"
    "3 the store can't be reached."};

inline constexpr Text kNoSuchDelegation{"没有“{}”这个代表队。可以是：{}", "no delegation \"{}\". There are: {}"};
inline constexpr Text kNotItsOwn{"{0}不单独组队，属{1}代表队；如要为整个代表队延期，请写 --delegation {1}",
                                 "{0} is no delegation of its own, it belongs to {1}: to extend all of it, name {1}"};
inline constexpr Text kPast{"{} 已经过去，现在是 {}；请给出以后的时刻", "{} has passed, it is {}; give a later moment"};
inline constexpr Text kNoLater{"{}的报名截止时间已是 {}，延期只能更晚",
                               "registration of {} closes {} as it is; an extension only goes later"};
inline constexpr Text kOneLine{"应为一行、1 至 {} 个字", "must be one line of 1 to {} characters"};
inline constexpr Text kMeanwhile{"规则刚刚被别人改过，请核对后再运行一次",
                                 "somebody else has just published another version; look at it and run this again"};
inline constexpr Text kExtended{"已延期：{}，报名截止由 {} 推迟到 {}", "extended: {}, registration closes {} -> {}"};
inline constexpr Text kWhy{"理由：{}；决定：{}，{}", "reason: {}; decided by {}, {}"};
inline constexpr Text kVersion{"规则版本 {} → {}；全部报名将按新版本重新判定，进度见 naadam status",
                               "version {} -> {}; all entries are judged again by it, see naadam status"};

inline constexpr Text kClosesAbout{"各代表队的报名截止时间，和已决定的延期",
                                   "when registration closes for each delegation, and the extensions decided"};
inline constexpr Text kEdition{"读这个规则文件或届次，不连接存储", "read this edition or file, touch no store"};
inline constexpr Text kSource{"输出现行规则文件全文（含延期），供存档或修改",
                              "print the file of the edition in force, extensions included, to keep or to change"};
inline constexpr Text kClosesFooter{"退出码：0 已显示，2 用法有误，3 连不上存储。",
                                    "Exit codes: 0 shown, 2 wrong use, 3 the store can't be reached."};
inline constexpr Text kHead{"{}（版本 {}），报名自 {} 起，至 {} 止；现在是 {}",
                            "{} (version {}), registration from {} to {}; it is {}"};
inline constexpr std::array<Text, 4> kHeadings{{{"代表队", "delegation"},
                                                {"报名截止", "closes"},
                                                {"状态", "state"},
                                                {"延期的理由和决定", "extended why and by whom"}}};
inline constexpr Text kOpen{"接收中", "open"};
inline constexpr Text kNotYet{"未开始", "not yet"};
inline constexpr Text kClosed{"已截止", "closed"};
inline constexpr Text kDecided{"{}（{}，{}）", "{} ({}, {})"};

}  // namespace naadam::cli::texts::closes
