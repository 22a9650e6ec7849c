// Words of `naadam draw select`.
#pragma once

#include <array>

#include "cli/text.hpp"

namespace naadam::cli::texts::draw_select {

inline constexpr Text kAbout{"按公开的数从公布的名单中选取，例如督导、裁判、抽查对象（RFC 3797，不需要服务器）",
                             "choose from a published list by public numbers, as RFC 3797 says, without a server"};
inline constexpr Text kList{"公布的名单，一行一个名称或代码", "the published list, a name or code a line"};
inline constexpr Text kSource{
    "一个随机源的数，例如一期彩票的“2,5,12,8,10”；有几个源就写几次，次序按公告",
    "the numbers of one source, such as \"2,5,12,8,10\"; once a source, in the announced order"};
inline constexpr Text kCount{"选几个", "how many"};
inline constexpr Text kCheck{"与公布的结果核对：一行一个，按选出的次序",
                             "compare with a published result, a name a line in order"};
inline constexpr Text kInFile{"{}：{}", "{}: {}"};
inline constexpr Text kSize{"名单 {} 行，选 {} 个", "{} names, {} to choose"};
inline constexpr Text kKey{"密钥串：{}", "key: {}"};
inline constexpr std::array<Text, 4> kHeadings{
    {{"次序", "order"}, {"名单行次", "place"}, {"名称", "name"}, {"MD5", "MD5"}}};
inline constexpr Text kEqual{"公布的结果与重新计算的完全一致。",
                             "The published result is exactly what the numbers give."};
inline constexpr Text kDiffers{"公布的结果从第 {} 个起与重新计算的不一致，不可信。",
                               "The published result differs from place {} on: do not trust it."};
inline constexpr Text kFooter{
    "名单、随机源和取数办法要在这些数产生之前公布。第 i 个（从 0 起）：printf '\\x00\\x0i密钥串\\x00\\x0i' | md5sum，\n"
    "所得 128 位数除以余下个数的余数，就是它在余下名单里的位置（从 0 起）。\n"
    "退出码：0 已选出或一致，1 不一致，2 用法有误，3 文件读不了。",
    "Publish the list, the sources and how they are read before their numbers exist. The i-th, i from 0: "
    "printf '\\x00\\x0iKEY\\x00\\x0i' | md5sum;\nthat number of 128 bits modulo how many are left is its place among "
    "those left, from 0.\nExit codes: 0 chosen or equal, 1 different, 2 wrong use, 3 the file can't be read."};

}  // namespace naadam::cli::texts::draw_select
