// A file is handed in by pieces, over a way on which a piece may come twice or not at all.
#include <gtest/gtest.h>

#include "asking/peers.hpp"
#include "support/installation.hpp"
#include "wire/verbs.hpp"

namespace naadam {
namespace {

using runtime::Json;
namespace verb = wire::verb;

constexpr core::Millis kUploadAskMs = 5'000;

class UploadTest : public testing::Test {
 protected:
  core::Result<Json> ask(std::string_view verb, const Json& body) {
    return peers.ask("intake", verb, body, kUploadAskMs);
  }

  std::string begin() {
    return ask(verb::kUploadBegin, {{"submitter", "甲"}, {"file_name", "a.csv"}, {"corrects", ""}})
        .value()
        .at("ticket");
  }
  core::Result<Json> append(const std::string& ticket, std::uint64_t offset, const std::string& bytes) {
    return ask(verb::kUploadAppend,
               {{"ticket", ticket}, {"offset", offset}, {"bytes", Json::binary({bytes.begin(), bytes.end()})}});
  }
  core::Result<Json> commit(const std::string& ticket) { return ask(verb::kUploadCommit, {{"ticket", ticket}}); }

  support::Installation installation{{}};
  asking::Peers peers{installation.settings().common, installation.clock()};
};

TEST_F(UploadTest, APieceThatComesTwiceIsTakenOnce) {
  const std::string plain = begin();
  ASSERT_TRUE(append(plain, 0, "12345678"));
  const Json kept = commit(plain).value();
  EXPECT_FALSE(kept.at("again").get<bool>());

  const std::string doubled = begin();
  for (const auto& [offset, piece] : {std::pair(0, "1234"), {0, "1234"}, {4, "5678"}, {0, "1234"}, {4, "5678"}}) {
    EXPECT_TRUE(append(doubled, static_cast<std::uint64_t>(offset), piece));
  }
  const Json same = commit(doubled).value();
  EXPECT_EQ(same.at("upload"), kept.at("upload"));
  EXPECT_TRUE(same.at("again").get<bool>());
}

TEST_F(UploadTest, AMissingPieceEndsTheHandingIn) {
  const std::string ticket = begin();
  ASSERT_TRUE(append(ticket, 0, "1234"));
  const auto gap = append(ticket, 8, "9abc");
  ASSERT_FALSE(gap);
  EXPECT_EQ(gap.error().kind, core::ErrorKind::kNotFound);
  EXPECT_FALSE(commit(ticket));
}

TEST_F(UploadTest, WhatWasAbandonedGivesItsPlaceBack) {
  constexpr int kMoreThanAtOnce = 70;  // than intake takes
  for (int i = 0; i < kMoreThanAtOnce; ++i) {
    const std::string ticket = begin();
    ASSERT_TRUE(append(ticket, 0, "1234"));
    ASSERT_TRUE(ask(verb::kUploadAbandon, {{"ticket", ticket}}));
    EXPECT_FALSE(commit(ticket));
  }
}

TEST_F(UploadTest, AnUploadIsShownToItsSubmitterAlone) {
  const std::string ticket = begin();
  ASSERT_TRUE(append(ticket, 0, "1234"));
  const std::string upload = commit(ticket).value().at("upload");
  EXPECT_TRUE(ask(verb::kUploadStatus, {{"upload", upload}}));
  EXPECT_TRUE(ask(verb::kUploadStatus, {{"upload", upload}, {"submitter", "甲"}}));
  for (const auto verb : {verb::kUploadStatus, verb::kUploadOutcome}) {
    const auto others = ask(verb, {{"upload", upload}, {"submitter", "乙"}, {"offset", 0}});
    ASSERT_FALSE(others) << verb;
    EXPECT_EQ(others.error().kind, core::ErrorKind::kNotFound) << verb;
  }
}

}  // namespace
}  // namespace naadam
