// The Kannel sink, a real Kannel and a carrier that does as the number's last digits say: what the receipts of each
// make of a notice.
#include "support/kannel.hpp"

#include <gtest/gtest.h>

#include "notification/adapters/kannel_sink.hpp"
#include "notification/adapters/receipt.hpp"
#include "notification/rules/delivery.hpp"
#include "notification/rules/sms_parts.hpp"
#include "support/message_centre.hpp"
#include "support/receipt_listener.hpp"
#include "support/scripted_http.hpp"

namespace naadam::notification {
namespace {

using Queries = std::vector<support::ReceiptListener::Query>;
using State = DeliveryState;

const seal::LookupKey& key() {
  static const seal::LookupKey kKey = seal::LookupKey::random();
  return kKey;
}

std::uint8_t bits_of(const Queries& queries, const core::Id& message) {
  std::uint8_t bits = 0;
  for (const auto& query : queries) {
    const auto receipt = parse_receipt(key(), query);
    EXPECT_TRUE(receipt) << (receipt ? "" : receipt.error().cause);
    if (receipt && receipt->message == message) bits |= receipt->bits;
  }
  return bits;
}

class KannelTest : public testing::Test {
 protected:
  std::unique_ptr<KannelSink> sink() { return sink_with(kannel_.password()); }
  std::unique_ptr<KannelSink> sink_with(std::string password) {
    KannelSinkOptions options;
    options.url = kannel_.url();
    options.user = "naadam";
    options.password = std::move(password);
    auto made = KannelSink::create(options);
    if (!made) throw std::runtime_error(made.error().cause);
    return std::move(*made);
  }

  Sms sms(std::string to, std::string text = "【大赛】甲*选手，您报名电工已通过审核。") {
    Sms s;
    s.message.bytes.fill(++count_);
    s.to = std::move(to);
    s.text = std::move(text);
    s.receipt_url = receipt_url(key(), receipts_.url(), s.message, {{s.message, 1, 0}});
    return s;
  }

  SubmitAnswer submit(const Sms& s) {
    SubmitAnswer answer = SubmitAnswer::kNone;
    sink()->submit({&s, 1}, {&answer, 1});
    return answer;
  }

  // Submits, and waits until all of `bits` have come in receipts: what the notice then is.
  State state_after(const Sms& s, int bits) {
    const Delivery delivery = answered(begin({}, 0), 1, submit(s));
    EXPECT_EQ(look(delivery, {}, 1).state, State::kSent);
    const Queries all = receipts_.wait([&](const Queries& q) { return (bits_of(q, s.message) & bits) == bits; });
    return look(receipted(delivery, 1, bits_of(all, s.message)), {}, 1).state;
  }

  support::MessageCentre centre_;
  support::Kannel kannel_{centre_.smpp_port()};
  support::ReceiptListener receipts_;

