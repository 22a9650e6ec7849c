// The auditor over a real Redis: a healthy store gives no finding, and each planted loss is found by its name.
#include "audit/auditor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <functional>

#include "core/bytes.hpp"
#include "store/redis_store.hpp"
#include "store/slot.hpp"
#include "support/redis.hpp"
#include "wire/draw.hpp"
#include "wire/entry.hpp"
#include "wire/identity.hpp"
#include "wire/notice.hpp"
#include "wire/score.hpp"
#include "wire/stages.hpp"
#include "wire/start_list.hpp"
#include "wire/upload.hpp"

namespace naadam::audit {
namespace {

using store::Kind;

constexpr std::uint16_t kShards = 3;
constexpr core::Millis kHour = 3'600'000;
constexpr std::uint32_t kRows = 60;
// At its last two steps an entry is reported (judged at rev 2, reported at 3) and settled (4).
constexpr std::uint32_t kJudgedRev = 2;

core::Id made_id(std::uint64_t owner, std::uint64_t tail) {
  std::string bytes;
  core::put_u64(bytes, owner * 0x9e3779b97f4a7c15u);
  core::put_u64(bytes, tail * 0xc2b2ae3d27d4eb4fu);
  return core::Id::from(bytes);
}

struct Columns {
  std::string ids, revs;
  store::ColumnBuilder states, bodies;

  void add(const core::Id& id, core::Rev rev, std::string state, const std::string& body) {
    store::add_check(state, id.view(), rev, body);
    ids.append(id.view());
    revs += rev.bytes();
    states.add(state);
    bodies.add(body);
  }
};

class AuditorTest : public testing::Test {
 protected:
  void SetUp() override {
    store::RedisStoreOptions options;
    options.cluster.seeds = {support::shared_redis().address()};
    options.shards = kShards;
    auto opened = store::RedisStore::connect(options, clock_);
    ASSERT_TRUE(opened) << opened.error().cause;
    store_ = std::move(*opened);
    fill();
  }

