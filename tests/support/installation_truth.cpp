#include "support/installation_truth.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>

#include "history/walk.hpp"
#include "wire/place.hpp"
#include "wire/verbs.hpp"

namespace naadam::support {
namespace {

constexpr core::Millis kRestMs = 30'000;
constexpr core::Millis kOverdueMs = 2'000;

std::size_t waiting_in_the_log(store::Store& store) {
  std::vector<store::ReadLog> logs(store.shards());
  for (std::uint16_t shard = 0; shard < store.shards(); ++shard) logs[shard].shard = shard;
  store.read_log(logs);
  std::size_t waiting = 0;
  for (const store::ReadLog& log : logs) {
    waiting += log.answer.outcome == store::Outcome::kDone ? log.waiting : 1;
  }
  return waiting;
}

}  // namespace

void expect_outcomes(Installation& installation, const std::vector<SampleFile>& files,
                     const std::vector<std::string>& uploads) {
  ASSERT_TRUE(installation.at_rest(kRestMs));
  ASSERT_EQ(uploads.size(), files.size());
  for (std::size_t i = 0; i < uploads.size(); ++i) {
    const auto marks = marks_of(installation.store(), uploads[i], files[i].rows.size());
    EXPECT_THAT(differences(files[i], marks), testing::IsEmpty());
  }
  EXPECT_EQ(expect_audited(installation, kOverdueMs).totals.parked, 0u);
  expect_boards(installation);
}

audit::Report expect_audited(Installation& installation, core::Millis overdue_max_ms) {
  audit::Report report = installation.audited(overdue_max_ms);
  for (const audit::Finding& finding : report.findings) {
    ADD_FAILURE() << audit::finding_name(finding.kind) << " on shard " << finding.shard;
  }
  EXPECT_TRUE(report.clean());
  return report;
}

MessageTally tally_messages(Installation& installation, const std::vector<SampleFile>& files,
                            std::vector<SentMessage> messages) {
  asking::Peers peers(installation.settings().common, installation.clock());
  const auto counted = peers.ask_until("notification", wire::verb::kNoticeCount, {}, kRestMs).value();
  const auto states = counted.at("states").get<std::map<std::string, std::uint64_t>>();
  const auto expected = numbers_to_tell(files);
  const auto notices = std::accumulate(states.begin(), states.end(), std::uint64_t{0},
                                       [](std::uint64_t sum, const auto& state) { return sum + state.second; });
  EXPECT_EQ(notices, expected.size());
  const std::uint64_t unanswered = expected.size() - (states.contains("sent") ? states.at("sent") : 0);

  std::set<std::string> told;
  for (const SentMessage& message : messages) {
    EXPECT_TRUE(expected.contains(message.to));
    told.insert(message.to);
  }
  EXPECT_GE(told.size() + unanswered, std::set(expected.begin(), expected.end()).size());
  std::ranges::sort(messages);
  return {unanswered, std::ranges::unique(messages).size()};
}

void expect_messages(Installation& installation, const std::vector<SampleFile>& files, bool a_sender_died) {
  const MessageTally tally = tally_messages(installation, files, installation.messages());
  EXPECT_TRUE(a_sender_died || tally.unanswered == 0) << tally.unanswered;
  EXPECT_EQ(tally.doubled, 0u);
}

void expect_history(Installation& installation) {
  EXPECT_TRUE(await(installation.clock(), kRestMs, [&] { return waiting_in_the_log(installation.store()) == 0; }));
  const auto key = seal::PublicKey::read(installation.home().dir() / "keys" / "notary.pub");
  ASSERT_TRUE(key) << key.error().cause;
  std::set<std::string> decided;
  const auto walked = history::walk(installation.home().dir() / "history", {.key = *key, .checkpoint = std::nullopt},
                                    [&decided](const history::Entry& entry) {
                                      if (entry.decided.kind != store::Kind::kEntry) return;
                                      for (std::size_t i = 0; i < entry.decided.size(); ++i) {
                                        decided.insert(entry.decided.ids.substr(i * core::kIdBytes, core::kIdBytes));
                                      }
                                    });
  ASSERT_TRUE(walked) << walked.error().cause;
  for (const history::Finding& finding : walked->findings) {
    ADD_FAILURE() << history::finding_name(finding.kind) << " in " << finding.file << " at " << finding.entry;
  }
  std::size_t unlogged = 0;
  for (const auto& [id, record] : installation.records(store::Kind::kEntry)) unlogged += decided.contains(id) ? 0 : 1;
  EXPECT_EQ(unlogged, 0u);
}

void expect_boards(Installation& installation) {
  static constexpr std::array kWords{"", "returned", "refused", "needs_evidence", "accepted", "withdrawn"};
  using Boards = std::map<std::array<std::string, 4>, std::uint64_t>;  // event, group, delegation, word
  Boards expected;
  for (const auto& [id, record] : installation.records(store::Kind::kEntry)) {
    const auto state =
        wire::decode_entry_state(store::open_check(record.state, id, record.rev, record.body).state).value();
    ++expected[{state.event, state.group, state.delegation, kWords.at(wire::stage_on_board(state))}];
  }
  asking::Peers peers(installation.settings().common, installation.clock());
  const auto answered = [&] {
    Boards boards;
    const auto answer = peers.ask_until("scheduling", wire::verb::kBoardCount, {}, kRestMs).value();
    for (const cli::Json& board : answer.at("boards")) {
      for (const char* word : kWords) {
        if (*word == 0 || board.at(word) == 0) continue;
        boards[{board.at("event"), board.at("group"), board.at("delegation"), word}] = board.at(word);
      }
    }
    return boards;
  };
  EXPECT_TRUE(await(installation.clock(), kRestMs, [&] { return answered() == expected; }));

  // One board as a list: the first that anybody stands on.
  if (expected.empty()) return;
  const auto& [event, group, delegation, word] = expected.begin()->first;
  std::map<std::string, std::uint64_t> listed;
  std::string cursor;
  do {
    const auto page =
        peers.ask_until("scheduling", wire::verb::kBoardList,
                        {{"event", event}, {"group", group}, {"delegation", delegation}, {"cursor", cursor}}, kRestMs);
    ASSERT_TRUE(page) << page.error().cause;
    for (const cli::Json& place : page->at("places")) ++listed[place.at("state")];
    cursor = page->at("cursor");
  } while (!cursor.empty());
  EXPECT_EQ(listed[word], expected.begin()->second);
}

}  // namespace naadam::support
