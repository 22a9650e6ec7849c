#include "link/credit.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <deque>

namespace naadam::link {
namespace {

constexpr std::uint64_t kSender = 77;

TEST(CreditWindow, OnePeerGetsTheWholeWindow) {
  CreditWindow window(1'000, 1);
  const auto session = window.open(kSender);
  const auto credit = window.due(session, true);
  ASSERT_TRUE(credit);
  EXPECT_EQ(credit->total, 1'000U);
  EXPECT_EQ(credit->sender_session, kSender);
  EXPECT_EQ(credit->session, session);
}

TEST(CreditWindow, ANewcomerShrinksTheSharesOfTheOthers) {
  CreditWindow window(1'000, 1);
  const auto first = window.open(1);
  window.due(first, true);
  const auto second = window.open(2);
  EXPECT_EQ(window.due(first, false)->total, 500U);
  EXPECT_EQ(window.due(second, false)->total, 500U);
  window.close(second);
  EXPECT_EQ(window.due(first, false)->total, 1'000U);
}

TEST(CreditWindow, ItemsPushedBeforeAShareShrankAreStillPaid) {
  CreditWindow window(1'000, 1);
  const auto first = window.open(1);
  window.due(first, true);
  window.open(2);
  window.due(first, false);
  EXPECT_TRUE(window.receive(first, 1'000));
  EXPECT_FALSE(window.receive(first, 1));
}

TEST(CreditWindow, NothingComesBackBeforeItemsAreFinished) {
  CreditWindow window(100, 1);
  const auto session = window.open(kSender);
  window.due(session, true);
  EXPECT_TRUE(window.receive(session, 100));
  EXPECT_FALSE(window.due(session, false));
  EXPECT_EQ(window.due(session, true)->total, 100U);
  window.finish(session, 40);
  EXPECT_EQ(window.due(session, false)->total, 140U);
}

TEST(CreditWindow, FinishingMoreThanWasReceivedMakesNoCredit) {
  CreditWindow window(100, 1);
  const auto session = window.open(kSender);
  window.due(session, true);
  window.receive(session, 10);
  window.finish(session, 1'000);
  EXPECT_EQ(window.due(session, true)->total, 110U);
}

TEST(CreditWindow, WhatWasLostOnTheWayIsGivenBack) {
  CreditWindow window(100, 1);
  const auto session = window.open(kSender);
  window.due(session, true);
  window.receive(session, 30);
  EXPECT_EQ(window.settle(session, 80), 50U);
  EXPECT_EQ(window.settle(session, 80), 0U);
  window.finish(session, 30);
  EXPECT_EQ(window.due(session, true)->total, 180U);
}

TEST(CreditWindow, ASenderThatClaimsMoreThanItWasGrantedGetsNoMore) {
  CreditWindow window(100, 1);
  const auto session = window.open(kSender);
  window.due(session, true);
  EXPECT_EQ(window.settle(session, UINT64_MAX), 100U);
  EXPECT_EQ(window.due(session, true)->total, 200U);
}

TEST(CreditWindow, UnknownSessionsAreIgnored) {
  CreditWindow window(100, 1);
  EXPECT_FALSE(window.receive(5, 1));
  EXPECT_FALSE(window.due(5, true));
  EXPECT_EQ(window.settle(5, 10), 0U);
  window.finish(5, 1);
  window.close(5);
}

TEST(CreditPurse, ReservationsAndPushesUseItUp) {
  CreditPurse purse;
  EXPECT_FALSE(purse.reserve(1));
  purse.take({kSender, 9, 1, 100});
  EXPECT_TRUE(purse.reserve(60));
  EXPECT_FALSE(purse.reserve(41));
  EXPECT_TRUE(purse.spend(9, 60, 50));
  EXPECT_EQ(purse.available(), 50U);
}

TEST(CreditPurse, AnOlderCreditIsIgnored) {
  CreditPurse purse;
  purse.take({kSender, 9, 2, 100});
  EXPECT_FALSE(purse.take({kSender, 9, 1, 500}));
  EXPECT_FALSE(purse.take({kSender, 9, 2, 500}));
  EXPECT_EQ(purse.available(), 100U);
}

TEST(CreditPurse, ReservationsOfAnOlderSessionNeitherSpendNorReturn) {
  CreditPurse purse;
  purse.take({kSender, 9, 1, 100});
  purse.reserve(60);
  purse.take({kSender, 10, 1, 100});
  EXPECT_FALSE(purse.spend(9, 60, 60));
  purse.unreserve(9, 60);
  EXPECT_EQ(purse.available(), 100U);
}

// Both ends with everything that can happen to the frames between them: batches and credits are lost, credits come
// twice or in another order. The consumer never has more in work than it granted, and once all is quiet and one hello
// has gone through, the sender has the whole window again.
RC_GTEST_PROP(Credit, NothingLeaksWhateverHappensToTheFrames, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(1, 500);
  CreditWindow window(size, 1);
  CreditPurse purse;
  const auto session = window.open(kSender);
  purse.take(*window.due(session, true));
  std::deque<std::size_t> batches;
  std::vector<wire::Credit> credits;
  std::size_t in_work = 0;
  for (int step = 0, steps = *rc::gen::inRange(1, 120); step < steps; ++step) {
    switch (*rc::gen::inRange(0, 6)) {
      case 0: {
        const auto items = *rc::gen::inRange<std::size_t>(1, size + 1);
        if (!purse.reserve(items)) break;
        RC_ASSERT(purse.spend(session, items, items));
        batches.push_back(items);
        break;
      }
      case 1:
        if (batches.empty()) break;
        RC_ASSERT(window.receive(session, batches.front()));
        in_work += batches.front();
        batches.pop_front();
        RC_ASSERT(in_work <= size);
        break;
      case 2:
        if (!batches.empty()) batches.pop_front();  // lost
        break;
      case 3: {
        const auto items = *rc::gen::inRange<std::size_t>(0, in_work + 1);
        in_work -= items;
        window.finish(session, items);
        if (const auto credit = window.due(session, false)) credits.push_back(*credit);
        break;
      }
      case 4:
        if (!credits.empty()) purse.take(credits[*rc::gen::inRange<std::size_t>(0, credits.size())]);
        break;
      default:
        if (!credits.empty()) credits.pop_back();  // lost
    }
  }
  window.finish(session, in_work);
  for (const auto items : batches) {
    RC_ASSERT(window.receive(session, items));
    window.finish(session, items);
  }
  window.settle(session, purse.pushed());
  purse.take(*window.due(session, true));
  RC_ASSERT(purse.available() == size);
}

}  // namespace
}  // namespace naadam::link
