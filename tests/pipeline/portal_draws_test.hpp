// Draws for the cases of the portal that need one: taken through all its steps as officers do.
//
// Thread: the main thread of the test.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "asking/peers.hpp"
#include "portal_test.hpp"

namespace naadam {

class PortalDrawTest : public PortalTest {
 protected:
  static constexpr const char* kOwn = "150100";  // 呼和浩特
  static constexpr const char* kDrawId = "2021-150100-1";

  // One question to a service about the trials of kOwn, in the name of 甲; fails the test where it is refused.
  static asking::Json ask(std::string_view service, std::string_view verb, asking::Json body);
  // The installation's clock, as scheduling knows it.
  static void let_it_be(const char* instant);
  // Opens the draw, and commits to it.
  static void begin_draw();
  // Freezes, reveals and publishes it.
  static void end_draw();
  static support::HttpAnswer stranger(const std::string& path) { return support::http_ask(port(), "GET", path); }
};

}  // namespace naadam
