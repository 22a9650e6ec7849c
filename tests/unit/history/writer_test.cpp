#include "history/writer.hpp"

#include <gmock/gmock.h>

#include "histories.hpp"
#include "history/segment.hpp"

namespace naadam::history {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class WriterTest : public HistoryTest {};

TEST_F(WriterTest, WhatWasWrittenIsReadAgainInItsOrder) {
  const auto w = writer();
  const std::vector<Arrived> some{decision(0, {1, 0}, 1), decision(5, {1, 0}, 400), decision(0, {1, 1}, 3)};
  const Written written = w->write(some).value();
  EXPECT_EQ(written.entries, 3u);
  EXPECT_EQ(written.records, 404u);
  ASSERT_TRUE(w->sync());
  std::vector<Entry> seen;
  const auto walked = walk(dir(), {.key = test_key().public_key(), .checkpoint = {}},
                           [&seen](const Entry& entry) { seen.push_back(entry); });
  ASSERT_TRUE(walked);
  EXPECT_TRUE(walked->clean());
  EXPECT_EQ(walked->entries, 3u);
  EXPECT_EQ(walked->records, 404u);
  EXPECT_FALSE(walked->covered);
  ASSERT_EQ(seen.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(seen[i].number, i);
    EXPECT_EQ(seen[i].shard, some[i].shard);
    EXPECT_EQ(seen[i].decided, some[i].decided);
  }
}

TEST_F(WriterTest, ACheckpointCoversWhatIsThereAndIsNotRepeated) {
  const auto w = writer();
  EXPECT_FALSE(w->checkpoint(kNoon).value());
  const SignedCheckpoint first = fill(*w, 0, 3);
  EXPECT_FALSE(w->checkpoint(kNoon + 1).value());
  const SignedCheckpoint second = fill(*w, 3, 2);
  const Walked seen = walked(first);
  EXPECT_TRUE(seen.clean());
  EXPECT_EQ(seen.checkpoints, 3u);  // the first counts twice: in the files and from outside
  EXPECT_EQ(seen.covered, second.checkpoint);
  EXPECT_THAT(bytes_of(dir() / kPrintFile), testing::EndsWith("\n" + text_of(second)));
}

TEST_F(WriterTest, GoesOnAfterARestartWhereItWas) {
  fill(*writer(), 0, 3);
  fill(*writer(), 3, 3);
  const Walked seen = walked();
  EXPECT_TRUE(seen.clean());
  EXPECT_EQ(seen.entries, 6u);
  EXPECT_EQ(seen.places, (std::map<std::uint16_t, store::LogPlace>{{3, {1, 5}}}));
}

TEST_F(WriterTest, WhatIsReadTwiceIsWrittenOnce) {
  const std::vector<Arrived> some{decision(1, {1, 0}), decision(2, {1, 0}), decision(1, {1, 1})};
  ASSERT_TRUE(writer()->write(some));
  const Written again = writer()->write(some).value();
  EXPECT_EQ(again.entries, 0u);
  EXPECT_EQ(again.there, 3u);
  EXPECT_EQ(walked().entries, 3u);
}

TEST_F(WriterTest, AStoreThatWasSetBackAndOneThatLostSomethingAreToldApart) {
  const auto w = writer();
  fill(*w, 0, 3);
  Arrived other = decision(3, {1, 1});
  other.decided.who = "eligibility/2";
  EXPECT_EQ(w->write(std::vector{other}).value().again, 1u);
  EXPECT_EQ(w->write(std::vector{decision(3, {1, 7})}).value().missing, 1u);
  EXPECT_EQ(w->write(std::vector{decision(4, {1, 2})}).value().missing, 1u);
  EXPECT_EQ(w->write(std::vector{decision(3, {2, 0})}).value().missing, 0u);
  EXPECT_THAT(kinds(),
              ElementsAre(FindingKind::kPlacesAgain, FindingKind::kPlacesMissing, FindingKind::kPlacesMissing));
  const Walked seen = walked();
  EXPECT_EQ(seen.findings[1].entry, 4u);
  EXPECT_EQ(seen.findings[1].shard, 3);
  EXPECT_EQ(seen.findings[1].last, (store::LogPlace{1, 2}));
  EXPECT_EQ(seen.findings[1].has, (store::LogPlace{1, 7}));
  // No damage of the files: the history goes on.
  EXPECT_NE(writer(), nullptr);
}

TEST_F(WriterTest, AnUnfinishedTailOfAnyLengthIsCutOff) {
  SignedCheckpoint covered = fill(*writer(), 0, 3);
  const std::string before = bytes_of(segment());
  ASSERT_TRUE(writer()->write(std::vector{decision(3, {1, 3}), decision(3, {1, 4})}));
  const std::string after = bytes_of(segment());
  for (std::size_t n = before.size(); n <= after.size(); n += 61) {
    put_bytes(segment(), after.substr(0, n));
    EXPECT_TRUE(walked(covered).clean());
    const auto w = writer();
    ASSERT_NE(w, nullptr) << n;
    const Written again = w->write(std::vector{decision(3, {1, 3}), decision(3, {1, 4})}).value();
    EXPECT_EQ(again.missing + again.again, 0u) << n;
    EXPECT_EQ(again.entries + again.there, 2u) << n;
    EXPECT_EQ(bytes_of(segment()), after) << n;
  }
  // Zeros, where a file grew before its bytes came.
  put_bytes(segment(), before + std::string(5'000, '\0'));
  ASSERT_NE(writer(), nullptr);
  EXPECT_EQ(bytes_of(segment()), before);
}

TEST_F(WriterTest, RefusesToSignBehindDamage) {
  fill(*writer(), 0, 3);
  std::string bytes = bytes_of(segment());
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  put_bytes(segment(), bytes);
  const auto opened = open_with(dir());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, core::ErrorKind::kCorrupt);
  EXPECT_EQ(bytes_of(segment()), bytes);
}

TEST_F(WriterTest, AnotherKeysHistoryIsRefused) {
  fill(*writer(), 0, 3);
  EXPECT_EQ(open_with(dir(), 8).error().kind, core::ErrorKind::kCorrupt);
}

TEST_F(WriterTest, ALongHistoryIsSeveralFiles) {
  const auto w = writer();
  Arrived large = decision(1, {1, 0}, 400);
  store::ColumnBuilder states;
  for (int i = 0; i < 400; ++i) states.add(std::string(1'000, 's'));
  large.decided.states = states.finish();
  const std::size_t enough = kSegmentBytes / large.decided.states.size() + 2;
  for (std::uint64_t i = 0; i < enough; ++i) {
    large.decided.place.n = i;
    ASSERT_TRUE(w->write({&large, 1}));
  }
  w->checkpoint(kNoon).value().value();
  EXPECT_EQ(segments_of(dir()).value().size(), 2u);
  EXPECT_THAT(kinds(), IsEmpty());
  EXPECT_EQ(writer()->entries(), enough);
}

}  // namespace
}  // namespace naadam::history
