// One person with a phone before the real services: from the form to its verdict, once, whatever is tapped twice, sent
// again or killed on the way.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "domain/calendar.hpp"
#include "domain/document_number.hpp"
#include "domain/employer_code.hpp"
#include "portal_test.hpp"
#include "runtime/installation.hpp"
#include "support/http_client.hpp"
#include "support/installation.hpp"
#include "wire/entry.hpp"
#include "wire/stages.hpp"

namespace naadam {
namespace {

using support::http_ask;
using support::HttpAnswer;
using testing::HasSubstr;
using testing::IsEmpty;
using Json = nlohmann::json;

constexpr std::string_view kForms = "/api/v1/forms";

class FormPipeline : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    installation_ = std::make_unique<support::Installation>(support::InstallationOptions{});
  }
  static void TearDownTestSuite() {
    ASSERT_TRUE(installation_->at_rest(support::kPatienceMs));
    EXPECT_THAT(installation_->audited(support::kPatienceMs).findings, IsEmpty());
    EXPECT_EQ(installation_->parked(), 0u);
    for (const char* copy : {"portal", "intake", "eligibility"}) {
      EXPECT_THAT(installation_->log(copy), testing::Not(HasSubstr("1501021990"))) << "no number in a log";
      EXPECT_THAT(installation_->log(copy), testing::Not(HasSubstr("甲"))) << "and no name";
    }
    installation_.reset();
  }

  // Killed, and started again as `naadam up` does.
  static void kill_and_revive(const std::string& name) {
    installation_->end(name);
    ASSERT_TRUE(support::await(installation_->clock(), support::kPatienceMs, [&] {
      installation_->tend(0);
      return installation_->runs(name);
    })) << name;
  }
  static std::uint16_t port() { return installation_->settings().portal_port; }
  static std::string fresh_id() { return fmt::format("{:032x}", ++ids_); }
  // A person whom the rules accept, a new one for each `n`.
  static Json person(int n, const std::string& birth8 = "19900131") {
    return {{"fields",
             {{"name", "甲一"},
              {"document_type", "居民身份证"},
              {"document_number", domain::complete_citizen_id(fmt::format("150102{}{:03}", birth8, 2 * n + 1))},
              {"mobile", fmt::format("138{:08}", n)},
              {"event", "数控车"},
              {"group", "职工组"},
              {"delegation", "呼和浩特"},
              {"basis", "工作"},
              {"employer", "某某机械厂"},
              {"employer_code", domain::complete_employer_code("91150102MAT00001")}}},
            {"consent", {{"version", "1"}, {"agreed_at", "2021-06-20T10:00:00+08:00"}}}};
  }
  static HttpAnswer post(const std::string& path, const Json& body, const std::string& id) {
    return http_ask(port(), "POST", path, {{"Idempotency-Key", id}}, body.dump());
  }
  static HttpAnswer file(const Json& body, const std::string& id = fresh_id()) {
    return post(std::string(kForms), body, id);
  }
  // The same until it is answered otherwise than "not now".
  static HttpAnswer file_until(const Json& body, const std::string& id) {
    HttpAnswer answer;
    support::await(installation_->clock(), support::kPatienceMs, [&] {
      try {
        answer = file(body, id);
      } catch (const std::runtime_error&) {
        return false;  // nobody listens
      }
      return answer.status != 0 && answer.status < 500 && answer.status != 409;
    });
    return answer;
  }
  static std::string receipt_of(const HttpAnswer& answer) {
    EXPECT_EQ(answer.status, 201u) << answer.body;
    return answer.status == 201 ? Json::parse(answer.body).at("receipt").get<std::string>() : std::string(32, '0');
  }
  static Json standing(const std::string& receipt) {
    const HttpAnswer answer = http_ask(port(), "GET", std::string(kForms) + "/" + receipt);
    return answer.status == 200 ? Json::parse(answer.body) : Json::object();
  }
  // As it stands once it is judged; then perhaps judged again.
  static Json judged(const std::string& receipt, const std::string& verdict = {}) {
    Json told;
    EXPECT_TRUE(support::await(installation_->clock(), support::kPatienceMs, [&] {
      told = standing(receipt);
      return told.value("stage", "") == "judged" && (verdict.empty() || told.at("verdict") == verdict);
    })) << told;
    return told;
  }
  static std::string code_of(const HttpAnswer& answer) {
    const Json problem = Json::parse(answer.body, nullptr, false);
    return problem.is_object() ? problem.value("code", std::string()) : std::string();
  }
  static std::set<std::string> failing(const Json& told) {
    std::set<std::string> rules;
    for (const Json& one : told.at("findings")) {
      if (one.at("result") == "fail") rules.insert(one.at("rule").get<std::string>());
    }
    return rules;
  }
  static std::size_t claims_of(const std::string& receipt, const std::string& token) {
    const HttpAnswer answer =
        http_ask(port(), "GET", "/api/v1/entries/" + standing(receipt).at("entry").get<std::string>(),
                 {{"Authorization", "Bearer " + token}});
    return answer.status == 200 ? Json::parse(answer.body).at("claims").size() : 0;
  }
  static void let_it_be(const char* instant) {
    const core::Millis at = domain::parse_instant(instant).value();
    ASSERT_TRUE(runtime::begin_training(installation_->store(), at));
    ASSERT_TRUE(support::await(installation_->clock(), support::kPatienceMs, [&] {
      const HttpAnswer answer = http_ask(port(), "GET", "/api/v1/edition");
      if (answer.status != 200) return false;
      const auto now = domain::parse_instant(Json::parse(answer.body).at("now").get<std::string>()).value();
      return now >= at && now < at + support::kPatienceMs;
    }));
  }

