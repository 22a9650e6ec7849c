// The steps of a draw: which may be taken when, that none is taken back, and what the book says afterwards.
#include "scheduling/rules/draw_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace naadam::scheduling {
namespace {

using core::ErrorKind;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr core::Millis kClose = 1'000'000;
constexpr core::Millis kValue = 2'000'000;

class DrawBookTest : public testing::Test {
 protected:
  DrawBookTest() {
    edition_.version = "0123456789abcdef0123456789abcdef";
    for (const auto& [code, zh] : {std::pair("E04", "数控铣"), std::pair("E05", "电工")}) {
      domain::Event event;
      event.code = code;
      event.zh = zh;
      event.groups = {"worker", "student"};
      edition_.event_index.add(code, static_cast<std::uint16_t>(edition_.events.size()));
      edition_.events.push_back(event);
    }
    wish_ = {.round = wire::Round::kTrial,
             .delegation = "150200",
             .draw = "2021-150200-1",
             .public_source = "某期彩票",
             .value_at = kValue,
             .plan = {{"E04", "", 0, 2}, {"E05", "worker", 2, 2}}};
  }
  static Hand at(core::Millis now) { return {"甲", now, kClose}; }
  static std::string secret(char c) { return std::string(kSecretBytes, c); }
  DrawBook opened() { return open_draw(wish_, edition_, at(10)).value(); }
  static void both_commit(DrawBook& book, core::Millis now) {
    for (const auto& [who, c] : {std::pair("主办单位", 'x'), std::pair("包头", 'y')}) {
      ASSERT_TRUE(commit(book, who, commitment(book.record.request.id, who, secret(c)), at(now)));
    }
  }
  DrawBook frozen() {
    DrawBook book = opened();
    both_commit(book, 20);
    EXPECT_TRUE(freeze(book, {{"E04", "worker", {"c1", "a1", "b1"}}, {"E05", "worker", {"d1"}}, {"E05", "student", {}}},
                       at(kClose + 1)));
    return book;
  }
  DrawBook published() {
    DrawBook book = frozen();
    EXPECT_TRUE(reveal(book, "主办单位", secret('x'), at(kValue - 1)));
    EXPECT_TRUE(publish(book, "01 02 03", at(kValue)));
    return book;
  }
  static void expect_refused(const core::Status& status, ErrorKind kind, const char* text) {
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().kind, kind);
    EXPECT_THAT(status.error().text, HasSubstr(text));
  }

  domain::Edition edition_;
  DrawOpening wish_;
};

TEST_F(DrawBookTest, EachStepIsTakenOnceAndInItsTime) {
  DrawBook book = published();
  EXPECT_EQ(book.phase, DrawPhase::kPublished);
  EXPECT_THAT(check_draw(book.record).value(), IsEmpty());
  EXPECT_THAT(book.record.drawn.left_out, testing::ElementsAre("包头"));
  const auto seats = seats_of(book);
  EXPECT_THAT(seats, SizeIs(4));
  EXPECT_EQ(seats.at("d1").event, "E05-worker");
  std::set<Slot> slots;
  for (const char* entry : {"a1", "b1", "c1"}) slots.insert(seats.at(entry).slot);
  EXPECT_THAT(slots, SizeIs(3));
  EXPECT_THAT(book.steps, SizeIs(6));
  // Asked again, each changes nothing.
  EXPECT_TRUE(commit(book, "包头", commitment(book.record.request.id, "包头", secret('y')), at(kValue + 1)));
  EXPECT_TRUE(freeze(book, {{"E04", "worker", {"z9"}}}, at(kValue + 1)));
  EXPECT_TRUE(reveal(book, "主办单位", secret('x'), at(kValue + 1)));
  EXPECT_TRUE(publish(book, "01 02 03", at(kValue + 1)));
  EXPECT_THAT(book.steps, SizeIs(6));
}

