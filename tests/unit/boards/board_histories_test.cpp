// Boards under long histories: people come, are judged again, withdraw, come back, go to other delegations, and others
// come in their place, while what boards hear is lost, doubled, late and out of order. At every quiet moment what the
// desk counts and lists is what a plain map of the people says, and what a recount of all places gives.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "intake/boards.hpp"
#include "scheduling/board_desk.hpp"
#include "support/edition_2021.hpp"
#include "support/one_record.hpp"
#include "unit/store/worlds.hpp"
#include "wire/place.hpp"
#include "wire/stages.hpp"
#include "wire/verbs.hpp"

namespace naadam {
namespace {

using runtime::Json;

constexpr std::array kWords{"", "returned", "refused", "needs_evidence", "accepted", "withdrawn"};

// One question at a time, answered at once.
class OneAsk final : public link::Inbox {
 public:
  void put(std::string_view verb, std::string body) {
    verb_ = verb;
    body_ = std::move(body);
    waits_ = true;
  }
  std::size_t receive(link::Arrivals& out, std::size_t) override {
    if (!waits_) return 0;
    waits_ = false;
    out.asks.push_back({"", {}, {verb_, body_}, nullptr});
    return 1;
  }
  void watch(link::WatchList&) override {}
  void finished(link::PeerId, std::size_t) override {}
  void reply(const link::ArrivedAsk&, const wire::Reply& reply) override {
    status = reply.status;
    answer = std::string(reply.body);
  }
  const link::InboxStats& stats() const override { return stats_; }
  const std::string& address() const override { return verb_; }

  wire::ReplyStatus status = wire::ReplyStatus::kUnavailable;
  std::string answer;

 private:
  std::string verb_, body_;
  bool waits_ = false;
  link::InboxStats stats_;
};

// What the model knows of a person: no more than where it stands.
struct Person {
  core::Id entry;
  wire::EntryState state;
  core::Rev rev;
  bool here = false;  // has been judged at least once
};

struct Message {
  std::size_t person = 0;
  wire::EntryState state;
  core::Rev rev;
};

class Histories {
 public:
  Histories(store::Store& store, std::size_t people, std::uint64_t seed) : store_(store), random_(seed) {
    installation_.edition = std::make_shared<const domain::Edition>(support::edition_2021());
    for (std::size_t i = 0; i < people; ++i) people_.emplace_back().entry = support::made_id(i + 1);
    desk_.answer_on(loop_);
  }