  static inline std::unique_ptr<support::Installation> installation_;
  static inline unsigned ids_ = 0x1000;
};

TEST_F(FormPipeline, AFormIsJudgedAndItsReceiptTellsWhy) {
  const HttpAnswer answer = file(person(1));
  const std::string receipt = receipt_of(answer);
  EXPECT_EQ(answer.header("location"), std::string(kForms) + "/" + receipt);
  const Json told = judged(receipt);
  EXPECT_EQ(told.at("verdict"), "accepted");
  EXPECT_EQ(told.at("findings").size(), 10u);
  for (const Json& one : told.at("findings")) EXPECT_NE(one.at("clause"), "");
  EXPECT_EQ(told.at("event_name"), "数控车");
  EXPECT_EQ(told.at("name"), "甲*");
  EXPECT_THAT(told.dump(), testing::Not(HasSubstr("19900131")));
  const std::string region = demo_token(*installation_, portal::Role::kRegion);
  EXPECT_EQ(claims_of(receipt, region), 1u);
  ASSERT_TRUE(support::await(installation_->clock(), support::kPatienceMs, [&] {
    return std::ranges::any_of(installation_->messages(), [](const auto& sent) { return sent.to == "13800000001"; });
  })) << "and the person gets their message";
}

TEST_F(FormPipeline, WhatTheRulesFindIsToldWithItsClause) {
  Json wrong = person(2);
  wrong["fields"]["mobile"] = "1380000";
  const Json told = judged(receipt_of(file(wrong)));
  EXPECT_EQ(told.at("verdict"), "returned");
  EXPECT_EQ(failing(told), std::set<std::string>{"mobile"});
}

TEST_F(FormPipeline, ACheckSaysWhatTheVerdictWillSay) {
  Json wrong = person(3);
  wrong["fields"]["mobile"] = "1380000";
  wrong["fields"]["group"] = "学生组";
  wrong["fields"]["basis"] = "";
  const HttpAnswer answer = post(std::string(kForms) + "/check", wrong, fresh_id());
  ASSERT_EQ(answer.status, 200u) << answer.body;
  const Json check = Json::parse(answer.body);
  EXPECT_THAT(check.at("faults"), IsEmpty());
  std::map<std::string, std::string> fields;
  for (const Json& one : check.at("findings")) {
    if (one.at("result") == "fail") fields[one.at("field")] = one.at("text");
  }
  EXPECT_TRUE(fields.contains("mobile"));
  EXPECT_TRUE(fields.contains("basis"));
  const Json told = judged(receipt_of(file(wrong)));
  EXPECT_EQ(failing(told), failing(check));
  EXPECT_EQ(told.at("verdict"), check.at("verdict"));
}

TEST_F(FormPipeline, ARepeatGetsTheSameReceiptAlsoAfterEverythingDied) {
  const std::string id = fresh_id();
  const HttpAnswer first = file(person(4), id);
  const std::string receipt = receipt_of(first);
  EXPECT_EQ(file(person(4), id).body, first.body);
  for (const char* name : {"portal", "intake"}) kill_and_revive(name);
  EXPECT_EQ(file_until(person(4), id).body, first.body);
  EXPECT_EQ(claims_of(receipt, demo_token(*installation_, portal::Role::kRegion)), 1u);
}