TEST_F(DrawBookTest, ItsDocumentComesBackAsItWasWritten) {
  for (const DrawBook& book : {opened(), frozen(), published()}) {
    const std::string json = to_json(book);
    const auto again = parse_draw_book(json);
    ASSERT_TRUE(again) << again.error().cause;
    EXPECT_EQ(to_json(*again), json);
  }
  EXPECT_EQ(parse_draw_book("{}").error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(parse_draw_book("nonsense").error().kind, ErrorKind::kCorrupt);
  std::string json = to_json(opened());
  json.insert(json.find("\"value_at\":") + 11, "1e");  // far beyond any time
  EXPECT_EQ(parse_draw_book(json).error().kind, ErrorKind::kCorrupt);
}

TEST_F(DrawBookTest, NothingIsKnownBeforeOthersCommit) {
  expect_refused(open_draw(wish_, edition_, at(kClose + 1)).map([](const DrawBook&) {}), ErrorKind::kRefused, "截止");
  wish_.value_at = kClose;
  expect_refused(open_draw(wish_, edition_, at(10)).map([](const DrawBook&) {}), ErrorKind::kInvalid, "截止之后");
  wish_.value_at = kValue;
  DrawBook book = opened();
  expect_refused(commit(book, "包头", {}, at(kClose + 1)), ErrorKind::kRefused, "不能再承诺");
  expect_refused(freeze(book, {{"E04", "worker", {"a1"}}}, at(kClose)), ErrorKind::kRefused, "才截止");
  expect_refused(freeze(book, {{"E04", "worker", {"a1"}}}, at(kClose + 1)), ErrorKind::kRefused, "任何一方承诺");
  both_commit(book, 20);
  expect_refused(commit(book, "包头", {}, at(30)), ErrorKind::kInvalid, "不能更改");
  expect_refused(freeze(book, {{"E04", "worker", {"a1"}}}, at(kValue)), ErrorKind::kRefused, "新的编号");
  expect_refused(reveal(book, "包头", secret('y'), at(30)), ErrorKind::kRefused, "还没有冻结");
}

TEST_F(DrawBookTest, ASecretThatDoesNotFitOrComesTooLateIsLeftOut) {
  DrawBook book = frozen();
  expect_refused(reveal(book, "包头", secret('x'), at(kValue - 1)), ErrorKind::kInvalid, "不符");
  expect_refused(reveal(book, "通辽", secret('x'), at(kValue - 1)), ErrorKind::kInvalid, "没有承诺过");
  expect_refused(publish(book, "01", at(kValue - 1)), ErrorKind::kRefused, "才产生");
  expect_refused(reveal(book, "包头", secret('y'), at(kValue)), ErrorKind::kRefused, "期限");
  expect_refused(publish(book, "01", at(kValue)), ErrorKind::kInvalid, "没有一个秘密数");
  expect_refused(publish(book, "", at(kValue)), ErrorKind::kInvalid, "公开随机源的值");
  EXPECT_EQ(book.phase, DrawPhase::kFrozen);
}

TEST_F(DrawBookTest, TooFewStationsAreNamedTogetherAndNothingIsFrozen) {
  DrawBook book = opened();
  both_commit(book, 20);
  const std::vector<DrawList> lists{{"E05", "worker", {"a", "b", "c", "d", "e"}}, {"E05", "student", {"f"}}};
  const auto refused = freeze(book, lists, at(kClose + 1));
  expect_refused(refused, ErrorKind::kInvalid, "E05-worker（5 个参赛号，4 个工位）");
  expect_refused(refused, ErrorKind::kInvalid, "E05-student（1 个参赛号，方案里没有）");
  EXPECT_EQ(book.phase, DrawPhase::kCommitting);
  EXPECT_THAT(book.record.request.events, IsEmpty());
}

TEST_F(DrawBookTest, ASubstituteTakesTheSeatAndNobodyElseMoves) {
  DrawBook book = published();
  const auto before = seats_of(book);
  ASSERT_TRUE(substitute(book, "b1", "n1", "因病", at(kValue + 1)));
  ASSERT_TRUE(substitute(book, "b1", "n1", "因病", at(kValue + 2)));
  auto after = seats_of(book);
  EXPECT_EQ(after.at("n1").slot, before.at("b1").slot);
  EXPECT_FALSE(after.contains("b1"));
  for (const char* entry : {"a1", "c1", "d1"}) EXPECT_EQ(after.at(entry).slot, before.at(entry).slot);
  EXPECT_THAT(book.moves, SizeIs(1));
  expect_refused(substitute(book, "b1", "n2", "因病", at(kValue + 3)), ErrorKind::kInvalid, "没有工位");
  expect_refused(substitute(book, "a1", "c1", "因病", at(kValue + 3)), ErrorKind::kInvalid, "已有工位");
  expect_refused(substitute(book, "a1", "n2", "", at(kValue + 3)), ErrorKind::kInvalid, "理由");
  EXPECT_THAT(check_draw(book.record).value(), IsEmpty());  // the draw itself stays what it was
}

TEST_F(DrawBookTest, ARedrawHasANewIdAndAReasonAndKeepsTheOld) {
  DrawBook book = published();
  DrawOpening again = wish_;
  again.value_at = kValue * 2;
  const auto redrawn = [&](const std::string& id, const std::string& reason) {
    again.draw = id;
    return redraw(book, again, reason, "f00d", edition_, at(kValue + 1));
  };
  expect_refused(redrawn("2021-150200-1", "工位损坏"), ErrorKind::kInvalid, "已经用过");
  expect_refused(redrawn("2021-150200-2", ""), ErrorKind::kInvalid, "理由");
  ASSERT_TRUE(redrawn("2021-150200-2", "工位损坏"));
  EXPECT_EQ(book.phase, DrawPhase::kCommitting);
  EXPECT_EQ(book.record.replaces, "2021-150200-1");
  ASSERT_THAT(book.past, SizeIs(1));
  EXPECT_EQ(book.past[0].document, "f00d");
  EXPECT_THAT(seats_of(book), IsEmpty());
  both_commit(book, kValue + 2);  // the registration has long been closed
  ASSERT_TRUE(freeze(book, {{"E04", "worker", {"a1"}}}, at(kValue + 3)));
  ASSERT_TRUE(reveal(book, "包头", secret('y'), at(kValue + 4)));
  ASSERT_TRUE(publish(book, "07 08", at(kValue * 2)));
  EXPECT_THAT(check_draw(book.record).value(), IsEmpty());
  expect_refused(redrawn("2021-150200-1", "工位损坏"), ErrorKind::kInvalid, "已经用过");
}

TEST_F(DrawBookTest, APlanIsOfEventsThatThereAreAndNamesEachOnce) {
  const auto opening = [&](std::vector<SeatPlan> plan) {
    wish_.plan = std::move(plan);
    return open_draw(wish_, edition_, at(10)).map([](const DrawBook&) {});
  };
  expect_refused(opening({}), ErrorKind::kInvalid, "空的");
  expect_refused(opening({{"E99", "", 1, 1}}), ErrorKind::kInvalid, "不在本届");
  expect_refused(opening({{"E04", "other", 1, 1}}), ErrorKind::kInvalid, "没有“other”");
  expect_refused(opening({{"E04", "", 1, 0}}), ErrorKind::kInvalid, "从 1 起");
  expect_refused(opening({{"E04", "", 500, 5'000}}), ErrorKind::kInvalid, "超过");
  expect_refused(opening({{"E04", "", 1, 1}, {"E04", "", 1, 2}}), ErrorKind::kInvalid, "两行");
}

}  // namespace
}  // namespace naadam::scheduling
