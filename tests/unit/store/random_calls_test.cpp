// Random calls against Redis and a model too simple to be wrong, side by side: eight callers with old knowledge,
// answers out of step, items shuffled and repeated, packs and stages misnamed, old calls replayed to the letter.
// After it a drain by take() alone, and every call once more. More seeds: NAADAM_SEEDS=50.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <deque>
#include <optional>

#include "audit/auditor.hpp"
#include "simple_store.hpp"
#include "store/slot.hpp"
#include "wire/entry.hpp"
#include "wire/notice.hpp"
#include "worlds.hpp"

namespace naadam::store {
namespace {

constexpr std::size_t kItems = 2'000;
constexpr std::size_t kGroups = 6;
constexpr std::size_t kCallers = 8;
constexpr std::size_t kCalls = 1'300;
constexpr std::uint16_t kShards = 2;
constexpr Stage kRest = 4;

// What a caller believes about a record, right or not.
struct Belief {
  std::string id;
  Stage stage = 0;
  std::string rev, state, body, pack;

  // Of a notice: what it tells about.
  core::Rev source() const { return core::Rev::from(state); }
};

class RandomCalls : public testing::TestWithParam<std::uint64_t> {
 protected:
  void SetUp() override {
    random_.seed(GetParam());
    RedisStoreOptions options;
    options.cluster.seeds = {support::shared_redis().address()};
    options.shards = kShards;
    auto opened = RedisStore::connect(options, clock_);
    ASSERT_TRUE(opened) << opened.error().cause;
    store_ = std::move(*opened);
    set_fsync("no");  // what is compared here does not depend on it
    std::vector<std::string> groups;
    for (std::size_t i = 0; i < kGroups; ++i) groups.push_back(random_bytes(random_, kGroupBytes));
    for (std::size_t i = 0; i < kItems; ++i) {
      const bool place = kind_of(i) == Kind::kPlace;
      const std::string tail = random_bytes(random_, kGroupBytes);
      ids_.push_back((place ? groups[below(kGroups)] : random_bytes(random_, kGroupBytes)) + tail);
      kinds_[ids_.back()] = kind_of(i);
    }
    callers_.resize(kCallers);
  }

  void TearDown() override { set_fsync("always"); }

