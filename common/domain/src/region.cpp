#include "domain/region.hpp"

#include <algorithm>
#include <array>
#include <bitset>

#include "damage.hpp"

namespace naadam::domain {
namespace {

using Codes = std::string_view;

constexpr Codes kProvinces =
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 "
    "71 81 82 83";

constexpr std::array<std::string_view, 33> kOtherProvinces = {
    "北京", "天津", "河北", "山西", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽",
    "福建", "江西", "山东", "河南", "湖北", "湖南", "广东",   "广西", "海南", "重庆", "四川",
    "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏",   "新疆", "台湾", "香港", "澳门"};

// Streets and estates of this region's towns that are named after a province or city elsewhere.
constexpr std::array<std::string_view, 18> kStreetWords = {"路",   "街",   "大街", "东路", "西路", "南路",
                                                           "北路", "中路", "东街", "西街", "南街", "北街",
                                                           "大道", "道",   "巷",   "小区", "花园", "新村"};

constexpr Codes kCountries =
    "004 008 010 012 016 020 024 028 031 032 036 040 044 048 050 051 052 056 060 064 068 070 072 074 076 084 086 090 "
    "092 "
    "096 100 104 108 112 116 120 124 132 136 140 144 148 152 156 158 162 166 170 174 175 178 180 184 188 191 192 196 "
    "203 "
    "204 208 212 214 218 222 226 231 232 233 234 238 239 242 246 248 250 254 258 260 262 266 268 270 275 276 288 292 "
    "296 "
    "300 304 308 312 316 320 324 328 332 334 336 340 344 348 352 356 360 364 368 372 376 380 384 388 392 398 400 404 "
    "408 "
    "410 414 417 418 422 426 428 430 434 438 440 442 446 450 454 458 462 466 470 474 478 480 484 492 496 498 499 500 "
    "504 "
    "508 512 516 520 524 528 531 533 534 535 540 548 554 558 562 566 570 574 578 580 581 583 584 585 586 591 598 600 "
    "604 "
    "608 612 616 620 624 626 630 634 638 642 643 646 652 654 659 660 662 663 666 670 674 678 682 686 688 690 694 702 "
    "703 "
    "704 705 706 710 716 724 728 729 732 740 744 748 752 756 760 762 764 768 772 776 780 784 788 792 795 796 798 800 "
    "804 "
    "807 818 826 831 832 833 834 840 850 854 858 860 862 876 882 887 894";

template <std::size_t Digits, std::size_t Size>
std::bitset<Size> code_set(Codes list) {
  std::bitset<Size> set;
  for (std::size_t i = 0; i < list.size(); i += Digits + 1) {
    std::size_t value = 0;
    for (std::size_t k = 0; k < Digits; ++k) value = value * 10 + static_cast<std::size_t>(list[i + k] - '0');
    set.set(value);
  }
  return set;
}

}  // namespace

bool is_province(std::string_view code) {
  static const auto set = code_set<2, 100>(kProvinces);
  return code.size() == 2 && damage::is_digit(code[0]) && damage::is_digit(code[1]) &&
         set.test(static_cast<std::size_t>((code[0] - '0') * 10 + (code[1] - '0')));
}

bool names_other_province(std::string_view address) {
  constexpr std::string_view kCountry = "中国";
  if (address.starts_with(kCountry)) address.remove_prefix(kCountry.size());
  const auto starts = [&address](std::string_view word) { return address.starts_with(word); };
  const auto* province = std::find_if(kOtherProvinces.begin(), kOtherProvinces.end(), starts);
  if (province == kOtherProvinces.end()) return false;
  address.remove_prefix(province->size());
  return std::none_of(kStreetWords.begin(), kStreetWords.end(), starts);
}

bool is_country_number(std::string_view digits) {
  static const auto set = code_set<3, 1000>(kCountries);
  if (digits.size() != 3 || !damage::is_digit(digits[0]) || !damage::is_digit(digits[1]) ||
      !damage::is_digit(digits[2]))
    return false;
  return set.test(static_cast<std::size_t>((digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0')));
}

}  // namespace naadam::domain
