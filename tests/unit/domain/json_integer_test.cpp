#include "domain/json_integer.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>

namespace naadam::domain {
namespace {

using Json = nlohmann::json;

TEST(JsonInteger, WhatTheTypeHoldsComesOutAsWritten) {
  EXPECT_EQ(integer_in<std::uint16_t>(Json::parse("65535")), 65'535);
  EXPECT_EQ(integer_in<std::int64_t>(Json::parse("-9223372036854775808")), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(integer_in<std::int64_t>(Json::parse("9223372036854775807")), std::numeric_limits<std::int64_t>::max());
}

TEST(JsonInteger, WhatItDoesNotHoldIsRefused) {
  EXPECT_THROW(integer_in<std::uint16_t>(Json::parse("65536")), Json::out_of_range);
  EXPECT_THROW(integer_in<std::uint32_t>(Json::parse("-1")), Json::out_of_range);
  EXPECT_THROW(integer_in<std::int64_t>(Json::parse("9223372036854775808")), Json::out_of_range);
}

TEST(JsonInteger, WhatIsNotWrittenAsAnIntegerIsRefused) {
  for (const char* text : {"1e30", "1.0", "true", "\"1\"", "null", "[1]"}) {
    EXPECT_THROW(integer_in<std::int64_t>(Json::parse(text)), Json::type_error) << text;
  }
}

}  // namespace
}  // namespace naadam::domain
