// Ten thousand rows of thirty officers through the real programs, held against what must come of each; then the same
// again, a correction, and a file that cannot be taken.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <numeric>
#include <set>

#include "cli/remote/handing_in.hpp"
#include "domain/mobile.hpp"
#include "domain/person_key.hpp"
#include "history/walk.hpp"
#include "seal/signing.hpp"
#include "support/decision.hpp"
#include "support/installation.hpp"
#include "support/installation_sample.hpp"
#include "support/installation_truth.hpp"
#include "wire/stages.hpp"
#include "wire/verbs.hpp"

namespace naadam {
namespace {

using cli::sample::Row;
using support::Installation;
using support::Sample;
using support::SampleFile;
using testing::IsEmpty;

constexpr std::size_t kNoticesTwiceMax = 2;

// How many notices one message tells: those of one person that were due at once go out joined.
std::size_t notices_in(const std::string& text) {
  static constexpr std::string_view kBefore = "您有";
  const std::size_t at = text.find(kBefore);
  return at == std::string::npos ? 1 : static_cast<std::size_t>(text.at(at + kBefore.size()) - '0');
}

// Each number as often as it was told something.
std::multiset<std::string> numbers_of(const std::vector<support::SentMessage>& messages, std::size_t from = 0) {
  std::multiset<std::string> numbers;
  for (std::size_t i = from; i < messages.size(); ++i) {
    for (std::size_t told = notices_in(messages[i].text); told > 0; --told) numbers.insert(messages[i].to);
  }
  return numbers;
}

// What an outcome says, without the revision it comes from and whether that was new to the person.
std::string said(const std::vector<wire::RowMark>& marks) {
  std::string bytes;
  for (wire::RowMark mark : marks) {
    mark.epoch = mark.n = 1;
    mark.flags &= static_cast<std::uint8_t>(~wire::entry_flag::kNotices);
    wire::put_mark(bytes, mark);
  }
  return bytes;
}

class PipelineTest : public testing::Test {
 protected:
  struct World {
    Sample sample{{.rows = 10'000, .files = 30, .seed = 7, .percents = {}}};
    Installation installation{{.winners = sample.winners()}};
    asking::Peers peers{installation.settings().common, installation.clock()};
    std::vector<cli::Receipt> receipts;  // of the sample's files, in their order
    // Once all were in and nothing was left to do:
    bool rested = false;
    std::vector<std::vector<wire::RowMark>> marks;
    std::vector<support::SentMessage> messages;
    std::map<std::string, store::Record> entries;
  };

  static void SetUpTestSuite() {
    world_ = std::make_unique<World>();
    for (const SampleFile& file : world_->sample.files()) world_->receipts.push_back(handed_in(file.order));
    world_->rested = world_->installation.at_rest(support::kPatienceMs);
    world_->marks = all_marks();
    world_->messages = world_->installation.messages();
    world_->entries = world_->installation.records(store::Kind::kEntry);
  }
  static void TearDownTestSuite() { world_.reset(); }

  // After each case: the auditor, which knows none of the programs, finds nothing wrong or late.
  void TearDown() override { EXPECT_EQ(support::expect_audited(world_->installation, 1'000).totals.parked, 0u); }

  static cli::Receipt handed_in(const cli::Order& order) {
    auto receipt = cli::hand_in(order, world_->peers, world_->installation.clock(), support::kPatienceMs);
    if (!receipt) throw std::runtime_error(order.path + ": " + receipt.error().cause);
    return *receipt;
  }
  static cli::Outcome outcome(const std::string& upload) {
    return cli::ask_outcome(upload, world_->peers, support::kPatienceMs).value();
  }
  static std::vector<std::vector<wire::RowMark>> all_marks() {
    std::vector<std::vector<wire::RowMark>> all;
    for (std::size_t i = 0; i < world_->receipts.size(); ++i) {
      all.push_back(support::marks_of(world_->installation.store(), world_->receipts[i].upload,
                                      world_->sample.files()[i].rows.size()));
    }
    return all;
  }
  static std::map<std::string, std::uint64_t> notices() {
    const auto answer =
        world_->peers.ask_until("notification", wire::verb::kNoticeCount, {}, support::kPatienceMs).value();
    return answer.at("states").get<std::map<std::string, std::uint64_t>>();
  }
  static std::uint64_t sum(const std::map<std::string, std::uint64_t>& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                           [](std::uint64_t all, const auto& one) { return all + one.second; });
  }

  static inline std::unique_ptr<World> world_;
};

TEST_F(PipelineTest, SampleOfTenThousandComesOutAsTheTruthSays) {
  ASSERT_TRUE(world_->rested);
  std::size_t rows = 0;
  for (std::size_t i = 0; i < world_->receipts.size(); ++i) {
    const SampleFile& file = world_->sample.files()[i];
    const cli::Outcome told = outcome(world_->receipts[i].upload);
    EXPECT_EQ(told.stage, "complete") << told.refusal;
    EXPECT_EQ(told.rows, file.rows.size());
    EXPECT_EQ(told.filled, file.rows.size());
    EXPECT_TRUE(world_->receipts[i].training);
    EXPECT_FALSE(world_->receipts[i].again);
    EXPECT_THAT(support::differences(file, world_->marks[i]), IsEmpty());
    rows += file.rows.size();
  }
  EXPECT_EQ(rows, 10'000u);
}

TEST_F(PipelineTest, WhoeverCanBeReachedIsToldOfEachEntryAndNobodyElseIs) {
  const auto expected = support::numbers_to_tell(world_->sample.files());
  EXPECT_EQ(notices(), (std::map<std::string, std::uint64_t>{{"sent", expected.size()}}));
  // An entry on which two submitters differ may have been decided before the second file came; then there is more to
  // tell.
  std::set<std::string> told_again;
  for (const SampleFile& file : world_->sample.files()) {
    for (const Row& row : file.rows) {
      if (row.expected.after != row.expected.alone) told_again.insert(domain::normal_mobile(row.says.mobile));
    }
  }
  const auto numbers = numbers_of(world_->messages);
  EXPECT_EQ(std::set(numbers.begin(), numbers.end()), std::set(expected.begin(), expected.end()));
  for (const std::string& number : std::set(numbers.begin(), numbers.end())) {
    EXPECT_LE(numbers.count(number), told_again.contains(number) ? kNoticesTwiceMax : expected.count(number));
  }
  auto lines = world_->messages;
  std::ranges::sort(lines);
  EXPECT_EQ(std::ranges::adjacent_find(lines), lines.end());
}

TEST_F(PipelineTest, TheSameFilesAgainChangeNothing) {
  const auto entries = world_->installation.records(store::Kind::kEntry);
  const auto messages = world_->installation.messages().size();
  for (std::size_t i = 0; i < world_->receipts.size(); ++i) {
    const cli::Receipt again = handed_in(world_->sample.files()[i].order);
    EXPECT_TRUE(again.again);
    EXPECT_EQ(again.upload, world_->receipts[i].upload);
    EXPECT_EQ(again.number, world_->receipts[i].number);
    EXPECT_EQ(again.accepted_at, world_->receipts[i].accepted_at);
  }
  ASSERT_TRUE(world_->installation.at_rest(support::kPatienceMs));
  const auto after = world_->installation.records(store::Kind::kEntry);
  EXPECT_EQ(after.size(), entries.size());
  for (const auto& [id, record] : entries) {
    ASSERT_TRUE(after.contains(id));
    EXPECT_EQ(after.at(id).rev.bytes(), record.rev.bytes());
  }
  EXPECT_EQ(world_->installation.messages().size(), messages);
}

TEST_F(PipelineTest, ACorrectionChangesItsRowsAndWithdrawsThoseThatVanished) {
  // A file with somebody who has no mobile number yet, and two sound rows of singles that will be left out.
  const auto sound = [](const Row& row) { return row.defects.empty() && row.team == 0; };
  const auto unreachable = [](const Row& row) { return row.defects == "mobile_missing"; };
  const auto& files = world_->sample.files();
  const auto chosen =
      std::ranges::find_if(files, [&](const SampleFile& file) { return std::ranges::any_of(file.rows, unreachable); });
  ASSERT_NE(chosen, files.end());
  const auto number = static_cast<std::size_t>(chosen - files.begin());
  std::vector<Row> rows = chosen->rows;
  std::multiset<std::string> to_tell;
  std::vector<std::size_t> left_out;
  for (std::size_t i = 0; i < chosen->rows.size() && left_out.size() < 2; ++i) {
    if (sound(chosen->rows[i])) left_out.push_back(i);
  }
  ASSERT_EQ(left_out.size(), 2u);
  for (const std::size_t i : {left_out[1], left_out[0]}) {
    to_tell.insert(domain::normal_mobile(rows[i].says.mobile));
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i));
  }
  // A person without a document number cannot be found again: each of their rows is an entry of its own.
  std::vector<std::size_t> gone = left_out;
  for (std::size_t i = 0; i < chosen->rows.size(); ++i) {
    const Row& row = chosen->rows[i];
    if (!domain::document_key_text(row.says.document_number).empty()) continue;
    gone.push_back(i);
    const std::string mobile = domain::normal_mobile(row.says.mobile);
    to_tell.insert({mobile, mobile});
  }
  Row& mended = *std::ranges::find_if(rows, unreachable);
  mended.says.mobile = "13900009999";
  mended.expected = {};
  to_tell.insert(mended.says.mobile);

  const auto before = all_marks();
  const std::size_t messages = world_->installation.messages().size();
  SampleFile mended_file = support::corrected(world_->sample, *chosen, rows);
  mended_file.order.corrects = world_->receipts[number].upload;
  const cli::Receipt receipt = handed_in(mended_file.order);
  ASSERT_TRUE(world_->installation.at_rest(support::kPatienceMs));

  const cli::Outcome told = outcome(receipt.upload);
  EXPECT_EQ(told.stage, "complete") << told.refusal;
  EXPECT_EQ(told.withdrawn, gone.size());
  EXPECT_THAT(
      support::differences(mended_file, support::marks_of(world_->installation.store(), receipt.upload, rows.size())),
      IsEmpty());
  EXPECT_EQ(numbers_of(world_->installation.messages(), messages), to_tell);

  const auto after = all_marks();
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (i == number) continue;
    EXPECT_TRUE(said(after[i]) == said(before[i])) << files[i].order.path;
  }
  std::vector<std::size_t> withdrawn;
  for (std::size_t i = 0; i < after[number].size(); ++i) {
    EXPECT_NE(after[number][i].flags & wire::row_flag::kOvertaken, 0) << i;
    if ((after[number][i].flags & wire::entry_flag::kWithdrawn) != 0) withdrawn.push_back(i);
  }
  EXPECT_THAT(withdrawn, testing::UnorderedElementsAreArray(gone));
}

TEST_F(PipelineTest, AFileWithoutAColumnIsRefusedWholeAndLeavesNothing) {
  const auto entries = world_->installation.records(store::Kind::kEntry).size();
  const auto messages = world_->installation.messages().size();
  const std::string path = (world_->sample.dir() / "no_documents.csv").string();
  std::ofstream(path) << "姓名,手机号,赛项,组别\n甲一,13900008888,焊接,职工组\n";
  const cli::Receipt receipt = handed_in({path, "样例单位", {}});
  ASSERT_TRUE(world_->installation.at_rest(support::kPatienceMs));
  const cli::Outcome told = outcome(receipt.upload);
  EXPECT_EQ(told.stage, "refused");
  EXPECT_THAT(told.refusal, testing::HasSubstr("证件"));
  EXPECT_EQ(world_->installation.records(store::Kind::kEntry).size(), entries);
  EXPECT_EQ(world_->installation.messages().size(), messages);
}

// What the records say now is the last that the history knows of them; and each decision is in it once.
TEST_F(PipelineTest, EveryVerdictIsTheLastDecisionInTheHistory) {
  Installation& installation = world_->installation;
  const auto& common = installation.settings().common;
  ASSERT_TRUE(support::await(installation.clock(), support::kPatienceMs, [&] {
    std::vector<store::ReadLog> calls(installation.store().shards());
    for (std::uint16_t shard = 0; shard < installation.store().shards(); ++shard) calls[shard].shard = shard;
    installation.store().read_log(calls);
    return std::ranges::all_of(calls, [](const store::ReadLog& call) {
      return call.answer.outcome == store::Outcome::kDone && call.waiting == 0;
    });
  }));
  struct Decided {
    core::Rev rev;
    std::string state, digest;
  };
  std::map<std::string, Decided> last;
  std::set<std::string> revs;
  const history::WalkOptions hold{.key = seal::PublicKey::read(common.keys() / "notary.pub").value(), .checkpoint = {}};
  const auto walked = history::walk(common.data_dir / "history", hold, [&](const history::Entry& entry) {
    const store::LogEntry& d = entry.decided;
    for (std::size_t i = 0; i < d.size(); ++i) {
      const std::string id = d.ids.substr(i * core::kIdBytes, core::kIdBytes);
      const std::string rev = d.after.substr(i * core::kRevBytes, core::kRevBytes);
      EXPECT_TRUE(revs.insert(id + rev).second) << "entry " << entry.number;
      if (d.kind != store::Kind::kEntry || d.to != wire::entry_stage::kJudged) continue;
      last[id] = {core::Rev::from(rev), std::string(store::column_cell(d.states, d.size(), i)),
                  d.digests.substr(i * store::kDigestBytes, store::kDigestBytes)};
    }
  });
  ASSERT_TRUE(walked) << walked.error().cause;
  EXPECT_TRUE(walked->clean());
  EXPECT_EQ(walked->unfinished_bytes, 0u);

  const auto entries = installation.records(store::Kind::kEntry);
  EXPECT_EQ(last.size(), entries.size());
  for (const auto& [id, record] : entries) {
    ASSERT_TRUE(last.contains(id)) << core::to_hex(id);
    const Decided& decided = last.at(id);
    EXPECT_TRUE(record.rev.newer_than(decided.rev));  // told to its rows, and to the person
    const auto decision = [](std::string_view state) {
      return support::decision_in(state.substr(0, state.size() - 4));
    };
    EXPECT_EQ(decision(decided.state), decision(record.state)) << core::to_hex(id);
    std::string digest;
    seal::digest_into(digest, record.body);
    EXPECT_EQ(decided.digest, digest) << core::to_hex(id);
  }
}

}  // namespace
}  // namespace naadam
