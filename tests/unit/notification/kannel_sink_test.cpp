#include "notification/adapters/kannel_sink.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scripted_http.hpp"

namespace naadam::notification {
namespace {

using support::ScriptedHttp;
using testing::Each;
using testing::HasSubstr;
using testing::Not;
using Submitted = std::vector<SubmitAnswer>;

constexpr auto kAccepted = SubmitAnswer::kAccepted;
constexpr auto kRejected = SubmitAnswer::kRejected;
constexpr auto kLater = SubmitAnswer::kLater;
constexpr auto kUnknown = SubmitAnswer::kUnknown;

KannelSinkOptions options(std::uint16_t port) {
  KannelSinkOptions o;
  o.url = "http://127.0.0.1:" + std::to_string(port) + "/cgi-bin/sendsms";
  o.user = "user";
  o.password = "secret";
  o.connections = 1;
  return o;
}

Sms sms(std::string to = "13800000000") {
  return {{}, std::move(to), "【大赛】甲*选手", "http://127.0.0.1:1/r?type=%d"};
}

Submitted submit(const KannelSinkOptions& o, const std::vector<Sms>& batch) {
  auto sink = KannelSink::create(o);
  EXPECT_TRUE(sink);
  Submitted answers(batch.size());
  (*sink)->submit(batch, answers);
  return answers;
}

TEST(KannelSink, EachStatusHasItsAnswer) {
  ScriptedHttp http({202, 400, 404, 401, 403, 503, 200, 500, 302});
  EXPECT_EQ(submit(options(http.port()), std::vector<Sms>(9, sms())),
            (Submitted{kAccepted, kRejected, kRejected, kLater, kLater, kLater, kUnknown, kUnknown, kUnknown}));
}

TEST(KannelSink, RequestLineHoldsNeitherNumberNorTextNorPassword) {
  ScriptedHttp http({202});
  submit(options(http.port()), {sms()});
  ASSERT_EQ(http.requests().size(), 1u);
  const std::string request = http.requests().front();
  EXPECT_EQ(request.substr(0, request.find("\r\n")), "POST /cgi-bin/sendsms HTTP/1.1");
  EXPECT_THAT(request, HasSubstr("\r\nX-Kannel-To: 13800000000\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nX-Kannel-DLR-Url: http://127.0.0.1:1/r?type=%d\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nX-Kannel-DLR-Mask: 31\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nContent-Type: text/plain; charset=UTF-8\r\n"));
  EXPECT_THAT(request, testing::EndsWith("\r\n\r\n【大赛】甲*选手"));
}

TEST(KannelSink, WithoutReceiptAddressNoneIsAskedFor) {
  ScriptedHttp http({202});
  Sms quiet = sms();
  quiet.receipt_url.clear();
  submit(options(http.port()), {quiet});
  EXPECT_THAT(http.requests(), Each(Not(HasSubstr("DLR"))));
}

TEST(KannelSink, CutAfterTheRequestIsUnknown) {
  ScriptedHttp http({ScriptedHttp::kCut, 202});
  EXPECT_EQ(submit(options(http.port()), {sms(), sms()}), (Submitted{kUnknown, kAccepted}));
}

TEST(KannelSink, CutOnAKeptConnectionIsNotSentAgainBehindOurBack) {
  ScriptedHttp http({202, ScriptedHttp::kCut, 202});
  EXPECT_EQ(submit(options(http.port()), {sms(), sms()}), (Submitted{kAccepted, kUnknown}));
  EXPECT_EQ(http.requests().size(), 2u);
}

TEST(KannelSink, SilenceIsUnknownAndWhatWasNotBegunIsLater) {
  ScriptedHttp http({ScriptedHttp::kSilence});
  KannelSinkOptions o = options(http.port());
  o.connections = 2;
  o.deadline_ms = 150;
  const Submitted answers = submit(o, std::vector<Sms>(5, sms()));
  EXPECT_EQ(std::count(answers.begin(), answers.end(), kUnknown), 2);
  EXPECT_EQ(std::count(answers.begin(), answers.end(), kLater), 3);
}

TEST(KannelSink, NobodyListeningIsLaterForAll) {
  EXPECT_EQ(submit(options(support::unused_port()), std::vector<Sms>(3, sms())), (Submitted{kLater, kLater, kLater}));
}

TEST(KannelSink, WorksAgainAfterTheGatewayCameBack) {
  KannelSinkOptions o = options(support::unused_port());
  const auto sink = KannelSink::create(o);
  ASSERT_TRUE(sink);
  Submitted answers(1);
  const std::vector<Sms> batch = {sms()};
  (*sink)->submit(batch, answers);
  EXPECT_EQ(answers, Submitted{kLater});
  EXPECT_FALSE((*sink)->last_trouble().empty());

  ScriptedHttp http({202});
  o.url = options(http.port()).url;
  EXPECT_EQ(submit(o, batch), Submitted{kAccepted});
}

TEST(KannelSink, WhatCannotBeSentIsRejectedWithoutACall) {
  ScriptedHttp http({202});
  Sms no_text = sms();
  no_text.text.clear();
  Sms planted = sms();
  planted.receipt_url = "http://x\r\nX-Kannel-To: 1";
  const std::vector<Sms> batch = {sms(""), sms("+"), sms("1380000\r\nX: y"), sms("123456789012345678901"),
                                  no_text, planted,  sms("+8613800000000")};
  EXPECT_EQ(submit(options(http.port()), batch),
            (Submitted{kRejected, kRejected, kRejected, kRejected, kRejected, kRejected, kAccepted}));
  EXPECT_EQ(http.requests().size(), 1u);
}

TEST(KannelSink, BadOptionIsRefusedByName) {
  const auto fault = [](auto change) {
    KannelSinkOptions o = options(1);
    change(o);
    const auto sink = KannelSink::create(o);
    return sink ? std::string() : sink.error().cause;
  };
  EXPECT_EQ(fault([](auto&) {}), "");
  EXPECT_EQ(fault([](auto& o) { o.url = "http://localhost/x"; }), "");
  EXPECT_EQ(fault([](auto& o) { o.url = "http://192.0.2.1/x"; }), "url");
  EXPECT_EQ(fault([](auto& o) { o.url = "https://127.0.0.1/x"; }), "url");
  EXPECT_EQ(fault([](auto& o) { o.url = "nonsense"; }), "url");
  EXPECT_EQ(fault([](auto& o) { o.user = ""; }), "user");
  EXPECT_EQ(fault([](auto& o) { o.password = "a\r\nb"; }), "password");
  EXPECT_EQ(fault([](auto& o) { o.connections = 0; }), "connections");
  EXPECT_EQ(fault([](auto& o) { o.connections = 65; }), "connections");
  EXPECT_EQ(fault([](auto& o) { o.connections = 64; }), "");
  EXPECT_EQ(fault([](auto& o) { o.deadline_ms = 99; }), "deadline_ms");
  EXPECT_EQ(fault([](auto& o) { o.deadline_ms = 300'001; }), "deadline_ms");
}

}  // namespace
}  // namespace naadam::notification
