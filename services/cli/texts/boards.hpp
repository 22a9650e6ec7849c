// Words of `naadam boards`.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "cli/text.hpp"
#include "cli/texts/judge.hpp"
#include "wire/verdict.hpp"

namespace naadam::cli::texts::boards {

inline constexpr Text kAbout{"各赛项、各代表队的报名人数，和决赛预计人数",
                             "entries by event and delegation, and how many the finals may expect"};
inline constexpr Text kState{"只数这一种结果（默认 accepted）", "which verdict to count (accepted by default)"};
inline constexpr Text kFooter{"退出码：0 已显示，2 用法有误，3 服务没有应答。",
                              "Exit codes: 0 shown, 2 wrong use, 3 services not reachable."};

inline constexpr Text kEvent{"赛项", "event"};
inline constexpr Text kSum{"合计", "sum"};
inline constexpr Text kForecast{"决赛预计", "finals"};
inline constexpr Text kUnknown{"（未能识别）", "(not recognised)"};
inline constexpr Text kNotEnough{"{} 不足", "{} short"};
inline constexpr Text kTitle{"{}：{} 项", "{}: {} entries"};
inline constexpr Text kHint{"决赛预计：每个代表队最多按决赛名额计；不足 {} 的赛项由主办单位决定",
                            "finals: at most the quota of each delegation; below {} the organiser decides"};

// By the words in which services give them; a verdict is called what `naadam judge` calls it.
constexpr Text verdict(wire::Verdict of) { return judge::kVerdicts[static_cast<std::size_t>(of)]; }
inline constexpr std::array<std::pair<std::string_view, Text>, 5> kStates{
    {{"accepted", verdict(wire::Verdict::kAccepted)},
     {"needs_evidence", verdict(wire::Verdict::kNeedsEvidence)},
     {"returned", verdict(wire::Verdict::kReturned)},
     {"refused", verdict(wire::Verdict::kRefused)},
     {"withdrawn", {"已撤回", "withdrawn"}}}};

}  // namespace naadam::cli::texts::boards
