#include "domain/calendar.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace naadam::domain {
namespace {

constexpr Date kDay{1990, 1, 31};

TEST(Calendar, EveryWrittenFormOfADateIsRead) {
  for (const char* text : {"1990-01-31", "1990/1/31", "1990.1.31", "1990年1月31日", "1990年01月31", "1990年1月31号",
                           "19900131", "1990-01-31 00:00:00", "1990/1/31 0:00", "1990-01-31T00:00:00.000",
                           "1990 年 1 月 31 日", "32904", "19900131.0"}) {
    EXPECT_EQ(parse_date(text), kDay) << text;
  }
}

TEST(Calendar, WhatIsNoDateIsNotRead) {
  for (const char* text :
       {"", "1990", "1990-01", "90-01-31", "1990-02-30", "1990-13-01", "19900230", "1990-1/31", "1990-01-31x", "9999",
        "80000", "1799-12-31", "1990-01-31 25:00", "三月一日", "123456", "1990--1"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
}

TEST(Calendar, LeapDaysExistOnlyInLeapYears) {
  EXPECT_TRUE(make_date(2000, 2, 29));
  EXPECT_FALSE(make_date(1900, 2, 29));
  EXPECT_FALSE(make_date(2021, 2, 29));
}

TEST(Calendar, FullYearsGrowOnTheBirthday) {
  EXPECT_EQ(full_years({2005, 7, 15}, {2021, 7, 14}, LeapBirthday::kMar1), 15);
  EXPECT_EQ(full_years({2005, 7, 15}, {2021, 7, 15}, LeapBirthday::kMar1), 16);
}

TEST(Calendar, LeapBirthdayInACommonYearFollowsTheRule) {
  EXPECT_EQ(anniversary({1972, 2, 29}, 50, 0, LeapBirthday::kMar1), (Date{2022, 3, 1}));
  EXPECT_EQ(anniversary({1972, 2, 29}, 50, 0, LeapBirthday::kFeb28), (Date{2022, 2, 28}));
  EXPECT_EQ(anniversary({1972, 2, 29}, 60, 0, LeapBirthday::kMar1), (Date{2032, 2, 29}));
}

TEST(Calendar, MonthsThatLackTheDayEndOnTheirLast) {
  EXPECT_EQ(anniversary({1965, 1, 31}, 60, 1, LeapBirthday::kMar1), (Date{2025, 2, 28}));
  EXPECT_EQ(anniversary({1965, 10, 31}, 60, 1, LeapBirthday::kMar1), (Date{2025, 11, 30}));
}

TEST(Calendar, InstantsAreReadWithTheirOffset) {
  const core::Millis ten = 1624154400000;  // 2021-06-20T02:00:00Z
  for (const char* text :
       {"2021-06-20T10:00+08:00", "2021-06-20T10:00:00+0800", "2021-06-20T02:00Z", "2021-06-20T10:00",
        "2021-06-20 10:00", "2021-06-19T21:00:00.000-05:00", "2021-06-20T10:00+08"}) {
    EXPECT_EQ(parse_instant(text), ten) << text;
  }
  for (const char* text : {"", "2021-06-20T", "2021-06-20T24:00", "2021-06-20T10:60", "2021-06-20T10:00+8x",
                           "20210620T10:00", "2021/06/20T10:00", "2021-06-20T10:00+15:00"}) {
    EXPECT_EQ(parse_instant(text), std::nullopt) << text;
  }
  EXPECT_EQ(iso_instant(ten), "2021-06-20T10:00:00+08:00");
  EXPECT_EQ(chinese_instant(ten), "2021年6月20日10:00");
  EXPECT_EQ(chinese_moment(ten), "6月20日10:00");
  EXPECT_EQ(chinese_moment(ten + 61'000), "6月20日10:01:01");
}

TEST(Calendar, TheLocalDayTurnsAtSixteenHoursUtc) {
  EXPECT_EQ(local_date(*parse_instant("2021-06-20T15:59:59.999Z")), (Date{2021, 6, 20}));
  EXPECT_EQ(local_date(*parse_instant("2021-06-20T16:00Z")), (Date{2021, 6, 21}));
  EXPECT_EQ(local_date(*parse_instant("1969-12-31T15:59Z")), (Date{1969, 12, 31}));
}

RC_GTEST_PROP(Calendar, DaysAndTheirTextsGoRoundTrip, ()) {
  const auto day = *rc::gen::inRange(-60'000, 60'000);
  const Date date = date_of_day(day);
  RC_ASSERT(day_number(date) == day);
  RC_ASSERT(parse_date(iso_date(date)) == date);
  RC_ASSERT(parse_date(chinese_date(date)) == date);
  RC_ASSERT(local_date(instant_of(date, 23, 59)) == date);
  RC_ASSERT(parse_instant(iso_instant(instant_of(date, 7, 30))) == instant_of(date, 7, 30));
}

RC_GTEST_PROP(Calendar, AnniversaryIsTheFirstDayOfThatAge, ()) {
  const Date birth = date_of_day(*rc::gen::inRange(-20'000, 15'000));
  const int years = *rc::gen::inRange(1, 80);
  for (const auto rule : {LeapBirthday::kFeb28, LeapBirthday::kMar1}) {
    const Date reached = anniversary(birth, years, 0, rule);
    RC_ASSERT(full_years(birth, reached, rule) == years);
    RC_ASSERT(full_years(birth, date_of_day(day_number(reached) - 1), rule) == years - 1);
  }
}

}  // namespace
}  // namespace naadam::domain