  // So many steps of people chosen by chance, with messages on their way all the time.
  void live(std::size_t steps) {
    for (std::size_t i = 0; i < steps; ++i) {
      step(below(people_.size()));
      if (below(64) == 0) deliver(below(2'000));
    }
  }
  // Everything arrives: what is late first, then the newest word of everybody, as entries tell until they are heard.
  void come_to_rest() {
    deliver(flying_.size());
    for (std::size_t i = 0; i < people_.size(); ++i) {
      if (people_[i].here && below(2) == 0) flying_.push_back({i, people_[i].state, people_[i].rev});
    }
    for (const std::size_t i : unheard_) flying_.push_back({i, people_[i].state, people_[i].rev});
    deliver(flying_.size());
    ASSERT_TRUE(unheard_.empty());
  }

  void expect_exact() {
    using Counts = std::map<std::array<std::string, 4>, std::uint64_t>;  // event, group, delegation, word
    Counts should, is;
    std::map<std::array<std::string, 3>, std::map<std::string, std::string>> boards;
    for (const Person& person : people_) {
      if (!person.here) continue;
      const auto& state = person.state;
      const char* word = kWords.at(state.has(wire::entry_flag::kWithdrawn) ? wire::place_stage::kWithdrawn
                                                                           : static_cast<std::size_t>(state.verdict));
      ++should[{state.event, state.group, state.delegation, word}];
      boards[{state.event, state.group, state.delegation}][core::to_hex(person.entry)] = word;
    }
    const Json counted = asked(wire::verb::kBoardCount, Json::object());
    for (const Json& board : counted.at("boards")) {
      for (const char* word : kWords) {
        if (*word == 0 || board.at(word) == 0) continue;
        is[{board.at("event"), board.at("group"), board.at("delegation"), word}] = board.at(word);
      }
    }
    EXPECT_EQ(is, should);
    for (const auto& [contest, places] : boards) EXPECT_EQ(listed(contest), places);
    recount();
  }

 private:
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }

  void step(std::size_t i) {
    Person& person = people_[i];
    wire::EntryState& state = person.state;
    const std::string event = installation_.edition->events[i % 3].code;
    const auto contest = [&] { return wire::trial_of(installation_.edition->id, state); };
    const std::uint64_t before = contest();
    if (!person.here) {
      state.event = event;
      state.group = i % 2 == 0 ? "worker" : "student";
      state.delegation = some_delegation();
      state.verdict = some_verdict();
    } else {
      switch (below(4)) {
        case 0:
          state.flags ^= wire::entry_flag::kWithdrawn;
          break;
        case 1:
          state.delegation = some_delegation();
          break;
        case 2:  // somebody withdraws and another one comes in his place
          state.flags |= wire::entry_flag::kWithdrawn;
          substitute(state.delegation);
          break;
        default:
          state.verdict = some_verdict();
      }
      if (contest() != before) state.left.push_back(before);
      std::erase(state.left, contest());
      if (state.left.size() > wire::EntryState::kLeftMax) state.left.erase(state.left.begin());
    }
    say(i);
  }

  void substitute(const std::string& delegation) {
    const auto fresh = std::ranges::find(people_, false, &Person::here);
    if (fresh == people_.end()) return;
    const auto i = static_cast<std::size_t>(fresh - people_.begin());
    fresh->state.event = installation_.edition->events[i % 3].code;
    fresh->state.group = "worker";
    fresh->state.delegation = delegation;
    fresh->state.verdict = wire::Verdict::kAccepted;
    say(i);
  }

  void say(std::size_t i) {
    Person& person = people_[i];
    person.here = true;
    person.rev = core::next_rev(person.rev, 1, wire::encode(person.state));
    unheard_.insert(i);
    for (std::size_t copies = below(3); copies > 0; --copies) flying_.push_back({i, person.state, person.rev});
  }

  // Tells some of what flies, in any order, as many at once as a step would.
  void deliver(std::size_t messages) {
    std::ranges::shuffle(flying_, random_);
    while (messages > 0 && !flying_.empty()) {
      intake::Boards boards(store_, installation_.edition->id);
      std::set<std::size_t> told;
      std::vector<Message> of_this;
      for (std::size_t n = 1 + below(300); n > 0 && messages > 0 && !flying_.empty(); --n, --messages) {
        Message message = std::move(flying_.back());
        flying_.pop_back();
        if (!told.insert(message.person).second) continue;  // lost: each entry once in a telling
        boards.stands(people_[message.person].entry, message.rev, message.state);
        of_this.push_back(std::move(message));
      }
      ASSERT_TRUE(boards.tell());
      for (const Message& message : of_this) {
        Person& person = people_[message.person];
        if (message.rev != person.rev) continue;
        unheard_.erase(message.person);
        person.state.left.clear();  // they know
      }
    }
  }

  Json asked(std::string_view verb, const Json& ask) {
    inbox_.put(verb, runtime::pack(ask));
    loop_.step(0);
    EXPECT_EQ(inbox_.status, wire::ReplyStatus::kOk);
    return runtime::unpack_map(inbox_.answer).value();
  }

  std::map<std::string, std::string> listed(const std::array<std::string, 3>& contest) {
    std::map<std::string, std::string> places;
    std::string cursor;
    do {
      const Json page =
          asked(wire::verb::kBoardList,
                {{"event", contest[0]}, {"group", contest[1]}, {"delegation", contest[2]}, {"cursor", cursor}});
      for (const Json& place : page.at("places")) places[place.at("entry")] = place.at("state");
      cursor = page.at("cursor");
    } while (!cursor.empty());
    return places;
  }

  // The counts that the store keeps, against all places one by one.
  void recount() {
    for (std::uint16_t shard = 0; shard < store_.shards(); ++shard) {
      std::map<std::string, std::map<store::Stage, std::uint64_t>> counted;
      for (store::Stage stage = wire::place_stage::kReturned; stage <= wire::place_stage::kElsewhere; ++stage) {
        store::Walk portion;
        do {
          portion.kind = store::Kind::kPlace;
          portion.shard = shard;
          portion.stage = stage;
          portion.batches.clear();
          store_.walk({&portion, 1});
          ASSERT_EQ(portion.answer.outcome, store::Outcome::kDone);
          for (const store::Batch& batch : portion.batches) {
            for (std::size_t i = 0; i < batch.size(); ++i) {
              ++counted[std::string(batch.id_bytes(i).substr(0, store::kGroupBytes))][stage];
            }
          }
        } while (!portion.over);
      }
      store::CountGroups count{.shard = shard, .answer = {}, .groups = {}};
      store_.count_groups({&count, 1});
      for (auto& [group, stages] : count.groups) std::erase_if(stages, [](const auto& one) { return one.second == 0; });
      EXPECT_EQ(count.groups, counted) << "shard " << shard;
    }
  }

  std::string some_delegation() { return installation_.edition->delegations[below(4)].code; }
  wire::Verdict some_verdict() { return static_cast<wire::Verdict>(1 + below(4)); }

  store::Store& store_;
  std::mt19937_64 random_;
  runtime::Installation installation_;
  core::SystemClock clock_;
  runtime::Metrics metrics_;
  OneAsk inbox_;
  runtime::StepLoop loop_{store_, &inbox_, {}, clock_, metrics_};
  scheduling::BoardDesk desk_{store_, installation_};
  std::vector<Person> people_;
  std::vector<Message> flying_;
  std::set<std::size_t> unheard_;  // whose newest word no board has heard
};

constexpr int kQuietMoments = 4;

void run(store::Store& store, std::size_t people, std::uint64_t seed) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  Histories histories(store, people, seed);
  for (int moment = 0; moment < kQuietMoments && !testing::Test::HasFailure(); ++moment) {
    histories.live(people);
    histories.come_to_rest();
    histories.expect_exact();
  }
}

TEST(BoardHistories, TenThousandPeopleAreCountedExactlyAtEveryQuietMoment) {
  store::ModelStore model(store::kTestShards);
  run(model, 10'000, 20211128);
}

TEST(BoardHistories, ManySmallOnesToo) {
  for (std::uint64_t seed = 1; seed <= 200 && !HasFailure(); ++seed) {
    store::ModelStore model(store::kTestShards);
    run(model, 60, seed);
  }
}

TEST(BoardHistories, InRedisAsInTheModel) {
  store::RedisWorld world;
  run(world.store(), 2'000, 7);
}

}  // namespace
}  // namespace naadam
