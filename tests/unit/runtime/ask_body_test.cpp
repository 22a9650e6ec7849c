#include "runtime/ask_body.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace naadam::runtime {
namespace {

constexpr char kArrayOfOne = '\x91';
constexpr char kMapOfOne = '\x81';
constexpr char kNil = '\xc0';

// A map whose value lies `deep` lists down.
std::string nested(std::size_t deep) {
  return std::string{kMapOfOne, '\xa1', 'a'} + std::string(deep, kArrayOfOne) + kNil;
}

TEST(AskBody, AMapComesBackAsItWas) {
  const Json map = {{"text", "某"}, {"number", 7}, {"bytes", Json::binary({1, 2})}, {"list", {{{"a", nullptr}}}}};
  const auto read = unpack_map(pack(map));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, map);
  EXPECT_EQ(*text_field(*read, "text"), "某");
  EXPECT_EQ(*number_field(*read, "number"), 7u);
  EXPECT_EQ(*bytes_field(*read, "bytes"), (std::string{1, 2}));
}

TEST(AskBody, NilIsAnEmptyMapAndNothingElseIs) {
  EXPECT_EQ(*unpack_map(std::string{kNil}), Json::object());
  EXPECT_FALSE(unpack_map(""));
  EXPECT_FALSE(unpack_map("x"));
  EXPECT_FALSE(unpack_map(std::string{kArrayOfOne, kNil}));
  EXPECT_FALSE(unpack_map(std::string{kNil, kNil}));
}

TEST(AskBody, NestingIsReadUpToItsLimitOnly) {
  EXPECT_TRUE(unpack_map(nested(kNestingMax - 1)));
  const auto refused = unpack_map(nested(kNestingMax));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, core::ErrorKind::kInvalid);
  EXPECT_FALSE(unpack_map(nested(4'000'000)));  // one level of stack each would end the process
}

TEST(AskBody, FieldsMissingOrMistypedAreNamed) {
  const Json map = {{"text", 1}, {"number", -1}, {"id", "12"}};
  for (const auto& cause : {text_field(map, "text").error().cause, number_field(map, "number").error().cause,
                            id_field(map, "id").error().cause, bytes_field(map, "bytes").error().cause}) {
    EXPECT_TRUE(cause.starts_with("field ")) << cause;
  }
}

}  // namespace
}  // namespace naadam::runtime
