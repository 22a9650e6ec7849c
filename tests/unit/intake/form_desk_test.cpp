// A form from the question to its entry, on a model store: one receipt for a repeat, a correction that counts, and what
// no process lived to file.
#include "intake/form_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "domain/document_number.hpp"
#include "intake/form_filing.hpp"
#include "intake/form_show.hpp"
#include "seal/seal.hpp"
#include "store/keys.hpp"
#include "store/model_store.hpp"
#include "support/edition_2021.hpp"
#include "support/one_record.hpp"
#include "wire/entry.hpp"
#include "wire/envelope.hpp"
#include "wire/stages.hpp"
#include "wire/verbs.hpp"

namespace naadam::intake {
namespace {

using runtime::Json;
namespace verb = wire::verb;

// Asks one question and keeps its answer.
class OneQuestion final : public link::Inbox {
 public:
  std::size_t receive(link::Arrivals& out, std::size_t) override {
    out.asks = std::exchange(coming, {});
    return out.asks.size();
  }
  void watch(link::WatchList&) override {}
  void finished(link::PeerId, std::size_t) override {}
  void reply(const link::ArrivedAsk&, const wire::Reply& reply) override {
    status = reply.status;
    body = reply.body;
  }
  const link::InboxStats& stats() const override { return stats_; }
  const std::string& address() const override { return address_; }

  std::vector<link::ArrivedAsk> coming;
  wire::ReplyStatus status = wire::ReplyStatus::kUnknown;
  std::string body;

 private:
  link::InboxStats stats_;
  std::string address_ = "test://inbox";
};

// A second passes with each look.
struct SteppedClock final : core::Clock {
  core::Millis steady_ms() const override { return now += 1'000; }
  mutable core::Millis now = 0;
};

class FormDeskTest : public testing::Test {
 protected:
  FormDeskTest() {
    installation_.edition = std::make_shared<const domain::Edition>(support::edition_2021());
    // The model's clock stands at its beginning; the installation's is in the time of registration.
    installation_.clock_offset = domain::parse_instant("2021-06-20T10:00+08:00").value() - model_.now_ms().value();
    filing_.work_on(loop_);
    desk_.answer_on(loop_);
    show_.answer_on(loop_);
  }

  static std::string id(int n) { return std::string(30, 'a') + std::to_string(10 + n); }
  static Json form(int n, const std::string& mobile = "13800000000", const std::string& event = "数控车") {
    return {{"id", id(n)},
            {"fields",
             {{"name", "甲一"},
              {"document_number", domain::complete_citizen_id("15010219900131991")},
              {"mobile", mobile},
              {"event", event},
              {"group", "职工组"},
              {"delegation", "呼和浩特"}}},
            {"consent", {{"version", "1"}, {"agreed_at", 5u}}}};
  }
  Json ask(std::string_view verb, const Json& question) {
    const std::string body = runtime::pack(question);
    inbox_.coming.push_back({"", {}, {verb, body}, nullptr});
    loop_.step(0);
    EXPECT_EQ(inbox_.status, wire::ReplyStatus::kOk);
    return runtime::unpack_map(inbox_.body).value();
  }
  Json filed(const std::vector<Json>& forms) { return ask(verb::kFormFile, {{"forms", forms}}).at("results"); }
  Json standing(const Json& receipt) { return ask(verb::kFormStatus, {{"receipt", receipt}}); }

  core::Id upload_of(const Json& result) { return *core::id_from_hex(result.at("receipt").get<std::string>()); }
  store::Stage stage_of(const Json& result) {
    return support::read(model_, store::Kind::kUpload, upload_of(result)).stage;
  }
  std::vector<wire::FiledClaim> claims_of(const Json& result) {
    const core::Id entry = *core::id_from_hex(standing(result.at("receipt")).at("entry").get<std::string>());
    const store::Record record = support::read(model_, store::Kind::kEntry, entry);
    if (!record.found) return {};
    return wire::decode_entry_body(seal::open(data_, entry, record.body).value()).value().claims;
  }

