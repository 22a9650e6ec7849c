// A draw as the portal tells it: to whom before it is published, to everybody afterwards, and its record byte for byte.
#include "portal_draws_test.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "cli/commands/draw.hpp"
#include "core/id.hpp"
#include "domain/calendar.hpp"
#include "runtime/installation.hpp"
#include "scheduling/rules/draw.hpp"
#include "seal/sha256.hpp"
#include "support/command.hpp"
#include "wire/verbs.hpp"

namespace naadam {
namespace {

namespace verb = wire::verb;
const std::string kSecret(scheduling::kSecretBytes, 's');

}  // namespace

asking::Json PortalDrawTest::ask(std::string_view service, std::string_view verb, asking::Json body) {
  asking::Peers peers(installation().settings().common, installation().clock());
  body.update({{"round", "trial"}, {"delegation", kOwn}, {"by", "甲"}});
  const auto answer = peers.ask_until(service, verb, body, kPatienceMs);
  EXPECT_TRUE(answer) << verb << ": " << (answer ? "" : answer.error().text);
  return answer ? *answer : asking::Json();
}

void PortalDrawTest::let_it_be(const char* instant) {
  const auto at = domain::parse_instant(instant).value();
  ASSERT_TRUE(runtime::begin_training(installation().store(), at));
  asking::Peers peers(installation().settings().common, installation().clock());
  ASSERT_TRUE(support::await(installation().clock(), kPatienceMs, [&] {
    const auto counts = peers.ask_until("scheduling", verb::kBoardCount, asking::Json::object(), kPatienceMs);
    return counts && counts->at("clock").get<core::Millis>() >= at;
  }));
}

void PortalDrawTest::begin_draw() {
  ask("scheduling", verb::kDrawOpen,
      {{"draw", kDrawId},
       {"source", "某期彩票"},
       {"value_at", domain::parse_instant("2021-07-20T21:30+08:00").value()},
       {"plan", {{{"event", "*"}, {"group", ""}, {"heats", 0}, {"stations", 3}}}}});
  const auto committed = scheduling::commitment(kDrawId, "主办单位", kSecret);
  ask("scheduling", verb::kDrawCommit, {{"who", "主办单位"}, {"commitment", core::to_hex(seal::view_of(committed))}});
}

void PortalDrawTest::end_draw() {
  ASSERT_NO_FATAL_FAILURE(let_it_be("2021-07-16T09:00+08:00"));
  ask("scheduling", verb::kDrawFreeze, asking::Json::object());
  ask("scheduling", verb::kDrawReveal, {{"who", "主办单位"}, {"secret", core::to_hex(kSecret)}});
  ASSERT_NO_FATAL_FAILURE(let_it_be("2021-07-20T22:00+08:00"));
  ask("scheduling", verb::kDrawPublish, {{"text", "01 02 03"}});
}

namespace {

using portal::Role;
using support::HttpAnswer;
using testing::HasSubstr;

const std::string kPath = "/api/v1/draws/trial/150100";

class PortalDraws : public PortalDrawTest {
 protected:
  static std::size_t listed(const HttpAnswer& answer) { return Json::parse(answer.body).at("draws").size(); }
};

TEST_F(PortalDraws, IsItsDelegationsUntilItIsPublishedAndThenEverybodys) {
  const std::string own = token(Role::kLeague, "呼和浩特"), other = token(Role::kLeague, "包头");
  taken(content_of(0), own);
  ASSERT_TRUE(installation().at_rest(kPatienceMs));
  EXPECT_EQ(stranger(kPath).status, 404u);
  EXPECT_EQ(listed(get("/api/v1/draws", own)), 0u);

  begin_draw();
  for (const std::string& path : {kPath, kPath + "/record.json"}) {
    EXPECT_EQ(code_of(stranger(path)), "unauthorized") << path;
    EXPECT_EQ(stranger(path).header("www-authenticate"), "Bearer");
    for (const std::string& who : {other, token(Role::kJudge), token(Role::kSubmitter)}) {
      EXPECT_EQ(code_of(get(path, who)), "outside_scope") << path;
    }
    for (const std::string& who : {own, token(Role::kRegion), token(Role::kSupervisor)}) {
      EXPECT_EQ(get(path, who).status, 200u) << path;
    }
  }
  EXPECT_EQ(listed(stranger("/api/v1/draws")), 0u);
  EXPECT_EQ(listed(get("/api/v1/draws", other)), 0u);
  EXPECT_EQ(listed(get("/api/v1/draws", own)), 1u);

  ASSERT_NO_FATAL_FAILURE(end_draw());
  const HttpAnswer shown = stranger(kPath);
  ASSERT_EQ(shown.status, 200u) << shown.body;
  EXPECT_EQ(Json::parse(shown.body).at("phase"), "published");
  EXPECT_EQ(shown.body, get(kPath, other).body);
  EXPECT_EQ(listed(stranger("/api/v1/draws")), 1u);

  // What anybody downloads is what an officer saves, and it can be computed again.
  const HttpAnswer record = stranger(kPath + "/record.json");
  ASSERT_EQ(record.status, 200u);
  EXPECT_THAT(record.header("content-disposition"), HasSubstr("draw-2021-150100-1.json"));
  const std::string data = installation().home().dir().string(), saved = data + "/saved.json", got = data + "/got.json";
  ASSERT_EQ(support::naadam({"draw", "save", "--to", saved, "--delegation", kOwn, "--data", data}).code, 0);
  std::ifstream in(saved, std::ios::binary);
  EXPECT_EQ(record.body, std::string(std::istreambuf_iterator<char>(in), {}));
  std::ofstream(got, std::ios::binary) << record.body;
  EXPECT_EQ(support::naadam({"draw", "check", got}).code, 0);

  // Everybody drawn sees the seat in their entry.
  ASSERT_TRUE(installation().at_rest(kPatienceMs));
  const Json places = Json::parse(record.body).at("events").at(0).at("seats").at(0);
  const Json entry = Json::parse(get("/api/v1/entries/" + places.at(0).get<std::string>(), own).body);
  EXPECT_EQ(entry.at("seat"), (Json{{"heat", places.at(1)}, {"station", places.at(2)}}));
}

TEST_F(PortalDraws, WhatIsNoRoundIsNotFound) {
  for (const char* path : {"/api/v1/draws/final/150100", "/api/v1/draws/trial/region", "/api/v1/draws/semi/150100"}) {
    EXPECT_EQ(code_of(stranger(path)), "not_found") << path;
  }
  EXPECT_EQ(code_of(stranger("/api/v1/draws/final/region")), "not_found") << "not begun";
  EXPECT_EQ(stranger("/api/v1/draws/trial/nowhere").status, 400u);
}

}  // namespace
}  // namespace naadam
