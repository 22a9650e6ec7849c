// Words of `naadam parked`.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "cli/text.hpp"

namespace naadam::cli::texts::parked {

inline constexpr Text kAbout{"查看被搁置的记录，或让它们重新处理", "show what was set aside, or have it tried again"};
inline constexpr Text kVerb{"show 查看（默认），replay 重新处理", "show (default) or replay"};
inline constexpr Text kFooter{
    "一条记录自身连续失败五次才会被搁置，其余记录不受影响；原因在各服务日志的 record.parked 行。",
    "A record is set aside after five failures of its own; the reason is in the service's "
    "log, event record.parked."};
inline constexpr Text kNone{"没有被搁置的记录。", "Nothing is set aside."};
inline constexpr Text kRecord{"  {} {}，环节 {}：{}（{}）", "  {} {}, stage {}: {} ({})"};
// By what stands in the log.
inline constexpr std::array<std::pair<std::string_view, Text>, 2> kReasons{
    {{"check does not hold",
      {"内容已损坏，未作处理，也没有通知本人；请从备份找回这一条，再重新处理",
       "damaged, so nothing was decided or sent; get it back from a backup, then replay"}},
     {"attempts used up", {"连续失败五次", "failed five times"}}}};
inline constexpr Text kHowTo{"查明并排除原因后：naadam parked replay",
                             "When the cause is found and gone: naadam parked replay"};
inline constexpr Text kReplayed{"已放回待办，各服务会立即重新处理；再次失败五次会再被搁置。",
                                "Due again at once; five more failures set them aside again."};
inline constexpr Text kNotAnswered{"存储没有应答（{}），请稍后再试。", "the store did not answer ({}); try again"};
inline constexpr std::array<Text, 5> kKinds{
    {{"报名表", "uploads"}, {"报名", "entries"}, {"通知", "notices"}, {"抽签", "draws"}, {"成绩", "scores"}}};

}  // namespace naadam::cli::texts::parked