TEST_F(FormPipeline, AnIdWithAnotherContentIsRefusedAlsoAfterThePortalDied) {
  const std::string id = fresh_id();
  judged(receipt_of(file(person(5), id)));
  Json other = person(5);
  other["fields"]["mobile"] = "13899999999";
  HttpAnswer answer = file(other, id);
  EXPECT_EQ(answer.status, 422u) << answer.body;
  EXPECT_EQ(code_of(answer), "idempotency_key_reused");
  EXPECT_EQ(code_of(file(person(6), id)), "idempotency_key_reused") << "another person's";
  kill_and_revive("portal");
  EXPECT_EQ(code_of(file_until(other, id)), "idempotency_key_reused") << "intake knows it for good";
}

TEST_F(FormPipeline, TwoAtOnceAreOneEntry) {
  const std::string id = fresh_id();
  std::array<std::string, 2> receipts;
  {
    std::vector<std::jthread> taps;
    for (std::string& receipt : receipts) {
      taps.emplace_back([&receipt, &id] { receipt = receipt_of(file_until(person(7), id)); });
    }
  }
  EXPECT_EQ(receipts[0], receipts[1]);
  judged(receipts[0]);
  EXPECT_EQ(claims_of(receipts[0], demo_token(*installation_, portal::Role::kRegion)), 1u);
}

TEST_F(FormPipeline, ALaterFormOfThePersonIsACorrection) {
  Json wrong = person(8);
  wrong["fields"]["mobile"] = "1380000";
  const std::string first = receipt_of(file(wrong));
  EXPECT_EQ(judged(first).at("verdict"), "returned");
  const HttpAnswer second = file(person(8));
  EXPECT_EQ(judged(receipt_of(second)).at("verdict"), "accepted");
  EXPECT_EQ(Json::parse(second.body).at("number"), 2);
  ASSERT_TRUE(installation_->at_rest(support::kPatienceMs));
  EXPECT_EQ(standing(first).at("overtaken"), true);
}

TEST_F(FormPipeline, WhoIsUnder18NeedsAGuardian) {
  Json young = person(9, "20040131");
  young["fields"]["basis"] = "学习";
  young["fields"]["group"] = "学生组";
  const HttpAnswer without = file(young);
  EXPECT_EQ(without.status, 400u);
  EXPECT_THAT(without.body, HasSubstr("监护人"));
  young["guardian"] = {{"name", "乙一"}, {"phone", "13900000000"}, {"agreed", true}};
  const std::string receipt = receipt_of(file(young));
  judged(receipt);
  ASSERT_TRUE(installation_->at_rest(support::kPatienceMs));
  const auto uploads = installation_->records(store::Kind::kUpload);
  const auto kept = uploads.find(std::string(core::id_from_hex(receipt)->view()));
  ASSERT_NE(kept, uploads.end());
  EXPECT_EQ(kept->second.stage, wire::upload_stage::kFormFiled);
  EXPECT_EQ(kept->second.body.find("13900000000"), std::string::npos) << "sealed";
}

TEST_F(FormPipeline, BeforeAndAfterTheTimeOfRegistrationItIsRefusedWithTheTime) {
  const domain::Edition& edition = support::edition_2021();
  let_it_be("2021-01-04T10:00+08:00");
  HttpAnswer answer = file(person(10));
  EXPECT_EQ(code_of(answer), "refused");
  EXPECT_THAT(answer.body, HasSubstr(domain::chinese_instant(edition.entry_opens)));
  let_it_be("2021-12-01T10:00+08:00");
  answer = file(person(10));
  EXPECT_EQ(code_of(answer), "refused");
  EXPECT_THAT(answer.body, HasSubstr(domain::chinese_instant(edition.entry_closes)));
  let_it_be("2021-06-20T10:00+08:00");
  EXPECT_EQ(file(person(10)).status, 201u) << "and nothing of it was kept under that id";
}

TEST_F(FormPipeline, EveryReceiptIsJudgedThoughIntakeIsKilledRightAfterIt) {
  constexpr int kPersons = 40;
  std::vector<std::string> receipts;
  for (int i = 0; i < kPersons; ++i) {
    const HttpAnswer answer = file_until(person(100 + i), fresh_id());
    receipts.push_back(receipt_of(answer));
    if (i % 20 == 5) kill_and_revive("intake");  // between the receipt and the verdict
  }
  std::set<std::string> entries;
  for (const std::string& receipt : receipts) {
    const Json told = judged(receipt);
    EXPECT_EQ(told.at("verdict"), "accepted");
    entries.insert(told.at("entry").get<std::string>());
  }
  EXPECT_EQ(entries.size(), receipts.size());
}

