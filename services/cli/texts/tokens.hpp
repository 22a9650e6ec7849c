// Words of `naadam tokens`.
#pragma once

#include <array>

#include "cli/text.hpp"

namespace naadam::cli::texts::tokens {

inline constexpr Text kAbout{"发放、查看、收回网页和接口的令牌",
                             "give, list and take back tokens for the page and the interface"};
inline constexpr Text kVerb{"add 发放，list 查看（默认），remove 收回", "add, list (default) or remove"};
inline constexpr Text kMark{"收回哪一个：list 显示的编号", "which one to take back: its mark, as list shows it"};
inline constexpr Text kRole{"角色：region 自治区，league 盟市，submitter 报送单位，judge 裁判，supervisor 监督",
                            "role of the owner"};
inline constexpr Text kName{"给谁：单位或姓名；盟市和报送单位以此名称提交报名表",
                            "owner's name; a league's or submitter's files are handed in under it"};
inline constexpr Text kDelegation{"盟市的代表队代码，如 150100", "code of a league's delegation, such as 150100"};
inline constexpr Text kFile{"令牌文件（默认数据目录下的 portal/tokens.json）",
                            "the tokens' file (default portal/tokens.json in the data directory)"};
inline constexpr Text kFooter{
    "文件里只有散列值，令牌本身只在发放时显示一次，请当面或用可靠的方式交给本人。改动两秒内生效，不用重启。",
    "The file holds hashes only: a token is shown once, when it is given. A change counts within 2 s, without a "
    "restart."};
inline constexpr Text kGiven{"令牌（只显示这一次，编号 {}）：", "token (shown this once; its mark is {}):"};
inline constexpr Text kTaken{"已收回 {}。", "{} was taken back."};
inline constexpr Text kNoSuch{"没有编号为 {} 的令牌，请用 naadam tokens 查看。",
                              "no token has the mark {}; see naadam tokens"};
inline constexpr Text kNeedsOwner{"发放令牌要写明 --role 和 --name。", "add needs --role and --name"};
inline constexpr Text kNeedsMark{"收回令牌要写明编号。", "remove needs a mark"};
inline constexpr Text kNobody{"还没有发放令牌。", "No token was given yet."};
inline constexpr std::array<Text, 4> kHeadings{
    {{"编号", "mark"}, {"角色", "role"}, {"名称", "name"}, {"代表队", "delegation"}}};

}  // namespace naadam::cli::texts::tokens
