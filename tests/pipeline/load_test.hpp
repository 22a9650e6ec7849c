// What the cases with several copies share: a sample handed in to an installation while something happens to it, and
// whether in the end everything is as the sample's truth says.
//
// Thread: the main thread of the test.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "support/installation.hpp"
#include "support/installation_sample.hpp"

namespace naadam {

// 3,000 rows in 24 files.
const support::Sample& load_sample();
// A part of its files, the `i`-th of `parts`.
std::vector<support::SampleFile> part_of_load(std::size_t i, std::size_t parts);

class LoadTest : public testing::Test {
 protected:
  static constexpr core::Millis kRestMs = 30'000;
  static constexpr core::Millis kSeenMs = 10'000;

  explicit LoadTest(const support::InstallationOptions& options) : installation(options) {}

  // Hands files in, until all have their outcome; `meanwhile` is called as soon as some of them have their receipt.
  void hand_in(const std::vector<support::SampleFile>& files, const std::function<void()>& meanwhile = [] {});

  // Of the whole sample: everything was decided and told once, and nobody is forgotten.
  void expect_the_truth();

  // One notice for each who must be told, and no message twice. Those that were begun when their sender died may have
  // gone out or not.
  void expect_messages(bool a_sender_died);

  support::Installation installation;
  asking::Peers peers{installation.settings().common, installation.clock()};
  std::vector<std::string> uploads;  // in the order of the sample's files
};

}  // namespace naadam
