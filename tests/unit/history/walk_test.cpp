// Whatever is done to a history is found, and its place named.
#include "history/walk.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "histories.hpp"
#include "history/segment.hpp"

namespace naadam::history {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class WalkTest : public HistoryTest {
 protected:
  static constexpr std::size_t kEntries = 9;  // checkpoints after 4 and after all

  void SetUp() override {
    const auto w = writer();
    first_ = fill(*w, 0, 4);
    second_ = fill(*w, 4, kEntries - 4, kNoon + 60'000);
  }
  std::vector<std::string> entries() {
    std::vector<std::string> all;
    const std::string bytes = bytes_of(segment());
    FrameReader frames(bytes);
    while (frames.next() == FrameReader::Next::kFrame) all.emplace_back(frames.entry());
    return all;
  }
  // As somebody would who knows the format: every frame has the hash of what is in it.
  void rewrite(const std::vector<std::string>& entries) {
    std::string bytes(kSegmentHead);
    for (const std::string& entry : entries) put_frame(bytes, entry, leaf_hash(entry));
    put_bytes(segment(), bytes);
  }

  SignedCheckpoint first_, second_;
};

TEST_F(WalkTest, AnUntouchedHistoryIsClean) {
  EXPECT_THAT(kinds(first_), IsEmpty());
  EXPECT_EQ(walked().covered->size, kEntries);
  EXPECT_EQ(walk(temp_.path() / "nowhere", {}).error().kind, core::ErrorKind::kNotFound);
}

TEST_F(WalkTest, AChangedEntryIsNamed) {
  std::string bytes = bytes_of(segment());
  const auto at = bytes.find("state 500");
  ASSERT_NE(at, std::string::npos);
  bytes[at] = 'S';
  put_bytes(segment(), bytes);
  const Walked seen = walked();
  ASSERT_EQ(seen.findings.size(), 1u);
  EXPECT_EQ(seen.findings[0].kind, FindingKind::kChanged);
  EXPECT_EQ(seen.findings[0].entry, 5u);
  EXPECT_EQ(seen.findings[0].file, segment().filename());
  EXPECT_EQ(seen.covered, first_.checkpoint);  // what came before it is still sure
}

TEST_F(WalkTest, ARemovedEntryIsNamed) {
  auto all = entries();
  all.erase(all.begin() + 2);
  rewrite(all);
  const Walked seen = walked();
  ASSERT_EQ(seen.findings.size(), 1u);
  EXPECT_EQ(seen.findings[0].kind, FindingKind::kOutOfPlace);
  EXPECT_EQ(seen.findings[0].entry, 2u);
  EXPECT_EQ(seen.findings[0].found, 3u);
}

TEST_F(WalkTest, ExchangedEntriesAreNamed) {
  auto all = entries();
  std::swap(all[5], all[6]);
  rewrite(all);
  const Walked seen = walked();
  ASSERT_EQ(seen.findings.size(), 2u);
  EXPECT_EQ(seen.findings[0].kind, FindingKind::kOutOfPlace);
  EXPECT_EQ(seen.findings[0].entry, 5u);
  EXPECT_EQ(seen.findings[0].found, 6u);
  EXPECT_EQ(seen.findings[1].found, 5u);
}

TEST_F(WalkTest, AnEntryPutInIsNamed) {
  auto all = entries();
  all.insert(all.begin() + 3, all[2]);
  rewrite(all);
  const Walked seen = walked();
  ASSERT_FALSE(seen.clean());
  EXPECT_EQ(seen.findings[0].kind, FindingKind::kOutOfPlace);
  EXPECT_EQ(seen.findings[0].entry, 3u);
  EXPECT_EQ(seen.findings[0].found, 2u);
}

TEST_F(WalkTest, AnEntryRewrittenWithItsHashIsFoundBetweenTwoCheckpoints) {
  auto all = entries();
  Entry entry = decode_entry(all[6]).value();
  entry.decided.who = "nobody";
  all[6] = encode(entry);
  rewrite(all);
  const Walked seen = walked();
  ASSERT_EQ(seen.findings.size(), 1u);
  EXPECT_EQ(seen.findings[0].kind, FindingKind::kRewritten);
  EXPECT_EQ(seen.findings[0].from, 4u);
  EXPECT_EQ(seen.findings[0].entry, kEntries - 1);
  EXPECT_EQ(seen.findings[0].at, kNoon + 60'000);
}

TEST_F(WalkTest, ATailCutBehindACheckpointIsFound) {
  const auto all = entries();
  rewrite({all.begin(), all.begin() + 6});
  const Walked seen = walked();
  ASSERT_EQ(seen.findings.size(), 1u);
  EXPECT_EQ(seen.findings[0].kind, FindingKind::kCut);
  EXPECT_EQ(seen.findings[0].from, 6u);
  EXPECT_EQ(seen.findings[0].entry, kEntries - 1);
  // With the checkpoint cut away too, the sheet on the notice board knows.
  put_bytes(notes(), text_of(first_) + "\n");
  EXPECT_THAT(kinds(), IsEmpty());
  EXPECT_THAT(kinds(second_), ElementsAre(FindingKind::kCut));
}

TEST_F(WalkTest, AFileTakenAwayIsFound) {
  std::filesystem::rename(segment(), dir() / segment_name(2));
  EXPECT_EQ(walked().findings[0].kind, FindingKind::kOutOfPlace);
  std::filesystem::remove(dir() / segment_name(2));
  EXPECT_THAT(kinds(), ElementsAre(FindingKind::kCut));
}

TEST_F(WalkTest, AForgedCheckpointIsFound) {
  Checkpoint forged = second_.checkpoint;
  forged.root.fill(1);
  put_bytes(notes(), text_of(first_) + "\n" + text_of(sign(forged, test_key(8))) + "\n");
  const Walked seen = walked();
  ASSERT_EQ(seen.findings.size(), 1u);
  EXPECT_EQ(seen.findings[0].kind, FindingKind::kForged);
  EXPECT_EQ(seen.findings[0].entry, 2u);
  EXPECT_EQ(seen.findings[0].file, "checkpoints");
}

TEST_F(WalkTest, ACheckpointOfAnotherHistoryIsForged) {
  Checkpoint other = second_.checkpoint;
  other.origin = "naadam/history/ffffffffffffffff";
  EXPECT_THAT(kinds(sign(other, test_key())), ElementsAre(FindingKind::kForged));
}

TEST_F(WalkTest, CheckpointsThatDoNotExtendEachOtherAreFound) {
  put_bytes(notes(), text_of(second_) + "\n" + text_of(first_) + "\n");
  EXPECT_THAT(kinds(), ElementsAre(FindingKind::kNotExtending));
  Checkpoint twin = second_.checkpoint;
  twin.root.fill(1);
  put_bytes(notes(), text_of(second_) + "\n" + text_of(sign(twin, test_key())) + "\n");
  EXPECT_THAT(kinds(), ElementsAre(FindingKind::kNotExtending));
}

TEST_F(WalkTest, ASheetThatFitsNoMoreIsFound) {
  Checkpoint printed = first_.checkpoint;
  printed.root.fill(1);
  const Walked seen = walked(sign(printed, test_key()));
  ASSERT_EQ(seen.findings.size(), 1u);
  EXPECT_EQ(seen.findings[0].kind, FindingKind::kRewritten);
  EXPECT_EQ(seen.findings[0].file, "");
}

TEST_F(WalkTest, AHistoryWithoutItsNameIsFound) {
  std::filesystem::remove(dir() / kOriginFile);
  const auto found = kinds();
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0], FindingKind::kOriginBroken);
}

// Any byte of any file: changed, taken out, or the file cut there.
TEST_F(WalkTest, AnyByteTamperedWithIsFound) {
  const std::vector<std::filesystem::path> files{segment(), notes(), dir() / kOriginFile};
  EXPECT_TRUE(rc::check([&] {
    const auto& file = files[*rc::gen::inRange<std::size_t>(0, files.size())];
    const std::string whole = bytes_of(file);
    const auto at = *rc::gen::inRange<std::size_t>(0, whole.size());
    std::string bytes = whole;
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ *rc::gen::inRange(1, 256));
        break;
      case 1:
        bytes.erase(at, *rc::gen::inRange<std::size_t>(1, 100));
        break;
      case 2:
        bytes.insert(at, *rc::gen::inRange<std::size_t>(1, 100), static_cast<char>(*rc::gen::inRange(0, 256)));
        break;
      default:
        bytes.resize(at);
    }
    put_bytes(file, bytes);
    const Walked seen = walked(second_);
    put_bytes(file, whole);
    // A last checkpoint that lost its end is told as unfinished, one that is gone only counts less: the sheet from
    // outside still covers everything.
    RC_ASSERT(bytes == whole || !seen.clean() || seen.unfinished_bytes > 0 || seen.checkpoints < 3);
  }));
}

}  // namespace
}  // namespace naadam::history
