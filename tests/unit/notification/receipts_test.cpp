// What a receipt makes of its notice, several at once and one after the other.
#include "notification/receipts.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "notification/notice_writes.hpp"
#include "store/model_store.hpp"
#include "support/one_record.hpp"
#include "wire/identity.hpp"
#include "wire/stages.hpp"

namespace naadam::notification {
namespace {

class ReceiptsTest : public testing::Test {
 protected:
  // A notice that the gateway took at its first try.
  SentNotice sent(std::uint64_t number) {
    const core::Id notice =
        wire::notice_id(support::made_id(number), support::made_id(number + 1'000), wire::NoticeReason::kVerdict);
    wire::NoticeState state;
    state.source = {1, 3, number};
    state.verdict = wire::Verdict::kAccepted;
    put_delivery(state, answered(begin({}, 1), 1, SubmitAnswer::kAccepted));
    state.shown = static_cast<std::uint8_t>(DeliveryState::kSent);
    support::apply(model_, {.kind = store::Kind::kNotice,
                            .id = notice,
                            .stage = wire::notice_stage::kWaiting,
                            .rev = state.source,
                            .state = wire::encode(state),
                            .body = "sealed"});
    return {notice, 1, state.plan()};
  }
  static Receipt receipt(const SentNotice& about, std::uint8_t bits) { return {about.notice, {about}, bits, ""}; }
  wire::NoticeState now(const SentNotice& about) {
    const store::Record record = support::read(model_, store::Kind::kNotice, about.notice);
    return wire::decode_notice_state(support::state_of(record, about.notice)).value();
  }
  std::uint8_t shown(const SentNotice& about) { return now(about).shown; }
  std::vector<bool> take(const std::vector<Receipt>& receipts) {
    const auto kept = std::make_unique<bool[]>(receipts.size());
    receipts_.take(receipts, {kept.get(), receipts.size()});
    return std::vector<bool>(kept.get(), kept.get() + receipts.size());
  }
  std::uint64_t strays() { return metrics_.counter("naadam_receipts_stray_total", "").value(); }

  store::ModelStore model_{4};
  seal::LookupKey key_ = seal::LookupKey::random();
  runtime::Metrics metrics_;
  Receipts receipts_{model_, key_, {}, metrics_};
};

constexpr auto kDelivered = static_cast<std::uint8_t>(DeliveryState::kDelivered);

TEST_F(ReceiptsTest, AllOfOneQuestionAreWrittenAlsoTwoOfOneNotice) {
  const SentNotice first = sent(1), second = sent(2), third = sent(3);
  EXPECT_EQ(take({receipt(first, receipt_bit::kCentreTook), receipt(second, receipt_bit::kNotDelivered),
                  receipt(first, receipt_bit::kDelivered), receipt(third, receipt_bit::kCentreTook)}),
            std::vector<bool>(4, true));
  EXPECT_EQ(shown(first), kDelivered);
  EXPECT_EQ(now(first).tries[0].receipts, receipt_bit::kCentreTook | receipt_bit::kDelivered);
  EXPECT_EQ(shown(second), static_cast<std::uint8_t>(DeliveryState::kFailed));
  EXPECT_EQ(shown(third), static_cast<std::uint8_t>(DeliveryState::kSent));
  EXPECT_EQ(strays(), 0u);
}

TEST_F(ReceiptsTest, ADoubledOneChangesNothing) {
  const SentNotice about = sent(1);
  take({receipt(about, receipt_bit::kDelivered)});
  const store::Record before = support::read(model_, store::Kind::kNotice, about.notice);
  EXPECT_EQ(take({receipt(about, receipt_bit::kDelivered)}), std::vector<bool>{true});
  EXPECT_EQ(support::read(model_, store::Kind::kNotice, about.notice).rev, before.rev);
  EXPECT_EQ(strays(), 1u);
}

TEST_F(ReceiptsTest, OneOfAnotherPlanOrOfNobodyIsKeptAndChangesNothing) {
  SentNotice about = sent(1);
  SentNotice overtaken = about;
  ++overtaken.plan;
  const SentNotice unknown{support::made_id(99), 1, 1};
  EXPECT_EQ(take({receipt(overtaken, receipt_bit::kDelivered), receipt(unknown, receipt_bit::kDelivered)}),
            std::vector<bool>(2, true));
  EXPECT_EQ(shown(about), static_cast<std::uint8_t>(DeliveryState::kSent));
  EXPECT_EQ(strays(), 2u);
}

TEST_F(ReceiptsTest, OneOfAMessageOfSeveralNoticesSpeaksForAll) {
  const SentNotice first = sent(1), second = sent(2);
  EXPECT_EQ(take({{first.notice, {first, second}, receipt_bit::kDelivered, ""}}), std::vector<bool>{true});
  EXPECT_EQ(shown(first), kDelivered);
  EXPECT_EQ(shown(second), kDelivered);
}

}  // namespace
}  // namespace naadam::notification
