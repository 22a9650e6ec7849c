// Words of `naadam sample`. What each defect is called stands beside it, in cli/sample/defects.cpp.
#pragma once

#include <array>

#include "cli/text.hpp"

namespace naadam::cli::texts::sample {

inline constexpr Text kAbout{"生成演练用报名表，并给出每一行应有的结果",
                             "write realistic spreadsheets for practice, and what must come out of each row"};
inline constexpr Text kOut{"写入这个目录，没有则新建", "directory to write to; made if need be"};
inline constexpr Text kRows{"总行数，1 到 200000（默认 20000）", "rows in all, 1 to 200000 (default 20000)"};
inline constexpr Text kFiles{"文件数，1 到 500（默认 60）", "files, 1 to 500 (default 60)"};
inline constexpr Text kSeed{"随机种子，相同种子得到相同内容（默认 1）",
                            "seed; the same seed gives the same content (default 1)"};
inline constexpr Text kEdition{"届次，如 2021，或规则文件的路径（默认 2021）",
                               "edition such as 2021, or a TOML file (default 2021)"};
inline constexpr Text kRate{"某类情形每百行出现几次，可多次给出；all=0 表示全不出现",
                            "plantings of one kind per hundred rows, repeatable; all=0 leaves all out"};
inline constexpr Text kBadRate{"应写成 名称=百分数（0 到 100），名称见 --help 末尾，收到的是“{}”",
                               "must be NAME=PERCENT (0 to 100), names are at the end of --help, got \"{}\""};
inline constexpr Text kDefects{"可设置的情形及默认比例（每百行出现的次数）：",
                               "what can be planted, and how often by default (per hundred rows):"};
inline constexpr Text kFooter{
    "另写三个文件：truth.csv 每行应有的结果，manifest.csv 文件与报送单位，winners.csv 往届一等奖名单。\n"
    "人名、单位和号码都是虚构的。",
    "Also written: truth.csv (what must come out), manifest.csv (files and submitters), winners.csv.\n"
    "All people, employers and numbers are invented."};

inline constexpr Text kWrote{"已写入 {}：{} 个文件，{} 行，用时 {:.1f} 秒\n",
                             "wrote {}: {} files, {} rows, in {:.1f} s\n"};
inline constexpr std::array<Text, 3> kVerdictHeadings{
    {{"单行应有的结果", "must come out"}, {"行数", "rows"}, {"占比", "share"}}};
inline constexpr std::array<Text, 3> kPlantHeadings{{{"植入次数", "planted"}, {"名称", "name"}, {"情形", "what"}}};

}  // namespace naadam::cli::texts::sample
