// Redis' users as `naadam redis-users` makes them: each service can do its work and is refused outside it.
#include "cli/up/redis_users.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <map>

#include "audit/auditor.hpp"
#include "core/bytes.hpp"
#include "runtime/secret_file.hpp"
#include "store/announcements.hpp"
#include "store/keys.hpp"
#include "store/redis_store.hpp"
#include "store/slot.hpp"
#include "support/redis.hpp"

namespace naadam::component {
namespace {

namespace fs = std::filesystem;
using store::Kind;
using store::Outcome;
using store::RedisStore;
using store::Store;

const std::string kId(core::kIdBytes, 'i');
const std::string kRev = core::Rev{1, 1, 1}.bytes();

std::string one_cell(const std::string& cell) {
  store::ColumnBuilder builder(1);
  builder.add(cell);
  return builder.finish();
}

template <class Call>
Outcome outcome(Store& store, void (Store::*execute)(std::span<Call>), Call call) {
  (store.*execute)({&call, 1});
  return call.answer.outcome;
}

class RedisUsers : public testing::Test {
 protected:
  void SetUp() override {
    const auto made = cli::make_redis_users(users());
    ASSERT_TRUE(made) << made.error().cause;
    runtime::RedisOptions options;
    options.dir = dir_.path() / "redis";
    options.password = password("operator");
    options.extra = {{"aclfile", cli::redis_rules_file(users()).string()}};
    auto redis = runtime::RedisChild::start(options);
    ASSERT_TRUE(redis) << redis.error().text << redis.error().cause;
    redis_ = std::make_unique<runtime::RedisChild>(std::move(*redis));
    operator_ = open("");  // loads the functions, fixes the number of shards
    ASSERT_NE(operator_, nullptr);
  }
  void TearDown() override {
    operator_.reset();
    if (redis_) redis_->stop();
  }

  fs::path users() const { return dir_.path() / "users"; }
  std::string password(const std::string& user) const {
    const auto secret = runtime::read_secret(cli::redis_password_file(users(), user));
    EXPECT_TRUE(secret) << secret.error().cause;
    return secret.value_or("");
  }
  std::unique_ptr<RedisStore> open(const std::string& user) {
    auto store = open_with(user, password(user.empty() ? "operator" : user));
    EXPECT_TRUE(store) << user << ": " << store.error().cause;
    return store ? std::move(*store) : nullptr;
  }
  core::Result<std::unique_ptr<RedisStore>> open_with(const std::string& user, const std::string& password) {
    store::RedisStoreOptions options;
    options.cluster.seeds = {redis_->address()};
    options.cluster.username = user;
    options.cluster.password = password;
    options.cluster.connect_timeout_ms = 2'000;
    options.shards = 2;
    return RedisStore::connect(options, clock_);
  }