TEST_F(FormPipeline, AnEmployerWhoSaysOtherwiseIsAConflictShownToBoth) {
  const Json own = person(11);
  const std::string receipt = receipt_of(file(own));
  EXPECT_EQ(judged(receipt).at("verdict"), "accepted");
  const Json& fields = own.at("fields");
  const auto text = [&](const char* name) { return fields.at(name).get<std::string>(); };
  const std::string table = "姓名,证件号码,手机号码,参赛项目,组别,代表队,参赛依据,单位名称,统一社会信用代码\n" +
                            text("name") + "," + text("document_number") + ",13877777777," + text("event") + "," +
                            text("group") + "," + text("delegation") + "," + text("basis") + "," + text("employer") +
                            "," + text("employer_code") + "\n";
  const std::string submitter = demo_token(*installation_, portal::Role::kSubmitter);
  const HttpAnswer handed = http_ask(
      port(), "POST", "/api/v1/uploads",
      {{"Authorization", "Bearer " + submitter}, {"Idempotency-Key", fresh_id()}, {"File-Name", "a.csv"}}, table);
  ASSERT_EQ(handed.status, 201u) << handed.body;
  const std::string upload = Json::parse(handed.body).at("upload");
  const Json told = judged(receipt, "returned");
  EXPECT_EQ(told.at("conflict"), true);
  Json status;
  ASSERT_TRUE(support::await(installation_->clock(), support::kPatienceMs, [&] {
    status = Json::parse(
        http_ask(port(), "GET", "/api/v1/uploads/" + upload, {{"Authorization", "Bearer " + submitter}}).body);
    return status.value("stage", "") == "complete";
  }));
  EXPECT_EQ(status.at("conflicts"), 1);
  const HttpAnswer entry = http_ask(port(), "GET", "/api/v1/entries/" + told.at("entry").get<std::string>(),
                                    {{"Authorization", "Bearer " + submitter}});
  ASSERT_EQ(entry.status, 200u);
  EXPECT_EQ(Json::parse(entry.body).at("claims").size(), 1u) << "the employer sees its own claim, not the person's";
  EXPECT_EQ(http_ask(port(), "GET", "/api/v1/uploads/" + receipt, {{"Authorization", "Bearer " + submitter}}).status,
            404u)
      << "nor what the person filed";
}

TEST_F(FormPipeline, WhatIsNoFormIsRefused) {
  EXPECT_EQ(file(person(12), "short").status, 400u);
  EXPECT_EQ(code_of(file(person(12), "not-hexadecimal-but-long-enough")), "invalid");
  EXPECT_EQ(code_of(http_ask(port(), "POST", kForms, {{"Idempotency-Key", fresh_id()}}, "{")), "invalid");
  EXPECT_EQ(http_ask(port(), "POST", kForms, {{"Idempotency-Key", fresh_id()}}, std::string(20'000, ' ')).status, 413u);
  Json without = person(12);
  without.erase("consent");
  EXPECT_THAT(file(without).body, HasSubstr("同意书"));
  Json team = person(12);
  team["fields"]["event"] = "园艺";
  EXPECT_THAT(file(team).body, HasSubstr("团体"));
  EXPECT_EQ(http_ask(port(), "GET", std::string(kForms) + "/" + std::string(32, '7')).status, 404u);
  EXPECT_EQ(http_ask(port(), "GET", std::string(kForms) + "/x").status, 400u);
}

TEST_F(FormPipeline, OneClientThatAsksWithoutEndIsToldToWait) {
  const support::HttpHeaders client{{"X-Forwarded-For", "203.0.113.7"}};
  unsigned status = 200;
  for (int i = 0; i < 100'000 && status == 200; ++i) {
    status = http_ask(port(), "GET", "/api/v1/edition", client).status;
  }
  EXPECT_EQ(status, 429u);
  EXPECT_EQ(http_ask(port(), "GET", "/api/v1/edition", {{"X-Forwarded-For", "203.0.113.8"}}).status, 200u)
      << "and nobody else is";
}

}  // namespace
}  // namespace naadam