  SteppedClock clock_;
  store::ModelStore model_{3};
  OneQuestion inbox_;
  runtime::Metrics metrics_;
  runtime::Installation installation_;
  seal::DataKey data_ = seal::DataKey::random();
  seal::LookupKey lookup_ = seal::LookupKey::random();
  runtime::Forward nowhere_{nullptr, 0, 1'000, 1};
  Registrar registrar_{model_, nowhere_, data_};
  FormFiling filing_{model_, registrar_, data_, lookup_, installation_};
  FormDesk desk_{model_, data_, lookup_, installation_, metrics_};
  FormShow show_{model_, data_, lookup_, installation_};
  runtime::StepLoop loop_{model_, &inbox_, {}, clock_, metrics_};
};

TEST_F(FormDeskTest, ALoneFormIsKeptAndStandsInItsEntry) {
  const Json result = filed({form(1)}).at(0);
  ASSERT_TRUE(result.contains("receipt")) << result;
  EXPECT_EQ(result.at("number"), 1);
  EXPECT_EQ(result.at("again"), false);
  EXPECT_EQ(stage_of(result), wire::upload_stage::kFormFiled);
  const auto claims = claims_of(result);
  ASSERT_EQ(claims.size(), 1u);
  EXPECT_EQ(claims[0].upload, upload_of(result));
  EXPECT_EQ(claims[0].claim.mobile, "13800000000");
  const Json told = standing(result.at("receipt"));
  EXPECT_EQ(told.at("stage"), "judging");
  EXPECT_EQ(told.at("name"), "甲*");
  EXPECT_EQ(told.dump().find("19900131"), std::string::npos) << "masked";
}

TEST_F(FormDeskTest, AllOfOnePersonLieOnOneShard) {
  const Json result = filed({form(1)}).at(0);
  const core::Id entry = *core::id_from_hex(standing(result.at("receipt")).at("entry").get<std::string>());
  EXPECT_EQ(core::shard_of(upload_of(result), 16), core::shard_of(entry, 16));
}

TEST_F(FormDeskTest, ARepeatGetsTheSameReceiptAndChangesNothing) {
  const Json first = filed({form(1)}).at(0);
  Json late = form(1);
  late["consent"]["agreed_at"] = 9u;
  for (const Json& again : {filed({form(1)}).at(0), filed({late}).at(0)}) {
    EXPECT_EQ(again.at("receipt"), first.at("receipt"));
    EXPECT_EQ(again.at("number"), 1);
    EXPECT_EQ(again.at("again"), true);
    EXPECT_EQ(again.at("accepted_at"), first.at("accepted_at"));
  }
  EXPECT_EQ(claims_of(first).size(), 1u);
}

TEST_F(FormDeskTest, TwoAtOnceAreOne) {
  const Json results = filed({form(1), form(1)});
  EXPECT_EQ(results.at(0).at("receipt"), results.at(1).at("receipt"));
  EXPECT_NE(results.at(0).at("again"), results.at(1).at("again"));
  EXPECT_EQ(claims_of(results.at(0)).size(), 1u);
}

TEST_F(FormDeskTest, AnIdThatCameWithAnotherContentIsRefused) {
  const Json first = filed({form(1)}).at(0);
  const Json other = filed({form(1, "13800000001")}).at(0);
  EXPECT_FALSE(other.contains("receipt"));
  EXPECT_EQ(other.at("reused"), true);
  EXPECT_EQ(claims_of(first).at(0).claim.mobile, "13800000000");
}

TEST_F(FormDeskTest, ANewIdOfThePersonCorrects) {
  const Json first = filed({form(1)}).at(0);
  const Json second = filed({form(2, "13800000001")}).at(0);
  EXPECT_EQ(second.at("number"), 2);
  const auto claims = claims_of(second);
  ASSERT_EQ(claims.size(), 1u) << "the newer number speaks alone";
  EXPECT_EQ(claims[0].claim.mobile, "13800000001");
  EXPECT_EQ(standing(first.at("receipt")).at("overtaken"), true);
  EXPECT_EQ(standing(second.at("receipt")).at("overtaken"), false);
  filed({form(1)});
  EXPECT_EQ(claims_of(second).at(0).claim.mobile, "13800000001") << "a repeat of the older one brings nothing back";
}

TEST_F(FormDeskTest, TwoCorrectionsAtOnceEachGetTheirNumber) {
  const Json results = filed({form(1), form(2, "13800000001"), form(3, "13800000002")});
  std::vector<int> numbers;
  for (const Json& one : results) numbers.push_back(one.at("number").get<int>());
  EXPECT_THAT(numbers, testing::UnorderedElementsAre(1, 2, 3));
  EXPECT_EQ(claims_of(results.at(0)).size(), 1u);
}

TEST_F(FormDeskTest, AnotherEventOfThePersonIsAnotherEntry) {
  const Json first = filed({form(1)}).at(0);
  const Json second = filed({form(2, "13800000000", "焊接")}).at(0);
  EXPECT_EQ(claims_of(first).size(), 1u);
  EXPECT_EQ(claims_of(second).size(), 1u);
  EXPECT_EQ(standing(first.at("receipt")).at("overtaken"), false);
}

TEST_F(FormDeskTest, OneThatIsNotTakenStopsNobodyElse) {
  Json unread = form(2);
  unread["fields"]["name"] = 7;
  Json without = form(3);
  without.erase("consent");
  const Json results = filed({unread, form(1), without});
  EXPECT_EQ(results.at(0).at("status"), static_cast<unsigned>(wire::ReplyStatus::kInvalid));
  EXPECT_TRUE(results.at(1).contains("receipt"));
  EXPECT_EQ(results.at(2).at("status"), static_cast<unsigned>(wire::ReplyStatus::kInvalid));
  EXPECT_THAT(results.at(2).at("text").get<std::string>(), testing::HasSubstr("同意书"));
}

TEST_F(FormDeskTest, BeforeAndAfterTheTimeOfRegistrationNothingIsKept) {
  const core::Millis inside = installation_.clock_offset;
  for (const char* when : {"2021-01-01T00:00+08:00", "2021-12-01T00:00+08:00"}) {
    installation_.clock_offset =
        inside + domain::parse_instant(when).value() - domain::parse_instant("2021-06-20T10:00+08:00").value();
    const Json result = filed({form(1)}).at(0);
    EXPECT_EQ(result.at("status"), static_cast<unsigned>(wire::ReplyStatus::kRefused)) << when;
    EXPECT_THAT(result.at("text").get<std::string>(), testing::HasSubstr("2021年"));
  }
  installation_.clock_offset = inside;
  EXPECT_EQ(filed({form(1)}).at(0).at("number"), 1);
}

TEST_F(FormDeskTest, WhatNoProcessLivedToFileIsFiledWhenDue) {
  Json kept;
  {
    // A desk whose loop has no handler for forms: as if the process died right after the receipt.
    OneQuestion inbox;
    FormDesk desk(model_, data_, lookup_, installation_, metrics_);
    runtime::StepLoop dead(model_, &inbox, {}, clock_, metrics_);
    desk.answer_on(dead);
    const std::string body = runtime::pack({{"forms", {form(1)}}});
    inbox.coming.push_back({"", {}, {verb::kFormFile, body}, nullptr});
    dead.step(0);
    kept = runtime::unpack_map(inbox.body).value().at("results").at(0);
  }
  ASSERT_EQ(stage_of(kept), wire::upload_stage::kForm);
  EXPECT_TRUE(claims_of(kept).empty());
  EXPECT_EQ(standing(kept.at("receipt")).at("stage"), "received");
  model_.advance_clock(FormFiling::kLease + 1);
  loop_.step(0);
  EXPECT_EQ(stage_of(kept), wire::upload_stage::kFormFiled);
  EXPECT_EQ(claims_of(kept).size(), 1u);
}

TEST_F(FormDeskTest, ACheckSaysWhatWouldNotBeTakenAndKeepsNothing) {
  const Json told = ask(verb::kFormCheck, {{"fields", {{"document_number", " 1501"}}}});
  std::vector<std::string> fields;
  for (const Json& fault : told.at("faults")) fields.push_back(fault.at("field"));
  EXPECT_THAT(fields, testing::ElementsAre("name", "consent"));
  EXPECT_EQ(told.at("claim").at("document_number"), "1501");
  EXPECT_EQ(told.at("claim").size(), 16u);
  EXPECT_EQ(told.at("guardian_wanted"), false);
}

TEST_F(FormDeskTest, TermsNameWhatTheEditionOffers) {
  const Json told = ask(verb::kFormTerms, Json::object());
  EXPECT_EQ(told.at("events").size(), 30u);
  EXPECT_EQ(told.at("delegations").size(), 14u);
  EXPECT_EQ(told.at("consent").at("version"), "1");
}

TEST_F(FormDeskTest, AnUploadOfAnotherKindIsNoForm) {
  const std::string body = runtime::pack({{"receipt", std::string(32, '4')}});
  inbox_.coming.push_back({"", {}, {verb::kFormStatus, body}, nullptr});
  loop_.step(0);
  EXPECT_EQ(inbox_.status, wire::ReplyStatus::kNotFound);
}

}  // namespace
}  // namespace naadam::intake
