#include "cli/sample/places.hpp"

#include <algorithm>
#include <array>

namespace naadam::cli::sample {
namespace {

template <std::size_t N>
using Words = std::array<Word, N>;

constexpr Words<9> kHohhot = {"150102", "150103", "150104", "150105", "150121", "150122", "150123", "150124", "150125"};
constexpr Words<9> kBaotou = {"150202", "150203", "150204", "150205", "150206", "150207", "150221", "150222", "150223"};
constexpr Words<3> kWuhai = {"150302", "150303", "150304"};
constexpr Words<12> kChifeng = {"150402", "150403", "150404", "150421", "150422", "150423",
                                "150424", "150425", "150426", "150428", "150429", "150430"};
constexpr Words<8> kTongliao = {"150502", "150521", "150522", "150523", "150524", "150525", "150526", "150581"};
constexpr Words<9> kOrdos = {"150602", "150603", "150621", "150622", "150623", "150624", "150625", "150626", "150627"};
constexpr Words<13> kHulunbuir = {"150702", "150703", "150721", "150722", "150723", "150724", "150725",
                                  "150726", "150727", "150782", "150783", "150784", "150785"};
constexpr Words<7> kBayannur = {"150802", "150821", "150822", "150823", "150824", "150825", "150826"};
constexpr Words<11> kUlanqab = {"150902", "150921", "150922", "150923", "150924", "150925",
                                "150926", "150927", "150928", "150929", "150981"};
constexpr Words<6> kHinggan = {"152201", "152202", "152221", "152222", "152223", "152224"};
constexpr Words<11> kXilingol = {"152502", "152522", "152523", "152524", "152525", "152526",
                                 "152527", "152528", "152529", "152530", "152531"};
constexpr Words<3> kAlxa = {"152921", "152922", "152923"};
constexpr Words<1> kManzhouli = {"150781"};
constexpr Words<1> kErenhot = {"152501"};

constexpr Place kPlaces[] = {
    {"150100", 14, kHohhot},   {"150200", 11, kBaotou}, {"150300", 3, kWuhai},     {"150400", 17, kChifeng},
    {"150500", 12, kTongliao}, {"150600", 9, kOrdos},   {"150700", 9, kHulunbuir}, {"150800", 6, kBayannur},
    {"150900", 7, kUlanqab},   {"152200", 6, kHinggan}, {"152500", 5, kXilingol},  {"152900", 2, kAlxa},
    {"150781", 2, kManzhouli}, {"152501", 1, kErenhot},
};

constexpr Words<24> kRetired = {"152101", "152103", "152104", "152122", "152301", "152302", "152322", "152323",
                                "152324", "152326", "152327", "152601", "152602", "152624", "152626", "152629",
                                "152701", "152722", "152723", "152727", "152801", "152822", "152824", "152827"};
constexpr Words<9> kOutside = {"110105", "130702", "140212", "210902", "220802",
                               "230202", "610802", "640104", "620902"};

}  // namespace

Place place_of(Word delegation_code) {
  const auto found = std::ranges::find(kPlaces, delegation_code, &Place::code);
  return found != std::end(kPlaces) ? *found : Place{delegation_code, 1, {}};
}

std::span<const Word> retired_regions() { return kRetired; }

std::span<const Word> outside_regions() { return kOutside; }

}  // namespace naadam::cli::sample
