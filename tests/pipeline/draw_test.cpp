// A draw from its notice to the phones: accepted entries of one delegation get their seats, each once and as the record
// says, and scoring each contest's start list, whatever happens to the services meanwhile; one who leaves makes room
// for a substitute alone.
#include "cli/commands/draw.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "asking/peers.hpp"
#include "cli/remote/handing_in.hpp"
#include "domain/calendar.hpp"
#include "runtime/documents.hpp"
#include "runtime/installation.hpp"
#include "scheduling/rules/draw_book.hpp"
#include "support/command.hpp"
#include "support/installation.hpp"
#include "support/installation_truth.hpp"
#include "wire/entry.hpp"
#include "wire/start_list.hpp"
#include "wire/verbs.hpp"

namespace naadam {
namespace {

using asking::Json;
using cli::sample::Row;
using support::SentMessage;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kDelegation = "150200";

class DrawTest : public testing::Test {
 protected:
  support::Ran naadam(std::vector<std::string> words) const {
    words.insert(words.begin(), "draw");
    words.insert(words.end(), {"--data", installation_.home().dir().string()});
    return support::naadam(std::move(words));
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
    ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] {
      const auto answer = peers_.ask_until("scheduling", wire::verb::kBoardCount, Json::object(), support::kPatienceMs);
      return answer && answer->at("clock").get<core::Millis>() >= at;
    }));
  }
  void hand_in_all() {
    for (const support::SampleFile& one : sample_.files()) {
      ASSERT_TRUE(cli::hand_in(one.order, peers_, installation_.clock(), support::kPatienceMs));
    }
    ASSERT_TRUE(installation_.at_rest(support::kPatienceMs));
  }
  void draw_all(const std::string& id) {
    ASSERT_NO_FATAL_FAILURE(step({"commit", "--who", "主办单位", "--secret", file("secret-" + id)}));
    ASSERT_NO_FATAL_FAILURE(step({"freeze"}));
    ASSERT_NO_FATAL_FAILURE(step({"reveal", "--who", "主办单位", "--secret", file("secret-" + id)}));
  }
  void await_told() {
    ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] {
      const auto draw = peers_.ask_until("scheduling", wire::verb::kDrawShow,
                                         {{"round", "trial"}, {"delegation", kDelegation}}, support::kPatienceMs);
      return draw && draw->at("told").get<bool>();
    }));
    ASSERT_TRUE(installation_.at_rest(support::kPatienceMs));
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
  // Every start list that scoring was told, by its contest as the record names it.
  std::map<std::string, wire::StartList> lists() {
    std::map<std::string, wire::StartList> all;
    const auto draw = installation_.records(store::Kind::kDraw).begin()->second;
    for (const auto& [id, record] : installation_.records(store::Kind::kStartList)) {
      const auto checked = store::open_check(record.state, id, record.rev, record.body);
      const auto state = wire::decode_start_list_state(checked.state).value();
      EXPECT_FALSE(state.source.newer_than(draw.rev));
      const auto list =
          wire::decode_start_list(runtime::read_document(installation_.store(), state.document).value()).value();
      EXPECT_EQ(id, wire::start_list_id("2021", list.round, list.event, list.group, list.delegation).view());
      all[list.event + "-" + list.group] = list;
    }
    return all;
  }
  // They are the record's, who left (by id) replaced by who came; and empty of `emptied`, the only ones beside.
  void expect_lists(const scheduling::DrawRecord& record, const std::map<std::string, std::string>& moves = {},
                    const std::set<std::string>& emptied = {}) {
    auto told = lists();
    for (const scheduling::EventSeats& event : record.drawn.events) {
      std::map<scheduling::Slot, std::string> drawn, listed;
      for (const scheduling::Seat& seat : event.seats) {
        drawn[seat.slot] = moves.contains(seat.entry) ? moves.at(seat.entry) : seat.entry;
      }
      ASSERT_TRUE(told.contains(event.event)) << event.event;
      const wire::StartList list = told[event.event];
      for (const wire::Start& start : list.starts) listed[{start.heat, start.station}] = core::to_hex(start.entry);
      EXPECT_EQ(listed, drawn) << event.event;
      EXPECT_EQ(list.draw, record.request.id);
      const auto book =
          scheduling::parse_draw_book(runtime::read_document(installation_.store(), list.draw_document).value())
              .value();
      EXPECT_EQ(scheduling::to_json(book.record), scheduling::to_json(record));
      EXPECT_EQ(book.moves.size(), moves.size());
      EXPECT_EQ(list.delegation, kDelegation);
      told.erase(event.event);
    }
    EXPECT_EQ(told.size(), emptied.size());
    for (const auto& [contest, list] : told) {
      EXPECT_TRUE(emptied.contains(contest)) << contest;
      EXPECT_THAT(list.starts, IsEmpty());
      EXPECT_EQ(list.draw, record.request.id);
    }
  }

  // People without a fault, each for one entry alone: the first for the contest of the tests, as many as are asked for.
  std::vector<Row> people(std::size_t count) const {
    std::vector<Row> found;
    std::set<std::string> numbers;
    for (const support::SampleFile& one : sample_.files()) {
      for (const Row& row : one.rows) {
        const bool sound = row.defects.empty() && row.team == 0 && row.says.group == "职工组";
        if (found.size() == count || !sound || !numbers.insert(row.says.document_number).second) continue;
        found.push_back(row);
        found.back().says.event = "电工";
        found.back().says.delegation = "包头市";
      }
    }
    return found;
  }
  // Hands in a file of these rows; gives its receipt.
  std::string hand_in(const std::string& submitter, const std::vector<Row>& rows, const std::string& corrects = {}) {
    const std::string path = file(submitter + (corrects.empty() ? "" : "-2") + ".csv");
    std::ofstream out(path);
    out << "姓名,性别,出生日期,证件类型,证件号码,手机号码,参赛项目,组别,代表队,参赛依据,单位或学校名称,"
           "统一社会信用代码,岗位类别,居住地址\n";
    for (const Row& row : rows) {
      const wire::Claim& c = row.says;
      for (const std::string* text :
           {&c.name, &c.sex, &c.birth_date, &c.document_type, &c.document_number, &c.mobile, &c.event, &c.group,
            &c.delegation, &c.basis, &c.employer, &c.employer_code, &c.post, &c.address}) {
        out << (text == &c.name ? "\"" : ",\"") << *text << '"';
      }
      out << '\n';
    }
    out.close();
    const auto receipt = cli::hand_in({path, submitter, corrects}, peers_, installation_.clock(), support::kPatienceMs);
    EXPECT_TRUE(receipt);
    EXPECT_TRUE(installation_.at_rest(support::kPatienceMs));
    return receipt ? receipt->upload : std::string();
  }
  // The entry of this person, who has no other; its id.
  std::string entry_of(const Row& row) {
    const auto shown =
        peers_.ask_until("intake", wire::verb::kEntryShow, {{"document", row.says.document_number}, {"full", false}},
                         support::kPatienceMs);
    return shown.value().at("entries").at(0).at("entry").get<std::string>();
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
  installation_.tend(support::kPatienceMs);
  ASSERT_NO_FATAL_FAILURE(await_told());

  const scheduling::DrawRecord first = published();
  EXPECT_THAT(first.drawn.left_out, testing::ElementsAre("包头"));
  expect_seats(first);
  expect_lists(first);
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
  expect_lists(second);
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
  EXPECT_THAT(installation_.audited(support::kPatienceMs).findings, IsEmpty());
}

