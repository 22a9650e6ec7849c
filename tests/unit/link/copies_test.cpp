// Copies of a consumer that come and go while a sender works.
#include "line.hpp"

namespace naadam::link {
namespace {

class CopiesTest : public Line {
 protected:
  std::string at(const std::string& name) const { return "ipc://" + (dir_.path() / (name + ".ipc")).string(); }
};

TEST_F(CopiesTest, ANewCopyBringsItsCredit) {
  const auto first = bind_at(at("first"), 100);
  const auto second = bind_at(at("second"), 40);
  const auto outbox = connect_to({at("first")});
  until([&] { return outbox->credit() == 100; }, {first.get(), second.get()}, {outbox.get()});
  ASSERT_TRUE(outbox->set_endpoints({at("first"), at("second")}));
  until([&] { return outbox->credit() == 140; }, {first.get(), second.get()}, {outbox.get()});
  EXPECT_EQ(outbox->stats().sessions, 2U);  // the first kept its own
}

TEST_F(CopiesTest, ReservationsAlternateBetweenEqualCopies) {
  const auto first = bind_at(at("first"), 100);
  const auto second = bind_at(at("second"), 100);
  const auto outbox = connect_to({at("first"), at("second")});
  until([&] { return outbox->credit() == 200; }, {first.get(), second.get()}, {outbox.get()});
  const auto one = outbox->reserve(10);
  const auto two = outbox->reserve(10);
  ASSERT_TRUE(one && two);
  EXPECT_NE(one->peer, two->peer);
}

TEST_F(CopiesTest, ACopyThatLeavesTakesItsCreditWithIt) {
  const auto first = bind_at(at("first"), 100);
  const auto second = bind_at(at("second"), 40);
  const auto outbox = connect_to({at("first"), at("second")});
  until([&] { return outbox->credit() == 140; }, {first.get(), second.get()}, {outbox.get()});
  ASSERT_TRUE(outbox->set_endpoints({Endpoint{at("second")}}));
  EXPECT_EQ(outbox->credit(), 40U);
  EXPECT_EQ(outbox->stats().peers, 1U);
  EXPECT_FALSE(outbox->reserve(41));
}

TEST_F(CopiesTest, AReservationAtACopyThatLeavesMayStillBePushed) {
  const auto inbox = bind_at(at("first"), 100);
  const auto outbox = connect_to({at("first")});
  until([&] { return outbox->credit() == 100; }, inbox.get(), {outbox.get()});
  const auto reservation = outbox->reserve(7);
  ASSERT_TRUE(reservation);
  ASSERT_TRUE(outbox->set_endpoints({}));
  EXPECT_FALSE(outbox->reserve(1));
  EXPECT_EQ(outbox->stats().peers, 1U);
  EXPECT_EQ(outbox->push(*reservation, a_batch(7), {}), Offer::kAccepted);
  until([&] { return arrivals_.batches.size() == 1; }, inbox.get(), {outbox.get()});
  EXPECT_EQ(outbox->stats().peers, 0U);
}

TEST_F(CopiesTest, AReservationAtACopyThatIsGoneFindsNoPeerAndHarmsNoOther) {
  beat_ms_ = kShortBeatMs;
  auto first = bind_at(at("first"), 100);
  const auto second = bind_at(at("second"), 40);
  const auto outbox = connect_to({at("first"), at("second")});
  until([&] { return outbox->credit() == 140; }, {first.get(), second.get()}, {outbox.get()});
  const auto reservation = outbox->reserve(60);
  ASSERT_TRUE(reservation);
  first.reset();
  ASSERT_TRUE(outbox->set_endpoints({Endpoint{at("second")}}));
  until([&] { return outbox->stats().peers == 1; }, second.get(), {outbox.get()});
  EXPECT_EQ(outbox->push(*reservation, a_batch(60), {}), Offer::kNoPeer);
  outbox->unreserve(*reservation);
  EXPECT_EQ(outbox->credit(), 40U);
}

TEST_F(CopiesTest, ACopyNamedAgainBeforeItIsGoneStays) {
  const auto inbox = bind_at(at("first"), 100);
  const auto outbox = connect_to({at("first")});
  until([&] { return outbox->credit() == 100; }, inbox.get(), {outbox.get()});
  const auto reservation = outbox->reserve(30);
  ASSERT_TRUE(outbox->set_endpoints({}));
  ASSERT_TRUE(outbox->set_endpoints({at("first")}));
  outbox->unreserve(*reservation);
  EXPECT_EQ(outbox->credit(), 100U);
  EXPECT_EQ(outbox->stats().sessions, 1U);
}

TEST_F(CopiesTest, AnEndpointThatCannotBeUsedIsNamedAndTheOthersTaken) {
  const auto inbox = bind_at(at("first"), 100);
  const auto outbox = connect_to(std::vector<Endpoint>{});
  const auto taken = outbox->set_endpoints({std::string("ipc://relative"), at("first")});
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, core::ErrorKind::kInvalid);
  until([&] { return outbox->credit() == 100; }, inbox.get(), {outbox.get()});
}

TEST_F(CopiesTest, NoMoreThanSixtyFourCopiesAreTaken) {
  const auto outbox = connect_to(std::vector<Endpoint>{});
  std::vector<Endpoint> copies;
  for (int i = 0; i < 65; ++i) copies.emplace_back(at(std::to_string(i)));
  EXPECT_FALSE(outbox->set_endpoints(copies));
  EXPECT_EQ(outbox->stats().peers, 64U);
  copies.pop_back();
  EXPECT_TRUE(outbox->set_endpoints(copies));
}

}  // namespace
}  // namespace naadam::link
