#include "support/installation_contests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "cli/commands/draw.hpp"
#include "cli/commands/marks.hpp"
#include "cli/commands/rank.hpp"
#include "cli/commands/results.hpp"
#include "cli/commands/sample_marks.hpp"
#include "domain/calendar.hpp"
#include "runtime/installation.hpp"
#include "scheduling/rules/draw_record.hpp"
#include "wire/verbs.hpp"

namespace naadam::support {
namespace {

using asking::Json;

constexpr core::Millis kAnswerMs = 1'000;

std::string text_in(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t count_of(std::string_view words, const std::vector<SentMessage>& messages) {
  std::size_t count = 0;
  for (const SentMessage& message : messages) {
    for (std::size_t at = 0; (at = message.text.find(words, at)) != std::string::npos; at += words.size()) ++count;
  }
  return count;
}

std::string refusal(const Ran& ran) { return ran.code == 0 ? std::string() : ran.said; }

}  // namespace

Ran Contests::naadam(std::vector<std::string> words) const {
  static constexpr cli::AddCommand kCommands[] = {cli::add_draw, cli::add_marks, cli::add_results, cli::add_rank,
                                                  cli::add_sample_marks};
  if (words[0] != "rank") words.insert(words.end(), {"--data", installation_.home().dir().string()});
  return run_command(kCommands, std::move(words));
}

Ran Contests::of_delegation(std::vector<std::string> words, bool officer) const {
  words.insert(words.end(), {"--delegation", kDelegation});
  if (officer) words.insert(words.end(), {"--by", "甲"});
  return naadam(std::move(words));
}

// Every copy of the service that asks for it knows it too.
void Contests::let_it_be(const char* instant) const {
  const auto at = domain::parse_instant(instant).value();
  asking::Peers peers(installation_.settings().common, installation_.clock());
  const auto knows = [&](const store::Copy& copy) {
    const auto answer = peers.ask_copy("scheduling", copy.number, wire::verb::kBoardCount, Json::object(), kAnswerMs);
    return answer && answer->at("clock").get<core::Millis>() >= at;
  };
  const bool set = runtime::begin_training(installation_.store(), at).has_value();
  const bool known = set && await(installation_.clock(), kPatienceMs, [&] {
                       const auto copies = peers.copies("scheduling");  // ours: asking may renew theirs
                       return !copies.empty() && std::ranges::all_of(copies, knows);
                     });
  if (!known) throw std::runtime_error("the clock was not set");
}

void Contests::begin() {
  std::ofstream(file("draw.toml")) << "[draw]\nid = \"d-1\"\nsource = \"某期彩票\"\nvalue_at = "
                                      "\"2021-07-20T21:30+08:00\"\n[[seats]]\nevent = \"*\"\nheats = 0\n"
                                      "stations = 3\n";
  const auto step = [this](std::vector<std::string> words) {
    const std::string name = words[1];
    const Ran ran = of_delegation(std::move(words));
    if (ran.code != 0) throw std::runtime_error(name + ": " + ran.said);
  };
  step({"draw", "open", "--notice", file("draw.toml")});
  step({"draw", "commit", "--who", "主办单位", "--secret", file("secret")});
  let_it_be("2021-07-16T09:00+08:00");
  step({"draw", "freeze"});
  step({"draw", "reveal", "--who", "主办单位", "--secret", file("secret")});
  let_it_be("2021-07-20T22:00+08:00");
}

std::string Contests::publish_draw() const { return refusal(of_delegation({"draw", "publish", "--text", "01 02 03"})); }

std::string Contests::make_marks() const {
  return refusal(naadam({"sample-marks", "--delegation", kDelegation, "--out", file("sample"), "--seed", "5"}));
}

std::string Contests::set_scheme() const {
  return refusal(naadam({"marks", "scheme", "--file", file("sample/scheme.toml"), "--by", "甲"}));
}

std::vector<std::string> Contests::sheets() const {
  std::vector<std::string> all;
  for (const auto& one : std::filesystem::directory_iterator(file("sample/marks"))) all.push_back(one.path().string());
  std::ranges::sort(all);
  return all;
}

std::string Contests::import_marks() const {
  std::vector<std::string> words{"marks", "import"};
  for (std::string& sheet : sheets()) words.push_back(std::move(sheet));
  return refusal(of_delegation(std::move(words)));
}

std::string Contests::publish() const { return refusal(of_delegation({"results", "publish"})); }
std::string Contests::nominate() const { return refusal(of_delegation({"results", "nominate"})); }

bool Contests::seats_told(asking::Peers& peers) const {
  const auto draw =
      peers.ask("scheduling", wire::verb::kDrawShow, {{"round", "trial"}, {"delegation", kDelegation}}, kAnswerMs);
  return draw && draw->at("told").get<bool>();
}

bool Contests::results_told(asking::Peers& peers) const {
  const auto contests =
      peers.ask("scoring", wire::verb::kScoreList, {{"round", "trial"}, {"delegation", kDelegation}}, kAnswerMs);
  const auto finals = peers.ask("scoring", wire::verb::kScoreFinals, {{"delegation", kDelegation}}, kAnswerMs);
  if (!contests || !finals) return false;
  const auto told = [](const Json& one) { return one.at("told").get<bool>(); };
  return std::ranges::all_of(contests->at("contests"), told) && std::ranges::all_of(finals->at("finals"), told);
}

std::string Contests::saved() const {
  const std::string to = file("saved.json");
  return of_delegation({"results", "save", "--to", to}, false).code == 0 ? text_in(to) : std::string();
}

std::map<std::string, wire::EntryState> Contests::entries() const {
  std::map<std::string, wire::EntryState> all;
  for (const auto& [id, record] : installation_.records(store::Kind::kEntry)) {
    const auto checked = store::open_check(record.state, id, record.rev, record.body);
    all[core::to_hex(id)] = wire::decode_entry_state(checked.state).value();
  }
  return all;
}

void Contests::expect_told() const {
  const std::string to = file("draw-record.json");
  ASSERT_EQ(of_delegation({"draw", "save", "--to", to}, false).code, 0);
  const auto drawn = scheduling::parse_draw_record(text_in(to));
  ASSERT_TRUE(drawn) << drawn.error().cause;
  EXPECT_TRUE(scheduling::check_draw(*drawn).value().empty());
  const auto record = scoring::parse_results(saved());
  ASSERT_TRUE(record) << record.error().cause;
  EXPECT_TRUE(scoring::check_results(*record).empty());

  std::map<std::string, std::pair<std::uint16_t, std::uint16_t>> seats;
  for (const auto& event : drawn->drawn.events) {
    for (const auto& one : event.seats) seats[one.entry] = {one.slot.heat, one.slot.station};
  }
  std::map<std::string, scoring::RankedLine> results;
  std::map<std::string, std::pair<wire::FinalsPlace::Kind, std::uint16_t>> finals;
  for (const scoring::ScoreBook& book : record->books) {
    for (const scoring::RankedLine& line : book.result->ranked) results[line.entry] = line;
  }
  for (const scoring::NominationBook& book : record->nominations) {
    for (const auto& one : book.named) finals[one.entry] = {wire::FinalsPlace::Kind::kNamed, one.order};
    for (const auto& one : book.substitutes) {  // no more of them hear of it than are named
      if (one.order <= book.quota) finals[one.entry] = {wire::FinalsPlace::Kind::kSubstitute, one.order};
    }
  }
  EXPECT_GT(results.size(), 10u);
  EXPECT_EQ(results.size(), seats.size());
  for (const auto& [id, state] : entries()) {
    const bool seated = state.seat && state.seat->heat != 0;
    ASSERT_EQ(seated, seats.contains(id)) << id;
    if (seated) {
      EXPECT_EQ(std::pair(state.seat->heat, state.seat->station), seats[id]);
    }
    const bool ranked = state.result && !state.result->is_never();
    ASSERT_EQ(ranked, results.contains(id)) << id;
    if (ranked) {
      EXPECT_EQ(state.result->rank, results[id].rank);
      EXPECT_EQ(state.result->total, results[id].rank == 0 ? 0 : results[id].total.millionths());
    }
    const bool placed = state.finals && !state.finals->is_never();
    ASSERT_EQ(placed, finals.contains(id)) << id;
    if (placed) {
      EXPECT_EQ(std::pair(state.finals->kind, state.finals->order), finals[id]);
    }
  }
}

Contests::Heard Contests::expect_heard(std::vector<SentMessage> messages) const {
  Heard heard;
  asking::Peers peers(installation_.settings().common, installation_.clock());
  const auto counted = peers.ask_until("notification", wire::verb::kNoticeCount, {}, kPatienceMs);
  if (!counted) {
    ADD_FAILURE() << counted.error().cause;
    return heard;
  }
  for (const auto& [state, count] : counted->at("states").get<std::map<std::string, std::uint64_t>>()) {
    heard.unanswered += state == "sent" ? 0 : count;
  }
  std::ranges::sort(messages);
  const auto repeats = std::ranges::unique(messages);
  heard.doubled = repeats.size();
  messages.erase(repeats.begin(), repeats.end());
  EXPECT_EQ(heard.doubled, 0u);

  const auto all = entries();
  const auto expect = [&](std::uint64_t told, const auto& knows) {
    const auto should = static_cast<std::uint64_t>(
        std::ranges::count_if(all, [&](const auto& one) { return one.second.has_recipient && knows(one.second); }));
    EXPECT_LE(told, should);
    EXPECT_GE(told + heard.unanswered, should);
  };
  expect(count_of("抽签结果：", messages), [](const wire::EntryState& one) { return one.seat && one.seat->heat != 0; });
  expect(count_of("成绩公布", messages),
         [](const wire::EntryState& one) { return one.result && !one.result->is_never(); });
  expect(count_of("入选决赛", messages) + count_of("列为决赛替补", messages),
         [](const wire::EntryState& one) { return one.finals && !one.finals->is_never(); });
  return heard;
}

std::size_t Contests::messages_with(const std::string& words) const {
  return count_of(words, installation_.messages());
}

}  // namespace naadam::support
