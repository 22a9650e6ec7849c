// The key that signs changes: readers follow from the first public key on, and whatever else claims to be a change is
// found.
#include <gmock/gmock.h>

#include "histories.hpp"
#include "history/segment.hpp"

namespace naadam::history {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint8_t kSecond = 21, kThird = 31, kStranger = 99;

seal::SigningKey second_key() { return test_key(kSecond, "notary.2"); }
seal::SigningKey third_key() { return test_key(kThird, "notary.3"); }

// 3 entries under the first key, a hand-over, and 2 entries under the second.
class HandOverTest : public HistoryTest {
 protected:
  void SetUp() override {
    const auto w = writer();
    first_ = fill(*w, 0, 3);
    ASSERT_TRUE(w->hand_over(second_key(), kNoon + 1'000));
    second_ = fill(*w, 3, 2, kNoon + 2'000);
  }

  core::Result<std::unique_ptr<Writer>> open_again(seal::PublicKey* wanted = nullptr) {
    return Writer::open(dir(), test_key().public_key(),
                        [wanted](const seal::PublicKey& in_force) -> core::Result<seal::SigningKey> {
                          if (wanted != nullptr) *wanted = in_force;
                          for (seal::SigningKey (*key)() : {second_key, third_key}) {
                            if (key().public_key() == in_force) return key();
                          }
                          return test_key();
                        });
  }
  // The notes as they stand in the file.
  std::vector<SignedCheckpoint> all_notes() {
    std::vector<SignedCheckpoint> all;
    std::string rest = bytes_of(notes());
    for (auto end = rest.find("\n\nnaadam/"); !rest.empty(); end = rest.find("\n\nnaadam/")) {
      all.push_back(parse_checkpoint(rest.substr(0, end == std::string::npos ? rest.size() - 1 : end + 1)).value());
      rest.erase(0, end == std::string::npos ? rest.size() : end + 2);
    }
    return all;
  }
  void put_notes(const std::vector<SignedCheckpoint>& all) {
    std::string bytes;
    for (const SignedCheckpoint& one : all) bytes += text_of(one) + "\n";
    put_bytes(notes(), bytes);
  }
  // The one finding, of the note `number`.
  void expect_found(FindingKind kind, std::uint64_t number) {
    const Walked seen = walked();
    ASSERT_FALSE(seen.findings.empty());
    EXPECT_EQ(finding_name(seen.findings[0].kind), finding_name(kind));
    EXPECT_EQ(seen.findings[0].entry, number);
    EXPECT_EQ(seen.findings[0].file, kCheckpointsFile);
  }

  SignedCheckpoint first_, second_;
};

TEST_F(HandOverTest, ReadersFollowItFromTheFirstKey) {
  const Walked seen = walked();
  EXPECT_TRUE(seen.clean());
  EXPECT_EQ(seen.checkpoints, 3u);
  EXPECT_EQ(seen.covered, second_.checkpoint);
  EXPECT_THAT(seen.keys->terms(), ElementsAre(KeyTerm{test_key().public_key(), kNoon, 0},
                                              KeyTerm{second_key().public_key(), kNoon + 1'000, 3}));
  EXPECT_TRUE(second_.signed_by(second_key().public_key()));
  // The second key alone proves nothing about what was signed before it.
  const auto late = walk(dir(), {.key = second_key().public_key(), .checkpoint = {}});
  EXPECT_EQ(late->findings.at(0).kind, FindingKind::kForged);
}

TEST_F(HandOverTest, TheWriterGoesOnWithTheKeyInForce) {
  seal::PublicKey wanted;
  const auto w = open_again(&wanted);
  ASSERT_TRUE(w) << w.error().cause;
  EXPECT_EQ(wanted, second_key().public_key());
  ASSERT_TRUE((*w)->hand_over(third_key(), kNoon + 3'000));
  EXPECT_EQ((*w)->key(), third_key().public_key());
  fill(**w, 5, 1, kNoon + 4'000);
  EXPECT_TRUE(walked().clean());
  EXPECT_EQ(walked().keys->terms().size(), 3u);
  // The old key is of no use to it any more.
  const auto old = open_with(dir());
  ASSERT_FALSE(old);
  EXPECT_EQ(old.error().kind, core::ErrorKind::kCorrupt);
}

TEST_F(HandOverTest, ItIsPrintedAndReadFromASheet) {
  const auto w = open_again().value();
  ASSERT_TRUE(w->hand_over(third_key(), kNoon + 3'000));
  const std::string printed = bytes_of(dir() / kPrintFile);
  EXPECT_THAT(printed, testing::HasSubstr("\nnext " + third_key().public_key().line()));
  const auto sheet = find_checkpoint(printed + "盖章\n");
  ASSERT_TRUE(sheet);
  EXPECT_EQ(*sheet, all_notes().back());
  EXPECT_THAT(kinds(*sheet), IsEmpty());
}

TEST_F(HandOverTest, SheetsOfEitherKeyHoldForTheirTime) {
  EXPECT_THAT(kinds(first_), IsEmpty());
  EXPECT_THAT(kinds(second_), IsEmpty());
  EXPECT_THAT(kinds(all_notes().at(1)), IsEmpty());
  // One that the first key signs after its hand-over, and one of nobody's.
  EXPECT_THAT(kinds(sign(second_.checkpoint, test_key())), ElementsAre(FindingKind::kKeyRetired));
  EXPECT_THAT(kinds(sign(second_.checkpoint, test_key(kStranger))), ElementsAre(FindingKind::kForged));
  // A hand-over elsewhere than where the history has it.
  EXPECT_THAT(kinds(sign_hand_over(first_.checkpoint, test_key(), third_key())),
              ElementsAre(FindingKind::kBadHandOver));
}

TEST_F(HandOverTest, WithOneSignatureItIsFound) {
  const auto whole = all_notes();
  for (const std::size_t kept : {0u, 1u}) {
    auto all = whole;
    all.at(1).signatures = {whole.at(1).signatures.at(kept)};
    put_notes(all);
    expect_found(kept == 0 ? FindingKind::kBadHandOver : FindingKind::kForged, 2);
    EXPECT_EQ(open_again().error().kind, core::ErrorKind::kCorrupt);
  }
}

TEST_F(HandOverTest, ByAStrangerItIsFound) {
  auto all = all_notes();
  all.at(1) = sign_hand_over(all.at(1).checkpoint, test_key(kStranger), second_key());
  put_notes(all);
  expect_found(FindingKind::kForged, 2);
}

TEST_F(HandOverTest, ThatNamesAnotherKeyThanTheOneThatSignsIsFound) {
  auto all = all_notes();
  all.at(1) = sign_hand_over(all.at(1).checkpoint, test_key(), second_key());
  all.at(1).checkpoint.next = third_key().public_key();
  all.at(1).signatures = {sign(all.at(1).checkpoint, test_key()).signatures.at(0),
                          sign(all.at(1).checkpoint, second_key()).signatures.at(0)};
  put_notes(all);
  expect_found(FindingKind::kBadHandOver, 2);
}

TEST_F(HandOverTest, AnOldKeyUsedAfterItIsFound) {
  auto all = all_notes();
  all.at(2) = sign(all.at(2).checkpoint, test_key());
  put_notes(all);
  expect_found(FindingKind::kKeyRetired, 3);
  // It can't call itself back either: neither by itself, nor through the key that came after it.
  all.at(2) = sign_hand_over(all.at(2).checkpoint, test_key(), third_key());
  put_notes(all);
  expect_found(FindingKind::kKeyRetired, 3);
  all.at(2) = sign_hand_over(all.at(2).checkpoint, second_key(), test_key());
  put_notes(all);
  expect_found(FindingKind::kBadHandOver, 3);
}

TEST_F(HandOverTest, AStrangersCheckpointAfterItIsFound) {
  auto all = all_notes();
  all.at(2) = sign(all.at(2).checkpoint, test_key(kStranger, "notary.2"));
  put_notes(all);
  expect_found(FindingKind::kForged, 3);
}

TEST_F(HandOverTest, TakenOutItIsFound) {
  auto all = all_notes();
  all.erase(all.begin() + 1);
  put_notes(all);
  expect_found(FindingKind::kForged, 2);
}

// Wherever its writing ended, one key is in force and the history goes on with it.
TEST_F(HandOverTest, CutAtAnyByteEitherKeyIsInForce) {
  const std::string whole = bytes_of(notes());
  const std::size_t begin = text_of(first_).size() + 1;
  const std::size_t end = begin + text_of(all_notes().at(1)).size() + 1;
  for (std::size_t n = begin; n <= end; ++n) {
    put_bytes(notes(), whole.substr(0, n));
    seal::PublicKey in_force;
    const auto w = open_again(&in_force);
    ASSERT_TRUE(w) << n << " " << w.error().cause;
    EXPECT_EQ(in_force, (n == end ? second_key() : test_key()).public_key()) << n;
    ASSERT_TRUE((*w)->hand_over(third_key(), kNoon + 5'000)) << n;
    EXPECT_TRUE(walked().clean()) << n;
  }
}

TEST_F(HandOverTest, AnEmptyHistoryCanHandOverToo) {
  const auto other = temp_.path() / "empty";
  const auto w = open_with(other);
  ASSERT_TRUE(w) << w.error().cause;
  ASSERT_TRUE((*w)->hand_over(second_key(), kNoon));
  const auto seen = walk(other, {.key = test_key().public_key(), .checkpoint = {}});
  ASSERT_TRUE(seen);
  EXPECT_TRUE(seen->clean());
  EXPECT_EQ(seen->keys->in_force(), second_key().public_key());
}

// Any byte of a hand-over's note: nothing that is not the note itself holds.
TEST_F(HandOverTest, EveryByteCounts) {
  const std::string text = text_of(all_notes().at(1));
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const int flip : {1, 4, 32}) {
      std::string other = text;
      other[i] = static_cast<char>(other[i] ^ flip);
      const auto read = parse_checkpoint(other);
      EXPECT_FALSE(read && read->signed_by(test_key().public_key()) && read->signed_by(second_key().public_key())) << i;
    }
    const auto cut = parse_checkpoint(text.substr(0, i));
    EXPECT_FALSE(cut && cut->signatures.size() > 1) << i;
  }
}

}  // namespace
}  // namespace naadam::history
