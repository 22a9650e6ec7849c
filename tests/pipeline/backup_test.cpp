// A backup made while files are handed in becomes an installation again: the same records, nothing for the auditor to
// find, and no message until they are released.
#include "cli/commands/backup.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "cli/commands/messages.hpp"
#include "cli/commands/restore.hpp"
#include "cli/keeping/record_counts.hpp"
#include "cli/remote/condition.hpp"
#include "cli/remote/handing_in.hpp"
#include "cli/up/checkup.hpp"
#include "history/walk.hpp"
#include "runtime/documents.hpp"
#include "runtime/installation.hpp"
#include "runtime/redis_child.hpp"
#include "runtime/service_host.hpp"
#include "support/command.hpp"
#include "support/installation.hpp"
#include "support/installation_officer.hpp"
#include "support/installation_sample.hpp"
#include "support/one_record.hpp"
#include "wire/draw.hpp"
#include "wire/score.hpp"
#include "wire/stages.hpp"
#include "wire/start_list.hpp"

namespace naadam {
namespace {

constexpr core::Millis kSecondMs = 1'000;  // by which epochs of restores differ

// What a backup became: its Redis alone, without services.
class Restored {
 public:
  explicit Restored(const std::string& dir) : home_(dir) {
    runtime::RedisOptions options;
    options.dir = home_.redis();
    options.unix_socket = home_.redis_socket();
    redis_.emplace(runtime::RedisChild::start(options).value());
    store_ = runtime::open_store(home_.fresh().common, clock_, 1).value();
  }
  store::RedisStore& store() { return *store_; }

 private:
  cli::Home home_;
  core::SystemClock clock_;
  std::optional<runtime::RedisChild> redis_;
  std::unique_ptr<store::RedisStore> store_;
};

void expect_same(const std::map<std::string, store::Record>& left, const std::map<std::string, store::Record>& right) {
  ASSERT_EQ(left.size(), right.size());
  for (const auto& [id, record] : left) {
    const auto it = right.find(id);
    ASSERT_NE(it, right.end());
    EXPECT_EQ(record.rev, it->second.rev);
    EXPECT_EQ(record.stage, it->second.stage);
    EXPECT_EQ(record.state, it->second.state);
    EXPECT_EQ(record.body, it->second.body);
  }
}

class BackupTest : public testing::Test {
 protected:
  std::string data() const { return installation_.settings().common.data_dir.string(); }
  std::string keys() const { return installation_.settings().common.keys().string(); }
  std::string below(const std::string& name) const { return (dir_.path() / name).string(); }

  // Whether `status` and `doctor` say that messages are held.
  bool held() {
    asking::Peers peers(installation_.settings().common, installation_.clock());
    const cli::Condition condition =
        cli::look_at(installation_.settings(), peers, installation_.clock(), support::kPatienceMs);
    const auto checks = cli::check_condition(installation_.home(), installation_.settings(), condition, cli::Lang::kEn);
    const auto check = std::ranges::find(checks, "messages", &cli::Check::name);
    EXPECT_NE(check, checks.end());
    EXPECT_EQ(check->health == cli::Health::kWarning, condition.messages_held);
    return condition.messages_held;
  }

  // A draw, a start list and a score book at rest, which name one document; its name.
  std::string put_draw_and_results() {
    const std::string document = runtime::keep_document(installation_.store(), "成绩册").value();
    const core::Rev rev{1, 1, 7};
    const auto put = [&](store::Kind kind, const core::Id& id, store::Stage stage, const std::string& state) {
      support::admit(installation_.store(), {kind, id, stage, rev, state, "", store::kNeverDue});
    };
    constexpr auto kTrial = wire::Round::kTrial;
    put(store::Kind::kDraw, wire::draw_id("2021", kTrial, "150200"), wire::draw_stage::kTold,
        wire::encode(wire::DrawState{document}));
    put(store::Kind::kStartList, wire::start_list_id("2021", kTrial, "E05", "worker", "150200"),
        wire::start_list_stage::kKnown, wire::encode(wire::StartListState{rev, document}));
    put(store::Kind::kScore, wire::score_book_id("2021", kTrial, "E05", "worker", "150200"), wire::score_stage::kTold,
        wire::encode(wire::ScoreState{document}));
    return document;
  }

  support::Sample sample_{{.rows = 900, .files = 6, .seed = 11, .percents = {}}};
  support::Installation installation_{{.winners = sample_.winners()}};
  support::TempDir dir_;
};

TEST_F(BackupTest, MadeUnderLoadItComesBackWhole) {
  const support::Officer officer(installation_, sample_.files());
  ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] { return officer.receipts() >= 2; }));
  ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] {
    const auto written = history::walk(data() + "/history", {});
    return written && written->entries > 0;
  }));
  const support::Ran made = support::naadam({"backup", "--data", data(), below("under-load.tar")});
  ASSERT_EQ(made.code, 0) << made.said;
  // The auditor looks at what was restored: exit code 1 if anything of it did not fit.
  const support::Ran restored =
      support::naadam({"restore", "--data", below("a"), "--keys", keys(), below("under-load.tar")});
  EXPECT_EQ(restored.code, 0) << restored.said;
  const auto key = seal::PublicKey::read(std::filesystem::path(below("a")) / "keys" / "notary.pub");
  ASSERT_TRUE(key) << key.error().cause;
  const auto history = history::walk(below("a") + "/history", {.key = *key, .checkpoint = std::nullopt});
  ASSERT_TRUE(history) << history.error().cause;
  EXPECT_GT(history->entries, 0u);
  EXPECT_TRUE(std::ranges::none_of(history->findings, history::is_damage, &history::Finding::kind));
  ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] { return officer.done(); }));
  EXPECT_EQ(officer.trouble(), "");
}