// One leaves after the draw; one whom two submitters told differently of until then stands in the seat.
TEST_F(DrawTest, ASubstituteTakesTheSeatOfWhoLeftAndScoringHearsOfItAndOfTheRedraw) {
  std::vector<Row> who = people(6);
  ASSERT_EQ(who.size(), 6u);
  Row& substitute = who[2];
  Row& leaving = who[3];
  who[4].says.event = "数控铣";
  who[5].says.delegation = "呼和浩特市";
  Row doubted = substitute;
  doubted.says.employer = "另外一个单位";
  hand_in("甲单位", {who[0], who[1], substitute});
  const std::string of_leaving = hand_in("乙单位", {leaving, who[4]});
  const std::string of_doubt = hand_in("丙单位", {doubted, who[5]});
  const std::string in = entry_of(substitute), out = entry_of(leaving);
  ASSERT_NO_FATAL_FAILURE(step({"open", "--notice", notice("2021-150200-1", "2021-07-20T21:30+08:00")}));
  ASSERT_NO_FATAL_FAILURE(step({"commit", "--who", "主办单位", "--secret", file("secret-2021-150200-1")}));
  ASSERT_NO_FATAL_FAILURE(let_it_be("2021-07-16T09:00+08:00"));
  ASSERT_NO_FATAL_FAILURE(draw_all("2021-150200-1"));
  ASSERT_NO_FATAL_FAILURE(let_it_be("2021-07-20T22:00+08:00"));
  ASSERT_NO_FATAL_FAILURE(step({"publish", "--text", "01 02 03"}));
  ASSERT_NO_FATAL_FAILURE(await_told());
  const scheduling::DrawRecord first = published();
  expect_lists(first);
  EXPECT_THAT(lists()["E05-worker"].starts, testing::SizeIs(3));
  EXPECT_THAT(lists()["E04-worker"].starts, testing::SizeIs(1));
  const auto left = entries()[out].seat.value();
  ASSERT_FALSE(entries()[in].seat);

  hand_in("丙单位", {who[5]}, of_doubt);
  hand_in("乙单位", {who[4]}, of_leaving);
  expect_lists(first);  // nobody moves of himself
  const std::size_t messages = seat_messages();
  ASSERT_NO_FATAL_FAILURE(step({"substitute", "--out", out, "--in", in, "--reason", "因故退出"}));
  ASSERT_NO_FATAL_FAILURE(await_told());
  expect_lists(first, {{out, in}});
  EXPECT_TRUE(entries()[in].seat && entries()[in].seat->same_place(left));
  EXPECT_EQ(entries()[out].seat->heat, 0);
  EXPECT_EQ(seat_messages(), messages + 1);

  // Drawn again, where nobody is accepted in the other contest any more.
  ASSERT_NO_FATAL_FAILURE(
      step({"redraw", "--notice", notice("2021-150200-2", "2021-07-22T21:30+08:00"), "--reason", "一号场地停电"}));
  expect_lists(first, {{out, in}});  // until it is published
  ASSERT_NO_FATAL_FAILURE(draw_all("2021-150200-2"));
  ASSERT_NO_FATAL_FAILURE(let_it_be("2021-07-22T22:00+08:00"));
  ASSERT_NO_FATAL_FAILURE(step({"publish", "--text", "04 05 06"}));
  ASSERT_NO_FATAL_FAILURE(await_told());
  const scheduling::DrawRecord second = published();
  EXPECT_THAT(second.drawn.events, testing::SizeIs(1));
  expect_lists(second, {}, {"E04-worker"});
  EXPECT_THAT(installation_.audited(support::kPatienceMs).findings, IsEmpty());
}

}  // namespace
}  // namespace naadam
