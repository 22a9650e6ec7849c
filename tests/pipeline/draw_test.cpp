// A draw from its notice to the phones: accepted entries of one delegation get their seats, each once and as the record
// says, whatever happens to the services meanwhile; one who leaves makes room for a substitute alone.
#include "cli/commands/draw.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "asking/peers.hpp"
#include "cli/remote/handing_in.hpp"
#include "domain/calendar.hpp"
#include "runtime/installation.hpp"
#include "scheduling/rules/draw_record.hpp"
#include "support/command.hpp"
#include "support/installation.hpp"
#include "support/installation_truth.hpp"
#include "wire/entry.hpp"
#include "wire/verbs.hpp"

namespace naadam {
namespace {

using asking::Json;
using support::SentMessage;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr core::Millis kPatienceMs = 60'000;
constexpr const char* kDelegation = "150200";

class DrawTest : public testing::Test {
 protected:
  support::Ran naadam(std::vector<std::string> words) const {
    static constexpr cli::AddCommand kCommands[] = {cli::add_draw};
    words.insert(words.begin(), "draw");
    words.insert(words.end(), {"--data", installation_.home().dir().string()});
    return support::run_command(kCommands, std::move(words));
  }
  void step(std::vector<std::string> words) const {
    const std::string name = words[0];
    words.insert(words.end(), {"--delegation", "包头", "--by", "甲"});
    const support::Ran ran = naadam(std::move(words));
    ASSERT_EQ(ran.code, 0) << name << ": " << ran.said;
  }
  std::string file(const std::string& name) const { return (installation_.home().dir() / name).string(); }
  std::string notice(const std::string& id, const std::string& value_at) const {
    const std::string path = file(id + ".toml");
    std::ofstream(path) << "[draw]\nid = \"" << id << "\"\nsource = \"某期彩票\"\nvalue_at = \"" << value_at
                        << "\"\n[[seats]]\nevent = \"*\"\nheats = 0\nstations = 3\n";
    return path;
  }
  // The installation's clock, as every service knows it.
  void let_it_be(const char* instant) {
    const auto at = domain::parse_instant(instant).value();
    ASSERT_TRUE(runtime::begin_training(installation_.store(), at));
    ASSERT_TRUE(support::await(installation_.clock(), kPatienceMs, [&] {
      const auto answer = peers_.ask_until("scheduling", wire::verb::kBoardCount, Json::object(), kPatienceMs);
      return answer && answer->at("clock").get<core::Millis>() >= at;
    }));
  }
  void hand_in_all() {
    for (const support::SampleFile& one : sample_.files()) {
      ASSERT_TRUE(cli::hand_in(one.order, peers_, installation_.clock(), kPatienceMs));
    }
    ASSERT_TRUE(installation_.at_rest(kPatienceMs));
  }
  void draw_all(const std::string& id) {
    ASSERT_NO_FATAL_FAILURE(step({"commit", "--who", "主办单位", "--secret", file("secret-" + id)}));
    ASSERT_NO_FATAL_FAILURE(step({"freeze"}));
    ASSERT_NO_FATAL_FAILURE(step({"reveal", "--who", "主办单位", "--secret", file("secret-" + id)}));
  }
  void await_told() {
    ASSERT_TRUE(support::await(installation_.clock(), kPatienceMs, [&] {
      const auto draw = peers_.ask_until("scheduling", wire::verb::kDrawShow,
                                         {{"round", "trial"}, {"delegation", kDelegation}}, kPatienceMs);
      return draw && draw->at("told").get<bool>();
    }));
    ASSERT_TRUE(installation_.at_rest(kPatienceMs));
  }
  std::map<std::string, wire::EntryState> entries() {
    std::map<std::string, wire::EntryState> all;
    for (const auto& [id, record] : installation_.records(store::Kind::kEntry)) {
      const auto checked = store::open_check(record.state, id, record.rev, record.body);
      all[core::to_hex(id)] = wire::decode_entry_state(checked.state).value();
    }
    return all;
  }
  scheduling::DrawRecord published() const {
    const std::string path = file("record.json");
    const support::Ran saved = naadam({"save", "--to", path, "--delegation", "包头"});
    EXPECT_EQ(saved.code, 0) << saved.said;
    std::ifstream in(path);
    return scheduling::parse_draw_record(std::string{std::istreambuf_iterator<char>(in), {}}).value();
  }
  // Every entry's seat is the record's, moves apart; nobody else has one.
  void expect_seats(const scheduling::DrawRecord& record) {
    EXPECT_THAT(scheduling::check_draw(record).value(), IsEmpty());
    std::map<std::string, scheduling::Slot> drawn;
    for (const scheduling::EventSeats& event : record.drawn.events) {
      std::set<scheduling::Slot> taken;
      for (const scheduling::Seat& seat : event.seats) {
        drawn[seat.entry] = seat.slot;
        EXPECT_TRUE(taken.insert(seat.slot).second) << event.event;
      }
    }
    std::size_t seated = 0;
    for (const auto& [id, state] : entries()) {
      const bool has = state.seat && state.seat->heat > 0;
      EXPECT_EQ(has, drawn.contains(id)) << id;
      if (!has || !drawn.contains(id)) continue;
      ++seated;
      EXPECT_EQ(state.seat->heat, drawn[id].heat);
      EXPECT_EQ(state.seat->station, drawn[id].station);
      EXPECT_EQ(state.delegation, kDelegation);
    }
    EXPECT_EQ(seated, drawn.size());
    EXPECT_GT(seated, 10u);
  }
  std::size_t seat_messages() const {
    std::size_t count = 0;
    for (const SentMessage& message : installation_.messages()) {
      for (std::size_t at = 0; (at = message.text.find("抽签结果：", at)) != std::string::npos; ++at) ++count;
    }
    return count;
  }