TEST_F(BackupTest, MadeAtRestItIsTheSameAndItsMessagesWait) {
  const std::string document = put_draw_and_results();
  ASSERT_EQ(support::naadam({"messages", "--data", data(), "hold"}).code, 0);
  asking::Peers peers(installation_.settings().common, installation_.clock());
  for (const support::SampleFile& file : sample_.files()) {
    const auto receipt = cli::hand_in(file.order, peers, installation_.clock(), support::kPatienceMs);
    ASSERT_TRUE(receipt) << receipt.error().cause;
    ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] {
      return cli::ask_outcome(receipt->upload, peers, support::kPatienceMs).value().over();
    }));
  }
  // Decided, and every message planned: what is planned stays so.
  ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] {
    const auto condition = cli::look_at(installation_.settings(), peers, installation_.clock(), support::kPatienceMs);
    const auto planning = std::ranges::find(condition.stages, "planning", &cli::StageCondition::name);
    return condition.undecided() == 0 && planning != condition.stages.end() && planning->records == 0;
  }));
  EXPECT_TRUE(installation_.messages().empty());
  EXPECT_TRUE(held());

  ASSERT_EQ(support::naadam({"backup", "--data", data(), below("at-rest.tar")}).code, 0);
  const support::Ran checked = support::naadam({"backup", "--check", below("at-rest.tar")});
  EXPECT_EQ(checked.code, 0);
  EXPECT_THAT(checked.said, testing::HasSubstr("抽签 1，出场表 1，成绩记录 1；"));
  EXPECT_EQ(support::naadam({"restore", "--data", below("b"), below("at-rest.tar")}).code, 1) << "without keys";
  const support::Ran restored =
      support::naadam({"restore", "--data", below("b"), "--keys", keys(), below("at-rest.tar")});
  ASSERT_EQ(restored.code, 0) << restored.said;
  EXPECT_THAT(restored.said, testing::HasSubstr("抽签 1，出场表 1，成绩记录 1；"));
  EXPECT_EQ(support::naadam({"restore", "--data", below("b"), below("at-rest.tar")}).code, 1) << "not empty";
  {
    Restored again(below("b"));
    for (const auto& [kind, name] : cli::kCountedKinds) {
      expect_same(installation_.records(kind), support::records_of(again.store(), kind));
    }
    EXPECT_EQ(runtime::read_document(again.store(), document).value(), "成绩册");
    EXPECT_TRUE(runtime::messages_held(again.store()).value());
    EXPECT_GT(again.store().epoch(), installation_.store().epoch());
  }

  const std::size_t notices = installation_.records(store::Kind::kNotice).size();
  ASSERT_GT(notices, 0u);
  ASSERT_EQ(support::naadam({"messages", "--data", data(), "release"}).code, 0);
  EXPECT_FALSE(held());
  EXPECT_TRUE(support::await(installation_.clock(), support::kPatienceMs,
                             [&] { return installation_.messages().size() >= notices; }));
}

TEST_F(BackupTest, ItBeginsAboveAllThatTheLostOneCameToAfterIt) {
  ASSERT_EQ(support::naadam({"backup", "--data", data(), below("early.tar")}).code, 0);
  const std::uint32_t then = installation_.store().epoch();
  constexpr std::uint32_t kCrashes = 4;  // of Redis, after each of which its epoch is one higher
  for (std::uint32_t crash = 1; crash <= kCrashes; ++crash) {
    installation_.end("redis");
    ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] {
      installation_.tend(0);
      return installation_.runs("redis") && installation_.store().now_ms() &&
             installation_.store().epoch() >= then + crash;
    }));
  }
  const auto restored_at = [this](const std::string& name) {
    const support::Ran restored =
        support::naadam({"restore", "--data", below(name), "--keys", keys(), below("early.tar")});
    EXPECT_EQ(restored.code, 0) << restored.said;
    return Restored(below(name)).store().epoch();
  };
  const std::uint32_t first = restored_at("c");
  EXPECT_GT(first, installation_.store().epoch());
  ASSERT_TRUE(support::await(installation_.clock(), support::kPatienceMs,
                             [&, begun = core::wall_ms()] { return core::wall_ms() > begun + kSecondMs; }));
  EXPECT_GT(restored_at("d"), first) << "the same backup, later";
}

TEST(HalfRestoredTest, TheDoctorNamesIt) {
  const support::TempDir dir;
  const cli::Home home((dir.path() / "naadam").string());
  ASSERT_TRUE(home.make());
  const auto unfinished = [&home] {
    const auto checks = cli::check_directory(home, cli::Lang::kZh);
    const auto check = std::ranges::find(checks, "restore", &cli::Check::name);
    return check != checks.end() && check->health == cli::Health::kBad && !check->todo.empty();
  };
  EXPECT_FALSE(unfinished());
  std::ofstream(home.half_restored()).flush();
  EXPECT_TRUE(unfinished());
}

}  // namespace
}  // namespace naadam
