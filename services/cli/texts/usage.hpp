// The program's own words: what it is, the global flags, and wrong use.
#pragma once

#include <array>
#include <utility>

#include "cli/text.hpp"

namespace naadam::cli::texts {

inline constexpr Text kAbout{"那达慕：职业技能大赛报名、资格审核与通知",
                             "naadam: registration, eligibility and notices of a vocational skills competition"};
inline constexpr Text kLang{"界面语言", "language of the program"};
inline constexpr Text kJson{"结果以 JSON 输出，便于程序读取", "print results as JSON, for programs"};
inline constexpr Text kHelp{"显示本说明", "show this help"};
inline constexpr Text kSeeHelp{"用法见：naadam {}--help", "for usage: naadam {}--help"};
inline constexpr Text kBroken{"程序内部出错，请把这一行交给维护人员：{}",
                              "internal error, please report this line: {}"};

// Wrong use. {} is what the user wrote or the option's name.
inline constexpr Text kNoCommand{"缺少命令", "a command is missing"};
inline constexpr Text kNoSuchCommand{"没有这个命令：{}", "no such command: {}"};
inline constexpr Text kMissing{"缺少必填的 {}", "{} is required"};
inline constexpr Text kUnexpected{"不认识的参数：{}", "unknown argument: {}"};
inline constexpr Text kNotReadable{"{} 的值无法识别：{}", "the value of {} can't be read: {}"};
inline constexpr Text kValueMissing{"{} 后面缺少值", "{} needs a value"};
inline constexpr Text kRange{"应为 {} 到 {} 的整数，收到的是“{}”", "must be a whole number from {} to {}, got \"{}\""};
inline constexpr Text kOneOf{"应为 {} 之一，收到的是“{}”", "must be one of {}, got \"{}\""};
inline constexpr Text kBadInstant{"时刻应写成 2021-06-20T10:00+08:00 的形式",
                                  "must be a moment such as 2021-06-20T10:00+08:00"};

// Words inside help pages: CLI11's label and how we say it.
inline constexpr Text kOptions{"选项", "Options"};
inline constexpr Text kCommands{"命令", "Commands"};
inline constexpr std::array<std::pair<const char*, Text>, 9> kLabels{{
    {"Usage", {"用法", "Usage"}},
    {"OPTIONS", {"选项", "OPTIONS"}},
    {"Options", {"选项", "Options"}},
    {"SUBCOMMAND", {"命令", "COMMAND"}},
    {"SUBCOMMANDS", {"命令", "COMMANDS"}},
    {"Positionals", {"参数", "Arguments"}},
    {"REQUIRED", {"（必填）", "(required)"}},
    {"Env", {"环境变量", "Env"}},
    {"Needs", {"需要", "Needs"}},
}};

}  // namespace naadam::cli::texts