  Outcome admit(Store& store, Kind kind) {
    store::Admit call;
    call.kind = kind;
    call.to = 1;
    call.ids = kId;
    call.revs = kRev;
    call.states = call.bodies = one_cell(kRev);
    call.owed = kind == Kind::kEntry;
    if (kind == Kind::kDraw || kind == Kind::kScore) call.log = "test/1";
    return outcome(store, &Store::admit, call);
  }
  Outcome advance(Store& store, Kind kind) {
    store::Advance call;
    call.kind = kind;
    call.from = call.to = 1;
    call.ids = kId;
    call.expected = call.revs = kRev;
    call.states = one_cell(kRev);
    call.log = "test/1";
    return outcome(store, &Store::advance, call);
  }
  Outcome apply(Store& store, Kind kind) {
    store::Apply call;
    call.kind = kind;
    call.to = 1;
    call.ids = kId;
    call.revs = kRev;
    call.states = call.bodies = one_cell(kRev);
    return outcome(store, &Store::apply, call);
  }
  Outcome mark(Store& store) {
    store::Mark call;
    call.upload = core::Id::from(kId);
    core::put_u32(call.rows, 0);
    call.marks = std::string(store::kMarkBytes, 'm');
    return outcome(store, &Store::mark, call);
  }
  Outcome read(Store& store, Kind kind) {
    store::Read call;
    call.kind = kind;
    call.ids = kId;
    return outcome(store, &Store::read, call);
  }
  // Of one that keeps documents: those, also when memory is short, and how far it told again; no others.
  void expect_facts(Store& store, std::string_view retold) {
    const auto limit = [this](std::string_view bytes) {
      const auto set = operator_->cluster().run_one({0, false, {"CONFIG", "SET", "maxmemory", bytes}},
                                                    core::Deadline::in(clock_, 5'000));
      EXPECT_EQ(set.outcome, Outcome::kDone) << set.error.cause;
    };
    for (const char* bytes : {"0", "1mb"}) {
      limit(bytes);
      EXPECT_TRUE(store.put_fact(std::string(store::keys::kDocument) + "ab", bytes)) << bytes;
      EXPECT_TRUE(store.put_fact(retold, "1 1 0 ")) << bytes;
      EXPECT_FALSE(store.put_fact(store::keys::kEdition, "ab")) << bytes;
    }
    limit("0");
  }
  // What every consumer of a stage does besides.
  void expect_stage_work(Store& store, Kind kind) {
    store::Take take;
    take.kind = kind;
    take.stage = 1;
    take.room = 10;
    take.lease = 1'000;
    EXPECT_EQ(outcome(store, &Store::take, take), Outcome::kDone);
    store::Defer defer;
    defer.kind = kind;
    defer.stage = 1;
    defer.pack = std::string(store::kPackNameBytes, '\0');
    EXPECT_EQ(outcome(store, &Store::defer, defer), Outcome::kDone);
    store::Park park;
    park.kind = kind;
    park.stage = 1;
    park.ids = kId;
    park.expected = kRev;
    EXPECT_EQ(outcome(store, &Store::park, park), Outcome::kDone);
    store::Replay replay;
    replay.kind = kind;
    replay.room = 1;
    EXPECT_EQ(outcome(store, &Store::replay, replay), Outcome::kDone);
    store::Count count;
    count.kind = kind;
    EXPECT_EQ(outcome(store, &Store::count, count), Outcome::kDone);
    store::Walk walk;
    walk.kind = kind;
    walk.stage = 1;
    EXPECT_EQ(outcome(store, &Store::walk, walk), Outcome::kDone);
    store::Scan scan;
    scan.kind = kind;
    EXPECT_EQ(outcome(store, &Store::scan, scan), Outcome::kDone);
  }
  void expect_service(const std::string& user, RedisStore& store) {
    EXPECT_TRUE(store.now_ms());
    EXPECT_TRUE(store.get_fact(store::keys::kEdition));
    for (const auto fact : {store::keys::kEdition, store::keys::kWinners, store::keys::kShards, store::keys::kEpoch}) {
      EXPECT_FALSE(store.put_fact(fact, "1")) << fact;
    }
    store::RedisAnnouncements announcements(store.cluster(), clock_);
    EXPECT_TRUE(announcements.announce(user, {1, "ipc:///tmp/x", ""}, 1'000));
    EXPECT_TRUE(announcements.withdraw(user, {1, "ipc:///tmp/x", ""}));
    EXPECT_TRUE(announcements.copies("scheduling"));
    EXPECT_FALSE(announcements.announce(user == "scoring" ? "intake" : "scoring", {1, "ipc:///tmp/x", ""}, 1'000));
    const std::vector<std::vector<std::string_view>> forbidden{{"FLUSHALL"},
                                                               {"KEYS", "*"},
                                                               {"CONFIG", "GET", "dir"},
                                                               {"FUNCTION", "DELETE", "naadam2"},
                                                               {"ACL", "WHOAMI"},
                                                               {"CLIENT", "LIST"},
                                                               {"DEL", "{s00}:e:p"},
                                                               {"EVAL", "return 1", "0"},
                                                               {"SHUTDOWN"},
                                                               {"BGREWRITEAOF"},
                                                               {"MONITOR"},
                                                               {"CLUSTER", "RESET"},

                                                               {"SCAN", "0"},
                                                               {"REPLICAOF", "NO", "ONE"}};
    for (const auto& argv : forbidden) {
      const auto answer =
          store.cluster().run_one({store::slot_of("{s00}"), true, argv}, core::Deadline::in(clock_, 5'000));
      EXPECT_EQ(answer.outcome, Outcome::kRefused) << argv[0];
      EXPECT_EQ(answer.reply.error_code(), "NOPERM") << argv[0] << ": " << answer.reply.string();
    }
  }

  core::SystemClock clock_;
  support::TempDir dir_;
  std::unique_ptr<runtime::RedisChild> redis_;
  std::unique_ptr<RedisStore> operator_;
};

TEST_F(RedisUsers, IntakeOwnsUploadsAndEntriesAndOnlyLooksAtNotices) {
  const auto store = open("intake");
  ASSERT_NE(store, nullptr);
  for (const Kind kind : {Kind::kUpload, Kind::kEntry}) {
    EXPECT_EQ(admit(*store, kind), Outcome::kDone);
    EXPECT_EQ(advance(*store, kind), Outcome::kDone);
    EXPECT_EQ(read(*store, kind), Outcome::kDone);
    expect_stage_work(*store, kind);
  }
  EXPECT_EQ(mark(*store), Outcome::kDone);
  store::ReadMarks marks;
  marks.upload = core::Id::from(kId);
  marks.count = 1;
  EXPECT_EQ(outcome(*store, &Store::read_marks, marks), Outcome::kDone);
  store::Number number;
  number.owner = number.item = core::Id::from(kId);
  EXPECT_EQ(outcome(*store, &Store::number, number), Outcome::kDone);
  EXPECT_TRUE(store->put_fact(store::keys::kRetold, "1 4 0 "));
  EXPECT_TRUE(store->put_fact(store::keys::kRejudged, "00 0 2 0 "));
  EXPECT_EQ(apply(*operator_, Kind::kNotice), Outcome::kDone);
  EXPECT_EQ(read(*store, Kind::kNotice), Outcome::kDone);
  EXPECT_TRUE(audit::audit(store->cluster(), clock_, store->shards()));
  EXPECT_EQ(apply(*store, Kind::kNotice), Outcome::kRefused);
  EXPECT_EQ(advance(*store, Kind::kNotice), Outcome::kRefused);
  expect_service("intake", *store);
}

TEST_F(RedisUsers, EligibilityDecidesAboutEntriesAndSeesNothingElse) {
  ASSERT_EQ(admit(*operator_, Kind::kEntry), Outcome::kDone);
  const auto store = open("eligibility");
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(advance(*store, Kind::kEntry), Outcome::kDone);
  EXPECT_EQ(read(*store, Kind::kEntry), Outcome::kDone);
  expect_stage_work(*store, Kind::kEntry);
  for (const Kind kind : {Kind::kUpload, Kind::kNotice}) {
    EXPECT_EQ(read(*store, kind), Outcome::kRefused);
    EXPECT_EQ(advance(*store, kind), Outcome::kRefused);
  }
  EXPECT_EQ(admit(*store, Kind::kEntry), Outcome::kRefused);
  EXPECT_EQ(mark(*store), Outcome::kRefused);
  expect_service("eligibility", *store);
}

TEST_F(RedisUsers, NotificationSettlesEntriesAndOwnsNotices) {
  ASSERT_EQ(admit(*operator_, Kind::kEntry), Outcome::kDone);
  const auto store = open("notification");
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(apply(*store, Kind::kNotice), Outcome::kDone);
  for (const Kind kind : {Kind::kEntry, Kind::kNotice}) {
    EXPECT_EQ(advance(*store, kind), Outcome::kDone);
    EXPECT_EQ(read(*store, kind), Outcome::kDone);
    expect_stage_work(*store, kind);
  }
  EXPECT_EQ(admit(*store, Kind::kEntry), Outcome::kRefused);
  EXPECT_EQ(read(*store, Kind::kUpload), Outcome::kRefused);
  EXPECT_EQ(mark(*store), Outcome::kRefused);
  expect_service("notification", *store);
}

TEST_F(RedisUsers, SchedulingSeesBoardsKeepsDrawsAndTellsEntriesAndScoring) {
  ASSERT_EQ(admit(*operator_, Kind::kEntry), Outcome::kDone);
  const auto intake = open("intake");
  ASSERT_NE(intake, nullptr);
  EXPECT_EQ(apply(*intake, Kind::kPlace), Outcome::kDone);
  EXPECT_EQ(apply(*intake, Kind::kNotice), Outcome::kRefused);
  const auto store = open("scheduling");
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(read(*store, Kind::kPlace), Outcome::kDone);
  EXPECT_EQ(outcome(*store, &Store::count_groups, store::CountGroups{}), Outcome::kDone);
  store::List list;
  list.group.assign(store::kGroupBytes, 'g');
  EXPECT_EQ(outcome(*store, &Store::list, list), Outcome::kDone);
  EXPECT_EQ(apply(*store, Kind::kPlace), Outcome::kRefused);
  EXPECT_EQ(admit(*store, Kind::kDraw), Outcome::kDone);
  for (const Kind kind : {Kind::kEntry, Kind::kDraw}) {
    EXPECT_EQ(advance(*store, kind), Outcome::kDone);
    EXPECT_EQ(read(*store, kind), Outcome::kDone);
  }
  expect_stage_work(*store, Kind::kDraw);
  EXPECT_EQ(apply(*store, Kind::kStartList), Outcome::kDone);
  EXPECT_EQ(read(*store, Kind::kStartList), Outcome::kDone);
  expect_facts(*store, store::keys::kDrawsRetold);
  for (const Kind kind : {Kind::kUpload, Kind::kNotice, Kind::kScore}) {
    EXPECT_EQ(read(*store, kind), Outcome::kRefused);
    EXPECT_EQ(advance(*store, kind), Outcome::kRefused);
  }
  for (const Kind kind : {Kind::kDraw, Kind::kStartList, Kind::kScore}) {
    EXPECT_EQ(read(*intake, kind), Outcome::kDone);  // for the auditor
    EXPECT_EQ(advance(*intake, kind), Outcome::kRefused);
  }
  expect_service("scheduling", *store);
}

TEST_F(RedisUsers, ScoringKeepsScoresTellsEntriesAndReadsStartListsAndBoardsAlone) {
  ASSERT_EQ(admit(*operator_, Kind::kEntry), Outcome::kDone);
  const auto scheduling = open("scheduling");
  ASSERT_NE(scheduling, nullptr);
  ASSERT_EQ(apply(*scheduling, Kind::kStartList), Outcome::kDone);
  const auto store = open("scoring");
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(admit(*store, Kind::kScore), Outcome::kDone);
  for (const Kind kind : {Kind::kEntry, Kind::kScore}) {
    EXPECT_EQ(advance(*store, kind), Outcome::kDone);
    EXPECT_EQ(read(*store, kind), Outcome::kDone);
  }
  expect_stage_work(*store, Kind::kScore);
  EXPECT_EQ(read(*store, Kind::kStartList), Outcome::kDone);
  EXPECT_EQ(read(*store, Kind::kPlace), Outcome::kDone);
  store::List list;
  list.group.assign(store::kGroupBytes, 'g');
  EXPECT_EQ(outcome(*store, &Store::list, list), Outcome::kDone);
  for (const Kind kind : {Kind::kStartList, Kind::kPlace}) {
    EXPECT_EQ(apply(*store, kind), Outcome::kRefused);
    EXPECT_EQ(advance(*store, kind), Outcome::kRefused);
  }
  expect_facts(*store, store::keys::kScoresRetold);
  for (const Kind kind : {Kind::kUpload, Kind::kNotice, Kind::kDraw}) {
    EXPECT_EQ(read(*store, kind), Outcome::kRefused);
    EXPECT_EQ(advance(*store, kind), Outcome::kRefused);
  }
  expect_service("scoring", *store);
}

TEST_F(RedisUsers, NotaryAndPortalTouchNoRecord) {
  ASSERT_EQ(admit(*operator_, Kind::kEntry), Outcome::kDone);
  ASSERT_EQ(advance(*operator_, Kind::kEntry), Outcome::kDone);  // writes the log
  for (const std::string user : {"notary", "portal"}) {
    const auto store = open(user);
    ASSERT_NE(store, nullptr);
    for (const Kind kind : {Kind::kUpload, Kind::kEntry, Kind::kNotice}) {
      EXPECT_EQ(read(*store, kind), Outcome::kRefused) << user;
      EXPECT_EQ(advance(*store, kind), Outcome::kRefused) << user;
    }
    store::ReadLog log;
    log.count = 10;
    store->read_log({&log, 1});
    EXPECT_EQ(log.answer.outcome, user == "notary" ? Outcome::kDone : Outcome::kRefused);
    if (user == "notary") {
      ASSERT_EQ(log.entries.size(), 1U);
      store::TrimLog trim;
      trim.upto = log.entries.front().place;
      EXPECT_EQ(outcome(*store, &Store::trim_log, trim), Outcome::kDone);
    }
    expect_service(user, *store);
  }
}

TEST_F(RedisUsers, AServiceThatComesBeforeTheFunctionsWaitsForTheOperator) {
  const auto said = operator_->cluster().run_one({0, false, {"FUNCTION", "FLUSH"}}, core::Deadline::in(clock_, 5'000));
  ASSERT_EQ(said.outcome, Outcome::kDone);
  store::ClusterOptions options;
  options.seeds = {redis_->address()};
  options.username = "eligibility";
  options.password = password("eligibility");
  options.connect_timeout_ms = 100;
  options.libraries = {store::store_functions()};
  const auto refused = store::Cluster::connect(options, clock_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, core::ErrorKind::kUnavailable);
  ASSERT_NE(open(""), nullptr);
  EXPECT_TRUE(store::Cluster::connect(options, clock_));
}

TEST_F(RedisUsers, PasswordsAreForTheirOwnerAloneAndStayTheSame) {
  const std::string before = password("intake");
  for (const auto& file : fs::directory_iterator(users())) {
    struct stat kept{};
    ASSERT_EQ(::stat(file.path().c_str(), &kept), 0);
    EXPECT_EQ(kept.st_mode & 0777, 0600U) << file.path();
  }
  ASSERT_TRUE(cli::make_redis_users(users()));
  EXPECT_EQ(password("intake"), before);
  EXPECT_NE(password("notary"), before);
}

TEST_F(RedisUsers, WhilePasswordsChangeNobodyIsLockedOut) {
  const std::vector<std::string> people{"",        "intake",       "eligibility", "scheduling",
                                        "scoring", "notification", "portal",      "notary"};
  const auto of = [this](const std::string& user) { return password(user.empty() ? "operator" : user); };
  std::map<std::string, std::string> before;
  std::map<std::string, std::unique_ptr<RedisStore>> running;
  for (const auto& user : people) {
    before[user] = of(user);
    running[user] = open(user);
    ASSERT_NE(running[user], nullptr);
  }
  // Everybody runs on, and comes in anew with the password he started with and with the one that is in his file.
  const auto expect_all_in = [&] {
    for (const auto& user : people) {
      EXPECT_TRUE(running[user]->get_fact(store::keys::kEdition)) << user;
      EXPECT_TRUE(open_with(user, before[user])) << user;
      EXPECT_TRUE(open_with(user, of(user))) << user;
    }
  };
  const auto load = [this] {
    const auto said = operator_->cluster().run_one({0, false, {"ACL", "LOAD"}}, core::Deadline::in(clock_, 5'000));
    EXPECT_EQ(said.outcome, Outcome::kDone) << said.reply.string();
  };
  ASSERT_TRUE(cli::renew_redis_passwords(users()));
  ASSERT_TRUE(cli::renew_redis_passwords(users()));  // an interrupted one, taken again
  expect_all_in();
  load();
  expect_all_in();
  EXPECT_EQ(of("intake"), before["intake"]);
  ASSERT_TRUE(cli::switch_redis_passwords(users()));
  expect_all_in();
  load();  // once more does no harm
  expect_all_in();
  for (const auto& user : people) {
    EXPECT_NE(of(user), before[user]) << user;
    running[user] = open(user);
  }
  operator_ = open("");
  ASSERT_TRUE(cli::retire_redis_passwords(users()));
  load();
  for (const auto& user : people) {
    EXPECT_TRUE(running[user]->get_fact(store::keys::kEdition)) << user;
    EXPECT_TRUE(open_with(user, of(user))) << user;
    EXPECT_FALSE(open_with(user, before[user])) << user;
  }
}

TEST_F(RedisUsers, StepsOutOfOrderAreRefusedAndChangeNothing) {
  const std::string before = password("intake");
  const auto refused = [](const core::Status& done) { return !done && done.error().kind == core::ErrorKind::kRefused; };
  EXPECT_TRUE(refused(cli::switch_redis_passwords(users())));
  ASSERT_TRUE(cli::renew_redis_passwords(users()));
  EXPECT_TRUE(refused(cli::retire_redis_passwords(users())));
  EXPECT_EQ(password("intake"), before);
  ASSERT_TRUE(cli::switch_redis_passwords(users()));
  const std::string after = password("intake");
  EXPECT_TRUE(refused(cli::renew_redis_passwords(users())));
  EXPECT_TRUE(refused(cli::switch_redis_passwords(users())));
  EXPECT_EQ(password("intake"), after);
}

// Killed between keeping the old password and using the new one, at some user.
TEST_F(RedisUsers, AnInterruptedSwitchIsTakenAgain) {
  const std::string before = password("intake");
  ASSERT_TRUE(cli::renew_redis_passwords(users()));
  const fs::path file = cli::redis_password_file(users(), "intake");
  const auto next = runtime::read_secret(file.string() + ".next");
  fs::copy_file(file, file.string() + ".old");
  ASSERT_TRUE(cli::switch_redis_passwords(users()));
  EXPECT_EQ(password("intake"), *next);
  EXPECT_EQ(runtime::read_secret(file.string() + ".old").value(), before);
}

}  // namespace
}  // namespace naadam::component
