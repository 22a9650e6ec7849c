#include "frame.hpp"

#include <gtest/gtest.h>

#include "collect.hpp"
#include "core/bytes.hpp"

namespace naadam::sheet {
namespace {

std::string frame(FrameType type, const std::string& payload) {
  std::string bytes(1, static_cast<char>(type));
  core::put_u32(bytes, static_cast<std::uint32_t>(payload.size()));
  return bytes + payload;
}

std::string sheet_frame(bool hidden) {
  std::string payload;
  core::put_u32(payload, 0);
  payload.push_back(hidden ? 1 : 0);
  return frame(FrameType::kSheet, payload + "s");
}

// Row 1 with the one cell "a".
std::string row_frame() {
  std::string payload;
  core::put_u32(payload, 1);
  payload += std::string("\0\1", 2);
  core::put_u32(payload, 1);
  return frame(FrameType::kRows, payload + "a");
}

std::string done_frame() { return frame(FrameType::kDone, std::string(8, '\0')); }

class FrameParserTest : public testing::Test {
 protected:
  Limits limits_;
  test::Collect rows_;
  FrameParser parser_{limits_, rows_};
};

TEST_F(FrameParserTest, AStreamMayBeCutAnywhere) {
  const std::string stream = sheet_frame(false) + row_frame() + done_frame();
  for (const char byte : stream) ASSERT_TRUE(parser_.feed(std::string_view(&byte, 1)));
  EXPECT_TRUE(parser_.done());
  ASSERT_EQ(rows_.sheets.size(), 1u);
  EXPECT_EQ(rows_.sheets[0].rows, (std::vector<test::KeptRow>{{1, {"a"}}}));
}

TEST_F(FrameParserTest, RowsBeforeAnySheetAreRefused) {
  const auto status = parser_.feed(row_frame());
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().defect, Defect::kReaderFailed);
}

TEST_F(FrameParserTest, RowsOfAHiddenSheetAreRefused) {
  const auto status = parser_.feed(sheet_frame(true) + row_frame());
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().defect, Defect::kReaderFailed);
}

TEST_F(FrameParserTest, NothingMayFollowTheLastFrame) {
  ASSERT_TRUE(parser_.feed(sheet_frame(false) + done_frame()));
  EXPECT_FALSE(parser_.feed(row_frame()));
}

}  // namespace
}  // namespace naadam::sheet
