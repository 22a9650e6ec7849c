// Results and places in the finals come to entries as scoring writes them: each person is told once, also when it is
// said again, and whoever asks is shown them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "asking/peers.hpp"
#include "cli/commands/audit.hpp"
#include "cli/commands/entry.hpp"
#include "cli/remote/handing_in.hpp"
#include "runtime/entry_updates.hpp"
#include "support/command.hpp"
#include "support/installation.hpp"
#include "support/installation_sample.hpp"
#include "wire/entry.hpp"

namespace naadam {
namespace {

using support::SentMessage;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using FinalsKind = wire::FinalsPlace::Kind;

constexpr std::int64_t kTotal = 87'500'000;

class ResultTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const support::SampleFile& one : sample_.files()) {
      ASSERT_TRUE(cli::hand_in(one.order, peers_, installation_.clock(), support::kPatienceMs));
    }
    ASSERT_TRUE(installation_.at_rest(support::kPatienceMs));
    for (const auto& [id, state] : entries()) {
      if (state.verdict != wire::Verdict::kAccepted) continue;
      // The first of them can be reached.
      accepted_.insert(state.has_recipient ? accepted_.begin() : accepted_.end(), core::Id::from(id));
      if (state.has_recipient) ++reachable_;
    }
    ASSERT_GT(reachable_, 20u);
  }

  std::map<std::string, wire::EntryState> entries() {
    std::map<std::string, wire::EntryState> all;
    for (const auto& [id, record] : installation_.records(store::Kind::kEntry)) {
      all[id] = wire::decode_entry_state(store::open_check(record.state, id, record.rev, record.body).state).value();
    }
    return all;
  }
  // What scoring's record says under its rev {1, n}: this rank for all, and of the first that it is a substitute.
  std::size_t publish(std::uint32_t n, std::uint16_t rank) {
    const auto updated =
        runtime::update_entries(installation_.store(), accepted_, [&](const core::Id& entry, wire::EntryState& state) {
          const wire::ContestResult result{1, n, rank, rank == 0 ? 0 : kTotal};
          if (state.result && state.result->n >= n) return false;
          const bool other = !state.result || !state.result->same(result);
          state.result = result;
          if (other) state.owe_result();
          if (entry != accepted_.front()) return true;
          const wire::FinalsPlace finals{1, n, FinalsKind::kSubstitute, 1};
          const bool first = !state.finals;
          state.finals = finals;
          if (first) state.owe_finals();
          return true;
        });
    EXPECT_EQ(updated.absent + updated.left, 0u);
    EXPECT_TRUE(installation_.at_rest(support::kPatienceMs));
    return updated.changed;
  }
  std::size_t saying(std::string_view words) const {
    std::size_t count = 0;
    for (const SentMessage& message : installation_.messages()) {
      for (std::size_t at = 0; (at = message.text.find(words, at)) != std::string::npos; ++at) ++count;
    }
    return count;
  }
  // What `naadam` says of the first of them.
  std::string shown(std::vector<std::string> words) const {
    words.insert(words.end(), {core::to_hex(accepted_.front().view()), "--data", installation_.home().dir().string()});
    return support::naadam(std::move(words)).said;
  }

  support::Sample sample_{{.rows = 300, .files = 6, .seed = 31, .percents = {}}};
  support::Installation installation_{{.winners = sample_.winners()}};
  asking::Peers peers_{installation_.settings().common, installation_.clock()};
  std::vector<core::Id> accepted_;
  std::size_t reachable_ = 0;
};

TEST_F(ResultTest, EachIsToldItsResultOnceAndAgainOnlyWhereItIsAnother) {
  EXPECT_THAT(shown({"entry"}), AllOf(HasSubstr("结果："), Not(HasSubstr("成绩"))));
  EXPECT_EQ(publish(1, 3), accepted_.size());
  EXPECT_EQ(saying("成绩公布：总分87.5，第3名"), reachable_);
  EXPECT_EQ(publish(1, 3), 0u);  // told twice
  EXPECT_EQ(publish(2, 3), accepted_.size());
  EXPECT_EQ(saying("成绩公布"), reachable_);  // published anew, the same
  EXPECT_EQ(publish(3, 0), accepted_.size());
  EXPECT_EQ(saying("成绩公布：未取得名次"), reachable_);
  EXPECT_EQ(saying("成绩公布"), 2 * reachable_);
  EXPECT_EQ(saying("列为决赛替补第1位"), 1u);
  for (const auto& [id, state] : entries()) {
    EXPECT_FALSE(state.has(wire::entry_flag::kNotices)) << core::to_hex(id);
    EXPECT_EQ(state.result.has_value(), state.verdict == wire::Verdict::kAccepted) << core::to_hex(id);
  }
  EXPECT_THAT(installation_.audited(support::kPatienceMs).findings, IsEmpty());
}

TEST_F(ResultTest, WhoeverAsksIsShownIt) {
  publish(1, 3);
  EXPECT_THAT(shown({"entry"}), AllOf(HasSubstr("成绩：总分 87.5，第 3 名"), HasSubstr("决赛：替补第 1 位"),
                                      HasSubstr("通知（成绩）：已发出"), HasSubstr("通知（决赛）：已发出")));
  const auto json = runtime::Json::parse(shown({"--json", "entry"}));
  EXPECT_EQ(json.at("result"), (runtime::Json{{"rank", 3}, {"total", "87.5"}}));
  EXPECT_EQ(json.at("finals"), (runtime::Json{{"kind", "substitute"}, {"order", 1}}));
  publish(2, 0);
  EXPECT_THAT(shown({"entry"}), HasSubstr("成绩：未取得名次"));
  // The history keeps both, and that two messages were about something else than the verdict.
  std::string history;
  EXPECT_TRUE(support::await(installation_.clock(), support::kPatienceMs, [&] {
    history = shown({"audit", "show"});
    return history.find("成绩：未取得名次") != std::string::npos;
  }));
  EXPECT_THAT(history, AllOf(HasSubstr("成绩：总分 87.5，第 3 名"), HasSubstr("决赛：替补第 1 位"),
                             HasSubstr("短信通知（成绩）"), HasSubstr("短信通知（决赛）")));
}

}  // namespace
}  // namespace naadam
