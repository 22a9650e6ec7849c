#include "portal/rules/trace.hpp"

#include <gtest/gtest.h>

namespace naadam::portal {
namespace {

constexpr std::string_view kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

TEST(Trace, TheCallersOwnIsTaken) {
  const auto trace = trace_of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  ASSERT_TRUE(trace);
  EXPECT_EQ(core::to_hex(*trace), kTrace);
  EXPECT_TRUE(trace_of("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-may-come")) << "a later version";
}

TEST(Trace, WhatIsNoneIsNone) {
  for (const char* text :
       {"", "00", "4bf92f3577b34da6a3ce929d0e0e4736", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e473x-00f067aa0ba902b7-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01"}) {
    EXPECT_FALSE(trace_of(text)) << text;
  }
}

}  // namespace
}  // namespace naadam::portal
