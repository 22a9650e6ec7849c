#include "domain/region.hpp"

#include <gtest/gtest.h>

namespace naadam::domain {
namespace {

TEST(Region, ProvincesAreThoseOfTheStandard) {
  for (const char* code : {"11", "15", "46", "50", "65", "71", "81", "82", "83"})
    EXPECT_TRUE(is_province(code)) << code;
  for (const char* code : {"10", "16", "00", "99", "91", "1", "150", "1x"}) EXPECT_FALSE(is_province(code)) << code;
}

TEST(Region, AddressesOfOtherProvincesAreTold) {
  for (const char* text : {"河北省张家口市桥东区", "北京市朝阳区", "北京朝阳区", "中国辽宁省沈阳市"})
    EXPECT_TRUE(names_other_province(text)) << text;
}

TEST(Region, AddressesHereAndStreetsNamedAfterOtherPlacesAreNot) {
  for (const char* text : {"", "内蒙古自治区包头市", "鄂尔多斯市东胜区", "新城区海拉尔路1号", "北京路12号",
                           "天津小区3号楼", "北京西路5号"}) {
    EXPECT_FALSE(names_other_province(text)) << text;
  }
}

TEST(Region, CountryNumbersAreThoseOfIso3166) {
  for (const char* code : {"004", "124", "156", "496", "682", "840", "894"})
    EXPECT_TRUE(is_country_number(code)) << code;
  for (const char* code : {"000", "999", "001", "12", "1x4"}) EXPECT_FALSE(is_country_number(code)) << code;
}

}  // namespace
}  // namespace naadam::domain
