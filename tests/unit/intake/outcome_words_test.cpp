#include "intake/rules/outcome_words.hpp"

#include <gtest/gtest.h>

#include "support/edition_2021.hpp"

namespace naadam::intake {
namespace {

TEST(OutcomeWords, ALateRowNamesTheCloseOfItsDelegationAndWhenTheFileCame) {
  const domain::Edition& edition = support::edition_2021();
  const auto at = [](const char* instant) { return domain::parse_instant(instant).value(); };
  const auto extended =
      domain::extended(edition, {"150200", at("2021-07-20T18:00"), "道路中断", "组委会", {2021, 7, 14}}).value();
  wire::RowMark mark;
  mark.verdict = wire::Verdict::kReturned;
  mark.reasons.reason[static_cast<std::size_t>(wire::Rule::kWindow)] = 11;  // kWindowLate within its hundred
  const core::Millis came = at("2021-07-21T08:00:09");
  EXPECT_EQ(outcome_words(mark, extended, {"包头", came}, "").reason,
            "包头市的报名延期后已于 2021年7月20日18:00 截止，本次提交于 2021年7月21日08:00:09 收到"
            "（依据：三（一）赛事时间（选拔赛期限））");
  EXPECT_EQ(outcome_words(mark, extended, {"赤峰", came}, "").reason,
            "报名已于 2021年7月15日18:00 截止，本次提交于 2021年7月21日08:00:09 收到"
            "（依据：三（一）赛事时间（选拔赛期限））");
}

}  // namespace
}  // namespace naadam::intake
