#include "domain/retirement.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace naadam::domain {
namespace {

using enum RetirementTrack;

constexpr Date kAfter2025{2026, 10, 15};

struct Row {
  RetirementTrack track;
  int year, month;
  RetirementAge age;
  int day_year, day_month;  // 0: the source prints no month of retirement
};

// Rows that were printed by sources other than the formula.
const Row kRows[] = {
    {kMen, 1964, 12, {60, 0}, 2024, 12},    {kMen, 1965, 1, {60, 1}, 2025, 2},
    {kMen, 1965, 4, {60, 1}, 2025, 5},      {kMen, 1965, 5, {60, 2}, 2025, 7},
    {kMen, 1965, 9, {60, 3}, 0, 0},         {kMen, 1965, 12, {60, 3}, 2026, 3},
    {kMen, 1966, 1, {60, 4}, 2026, 5},      {kMen, 1967, 5, {60, 8}, 2028, 1},
    {kMen, 1975, 6, {62, 8}, 2038, 2},      {kMen, 1976, 8, {62, 11}, 0, 0},
    {kMen, 1976, 9, {63, 0}, 0, 0},         {kMen, 1976, 12, {63, 0}, 2039, 12},
    {kWomen55, 1970, 1, {55, 1}, 2025, 2},  {kWomen55, 1970, 5, {55, 2}, 2025, 7},
    {kWomen55, 1971, 4, {55, 4}, 2026, 8},  {kWomen55, 1974, 10, {56, 3}, 2031, 1},
    {kWomen55, 1981, 8, {57, 11}, 0, 0},    {kWomen55, 1981, 9, {58, 0}, 0, 0},
    {kWomen50, 1975, 1, {50, 1}, 2025, 2},  {kWomen50, 1975, 3, {50, 2}, 2025, 5},
    {kWomen50, 1975, 11, {50, 6}, 2026, 5}, {kWomen50, 1976, 6, {50, 9}, 2027, 3},
    {kWomen50, 1977, 1, {51, 1}, 2028, 2},  {kWomen50, 1984, 11, {55, 0}, 2039, 11},
};

Date born(int year, int month) { return *make_date(year, month, 15); }

TEST(Retirement, GradualDelayEqualsThePublishedRows) {
  for (const Row& row : kRows) {
    const Date birth = born(row.year, row.month);
    SCOPED_TRACE(iso_date(birth));
    EXPECT_EQ(retirement_age(row.track, birth, kAfter2025), row.age);
    if (row.day_year == 0) continue;
    EXPECT_EQ(retirement_day(row.track, birth, kAfter2025, LeapBirthday::kMar1), born(row.day_year, row.day_month));
  }
}

TEST(Retirement, TheThreeAnnexesHave408RowsThatStepAsTheDecisionSays) {
  struct Annex {
    RetirementTrack track;
    int year, month, last_year, last_month, k, cap;
  };
  int rows = 0;
  for (const Annex& a : {Annex{kMen, 1965, 1, 1976, 12, 4, 36}, Annex{kWomen55, 1970, 1, 1981, 12, 4, 36},
                         Annex{kWomen50, 1975, 1, 1984, 12, 2, 60}}) {
    int delay = 0;
    for (int m = a.year * 12 + a.month - 1, n = 0; m <= a.last_year * 12 + a.last_month - 1; ++m, ++n, ++rows) {
      if (n % a.k == 0 && delay < a.cap) ++delay;
      EXPECT_EQ(retirement_delay_months(a.track, born(m / 12, m % 12 + 1)), delay);
    }
    EXPECT_EQ(delay, a.cap);
  }
  EXPECT_EQ(rows, 144 + 144 + 120);
}

TEST(Retirement, Before2025TheOldAgesApplyWhateverTheBirthMonth) {
  const Date last_day{2024, 12, 31};
  EXPECT_EQ(retirement_age(kMen, born(1976, 9), last_day), (RetirementAge{60, 0}));
  EXPECT_EQ(retirement_age(kWomen55, born(1981, 9), last_day), (RetirementAge{55, 0}));
  EXPECT_EQ(retirement_age(kWomen50, born(1984, 11), last_day), (RetirementAge{50, 0}));
  EXPECT_EQ(retirement_age(kMen, born(1976, 9), kGradualDelayFrom), (RetirementAge{63, 0}));
}

RC_GTEST_PROP(Retirement, LaterBirthNeverMeansEarlierRetirement, ()) {
  const auto track = *rc::gen::element(kMen, kWomen55, kWomen50);
  const int day = *rc::gen::inRange(-10'000, 8'000);
  const Date earlier = date_of_day(day), later = date_of_day(day + 1);
  RC_ASSERT(retirement_day(track, earlier, kAfter2025, LeapBirthday::kMar1) <=
            retirement_day(track, later, kAfter2025, LeapBirthday::kMar1));
}

}  // namespace
}  // namespace naadam::domain