  // One submitter with two uploads; sixty entries settled, judged or received; their marks and notices.
  void fill() {
    for (std::uint64_t u = 0; u < 2; ++u) {
      uploads_.push_back(made_id(7, 100 + u));
      wire::UploadState state;
      state.number = static_cast<std::uint32_t>(u + 1);
      state.rows = u == 0 ? kRows : 0;
      admit(Kind::kUpload, u == 0 ? wire::upload_stage::kComplete : wire::upload_stage::kStored,
            u == 0 ? store::kNeverDue : kHour, {{uploads_[u], wire::encode(state)}}, state.number);
    }
    for (std::uint32_t row = 0; row < kRows; ++row) entries_.push_back(made_id(1'000 + row, row));
    std::map<std::uint16_t, std::vector<std::pair<core::Id, std::string>>> settled, received;
    for (std::uint32_t row = 0; row < kRows; ++row) {
      (row < 50 ? settled : received)[shard_of(entries_[row])].emplace_back(entries_[row], state_of(row));
    }
    for (const auto& [shard, list] : settled) admit(Kind::kEntry, wire::entry_stage::kSettled, store::kNeverDue, list);
    for (const auto& [shard, list] : received) admit(Kind::kEntry, wire::entry_stage::kReceived, kHour, list);

    store::Mark mark{.shard = shard_of(uploads_[0]), .upload = uploads_[0], .rows = {}, .marks = {}, .answer = {}};
    for (std::uint32_t row = 0; row < kRows; ++row) {
      core::put_u32(mark.rows, row);
      wire::put_mark(mark.marks, {1, kJudgedRev, wire::Verdict::kAccepted, 0, {}});
    }
    store_->mark({&mark, 1});
    ASSERT_EQ(mark.filled, kRows);

    std::map<std::uint16_t, Columns> notices;
    for (std::uint32_t row = 0; row < 50; ++row) {
      const core::Id id = notice_of(row);
      notices[shard_of(id)].add(id, {1, 3, 30 + row}, wire::encode(notice_state({1, 3, 30 + row})), "sealed");
    }
    for (auto& [shard, columns] : notices) apply(shard, columns);
  }

  static wire::NoticeState notice_state(core::Rev source, wire::Verdict verdict = wire::Verdict::kAccepted) {
    wire::NoticeState state;
    state.source = source;
    state.verdict = verdict;
    return state;
  }
  void apply(std::uint16_t shard, Columns& columns) {
    store::Apply call{.kind = Kind::kNotice,
                      .shard = shard,
                      .to = wire::notice_stage::kPlanned,
                      .wait = kHour,
                      .ids = columns.ids,
                      .revs = columns.revs,
                      .states = columns.states.finish(),
                      .bodies = columns.bodies.finish(),
                      .answer = {}};
    store_->apply({&call, 1});
    ASSERT_TRUE(call.answer.all(store::ItemAnswer::kDone)) << call.answer.cause;
  }

  // A draw with a start list of one of its contests, and a score record, at these stages and due as given.
  void fill_results(store::Stage draw, core::Millis draw_due, store::Stage score, core::Millis score_due) {
    const std::string document(wire::ScoreState::kNameBytes, 'd');
    admit(Kind::kDraw, draw, draw_due, {{draw_, wire::encode(wire::DrawState{document})}});
    admit(Kind::kScore, score, score_due, {{book_, wire::encode(wire::ScoreState{document})}});
    Columns lists;
    lists.add(list_, rev_, wire::encode(wire::StartListState{rev_, document}), "");
    store::Apply call{.kind = Kind::kStartList,
                      .shard = shard_of(list_),
                      .to = wire::start_list_stage::kKnown,
                      .wait = store::kNeverDue,
                      .ids = lists.ids,
                      .revs = lists.revs,
                      .states = lists.states.finish(),
                      .bodies = lists.bodies.finish(),
                      .answer = {}};
    store_->apply({&call, 1});
    ASSERT_TRUE(call.answer.all(store::ItemAnswer::kDone)) << call.answer.cause;
  }
  // Entry 9 has been given a result as well, and is settled; nobody planned a notice of it.
  void give_result(std::uint8_t flags) {
    const core::Id id = entries_[9];
    wire::EntryState state = wire::decode_entry_state(state_of(9)).value();
    state.flags = flags;
    state.result = wire::ContestResult{1, 2, 3, 87'500'000};
    Columns columns;
    columns.add(id, {1, 5, 99}, wire::encode(state), "sealed body of " + core::to_hex(id));
    store::Advance call;
    call.kind = Kind::kEntry;
    call.shard = shard_of(id);
    call.from = call.to = wire::entry_stage::kSettled;
    call.wait = store::kNeverDue;
    call.ids = columns.ids;
    call.expected = rev_.bytes();
    call.revs = columns.revs;
    call.states = columns.states.finish();
    store_->advance({&call, 1});
    ASSERT_TRUE(call.answer.all(store::ItemAnswer::kDone)) << call.answer.cause;
    std::string mark;
    wire::put_mark(mark, {1, 3, wire::Verdict::kAccepted, 0, {}});
    redis(shard_of(uploads_[0]),
          {"SETRANGE", ":u:w:" + std::string(uploads_[0].view()), std::to_string(9 * store::kMarkBytes), mark});
  }

  void admit(Kind kind, store::Stage stage, core::Millis wait,
             const std::vector<std::pair<core::Id, std::string>>& records, std::uint64_t number = 0) {
    Columns columns;
    for (const auto& [id, state] : records) columns.add(id, rev_, state, "sealed body of " + core::to_hex(id));
    store::Admit call{.kind = kind,
                      .shard = shard_of(records.front().first),
                      .to = stage,
                      .wait = wait,
                      .ids = columns.ids,
                      .revs = columns.revs,
                      .states = columns.states.finish(),
                      .bodies = columns.bodies.finish(),
                      .answer = {},
                      .number = number,
                      .owner = submitter_};
    store_->admit({&call, 1});
    ASSERT_TRUE(call.answer.all(store::ItemAnswer::kDone)) << call.answer.cause;
  }

  static std::uint16_t shard_of(const core::Id& id) { return core::shard_of(id, kShards); }
  static core::Id recipient_of(std::uint32_t row) { return made_id(5'000 + row, 1); }
  core::Id notice_of(std::uint32_t row) const {
    return wire::notice_id(recipient_of(row), entries_[row], wire::NoticeReason::kVerdict);
  }
  std::string state_of(std::uint32_t row) const {
    wire::EntryState state;
    state.edition = 1;
    state.verdict = wire::Verdict::kAccepted;
    state.has_recipient = true;
    state.recipient = recipient_of(row);
    state.targets.push_back({uploads_[0], row, wire::Verdict::kAccepted, {}});
    return wire::encode(state);
  }

  // A plain command on a key "{sNN}" + rest; its answer as text.
  std::string redis(std::uint16_t shard, std::vector<std::string> words) {
    std::string tag = "{s0";
    tag += std::to_string(shard) + "}";
    words[1] = tag + words[1];
    store::Command command{store::slot_of(tag), false, {words.begin(), words.end()}};
    const store::Answer answer = store_->cluster().run_one(command, core::Deadline::in(clock_, 5'000));
    EXPECT_EQ(answer.outcome, store::Outcome::kDone) << answer.error.cause;
    return answer.reply.is_integer() ? std::to_string(answer.reply.integer()) : std::string(answer.reply.string());
  }
  std::string pack_of(char kind, const core::Id& id) {
    return redis(shard_of(id), {"HGET", std::string(":") + kind + ":x", std::string(id.view())});
  }

  Report look(std::size_t budget = 2'000, core::Millis overdue_max = 600'000) {
    const auto report = audit(store_->cluster(), clock_, kShards,
                              {.budget_records = budget, .overdue_max_ms = overdue_max, .settle_ms = 0});
    EXPECT_TRUE(report) << report.error().cause;
    return report.value_or(Report{});
  }
  static std::map<std::string, std::size_t> by_name(const Report& report) {
    std::map<std::string, std::size_t> names;
    for (const Finding& finding : report.findings) ++names[std::string(finding_name(finding.kind))];
    return names;
  }
  using Names = std::map<std::string, std::size_t>;

  core::SystemClock clock_;
  std::unique_ptr<store::RedisStore> store_;
  const core::Rev rev_{1, 4, 99};
  const core::Id submitter_ = made_id(7, 0);
  std::vector<core::Id> uploads_, entries_;
  const core::Id draw_ = wire::draw_id("2021", wire::Round::kTrial, "150200");
  const core::Id list_ = wire::start_list_id("2021", wire::Round::kTrial, "E05", "worker", "150200");
  const core::Id book_ = wire::score_book_id("2021", wire::Round::kTrial, "E05", "worker", "150200");
};

TEST_F(AuditorTest, AHealthyStoreGivesNoFindingAndIsCountedWhole) {
  const Report report = look();
  EXPECT_TRUE(report.clean()) << testing::PrintToString(by_name(report));
  EXPECT_EQ(report.totals.records.at(Kind::kEntry), kRows);
  EXPECT_EQ(report.totals.records.at(Kind::kUpload), 2u);
  EXPECT_EQ(report.totals.records.at(Kind::kNotice), 50u);
  EXPECT_EQ(report.totals.marks, kRows);
  EXPECT_EQ(report.totals.numbers, 2u);
  EXPECT_EQ(report.totals.notices, 50u);
  EXPECT_EQ(report.totals.moving, 0u);
}

TEST_F(AuditorTest, ASmallBudgetSeesTheSame) {
  const Report report = look(1);
  EXPECT_TRUE(report.clean());
  EXPECT_EQ(report.totals.records.at(Kind::kEntry), kRows);
}

TEST_F(AuditorTest, PartedParkedAndDeferredPacksAreHealthy) {
  const core::Id id = entries_[55];
  store::Park park{.kind = Kind::kEntry,
                   .stage = wire::entry_stage::kReceived,
                   .shard = shard_of(id),
                   .ids = std::string(id.view()),
                   .expected = rev_.bytes(),
                   .reason = "planted",
                   .answer = {}};
  store_->park({&park, 1});
  ASSERT_TRUE(park.answer.all(store::ItemAnswer::kDone));
  const Report report = look();
  EXPECT_TRUE(report.clean()) << testing::PrintToString(by_name(report));
  EXPECT_EQ(report.totals.parked, 1u);
}

TEST_F(AuditorTest, ADueMemberThatWasLost) {
  const core::Id id = entries_[55];
  ASSERT_EQ(redis(shard_of(id), {"ZREM", ":e:d:1", pack_of('e', id)}), "1");
  EXPECT_EQ(by_name(look()), (Names{{"not_due", 1}}));
}

TEST_F(AuditorTest, ADueMemberWithoutPackOrAtRest) {
  redis(0, {"ZADD", ":e:d:1", "99999999999999", "nobodyis"});
  redis(shard_of(entries_[0]), {"ZADD", ":e:d:4", "99999999999999", pack_of('e', entries_[0])});
  EXPECT_EQ(by_name(look()), (Names{{"due_orphan", 2}}));
}

TEST_F(AuditorTest, ARecordThatNobodyConsumes) {
  const core::Id id = entries_[55];
  redis(shard_of(id), {"ZADD", ":e:d:1", "1000", pack_of('e', id)});
  const Report report = look();
  EXPECT_EQ(by_name(report), (Names{{"overdue", 1}}));
  EXPECT_GT(report.totals.oldest_overdue_ms, kHour);
}

TEST_F(AuditorTest, AnIndexFieldThatWasLost) {
  const core::Id id = entries_[3];
  ASSERT_EQ(redis(shard_of(id), {"HDEL", ":e:x", std::string(id.view())}), "1");
  const Report report = look();
  EXPECT_EQ(by_name(report), (Names{{"index_missing", 1}}));
  EXPECT_EQ(report.findings[0].subject, id.view());
  EXPECT_EQ(report.findings[0].shard, shard_of(id));
}

TEST_F(AuditorTest, AnIndexThatNamesAnotherPack) {
  const core::Id id = entries_[3];
  redis(shard_of(id), {"HSET", ":e:x", std::string(id.view()), "nobodyis"});
  EXPECT_EQ(by_name(look()), (Names{{"index_elsewhere", 1}, {"record_lost", 1}}));
}

TEST_F(AuditorTest, EachColumnOfAPackThatWasLost) {
  const core::Id id = entries_[3];
  const std::string pack = pack_of('e', id);
  const auto siblings = std::count_if(entries_.begin(), entries_.begin() + 50,
                                      [&](const core::Id& other) { return shard_of(other) == shard_of(id); });
  for (const char column : {'i', 'r', 's', 'b', 'g'}) {
    const std::string kept = redis(shard_of(id), {"HGET", ":e:p", pack + column});
    redis(shard_of(id), {"HDEL", ":e:p", pack + column});
    const Names names = by_name(look());
    if (column == 'g') {
      EXPECT_EQ(names.at("record_lost"), static_cast<std::size_t>(siblings)) << column;
    } else {
      EXPECT_EQ(names.at("pack_broken"), 1u) << column;
    }
    EXPECT_EQ(names.at("count_wrong"), 1u) << column;
    redis(shard_of(id), {"HSET", ":e:p", pack + column, kept});
  }
  EXPECT_TRUE(look().clean());
}

TEST_F(AuditorTest, AFlippedByteInAnyColumn) {
  const core::Id id = entries_[55];
  const std::string pack = pack_of('e', id);
  for (const char column : {'r', 's', 'b'}) {
    const std::string kept = redis(shard_of(id), {"HGET", ":e:p", pack + column});
    std::string flipped = kept;
    flipped.back() = static_cast<char>(flipped.back() ^ 1);
    redis(shard_of(id), {"HSET", ":e:p", pack + column, flipped});
    EXPECT_EQ(by_name(look()), (Names{{"record_damaged", 1}})) << column;
    redis(shard_of(id), {"HSET", ":e:p", pack + column, kept});
  }
}

TEST_F(AuditorTest, AParkedRecordThatNobodyWouldReplay) {
  const core::Id id = entries_[55];
  store::Park park{.kind = Kind::kEntry,
                   .stage = wire::entry_stage::kReceived,
                   .shard = shard_of(id),
                   .ids = std::string(id.view()),
                   .expected = rev_.bytes(),
                   .reason = "planted",
                   .answer = {}};
  store_->park({&park, 1});
  ASSERT_EQ(redis(shard_of(id), {"ZREM", ":e:z", pack_of('e', id)}), "1");
  EXPECT_EQ(by_name(look()), (Names{{"parked_lost", 1}}));
}

TEST_F(AuditorTest, AWrongCount) {
  redis(1, {"HINCRBY", ":e:n", "4", "1"});
  const Report report = look();
  EXPECT_EQ(by_name(report), (Names{{"count_wrong", 1}}));
  EXPECT_EQ(report.findings[0].subject, "4");
}

TEST_F(AuditorTest, AMarkThatWasLost) {
  redis(shard_of(uploads_[0]), {"SETRANGE", ":u:w:" + std::string(uploads_[0].view()),
                                std::to_string(5 * store::kMarkBytes), std::string(store::kMarkBytes, '\0')});
  EXPECT_EQ(by_name(look()), (Names{{"mark_count_wrong", 1}, {"mark_missing", 1}, {"rows_without_mark", 1}}));
}

TEST_F(AuditorTest, AMarkOlderThanTheDecision) {
  std::string old;
  wire::put_mark(old, {1, kJudgedRev - 1, wire::Verdict::kReturned, 0, {}});
  redis(shard_of(uploads_[0]),
        {"SETRANGE", ":u:w:" + std::string(uploads_[0].view()), std::to_string(5 * store::kMarkBytes), old});
  const Report report = look();
  EXPECT_EQ(by_name(report), (Names{{"mark_missing", 1}}));
  EXPECT_EQ(report.findings[0].subject, entries_[5].view());
}

TEST_F(AuditorTest, ANoticeThatWasLost) {
  const core::Id id = notice_of(9);
  const core::Rev source{1, 4, 1};
  Columns columns;
  columns.add(id, source, wire::encode(notice_state(source)), "sealed");
  apply(shard_of(id), columns);  // so that it lies alone
  const std::string pack = pack_of('n', id);
  redis(shard_of(id), {"HDEL", ":n:x", std::string(id.view())});
  for (const char column : {'i', 'r', 's', 'b', 'g'}) redis(shard_of(id), {"HDEL", ":n:p", pack + column});
  redis(shard_of(id), {"ZREM", ":n:d:1", pack});
  redis(shard_of(id), {"HINCRBY", ":n:n", "1", "-1"});
  const Report report = look();
  EXPECT_EQ(by_name(report), (Names{{"notice_missing", 1}}));
  EXPECT_EQ(report.findings[0].subject, entries_[9].view());
}

TEST_F(AuditorTest, ANoticeThatTellsAnotherVerdict) {
  const core::Id id = notice_of(9);
  const core::Rev source{1, 5, 1};
  Columns columns;
  columns.add(id, source, wire::encode(notice_state(source, wire::Verdict::kRefused)), "sealed");
  apply(shard_of(id), columns);
  EXPECT_EQ(by_name(look()), (Names{{"notice_old", 1}}));
}

TEST_F(AuditorTest, DrawsStartListsAndScoresAreCountedWhole) {
  fill_results(wire::draw_stage::kTold, store::kNeverDue, wire::score_stage::kPublished, kHour);
  const Report report = look();
  EXPECT_TRUE(report.clean()) << testing::PrintToString(by_name(report));
  for (const Kind kind : {Kind::kDraw, Kind::kStartList, Kind::kScore}) {
    EXPECT_EQ(report.totals.records.at(kind), 1u) << static_cast<char>(kind);
  }
}

TEST_F(AuditorTest, WhatWasPublishedAndNobodyWillTell) {
  fill_results(wire::draw_stage::kPublished, store::kNeverDue, wire::score_stage::kPublished, store::kNeverDue);
  EXPECT_EQ(by_name(look()), (Names{{"not_due", 2}}));
}

TEST_F(AuditorTest, AFlippedByteInAStartListOrAScore) {
  fill_results(wire::draw_stage::kTold, store::kNeverDue, wire::score_stage::kOpen, store::kNeverDue);
  for (const auto& [kind, id] : {std::pair('s', list_), std::pair('m', book_)}) {
    const std::string pack = pack_of(kind, id);
    const std::string key = std::string(":") + kind + ":p";
    std::string state = redis(shard_of(id), {"HGET", key, pack + "s"});
    state.back() = static_cast<char>(state.back() ^ 1);
    redis(shard_of(id), {"HSET", key, pack + "s", state});
  }
  EXPECT_EQ(by_name(look()), (Names{{"record_damaged", 2}}));
}

TEST_F(AuditorTest, AResultThatNobodyWasToldOf) {
  give_result(0);
  const Report report = look();
  EXPECT_EQ(by_name(report), (Names{{"notice_missing", 1}}));
  EXPECT_EQ(report.findings[0].subject, entries_[9].view());
}

TEST_F(AuditorTest, OfAWithdrawnEntryNobodyIsToBeToldItsResult) {
  give_result(wire::entry_flag::kWithdrawn);
  EXPECT_TRUE(look().clean()) << testing::PrintToString(by_name(look()));
}

TEST_F(AuditorTest, AnUploadNumberThatWasLost) {
  const std::string key = ":u:o:" + std::string(submitter_.view());
  redis(shard_of(submitter_), {"HDEL", key, std::string(uploads_[0].view())});
  EXPECT_EQ(by_name(look()), (Names{{"number_hole", 1}, {"number_missing", 1}}));
  redis(shard_of(submitter_), {"HSET", key, std::string(uploads_[0].view()), "1"});
  // The last number leaves no hole.
  redis(shard_of(submitter_), {"HDEL", key, std::string(uploads_[1].view())});
  EXPECT_EQ(by_name(look()), (Names{{"number_missing", 1}}));
}

TEST_F(AuditorTest, ANumberGivenTwiceOrWithoutUpload) {
  const std::string key = ":u:o:" + std::string(submitter_.view());
  redis(shard_of(submitter_), {"HSET", key, std::string(uploads_[1].view()), "1"});
  EXPECT_EQ(by_name(look()), (Names{{"number_differs", 1}, {"number_hole", 1}}));
  redis(shard_of(submitter_), {"HSET", key, std::string(uploads_[1].view()), "2"});
  redis(shard_of(submitter_), {"HSET", key, std::string(made_id(7, 999).view()), "3"});
  EXPECT_EQ(by_name(look()), (Names{{"upload_missing", 1}}));
}

TEST_F(AuditorTest, WhatMovedBetweenTwoLooksIsNoFinding) {
  Auditor auditor(store_->cluster(), clock_, kShards);
  const auto lap = [&] {
    for (bool over = false; !over;) {
      const auto stepped = auditor.step();
      ASSERT_TRUE(stepped) << stepped.error().cause;
      over = *stepped;
    }
  };
  const core::Id id = entries_[55];
  const std::string pack = pack_of('e', id);
  redis(shard_of(id), {"ZREM", ":e:d:1", pack});
  lap();
  EXPECT_EQ(auditor.suspects(), 1u);
  EXPECT_TRUE(auditor.report().clean());
  redis(shard_of(id), {"ZADD", ":e:d:1", "99999999999999", pack});
  lap();
  EXPECT_EQ(auditor.suspects(), 0u);
  EXPECT_TRUE(auditor.report().clean());
}

TEST_F(AuditorTest, AStoreThatDoesNotAnswerIsAnErrorAndNotAFinding) {
  Auditor auditor(store_->cluster(), clock_, kShards, {.call_timeout_ms = 50});
  runtime::ChildProcess& redis_process = support::shared_redis(support::Flush::kKeep).process();
  ASSERT_TRUE(redis_process.signal(SIGSTOP));
  const auto stepped = auditor.step();
  ASSERT_TRUE(redis_process.signal(SIGCONT));
  ASSERT_FALSE(stepped);
  EXPECT_EQ(auditor.suspects(), 0u);
}

}  // namespace
}  // namespace naadam::audit
