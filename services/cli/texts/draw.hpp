// Words of `naadam draw`.
#pragma once

#include <array>

#include "cli/text.hpp"

namespace naadam::cli::texts::draw {

inline constexpr Text kAbout{"按公布的抽签记录重新计算，核对场次和工位（不需要服务器）",
                             "compute a draw again from its published record, without a server"};
inline constexpr Text kFile{"公布的抽签记录（JSON）", "the published record (JSON)"};
inline constexpr Text kCannotRead{"读不了文件 {}", "can't read {}"};
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
inline constexpr Text kFooter{
    "算法 TDRAW-1 见 services/scheduling/rules/draw.hpp，用任何 SHA-256 工具都能重算。\n"
    "退出码：0 一致，1 不一致，2 用法有误或不是抽签记录，3 文件读不了。",
    "The algorithm, TDRAW-1, stands in services/scheduling/rules/draw.hpp; any tool for SHA-256 "
    "can follow it.\nExit codes: 0 equal, 1 different, 2 wrong use or no record of a draw, 3 the "
    "file can't be read."};

}  // namespace naadam::cli::texts::draw
