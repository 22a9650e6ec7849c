#include "domain/score_scheme.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace naadam::domain {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr const char* kScheme = R"([scheme]
round = "trial"

[[event]]
event = "焊接"

[[event.criterion]]
code = "A"
zh = "操作规范"
most = "30"
step = "0.5"

[[event.criterion]]
code = "B"
zh = "成品质量"
most = "70"
step = "1"

[[event]]
event = "*"

[[event.criterion]]
code = "总分"
zh = "总分"
most = "100"
step = "0.1"
)";

TEST(ScoreScheme, IsReadEventByEventWithMarksAsWritten) {
  const auto scheme = parse_score_scheme(kScheme, "scheme.toml");
  ASSERT_TRUE(scheme) << scheme.error().text;
  EXPECT_EQ(scheme->round, "trial");
  ASSERT_THAT(scheme->events, SizeIs(2));
  EXPECT_EQ(scheme->events[0].event, "焊接");
  ASSERT_THAT(scheme->events[0].criteria, SizeIs(2));
  EXPECT_EQ(scheme->events[0].criteria[0].step, "0.5");
  EXPECT_EQ(scheme->events[1].criteria[0].zh, "总分");
}

TEST(ScoreScheme, MistakesAreNamedWithTheirLine) {
  const auto text = [](const std::string& toml) { return parse_score_scheme(toml, "s.toml").error().text; };
  std::string number = kScheme;
  number.replace(number.find("\"30\""), 4, "30");
  EXPECT_THAT(text(number), HasSubstr("第 10 行"));
  EXPECT_THAT(text("[scheme]\nround = \"half\"\n[[event]]\n"), HasSubstr("round"));
  EXPECT_THAT(text("[scheme]\nround = \"trial\"\n"), HasSubstr("[[event]]"));
  EXPECT_THAT(text("[scheme]\nround = \"trial\"\n[[event]]\nevent = \"*\"\n"), HasSubstr("criterion"));
  EXPECT_THAT(text(std::string(kScheme) + "extra = 1\n"), HasSubstr("不认识的项"));
  EXPECT_THAT(text(std::string(kScoreSchemeBytesMax + 1, '#')), HasSubstr("过大"));
}

}  // namespace
}  // namespace naadam::domain
