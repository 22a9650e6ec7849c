// What an organiser announces of a draw 抽签公告 before it begins, as a small TOML file:
//
//   [draw]
//   id = "2021-150200-1"
//   source = "中国福利彩票双色球第 2021083 期开奖号码"   # 公开随机源，名单冻结之后才产生
//   value_at = "2021-07-20T21:30+08:00"
//
//   [[seats]]                    # 工位方案
//   event = "数控车"             # 名称、别名或代码；"*" 是没有单列的各赛项
//   group = "职工组"             # 可省略：各组别
//   heats = 2                    # 场次；0 为按人数需要
//   stations = 12                # 每场工位数
//
// Thread: any; pure. No personal data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"

namespace naadam::domain {

inline constexpr std::size_t kDrawNoticeBytesMax = 1u << 18;

struct DrawNotice {
  struct Seats {
    std::string event, group;  // as written
    std::uint16_t heats = 0, stations = 0;
  };
  std::string id, source;
  core::Millis value_at = 0;
  std::vector<Seats> seats;
};

// Errors name file, line, key and what is allowed.
core::Result<DrawNotice> parse_draw_notice(std::string_view toml, std::string_view file_name);

}  // namespace naadam::domain
