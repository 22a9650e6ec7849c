// What the store keeps beside records: marks of rows, numbers of uploads, facts.
#include "store/keys.hpp"
#include "worlds.hpp"

namespace naadam::store {
namespace {

template <class World>
class BesideRecordsTest : public StoreTest<World> {
 protected:
  static std::string mark_of(std::uint32_t epoch, std::uint32_t n, char content) {
    std::string mark;
    core::put_u32(mark, epoch);
    core::put_u32(mark, n);
    return mark.append(kMarkBytes - mark.size(), content);
  }
  Mark mark(const std::vector<std::pair<std::uint32_t, std::string>>& marks) {
    Mark call{.shard = 1, .upload = upload_, .rows = {}, .marks = {}, .answer = {}};
    for (const auto& [row, bytes] : marks) {
      core::put_u32(call.rows, row);
      call.marks += bytes;
    }
    this->store().mark({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    return call;
  }
  ReadMarks marks(std::uint32_t from, std::uint32_t count) {
    ReadMarks call{.shard = 1, .upload = upload_, .from = from, .count = count, .answer = {}, .marks = {}};
    this->store().read_marks({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    return call;
  }
  std::uint64_t number(std::uint64_t owner, std::uint64_t item) {
    Number call{.shard = 2, .owner = id_of(owner), .item = id_of(item), .answer = {}};
    this->store().number({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    return call.number;
  }
  std::string numbered(std::uint64_t owner, std::uint64_t item, std::uint64_t number) {
    const Records one = made(1, item);
    Admit call{.kind = Kind::kUpload,
               .shard = 2,
               .to = 1,
               .wait = kNeverDue,
               .ids = one.ids,
               .revs = one.revs,
               .states = Records::column(one.states),
               .bodies = Records::column(one.bodies),
               .answer = {},
               .number = number,
               .owner = id_of(owner)};
    this->store().admit({&call, 1});
    EXPECT_EQ(call.answer.outcome, Outcome::kDone) << call.answer.cause;
    return call.answer.letters;
  }
  bool stands(std::uint64_t item) {
    Read call{.kind = Kind::kUpload, .shard = 2, .ids = made(1, item).ids, .answer = {}, .records = {}};
    this->store().read({&call, 1});
    return call.records.at(0).found;
  }
  static core::Id id_of(std::uint64_t seed) { return core::Id::from(made(1, seed).ids); }

  const core::Id upload_ = id_of(77);
};
TYPED_TEST_SUITE(BesideRecordsTest, Worlds, WorldNames);

TYPED_TEST(BesideRecordsTest, TheHighestMarkOfARowStays) {
  const auto m = [](std::uint32_t epoch, std::uint32_t n, char c) { return TestFixture::mark_of(epoch, n, c); };
  const Mark first = this->mark({{0, m(1, 2, 'a')}, {7, m(1, 2, 'b')}});
  EXPECT_EQ(first.answer.letters, "dd");
  EXPECT_EQ(first.filled, 2u);
  const Mark second = this->mark({{0, m(1, 2, 'a')}, {7, m(1, 1, 'x')}, {3, m(1, 9, 'c')}, {7, m(2, 1, 'd')}});
  EXPECT_EQ(second.answer.letters, "kldd");
  EXPECT_EQ(second.filled, 3u);
  const ReadMarks read = this->marks(0, 9);
  const std::string none(kMarkBytes, '\0');
  EXPECT_EQ(read.marks, m(1, 2, 'a') + none + none + m(1, 9, 'c') + none + none + none + m(2, 1, 'd') + none);
  EXPECT_EQ(read.filled, 3u);
}

TYPED_TEST(BesideRecordsTest, ARowTwiceInACallCountsOnce) {
  const auto m = [](std::uint32_t n) { return TestFixture::mark_of(1, n, 'a'); };
  const Mark call = this->mark({{4, m(1)}, {4, m(2)}, {4, m(1)}});
  EXPECT_EQ(call.answer.letters, "ddl");
  EXPECT_EQ(call.filled, 1u);
}

TYPED_TEST(BesideRecordsTest, RisingRowsCloseTogetherLeaveTheirNeighboursAlone) {
  const auto m = [](std::uint32_t n) { return TestFixture::mark_of(1, n, static_cast<char>('a' + n)); };
  EXPECT_EQ(this->mark({{10, m(1)}, {12, m(2)}, {13, m(3)}}).filled, 3u);
  EXPECT_EQ(this->mark({{11, m(4)}, {12, m(1)}, {14, m(5)}}).answer.letters, "dld");
  EXPECT_EQ(this->mark({{7, m(6)}, {9, m(7)}}).filled, 7u);
  EXPECT_EQ(this->mark({{5, m(8)}, {4, m(9)}, {5, m(8)}}).answer.letters, "ddk");
  const std::string none(kMarkBytes, '\0');
  EXPECT_EQ(this->marks(4, 11).marks, m(9) + m(8) + none + m(6) + none + m(7) + m(1) + m(4) + m(2) + m(3) + m(5));
  EXPECT_EQ(this->marks(4, 11).filled, 9u);
}

TYPED_TEST(BesideRecordsTest, MarksAreReadFromAnywhere) {
  std::vector<std::pair<std::uint32_t, std::string>> all;
  for (std::uint32_t row = 0; row < 400; ++row) {
    all.emplace_back(row, this->mark_of(1, row + 1, static_cast<char>('a' + row % 26)));
  }
  EXPECT_EQ(this->mark(all).filled, 400u);
  EXPECT_EQ(this->marks(398, 3).marks, all[398].second + all[399].second + std::string(kMarkBytes, '\0'));
  EXPECT_EQ(this->marks(5'000, 1).marks, std::string(kMarkBytes, '\0'));
  EXPECT_EQ(this->marks(5'000, 1).filled, 400u);
}

TYPED_TEST(BesideRecordsTest, NumbersCountFromOneForEachOwnerAndAreGivenOnce) {
  EXPECT_EQ(this->numbered(1, 10, 1), "d");
  EXPECT_EQ(this->numbered(1, 11, 2), "d");
  EXPECT_EQ(this->numbered(2, 12, 1), "d");
  EXPECT_EQ(this->number(1, 10), 1u);
  EXPECT_EQ(this->number(1, 11), 2u);
  EXPECT_EQ(this->number(2, 12), 1u);
  EXPECT_EQ(this->number(1, 13), 3u);
  EXPECT_EQ(this->number(1, 14), 3u) << "looking gives none";
}

TYPED_TEST(BesideRecordsTest, ANumberAndItsRecordComeTogetherOrNotAtAll) {
  EXPECT_EQ(this->numbered(1, 10, 2), "s") << "the next is 1";
  EXPECT_FALSE(this->stands(10));
  EXPECT_EQ(this->number(1, 10), 1u);
  EXPECT_EQ(this->numbered(1, 10, 1), "d");
  EXPECT_TRUE(this->stands(10));
  EXPECT_EQ(this->numbered(1, 11, 1), "s") << "somebody was quicker";
  EXPECT_FALSE(this->stands(11));
  EXPECT_EQ(this->numbered(1, 11, 2), "d");
  EXPECT_EQ(this->numbered(1, 10, 1), "x") << "a repeat";
  EXPECT_EQ(this->numbered(1, 10, 3), "x");
  EXPECT_EQ(this->number(1, 10), 1u);
}

TYPED_TEST(BesideRecordsTest, FactsAreReadPutAndKept) {
  Store& store = this->store();
  EXPECT_EQ(store.get_fact("test").value(), std::nullopt);
  EXPECT_EQ(store.keep_fact("test", "first").value(), "first");
  EXPECT_EQ(store.keep_fact("test", "second").value(), "first");
  ASSERT_TRUE(store.put_fact("test", std::string("th\0rd", 5)));
  EXPECT_EQ(store.get_fact("test").value(), std::string("th\0rd", 5));
}

TYPED_TEST(BesideRecordsTest, TheClockMovesForwardAndShardsAreFixed) {
  const core::Millis before = this->store().now_ms().value();
  this->world_.tick();
  EXPECT_GT(this->store().now_ms().value(), before);
  EXPECT_EQ(this->store().shards(), kTestShards);
  EXPECT_GE(this->store().epoch(), 1u);
}

TEST(RedisStoreConnect, ADataSetKeepsItsShards) {
  RedisWorld world;
  core::SystemClock clock;
  RedisStoreOptions options;
  options.cluster.seeds = {support::shared_redis(support::Flush::kKeep).address()};
  options.shards = kTestShards + 5;
  const auto again = RedisStore::connect(options, clock);
  ASSERT_TRUE(again);
  EXPECT_EQ((*again)->shards(), kTestShards);
  ASSERT_TRUE(world.redis->put_fact(keys::kShards, "many"));
  const auto broken = RedisStore::connect(options, clock);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().kind, core::ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace naadam::store