 private:
  std::uint8_t count_ = 0;
};

TEST_F(KannelTest, LongMessageArrivesWholeInAsManyPartsAsWeCountedAndIsDelivered) {
  Sms s = sms("13800010000");
  for (int i = 0; i < 6; ++i) s.text += "第二项：待补材料：岗位类别证明，50% a+b & 𠮷；";
  s.text = keep_pairs_whole(s.text);
  EXPECT_EQ(state_after(s, receipt_bit::kDelivered | receipt_bit::kCentreTook), State::kDelivered);
  const auto parts = centre_.messages_to(s.to);
  EXPECT_EQ(parts.size(), sms_parts(s.text).parts);
  std::string text;
  for (const auto& part : parts) text += part.at("text").get<std::string>();
  EXPECT_EQ(text, s.text);
}

TEST_F(KannelTest, RefusedByTheCarrierIsLost) {
  EXPECT_EQ(state_after(sms("13800099001"), receipt_bit::kCentreRefused), State::kFailed);
}

TEST_F(KannelTest, UndeliveredExpiredAndRejectedAreLost) {
  EXPECT_EQ(state_after(sms("13800099011"), receipt_bit::kNotDelivered), State::kFailed);
  EXPECT_EQ(state_after(sms("13800099012"), receipt_bit::kNotDelivered | receipt_bit::kOther), State::kFailed);
  EXPECT_EQ(state_after(sms("13800099013"), receipt_bit::kNotDelivered), State::kFailed);
}

TEST_F(KannelTest, WithoutReceiptFromThePhoneItStaysSent) {
  EXPECT_EQ(state_after(sms("13800099014"), receipt_bit::kCentreTook), State::kSent);
}

TEST_F(KannelTest, DoubledReceiptIsOneDelivery) {
  EXPECT_EQ(state_after(sms("13800099015"), receipt_bit::kDelivered), State::kDelivered);
}

// Kannel knows the carrier's id of a message only from the answer, so it drops a receipt that overtakes it.
TEST_F(KannelTest, ReceiptThatOvertakesTheCarriersAnswerIsLostByKannelAndItStaysSent) {
  EXPECT_EQ(state_after(sms("13800099016"), receipt_bit::kCentreTook), State::kSent);
}

TEST_F(KannelTest, ThrottledMessageIsTriedAgainByKannelAndArrivesOnce) {
  const Sms s = sms("13800099002");
  EXPECT_EQ(state_after(s, receipt_bit::kDelivered), State::kDelivered);
  EXPECT_EQ(centre_.messages_to(s.to).size(), 1u);
}

// The rare doubled SMS that we promise no more than to know of: the carrier took it and the line broke unanswered.
TEST_F(KannelTest, LineCutBeforeTheAnswerSendsTwiceAndIsDelivered) {
  const Sms s = sms("13800099004");
  EXPECT_EQ(state_after(s, receipt_bit::kDelivered), State::kDelivered);
  EXPECT_EQ(centre_.messages_to(s.to).size(), 2u);
}

TEST_F(KannelTest, CarrierThatNeverAnswersASubmitGetsItAgainAndItIsDelivered) {
  const Sms s = sms("13800099003");
  EXPECT_EQ(state_after(s, receipt_bit::kDelivered), State::kDelivered);
  EXPECT_EQ(centre_.messages_to(s.to).size(), 2u);
}

TEST_F(KannelTest, BatchWiderThanItsConnectionsIsAcceptedWhole) {
  std::vector<Sms> batch;
  for (int i = 0; i < 100; ++i) batch.push_back(sms("138000" + std::to_string(10000 + i)));
  std::vector<SubmitAnswer> answers(batch.size());
  sink()->submit(batch, answers);
  EXPECT_EQ(answers, std::vector<SubmitAnswer>(batch.size(), SubmitAnswer::kAccepted));
  receipts_.wait([&](const Queries& q) {
    return std::all_of(batch.begin(), batch.end(),
                       [&](const Sms& s) { return (bits_of(q, s.message) & receipt_bit::kDelivered) != 0; });
  });
  for (const Sms& s : batch) EXPECT_EQ(centre_.messages_to(s.to).size(), 1u) << s.to;
}

TEST_F(KannelTest, OurWrongPasswordIsNotTheMessagesFault) {
  const Sms s = sms("13800010000");
  SubmitAnswer answer = SubmitAnswer::kNone;
  const auto wrong = sink_with("wrong");
  wrong->submit({&s, 1}, {&answer, 1});
  EXPECT_EQ(answer, SubmitAnswer::kLater);
  EXPECT_EQ(wrong->last_trouble(), "http 403");
}

TEST_F(KannelTest, GatewayDownIsLaterAndUpAgainIsAccepted) {
  kannel_.stop();
  const Sms s = sms("13800010000");
  EXPECT_EQ(submit(s), SubmitAnswer::kLater);
  kannel_.start();
  EXPECT_EQ(state_after(s, receipt_bit::kDelivered), State::kDelivered);
}

TEST(KannelWithoutCarrier, AcceptedMessageOutlivesAKillAndIsDeliveredWhenTheCarrierComes) {
  const std::uint16_t smpp_port = support::unused_port();
  support::Kannel kannel(smpp_port);
  support::ReceiptListener receipts;
  KannelSinkOptions options;
  options.url = kannel.url();
  options.user = "naadam";
  options.password = kannel.password();
  const auto sink = KannelSink::create(options);
  ASSERT_TRUE(sink);
  Sms s{{}, "13800010000", "【大赛】甲*选手", receipt_url(key(), receipts.url(), {}, {{{}, 1, 0}})};
  SubmitAnswer answer = SubmitAnswer::kNone;
  (*sink)->submit({&s, 1}, {&answer, 1});
  EXPECT_EQ(answer, SubmitAnswer::kAccepted);

  kannel.kill();
  kannel.start();
  support::MessageCentre centre(smpp_port);
  const Queries all =
      receipts.wait([&](const Queries& q) { return (bits_of(q, s.message) & receipt_bit::kDelivered) != 0; });
  EXPECT_TRUE(bits_of(all, s.message) & receipt_bit::kDelivered);
  EXPECT_EQ(centre.messages_to(s.to).size(), 1u);
}

}  // namespace
}  // namespace naadam::notification
