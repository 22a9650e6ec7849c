// Words of `naadam draw`.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "cli/text.hpp"

namespace naadam::cli::texts::draw {

inline constexpr Text kAbout{"抽签：承诺、冻结名单、公开、公布、递补，重新计算核对；按公开的数从名单中选取",
                             "draws: commit, freeze, reveal, publish, substitute, and check; select from a list"};
inline constexpr Text kCheckAbout{"按公布的抽签记录重新计算，核对场次和工位（不需要服务器）",
                                  "compute a draw again from its published record, without a server"};
inline constexpr Text kOpenAbout{"按抽签公告开始一次抽签（报名截止之前）", "begin a draw as its notice says"};
inline constexpr Text kCommitAbout{"提交承诺；秘密数文件没有时先生成",
                                   "commit to a secret; makes its file where there is none"};
inline constexpr Text kFreezeAbout{"报名截止之后冻结名单和工位", "freeze the list and its seats, after the close"};
inline constexpr Text kRevealAbout{"公开秘密数（公开随机源的值产生之前）",
                                   "reveal a secret, before the public value exists"};
inline constexpr Text kPublishAbout{"填入公开随机源的值，计算并公布工位",
                                    "put in the public value, draw, and publish the seats"};
inline constexpr Text kRedrawAbout{"按新的公告重新抽签，须写明理由；原记录保留",
                                   "draw again under a new id, with a reason"};
inline constexpr Text kSubstituteAbout{"递补：由另一报名顶替已撤回报名的工位",
                                       "put a substitute in the seat of a withdrawn entry"};
inline constexpr Text kShowAbout{"一次抽签办到哪一步", "how far a draw has come"};
inline constexpr Text kListAbout{"全部抽签", "all draws"};
inline constexpr Text kSaveAbout{"保存公布的抽签记录，任何人可用 draw check 核对",
                                 "save the published record, for draw check"};
inline constexpr Text kDelegation{"哪个代表队的选拔赛", "whose trials"};
inline constexpr Text kFinal{"决赛", "the finals"};
inline constexpr Text kBy{"办理人", "the officer who does this"};
inline constexpr Text kNoticeFile{"抽签公告文件（TOML）", "the draw's notice (TOML)"};
inline constexpr Text kWho{"承诺方，例如主办单位", "who commits"};
inline constexpr Text kSecretFile{"秘密数文件，公开之前不得给别人看",
                                  "file of the secret; nobody may see it before the reveal"};
inline constexpr Text kText{"公开随机源的值", "the public value"};
inline constexpr Text kReason{"理由", "the reason"};
inline constexpr Text kOut{"被替换的报名编号", "the entry that leaves"};
inline constexpr Text kIn{"递补的报名编号", "the entry that comes"};
inline constexpr Text kTo{"保存到", "save to"};
inline constexpr Text kScope{"请用 --delegation 写明代表队，或用 --final", "name --delegation or --final"};
inline constexpr Text kBadSecret{"{} 不是秘密数文件（应为 64 位十六进制数字）",
                                 "{} is no secret: 64 hex digits expected"};
inline constexpr Text kSecretMade{"已生成秘密数文件 {}：妥善保管，公开之前不得给别人看。",
                                  "made {}: keep it, show it to nobody before the reveal."};
inline constexpr Text kSaved{"已保存 {}。", "saved {}."};
inline constexpr Text kOfTrial{"{} 选拔赛抽签 {}", "draw {1} of the trials of {0}"};
inline constexpr Text kOfFinal{"决赛抽签 {}", "draw {} of the finals"};
inline constexpr std::array<std::pair<std::string_view, Text>, 3> kPhases{
    {{"committing", {"征集承诺", "committing"}},
     {"frozen", {"名单已冻结，等待公开", "frozen, revealing"}},
     {"published", {"已公布", "published"}}}};
inline constexpr Text kPhase{"进度：{}", "phase: {}"};
inline constexpr Text kToldAll{"{}，已通知到每项报名", "{}, every entry knows its seat"};
inline constexpr Text kSource{"公开随机源：{}，{} 产生", "public source: {}, to exist at {}"};
inline constexpr Text kCommitted{"承诺：{}", "committed: {}"};
inline constexpr Text kRevealed{"公开：{}", "revealed: {}"};
inline constexpr Text kListHash{"名单：{} 个赛项组别，{} 个参赛号，摘要 {}", "list: {} contests, {} entries, hash {}"};
inline constexpr Text kMoves{"递补：{} 次", "substitutes: {}"};
inline constexpr Text kNobody{"（无）", "(nobody)"};
inline constexpr Text kNoDraws{"还没有抽签。", "There are no draws."};
inline constexpr std::array<Text, 5> kListHeadings{{{"范围", "scope"},
                                                    {"编号", "draw"},
                                                    {"进度", "phase"},
                                                    {"参赛号", "entries"},
                                                    {"承诺/公开", "committed/revealed"}}};
inline constexpr Text kFooter{"退出码：0 已办理，1 现在不能办理，2 用法有误，3 服务没有应答。",
                              "Exit codes: 0 done, 1 not now, 2 wrong use, 3 services not reachable."};
inline constexpr Text kFile{"公布的抽签记录（JSON）", "the published record (JSON)"};
inline constexpr Text kDraw{"抽签 {}，规则版本 {}", "draw {}, edition {}"};
inline constexpr Text kPublic{"公开随机源：{}，值 {}", "public source: {}, value {}"};
inline constexpr Text kReveals{"承诺 {} 份，公开 {} 份", "{} committed, {} revealed"};
inline constexpr Text kLeftOut{"未公开或与承诺不符，未计入：{}", "did not open their commitment, left out: {}"};
inline constexpr Text kSize{"{} 个赛项，{} 个参赛号", "{} events, {} entries"};
inline constexpr Text kReplaces{"这是重新抽签，代替 {}，理由：{}", "a redraw in the place of {}, because: {}"};
inline constexpr Text kEqual{"重新计算的结果与记录完全一致。", "The record is exactly what the draw gives."};
inline constexpr Text kDiffers{"有 {} 处与重新计算的结果不一致，记录不可信。",
                               "{} places differ from what the draw gives: do not trust the record."};
inline constexpr Text kMore{"……还有 {} 处，用 --json 查看全部", "... and {} more; --json shows all"};
inline constexpr std::array<Text, 3> kHeadings{{{"位置", "place"}, {"记录", "record"}, {"应为", "should be"}}};
inline constexpr Text kCheckFooter{
    "算法 TDRAW-1 见 services/scheduling/rules/draw.hpp，用任何 SHA-256 工具都能重算。\n"
    "退出码：0 一致，1 不一致，2 用法有误或不是抽签记录，3 文件读不了。",
    "The algorithm, TDRAW-1, stands in services/scheduling/rules/draw.hpp; any tool for SHA-256 "
    "can follow it.\nExit codes: 0 equal, 1 different, 2 wrong use or no record of a draw, 3 the "
    "file can't be read."};

}  // namespace naadam::cli::texts::draw
