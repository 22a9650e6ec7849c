// What somebody who came too late reads: the close that applied, and when the submission came.
#include "domain/reason.hpp"

#include <gtest/gtest.h>

#include "domain/edition.hpp"
#include "support/edition_2021.hpp"

namespace naadam::domain {
namespace {

core::Millis instant(const char* instant) { return parse_instant(instant).value(); }

const Edition& extended_2021() {
  static const Edition edition =
      extended(support::edition_2021(), {"150200", instant("2021-07-20T18:00"), "道路中断", "组委会", {2021, 7, 14}})
          .value();
  return edition;
}

std::string late(const Edition& edition, const Submission& from) {
  return render(Reason::kWindowLate, 0, edition, from).text;
}

TEST(LateReason, NamesTheGeneralCloseAndWhenTheSubmissionCame) {
  EXPECT_EQ(late(support::edition_2021(), {"呼和浩特市", instant("2021-07-16T09:30:05")}),
            "报名已于 2021年7月15日18:00 截止，本次提交于 2021年7月16日09:30:05 收到");
  EXPECT_EQ(late(extended_2021(), {"呼和浩特市", instant("2021-07-16T09:30:05")}),
            "报名已于 2021年7月15日18:00 截止，本次提交于 2021年7月16日09:30:05 收到");
}

TEST(LateReason, NamesTheExtensionOfTheDelegationThatHasOne) {
  for (const char* name : {"包头", "150200", "内蒙古包头市代表队"}) {
    const Rendered said = render(Reason::kWindowLate, 0, extended_2021(), {name, instant("2021-07-21T00:00")});
    EXPECT_EQ(said.text, "包头市的报名延期后已于 2021年7月20日18:00 截止，本次提交于 2021年7月21日00:00:00 收到");
    EXPECT_EQ(said.inputs, "2021-06-01T08:00:00+08:00/2021-07-20T18:00:00+08:00");
  }
}

TEST(LateReason, TellsTheTwoApartWithinTheSecondOfTheClose) {
  EXPECT_EQ(late(support::edition_2021(), {"呼和浩特市", instant("2021-07-15T18:00") + 7}),
            "报名已于 2021年7月15日18:00 截止，本次提交于 2021年7月15日18:00:00.007 收到");
}

TEST(LateReason, SaysLessWhereLessIsKnown) {
  EXPECT_EQ(late(support::edition_2021(), {}), "报名已于 2021年7月15日18:00 截止");
  EXPECT_EQ(late(extended_2021(), {}), "报名已于 2021年7月15日18:00 截止（获准延期的代表队以延期为准）");
  EXPECT_EQ(late(extended_2021(), {"包头市", 0}), "包头市的报名延期后已于 2021年7月20日18:00 截止");
}

}  // namespace
}  // namespace naadam::domain
