// What is marked in an event 评分方案, as its judges write it down before they begin, in a small TOML file:
//
//   [scheme]
//   round = "trial"              # trial 选拔赛，final 决赛
//
//   [[event]]
//   event = "焊接"               # 名称、别名或代码；"*" 是没有单列的各赛项
//
//   [[event.criterion]]
//   code = "A"                   # 评分表里这一列的名称可写代码，也可写 zh
//   zh = "操作规范"
//   most = "30"                  # 满分；写成文字，一位不差
//   step = "0.5"                 # 分数的最小单位
//
// Thread: any; pure. No personal data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace naadam::domain {

inline constexpr std::size_t kScoreSchemeBytesMax = 1u << 18;

struct ScoreScheme {
  struct Criterion {
    std::string code, zh, most, step;  // as written
  };
  struct Event {
    std::string event;  // as written
    std::vector<Criterion> criteria;
  };
  std::string round;  // "trial" or "final"
  std::vector<Event> events;
};

// Errors name file, line, key and what is allowed. Whether marks are numbers is the rules' to say.
core::Result<ScoreScheme> parse_score_scheme(std::string_view toml, std::string_view file_name);

}  // namespace naadam::domain