  void set_fsync(std::string_view when) {
    const Command command{0, false, {"CONFIG", "SET", "appendfsync", when}};
    ASSERT_EQ(store_->cluster().run_one(command, core::Deadline::in(clock_, 5'000)).outcome, Outcome::kDone);
  }

  std::size_t below(std::size_t n) { return random_() % n; }
  bool chance(std::size_t percent) { return below(100) < percent; }

  // Half of the items are entries; notices and places are told by apply().
  static constexpr std::array<std::pair<Kind, std::size_t>, 3> kFirst{
      {{Kind::kEntry, 0}, {Kind::kNotice, kItems / 2}, {Kind::kPlace, kItems * 3 / 4}}};
  static Kind kind_of(std::size_t item) {
    return item < kFirst[1].second ? Kind::kEntry : item < kFirst[2].second ? Kind::kNotice : Kind::kPlace;
  }
  Kind some_kind() { return kFirst[below(kFirst.size())].first; }
  std::uint16_t shard_of(const std::string& id) const { return core::shard_of(core::Id::from(id), kShards); }
  SimpleStore::Items& shelf(Kind kind, std::uint16_t shard) { return model_.shelf(kind, shard); }

  // Content that no other attempt has, with a check that holds.
  std::string state_for(Kind kind, const std::string& id, const core::Rev& rev, const std::string& body,
                        const core::Rev& source) {
    std::string state;
    if (kind == Kind::kEntry) {
      wire::EntryState entry;
      entry.decision = random_();
      state = wire::encode(entry);
    } else {
      wire::NoticeState notice;
      notice.source = source;
      notice.message = core::Id::from(random_bytes(random_, core::kIdBytes));
      state = wire::encode(notice);
    }
    add_check(state, id, rev, body);
    return state;
  }
  std::string random_body() { return random_bytes(random_, chance(90) ? below(80) : below(2'049)); }

  core::Millis wait_for(Stage to) { return to == kRest ? kNeverDue : chance(70) ? 0 : kHour; }

  // Items of one kind and shard, some of them twice; perhaps none.
  std::vector<std::string> some_ids(Kind kind, std::uint16_t shard) {
    std::vector<std::string> ids;
    const auto* from = std::ranges::find(kFirst, kind, &std::pair<Kind, std::size_t>::first);
    const std::size_t first = from->second;
    const std::size_t end = std::next(from) == kFirst.end() ? kItems : std::next(from)->second;
    const std::size_t n = chance(20) ? 1 + below(3) : 1 + below(200);
    for (std::size_t tries = 0; tries < 2 * n; ++tries) {
      const std::string& id = ids_[first + below(end - first)];
      if (shard_of(id) == shard) ids.push_back(id);
    }
    return ids;
  }

  Admit make_admit(std::uint16_t shard) {
    Records records;
    for (const std::string& id : some_ids(Kind::kEntry, shard)) {
      if (shard_of(id) != shard) continue;
      const core::Rev rev{1, 1, random_()};
      const std::string body = random_body();
      records.add(id, rev.bytes(), state_for(Kind::kEntry, id, rev, body, {}), body);
    }
    return {.kind = Kind::kEntry,
            .shard = shard,
            .to = 1,
            .wait = wait_for(1),
            .ids = records.ids,
            .revs = records.revs,
            .states = Records::column(records.states),
            .bodies = Records::column(records.bodies),
            .answer = {}};
  }

  Apply make_apply(std::uint16_t shard) {
    Records records;
    const Kind kind = chance(50) ? Kind::kNotice : Kind::kPlace;
    for (const std::string& id : some_ids(kind, shard)) {
      if (shard_of(id) != shard) continue;
      if (const std::size_t at = records.ids.find(id); at != std::string::npos) {
        records = records + records.pick({at / core::kIdBytes});  // the same wish twice
        continue;
      }
      const core::Rev source{1, static_cast<std::uint32_t>(1 + below(4)), random_() % 2};
      const std::string body = random_body();
      records.add(id, source.bytes(), state_for(kind, id, source, body, source), body);
    }
    return {.kind = kind,
            .shard = shard,
            .to = 1,
            .wait = wait_for(1),
            .ids = records.ids,
            .revs = records.revs,
            .states = Records::column(records.states),
            .bodies = Records::column(records.bodies),
            .answer = {}};
  }

  // Moves some of what the caller believes to know; a pack as a whole, or a shuffled part of it all.
  std::optional<Advance> make_advance(std::deque<Belief>& beliefs) {
    if (beliefs.empty()) return std::nullopt;
    const Belief& lead = beliefs[below(beliefs.size())];
    const Kind kind = kind_of_id(lead.id);
    const std::uint16_t shard = shard_of(lead.id);
    const bool whole = chance(50);
    std::vector<Belief> chosen;
    for (const Belief& one : beliefs) {
      if (kind_of_id(one.id) != kind || shard_of(one.id) != shard || one.stage != lead.stage) continue;
      if (whole ? one.pack == lead.pack : chance(40)) chosen.push_back(one);
      if (chosen.size() == 400) break;
    }
    if (chosen.empty()) chosen.push_back(lead);
    if (!whole) std::shuffle(chosen.begin(), chosen.end(), random_);
    if (chance(15) && chosen.size() < 390) {
      for (std::size_t i = 0; i < 1 + chosen.size() / 10; ++i) chosen.push_back(chosen[below(chosen.size())]);
    }
    Advance call;
    call.kind = kind;
    call.shard = shard;
    call.from = chance(90) ? lead.stage : static_cast<Stage>(1 + below(4));
    call.to = chance(85) ? static_cast<Stage>(std::min<int>(lead.stage + 1, kRest)) : lead.stage;
    call.wait = wait_for(call.to);
    call.pack = chance(70) ? lead.pack : chance(50) ? "" : random_bytes(random_, kPackNameBytes);
    const std::size_t fate = below(3);
    call.replace_bodies = fate != 0;
    std::vector<std::string> states, bodies;
    for (const Belief& one : chosen) {
      const core::Rev before = core::Rev::from(one.rev);
      const core::Rev rev{1, before.n + 1, random_()};
      const std::string body = fate == 0 ? one.body : fate == 1 ? random_body() : std::string();
      call.ids += one.id;
      call.expected += one.rev;
      call.revs += rev.bytes();
      states.push_back(state_for(kind, one.id, rev, body, one.source()));
      bodies.push_back(body);
    }
    call.states = Records::column(states);
    if (fate == 1) call.bodies = Records::column(bodies);
    return call;
  }

  Kind kind_of_id(const std::string& id) const { return kinds_.at(id); }

  // One call to Redis; `learn` gives the caller what a done part lets it know.
  template <class Call>
  void compare(const Call& call, std::size_t caller) {
    ASSERT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    ASSERT_EQ(call.answer.letters, model_.expect(call));
    const std::size_t n = call.ids.size() / core::kIdBytes;
    for (std::size_t i = 0; i < n; ++i) {
      if (call.answer.item(i) != ItemAnswer::kDone) continue;
      const std::string id = call.ids.substr(i * 16, 16);
      learn(caller, {id, call.to, call.revs.substr(i * 16, 16), shelf(call.kind, call.shard)[id].state,
                     shelf(call.kind, call.shard)[id].body, call.answer.pack});
    }
  }
  void learn(std::size_t caller, Belief belief) {
    std::deque<Belief>& beliefs = callers_[caller];
    beliefs.push_back(std::move(belief));
    if (beliefs.size() > 600) beliefs.pop_front();
  }

  // take(), its answer held against the model, and perhaps a defer of what was taken.
  void take(std::size_t caller) {
    Take call{.kind = some_kind(),
              .stage = static_cast<Stage>(1 + below(3)),
              .shard = static_cast<std::uint16_t>(below(kShards)),
              .room = static_cast<std::uint32_t>(1 + below(chance(30) ? 10 : 400)),
              .lease = chance(50) ? 0 : kHour,
              .answer = {},
              .batches = {}};
    store_->take({&call, 1});
    ASSERT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    check_taken(call);
    for (const Batch& batch : call.batches) {
      for (std::size_t i = 0; i < batch.size(); ++i) {
        learn(caller, {std::string(batch.id_bytes(i)), batch.stage, batch.rev(i).bytes(), std::string(batch.state(i)),
                       std::string(batch.body(i)), batch.pack});
      }
      if (chance(85)) continue;
      Defer defer{.kind = call.kind,
                  .stage = call.stage,
                  .shard = call.shard,
                  .pack = batch.pack,
                  .wait = chance(50) ? 0 : kHour,
                  .attempts_change = static_cast<int>(below(3)) - 1,
                  .answer = {}};
      store_->defer({&defer, 1});
      for (std::size_t i = 0; i < batch.size(); ++i) {
        shelf(call.kind, call.shard)[std::string(batch.id_bytes(i))].due = when_of(defer.wait);
      }
    }
  }
  void check_taken(const Take& call) {
    std::size_t due = 0, taken = 0;
    for (const auto& [id, item] : shelf(call.kind, call.shard)) {
      due += item.stage == call.stage && !item.parked && item.due == When::kNow ? 1 : 0;
    }
    for (const Batch& batch : call.batches) {
      ASSERT_TRUE(batch.well_formed());
      taken += batch.size();
      for (std::size_t i = 0; i < batch.size(); ++i) {
        Item& item = shelf(call.kind, call.shard)[std::string(batch.id_bytes(i))];
        ASSERT_EQ(item.stage, call.stage);
        ASSERT_FALSE(item.parked);
        ASSERT_EQ(item.due, When::kNow);
        ASSERT_EQ(batch.rev(i).bytes(), item.rev);
        ASSERT_EQ(batch.state(i), item.state);
        ASSERT_EQ(batch.body(i), item.body);
        item.due = call.lease == 0 ? When::kLater : When::kNever;  // so that a second time in this call is seen
      }
    }
    for (const Batch& batch : call.batches) {
      for (std::size_t i = 0; i < batch.size(); ++i) {
        shelf(call.kind, call.shard)[std::string(batch.id_bytes(i))].due = call.lease == 0 ? When::kNow : When::kLater;
      }
    }
    ASSERT_LE(taken, call.room);
    ASSERT_EQ(taken == 0, due == 0);
  }

  void park(std::size_t caller) {
    const std::deque<Belief>& beliefs = callers_[caller];
    if (beliefs.empty()) return;
    const Belief& lead = beliefs[below(beliefs.size())];
    if (lead.stage == kRest) return;  // nobody consumes that, so nobody parks it
    Park call{.kind = kind_of_id(lead.id),
              .stage = chance(90) ? lead.stage : Stage{2},
              .shard = shard_of(lead.id),
              .ids = {},
              .expected = {},
              .reason = "random",
              .answer = {}};
    std::string letters;
    std::vector<std::string> now_parked;
    for (const Belief& one : beliefs) {
      if (kind_of_id(one.id) != call.kind || shard_of(one.id) != call.shard || !chance(3)) continue;
      call.ids += one.id;
      call.expected += one.rev;
      const Item& item = shelf(call.kind, call.shard)[one.id];
      const bool again = std::find(now_parked.begin(), now_parked.end(), one.id) != now_parked.end();
      const bool fits = item.stage == call.stage && item.rev == one.rev && !again;
      letters.push_back(fits ? 'd' : 's');
      if (fits) now_parked.push_back(one.id);
    }
    if (call.ids.empty()) return;
    store_->park({&call, 1});
    ASSERT_EQ(call.answer.letters, letters) << call.answer.cause;
    for (const std::string& id : now_parked) {
      model_.forget_parked(call.kind, call.shard, id);
      shelf(call.kind, call.shard)[id].parked = true;
      model_.parked(call.kind, call.shard).push_back(id);
    }
  }

  void replay(Kind kind, std::uint16_t shard, std::uint32_t room) {
    Replay call{.kind = kind, .shard = shard, .room = room, .answer = {}};
    store_->replay({&call, 1});
    std::vector<std::string>& list = model_.parked(kind, shard);
    const std::size_t n = std::min<std::size_t>(room, list.size());
    ASSERT_EQ(call.replayed, n) << call.answer.cause;
    for (std::size_t i = 0; i < n; ++i) {
      Item& item = shelf(kind, shard)[list[i]];
      item.parked = false;
      item.due = When::kNow;
    }
    list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(n));
  }

  // Several callers' calls in one pipeline, in the order they happen to be sent.
  void advance_together() {
    std::vector<Advance> calls;
    std::vector<std::size_t> of;
    for (std::size_t i = 0; i < 1 + below(4); ++i) {
      const std::size_t caller = below(kCallers);
      auto call =
          !past_.empty() && chance(25) ? std::optional(past_[below(past_.size())]) : make_advance(callers_[caller]);
      if (!call) continue;
      calls.push_back(std::move(*call));
      of.push_back(caller);
    }
    store_->advance(calls);
    for (std::size_t i = 0; i < calls.size(); ++i) {
      ASSERT_NO_FATAL_FAILURE(compare(calls[i], of[i]));
      past_.push_back(calls[i]);
    }
  }

  void one_round() {
    const std::size_t caller = below(kCallers);
    const auto shard = static_cast<std::uint16_t>(below(kShards));
    const std::size_t dice = below(100);
    if (dice < 12) {
      Admit call = make_admit(shard);
      if (call.ids.empty()) return;
      store_->admit({&call, 1});
      compare(call, caller);
      admits_.push_back(call);
    } else if (dice < 26) {
      Apply call = !applies_.empty() && chance(20) ? applies_[below(applies_.size())] : make_apply(shard);
      if (call.ids.empty()) return;
      store_->apply({&call, 1});
      compare(call, caller);
      applies_.push_back(call);
    } else if (dice < 70) {
      advance_together();
    } else if (dice < 94) {
      take(caller);
    } else if (dice < 97) {
      park(caller);
    } else {
      replay(some_kind(), shard, static_cast<std::uint32_t>(1 + below(5)));
    }
  }

  Answer redis(std::uint16_t shard, std::vector<std::string> words) {
    words[1] = "{s0" + std::to_string(shard) + "}" + words[1];
    const Command command{slot_of(words[1]), false, {words.begin(), words.end()}};
    return store_->cluster().run_one(command, core::Deadline::in(clock_, 5'000));
  }

  // An hour passes, at least for the due sets.
  void make_all_due() {
    for (const char kind : {'e', 'n', 'b'}) {
      for (std::uint16_t shard = 0; shard < kShards; ++shard) {
        for (Stage stage = 1; stage < kRest; ++stage) {
          const std::string key = std::string(":") + kind + ":d:" + std::to_string(stage);
          const Answer members = redis(shard, {"ZRANGE", key, "0", "-1"});
          for (std::size_t i = 0; i < members.reply.size(); ++i) {
            redis(shard, {"ZADD", key, "1", std::string(members.reply[i].string())});
          }
          for (auto& [id, item] : shelf(static_cast<Kind>(kind), shard)) {
            if (item.stage == stage && !item.parked) item.due = When::kNow;
          }
        }
      }
    }
  }

  void drain() {
    make_all_due();
    for (Stage stage = 1; stage < kRest; ++stage) {
      for (const auto& [kind, first] : kFirst) {
        for (std::uint16_t shard = 0; shard < kShards; ++shard) {
          for (;;) {
            Take call{
                .kind = kind, .stage = stage, .shard = shard, .room = 150, .lease = kHour, .answer = {}, .batches = {}};
            store_->take({&call, 1});
            ASSERT_NO_FATAL_FAILURE(check_taken(call));
            if (call.batches.empty()) break;
            for (const Batch& batch : call.batches) ASSERT_NO_FATAL_FAILURE(step_on(batch));
          }
        }
      }
    }
  }
  void step_on(const Batch& batch) {
    std::deque<Belief> all;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      all.push_back({std::string(batch.id_bytes(i)), batch.stage, batch.rev(i).bytes(), std::string(batch.state(i)),
                     std::string(batch.body(i)), batch.pack});
    }
    Advance call;
    call.kind = batch.kind;
    call.shard = batch.shard;
    call.from = batch.stage;
    call.to = static_cast<Stage>(batch.stage + 1);
    call.wait = call.to == kRest ? kNeverDue : 0;
    call.pack = batch.pack;
    std::vector<std::string> states;
    for (const Belief& one : all) {
      const core::Rev rev{1, core::Rev::from(one.rev).n + 1, random_()};
      call.ids += one.id;
      call.expected += one.rev;
      call.revs += rev.bytes();
      states.push_back(state_for(batch.kind, one.id, rev, one.body, one.source()));
    }
    call.states = Records::column(states);
    store_->advance({&call, 1});
    ASSERT_TRUE(call.answer.all(ItemAnswer::kDone));
    ASSERT_NO_FATAL_FAILURE(compare(call, 0));
    past_.push_back(call);
  }

  void compare_all() {
    for (const auto& [where, items] : model_.shelves()) {
      std::map<Stage, std::uint64_t> by_stage;
      std::uint64_t parked = 0;
      Read read{.kind = where.first, .shard = where.second, .ids = {}, .answer = {}, .records = {}};
      std::vector<const Item*> expected;
      const auto flush = [&] {
        store_->read({&read, 1});
        ASSERT_EQ(read.records.size(), expected.size()) << read.answer.cause;
        for (std::size_t i = 0; i < expected.size(); ++i) {
          ASSERT_TRUE(read.records[i].found);
          ASSERT_EQ(read.records[i].stage, expected[i]->stage);
          ASSERT_EQ(read.records[i].rev.bytes(), expected[i]->rev);
          ASSERT_EQ(read.records[i].state, expected[i]->state);
          ASSERT_EQ(read.records[i].body, expected[i]->body);
        }
        read.ids.clear();
        expected.clear();
      };
      for (const auto& [id, item] : items) {
        if (item.stage == 0) continue;
        ++by_stage[item.stage];
        parked += item.parked ? 1 : 0;
        read.ids += id;
        expected.push_back(&item);
        if (expected.size() == 400) {
          ASSERT_NO_FATAL_FAILURE(flush());
        }
      }
      if (!expected.empty()) {
        ASSERT_NO_FATAL_FAILURE(flush());
      }
      Count count{.kind = where.first, .shard = where.second, .answer = {}, .stages = {}};
      store_->count({&count, 1});
      EXPECT_EQ(count.parked, parked);
      for (Stage stage = 1; stage <= kRest; ++stage) EXPECT_EQ(count.stages[stage].records, by_stage[stage]) << +stage;
      if (where.first == Kind::kPlace) compare_groups(where.second, items);
    }
  }
  // The counts of each group and the list of its places.
  void compare_groups(std::uint16_t shard, const SimpleStore::Items& items) {
    std::map<std::string, std::map<Stage, std::uint64_t>> groups;
    std::map<std::string, std::set<std::string>> places;
    for (const auto& [id, item] : items) {
      if (item.stage == 0) continue;
      ++groups[id.substr(0, kGroupBytes)][item.stage];
      places[id.substr(0, kGroupBytes)].insert(id);
    }
    CountGroups count{.shard = shard, .answer = {}, .groups = {}};
    store_->count_groups({&count, 1});
    EXPECT_EQ(count.groups, groups) << count.answer.cause;
    for (const auto& [group, expected] : places) {
      std::set<std::string> listed;
      List list{.shard = shard, .group = group, .count = 50, .answer = {}, .ids = {}};
      do {
        store_->list({&list, 1});
        ASSERT_EQ(list.answer.outcome, Outcome::kDone) << list.answer.cause;
        for (std::size_t i = 0; i < list.ids.size(); i += core::kIdBytes) listed.insert(list.ids.substr(i, 16));
      } while (list.cursor != "0");
      EXPECT_EQ(listed, expected);
    }
  }

  void expect_sound() {
    const auto report = audit::audit(store_->cluster(), clock_, kShards, {.overdue_max_ms = INT64_MAX, .settle_ms = 0});
    ASSERT_TRUE(report) << report.error().cause;
    for (const audit::Finding& finding : report->findings) ADD_FAILURE() << audit::finding_name(finding.kind);
  }

  core::SystemClock clock_;
  std::unique_ptr<RedisStore> store_;
  std::mt19937_64 random_;
  std::vector<std::string> ids_;
  std::map<std::string, Kind> kinds_;  // by id
  SimpleStore model_;
  std::vector<std::deque<Belief>> callers_;
  std::vector<Admit> admits_;
  std::vector<Apply> applies_;
  std::vector<Advance> past_;
};

TEST_P(RandomCalls, EveryStepOfEveryItemIsDoneOnceAndNothingIsLost) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  for (std::size_t call = 0; call < kCalls; ++call) ASSERT_NO_FATAL_FAILURE(one_round()) << "call " << call;
  ASSERT_NO_FATAL_FAILURE(compare_all());
  ASSERT_NO_FATAL_FAILURE(expect_sound());

  for (const auto& [kind, first] : kFirst) {
    for (std::uint16_t shard = 0; shard < kShards; ++shard) ASSERT_NO_FATAL_FAILURE(replay(kind, shard, 100'000));
  }
  ASSERT_NO_FATAL_FAILURE(drain());
  ASSERT_NO_FATAL_FAILURE(compare_all());
  for (const auto& [where, items] : model_.shelves()) {
    for (const auto& [id, item] : items) ASSERT_EQ(item.stage, kRest);
  }
  for (const char kind : {'e', 'n', 'b'}) {
    for (std::uint16_t shard = 0; shard < kShards; ++shard) {
      for (Stage stage = 1; stage <= kRest; ++stage) {
        EXPECT_EQ(redis(shard, {"ZCARD", std::string(":") + kind + ":d:" + std::to_string(stage)}).reply.integer(), 0);
      }
    }
  }
  ASSERT_NO_FATAL_FAILURE(expect_sound());

  store_->admit(admits_);
  for (const Admit& call : admits_) EXPECT_EQ(call.answer.count(ItemAnswer::kDone), 0u);
  store_->advance(past_);
  for (const Advance& call : past_) EXPECT_EQ(call.answer.count(ItemAnswer::kDone), 0u);
  store_->apply(applies_);
  for (const Apply& call : applies_) EXPECT_EQ(call.answer.count(ItemAnswer::kDone), 0u);
  ASSERT_NO_FATAL_FAILURE(compare_all());
  RecordProperty("calls", static_cast<int>(admits_.size() + applies_.size() + past_.size()));
  RecordProperty("steps", static_cast<int>(model_.steps()));
}

std::vector<std::uint64_t> seeds() {
  const char* wish = std::getenv("NAADAM_SEEDS");
  std::vector<std::uint64_t> all;
  for (std::uint64_t seed = 1; seed <= (wish != nullptr ? std::strtoull(wish, nullptr, 10) : 2); ++seed) {
    all.push_back(20'210'620 + seed);
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomCalls, testing::ValuesIn(seeds()),
                         [](const auto& seed) { return std::to_string(seed.param); });

}  // namespace
}  // namespace naadam::store
