// Writing and reading records: the same promises from the model and from Redis.
#include <algorithm>

#include "worlds.hpp"

namespace naadam::store {
namespace {

using Counts = std::map<int, std::uint64_t>;
constexpr std::size_t kSizes[] = {1, 2, 199, 200, 400};

template <class World>
class RecordsTest : public StoreTest<World> {};
TYPED_TEST_SUITE(RecordsTest, Worlds, WorldNames);

TYPED_TEST(RecordsTest, AdmitCreatesOnceWhateverTheSize) {
  std::uint64_t all = 0;
  for (const std::size_t n : kSizes) {
    const Records records = made(n, n);
    EXPECT_EQ(this->admit(records).answer.letters, std::string(n, 'd'));
    EXPECT_EQ(this->admit(made(n, n, 1, 7)).answer.letters, std::string(n, 'x'));
    this->expect_kept(records, 1);
    all += n;
    EXPECT_EQ(this->counts(), (Counts{{1, all}}));
  }
}

TYPED_TEST(RecordsTest, AdmitTellsNewFromKnownAndFromTwiceInTheCall) {
  const Records records = made(5, 1);
  this->admit(records.pick({1, 3}));
  EXPECT_EQ(this->admit(records.pick({0, 1, 2, 0, 3, 4, 4})).answer.letters, "dxdxxdx");
  this->expect_kept(records, 1);
  EXPECT_EQ(this->counts(), (Counts{{1, 5}}));
}

TYPED_TEST(RecordsTest, SeveralCallsOfOneSpanAreAnsweredEachForItself) {
  std::vector<Admit> calls;
  for (std::uint16_t shard = 0; shard < kTestShards; ++shard) {
    const Records records = made(2, 10 + shard);
    calls.push_back({.kind = Kind::kNotice,
                     .shard = shard,
                     .to = 1,
                     .ids = records.ids,
                     .revs = records.revs,
                     .states = Records::column(records.states),
                     .bodies = Records::column(records.bodies),
                     .answer = {}});
  }
  calls.push_back(calls.front());
  this->store().admit(calls);
  EXPECT_EQ(calls[0].answer.letters, "dd");
  EXPECT_EQ(calls[2].answer.letters, "dd");
  EXPECT_EQ(calls[3].answer.letters, "xx");
}

TYPED_TEST(RecordsTest, AWholePackAdvances) {
  for (const std::size_t n : kSizes) {
    const Records before = made(n, n), after = made(n, n, 2);
    const Admit admitted = this->admit(before);
    const Advance done = this->advance(before, after, {.pack = admitted.answer.pack});
    EXPECT_TRUE(done.answer.all(ItemAnswer::kDone));
    EXPECT_EQ(done.answer.letters.size(), n);
    this->expect_kept(after, 2);
    // Every repeat of a done call says stale.
    EXPECT_EQ(this->advance(before, after, {.pack = done.answer.pack}).answer.letters, std::string(n, 's'));
    this->expect_kept(after, 2);
  }
  EXPECT_EQ(this->counts(), (Counts{{2, 802}}));
}

TYPED_TEST(RecordsTest, PartsOfAPackAdvanceByThemselves) {
  const Records before = made(200, 3), after = made(200, 3, 2);
  const std::string pack = this->admit(before).answer.pack;
  std::vector<std::size_t> odd, even;
  for (std::size_t i = 0; i < 200; ++i) (i % 2 != 0 ? odd : even).push_back(i);
  std::reverse(odd.begin(), odd.end());
  EXPECT_TRUE(this->advance(before.pick(odd), after.pick(odd), {.pack = pack}).answer.all(ItemAnswer::kDone));
  this->expect_kept(before.pick(even), 1);
  this->expect_kept(after.pick(odd), 2);
  EXPECT_EQ(this->counts(), (Counts{{1, 100}, {2, 100}}));
  // What is left is fewer than half after the next, so the pack closes its ranks.
  EXPECT_TRUE(
      this->advance(before.pick({0, 2, 4}), after.pick({0, 2, 4}), {.pack = pack}).answer.all(ItemAnswer::kDone));
  EXPECT_TRUE(this->advance(before.pick({6}), after.pick({6}), {}).answer.all(ItemAnswer::kDone));
  EXPECT_EQ(this->counts(), (Counts{{1, 96}, {2, 104}}));
  EXPECT_EQ(this->items(this->take(1)), 96u);
  EXPECT_EQ(this->items(this->take(2)), 104u);
}

TYPED_TEST(RecordsTest, ItemsOfSeveralPacksAdvanceInOneCall) {
  const Records a = made(3, 1), b = made(4, 2), c = made(1, 3);
  for (const Records& one : {a, b, c}) this->admit(one);
  const Records mixed = b.pick({3, 0}) + a.pick({1}) + c + b.pick({2});
  const Records after = made(4, 2, 2).pick({3, 0}) + made(3, 1, 2).pick({1}) + made(1, 3, 2) + made(4, 2, 2).pick({2});
  EXPECT_EQ(this->advance(mixed, after, {}).answer.letters, "ddddd");
  this->expect_kept(after, 2);
  this->expect_kept(a.pick({0, 2}) + b.pick({1}), 1);
  EXPECT_EQ(this->counts(), (Counts{{1, 3}, {2, 5}}));
}

TYPED_TEST(RecordsTest, WrongStageOrRevIsStaleAndNothingChanges) {
  const Records before = made(3, 1), after = made(3, 1, 2);
  const std::string pack = this->admit(before).answer.pack;
  EXPECT_EQ(this->advance(before, after, {.from = 2, .to = 3, .pack = pack}).answer.letters, "sss");
  EXPECT_EQ(this->advance(made(3, 1, 1, 9), after, {.pack = pack}).answer.letters, "sss");
  this->expect_kept(before, 1);
  // One of them is right.
  const Records mixed = made(3, 1, 1, 9).pick({0}) + before.pick({1}) + made(3, 1, 1, 9).pick({2});
  EXPECT_EQ(this->advance(mixed, after, {.pack = pack}).answer.letters, "sds");
  this->expect_kept(after.pick({1}), 2);
  this->expect_kept(before.pick({0, 2}), 1);
}

TYPED_TEST(RecordsTest, AbsentItemsAreToldApart) {
  const Records before = made(2, 1), after = made(2, 1, 2);
  const std::string pack = this->admit(before.pick({0})).answer.pack;
  EXPECT_EQ(this->advance(before, after, {.pack = pack}).answer.letters, "dr");
  EXPECT_EQ(this->advance(before.pick({1}), after.pick({1}), {}).answer.letters, "r");
  EXPECT_FALSE(this->read(before.id(1))[0].found);
}

TYPED_TEST(RecordsTest, AnItemRepeatedInOneCallAdvancesOnce) {
  const Records before = made(2, 1), after = made(2, 1, 2), other = made(2, 1, 2, 5);
  this->admit(before);
  const Records asked = before.pick({0, 1, 0, 1});
  EXPECT_EQ(this->advance(asked, after + other, {}).answer.letters, "ddss");
  this->expect_kept(after, 2);
  EXPECT_EQ(this->counts(), (Counts{{2, 2}}));
}

TYPED_TEST(RecordsTest, ThePackNameIsOnlyAHint) {
  const Records a = made(2, 1), b = made(2, 2);
  const std::string of_b = (this->admit(a), this->admit(b).answer.pack);
  EXPECT_EQ(this->advance(a, made(2, 1, 2), {.pack = of_b}).answer.letters, "dd");
  EXPECT_EQ(this->advance(b, made(2, 2, 2), {.pack = "nobodyis"}).answer.letters, "dd");
  EXPECT_EQ(this->advance(made(2, 2, 2), made(2, 2, 3), {.from = 2, .to = 3, .pack = ""}).answer.letters, "dd");
  this->expect_kept(made(2, 1, 2), 2);
  this->expect_kept(made(2, 2, 3), 3);
}

TYPED_TEST(RecordsTest, BodiesAreKeptReplacedOrDroppedInWholePacksAndInParts) {
  using Bodies = typename TestFixture::Body;
  for (const bool whole : {true, false}) {
    for (const Bodies body : {Bodies::kKeep, Bodies::kReplace, Bodies::kDrop}) {
      const std::uint64_t seed = 10 + (whole ? 1 : 0) + 10 * static_cast<std::uint64_t>(body);
      const Records before = made(5, seed), after = made(5, seed, 2);
      const std::string pack = this->admit(before).answer.pack;
      std::vector<std::size_t> places = {4, 1, 2};
      if (whole) places = {0, 1, 2, 3, 4};
      Records expected = after.pick(places);
      if (body == Bodies::kKeep) expected.bodies = before.pick(places).bodies;
      if (body == Bodies::kDrop) expected.bodies.assign(places.size(), "");
      EXPECT_TRUE(this->advance(before.pick(places), after.pick(places), {.pack = pack, .body = body})
                      .answer.all(ItemAnswer::kDone));
      this->expect_kept(expected, 2);
    }
  }
}

TYPED_TEST(RecordsTest, ARecordMayStayAtItsStage) {
  const Records before = made(3, 1), after = made(3, 1, 2);
  this->admit(before);
  EXPECT_EQ(this->advance(before, after, {.from = 1, .to = 1, .wait = kHour}).answer.letters, "ddd");
  EXPECT_EQ(this->items(this->take(1)), 0u);
  EXPECT_EQ(this->advance(after, made(3, 1, 3), {.from = 1, .to = 1, .wait = 0}).answer.letters, "ddd");
  EXPECT_EQ(this->items(this->take(1)), 3u);
  EXPECT_EQ(this->counts(), (Counts{{1, 3}}));
}

TYPED_TEST(RecordsTest, NeverDueRestsInWholePacksAndInParts) {
  const Records before = made(4, 1);
  const std::string pack = this->admit(before).answer.pack;
  this->advance(before.pick({2}), made(4, 1, 2).pick({2}), {.wait = kNeverDue});
  EXPECT_EQ(this->items(this->take(2)), 0u);
  EXPECT_EQ(this->items(this->take(1, 400, 0)), 3u);
  this->advance(before.pick({0, 1, 3}), made(4, 1, 2).pick({0, 1, 3}), {.from = 1, .to = 1, .wait = kNeverDue});
  EXPECT_EQ(this->items(this->take(1)), 0u);
  EXPECT_EQ(this->counts(), (Counts{{1, 3}, {2, 1}}));
}

TYPED_TEST(RecordsTest, ApplyCreatesReplacesAndRefusesWhatIsLateOrAlarming) {
  const Records two = made(3, 1, 2);
  EXPECT_EQ(this->apply(two, 1, kHour).answer.letters, "ddd");
  EXPECT_EQ(this->apply(two).answer.letters, "kkk");
  EXPECT_EQ(this->apply(made(3, 1, 1)).answer.letters, "lll");
  EXPECT_EQ(this->apply(made(3, 1, 2, 9)).answer.letters, "aaa");
  this->expect_kept(two, 1);
  EXPECT_EQ(this->items(this->take(1)), 0u);

  const Records three = made(3, 1, 3);
  const Records mixed = two.pick({0}) + three.pick({1}) + made(4, 7, 1).pick({3});
  EXPECT_EQ(this->apply(mixed).answer.letters, "kdd");
  this->expect_kept(two.pick({0, 2}) + three.pick({1}) + made(4, 7, 1).pick({3}), 1);
  EXPECT_EQ(this->items(this->take(1)), 2u);
  EXPECT_EQ(this->counts(), (Counts{{1, 4}}));
}

TYPED_TEST(RecordsTest, AHigherEpochIsNewerWhateverItsNumber) {
  Records old = made(1, 1, 9), fresh = made(1, 1, 1);
  fresh.states[0].replace(0, core::kRevBytes, rev_bytes(2, 1, 5));
  this->apply(old);
  EXPECT_EQ(this->apply(fresh).answer.letters, "d");
  EXPECT_EQ(this->apply(old).answer.letters, "l");
}

TYPED_TEST(RecordsTest, ApplyTakesTheFirstOfAnItemTwiceInTheCall) {
  const Records one = made(2, 1, 1), two = made(2, 1, 2);
  EXPECT_EQ(this->apply(one.pick({0}) + two.pick({0}) + one.pick({1, 1})).answer.letters, "dldl");
  this->expect_kept(one, 1);
  EXPECT_EQ(this->counts(), (Counts{{1, 2}}));
}

TYPED_TEST(RecordsTest, ApplyBringsARecordBackFromWhereverItIs) {
  const Records one = made(3, 1, 1), two = made(3, 1, 2);
  this->apply(one);
  Records moved = made(3, 1, 4);
  for (std::size_t i = 0; i < 3; ++i) moved.states[i].replace(0, core::kRevBytes, one.rev(i));
  this->advance(one, moved, {.from = 1, .to = 4, .wait = kNeverDue});
  EXPECT_EQ(this->apply(two.pick({2, 0})).answer.letters, "dd");
  EXPECT_EQ(this->counts(), (Counts{{1, 2}, {4, 1}}));
  this->expect_kept(two.pick({0, 2}), 1);
  this->expect_kept(moved.pick({1}), 4);
  EXPECT_EQ(this->items(this->take(1)), 2u);
}

TYPED_TEST(RecordsTest, ReadTellsFoundFromAbsentInTheOrderAsked) {
  const Records records = made(400, 1);
  this->admit(records.pick({0, 2}));
  const auto kept = this->read(records.id(2) + records.id(1) + records.id(0));
  ASSERT_EQ(kept.size(), 3u);
  EXPECT_TRUE(kept[0].found);
  EXPECT_FALSE(kept[1].found);
  EXPECT_EQ(kept[2].rev.bytes(), records.rev(0));
}

TYPED_TEST(RecordsTest, ScanShowsEveryIdAndEnds) {
  const Records records = made(400, 1);
  this->admit(records);
  std::set<std::string> seen;
  Scan scan{.kind = this->kKind, .shard = this->kShard, .count = 50, .answer = {}, .ids = {}};
  int pages = 0;
  do {
    this->store().scan({&scan, 1});
    ASSERT_EQ(scan.answer.outcome, Outcome::kDone);
    for (std::size_t i = 0; i < scan.ids.size(); i += core::kIdBytes) seen.insert(scan.ids.substr(i, core::kIdBytes));
  } while (scan.cursor != "0" && ++pages < 1'000);
  EXPECT_EQ(seen.size(), 400u);
  EXPECT_TRUE(seen.contains(records.id(399)));
}

TYPED_TEST(RecordsTest, ShardsAndKindsDoNotMeet) {
  const Records records = made(2, 1);
  this->admit(records);
  Count other{.kind = Kind::kNotice, .shard = this->kShard, .answer = {}, .stages = {}};
  this->store().count({&other, 1});
  EXPECT_EQ(other.stages[1].records, 0u);
  Read elsewhere{.kind = this->kKind, .shard = 0, .ids = records.ids, .answer = {}, .records = {}};
  this->store().read({&elsewhere, 1});
  EXPECT_FALSE(elsewhere.records[0].found);
}

}  // namespace
}  // namespace naadam::store