  support::Sample sample_{{.rows = 700, .files = 14, .seed = 21, .percents = {}}};
  support::Installation installation_{{.winners = sample_.winners()}};
  asking::Peers peers_{installation_.settings().common, installation_.clock()};
};

TEST_F(DrawTest, EveryAcceptedEntryOfTheDelegationGetsItsSeatAndIsToldOnce) {
  ASSERT_NO_FATAL_FAILURE(hand_in_all());
  ASSERT_NO_FATAL_FAILURE(step({"open", "--notice", notice("2021-150200-1", "2021-07-20T21:30+08:00")}));
  ASSERT_NO_FATAL_FAILURE(step({"commit", "--who", "包头", "--secret", file("secret-b")}));
  ASSERT_NO_FATAL_FAILURE(step({"commit", "--who", "主办单位", "--secret", file("secret-2021-150200-1")}));
  const support::Ran early = naadam({"freeze", "--delegation", "包头", "--by", "甲"});
  EXPECT_EQ(early.code, 1);
  EXPECT_THAT(early.said, HasSubstr("7月15日18:00 才截止"));
  ASSERT_NO_FATAL_FAILURE(let_it_be("2021-07-16T09:00+08:00"));
  ASSERT_NO_FATAL_FAILURE(step({"freeze"}));
  ASSERT_NO_FATAL_FAILURE(step({"reveal", "--who", "主办单位", "--secret", file("secret-2021-150200-1")}));
  ASSERT_NO_FATAL_FAILURE(let_it_be("2021-07-20T22:00+08:00"));
  ASSERT_NO_FATAL_FAILURE(step({"publish", "--text", "01 02 03"}));
  installation_.kill("scheduling");  // in the midst of it, or just after
  installation_.tend(kPatienceMs);
  ASSERT_NO_FATAL_FAILURE(await_told());

  const scheduling::DrawRecord first = published();
  EXPECT_THAT(first.drawn.left_out, testing::ElementsAre("包头"));
  expect_seats(first);
  std::size_t reachable = 0;
  for (const auto& [id, state] : entries()) reachable += state.seat && state.has_recipient ? 1 : 0;
  EXPECT_EQ(seat_messages(), reachable);
  EXPECT_THAT(naadam({"list"}).said, HasSubstr("已公布，已通知到每项报名"));

  // Drawn again: everybody has the new seat, and hears of it only where it is another one.
  ASSERT_NO_FATAL_FAILURE(
      step({"redraw", "--notice", notice("2021-150200-2", "2021-07-22T21:30+08:00"), "--reason", "一号场地停电"}));
  ASSERT_NO_FATAL_FAILURE(draw_all("2021-150200-2"));
  ASSERT_NO_FATAL_FAILURE(let_it_be("2021-07-22T22:00+08:00"));
  ASSERT_NO_FATAL_FAILURE(step({"publish", "--text", "04 05 06"}));
  ASSERT_NO_FATAL_FAILURE(await_told());
  const scheduling::DrawRecord second = published();
  EXPECT_EQ(second.replaces, "2021-150200-1");
  expect_seats(second);
  std::map<std::string, scheduling::Slot> before;
  for (const auto& event : first.drawn.events) {
    for (const auto& seat : event.seats) before[seat.entry] = seat.slot;
  }
  std::size_t moved = 0;
  for (const auto& [id, state] : entries()) {
    const bool other = state.seat && (before[id].heat != state.seat->heat || before[id].station != state.seat->station);
    moved += other && state.has_recipient ? 1 : 0;
  }
  EXPECT_GT(moved, 0u);
  EXPECT_EQ(seat_messages(), reachable + moved);
  support::expect_boards(installation_);
  EXPECT_THAT(installation_.audited(kPatienceMs).findings, IsEmpty());
}

}  // namespace
}  // namespace naadam
