#include "wire/identity.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "bodies.hpp"

namespace naadam::wire {
namespace {

RC_GTEST_PROP(Identity, RecordsLieOnTheShardOfTheirOwner, ()) {
  const core::Id owner = some_id(), other = some_id();
  const auto shards = static_cast<std::uint16_t>(*rc::gen::inRange(1, 1'025));
  const std::uint16_t shard = core::shard_of(owner, shards);
  RC_ASSERT(core::shard_of(entry_id(owner, "2021", "E01", "S"), shards) == shard);
  RC_ASSERT(core::shard_of(upload_id(owner, other, {}), shards) == shard);
  RC_ASSERT(core::shard_of(notice_id(owner, other, NoticeReason::kVerdict), shards) == shard);
}

RC_GTEST_PROP(Identity, ATailTellsAnOwnersRecordsApart, ()) {
  const core::Id owner = some_id();
  const core::Id entry = entry_id(owner, some_text(8), some_text(8), some_text(8));
  RC_ASSERT(with_tail(owner, tail_of(entry)) == entry);
}

TEST(Identity, EveryPartCounts) {
  const core::Id a = core::Id::from("0123456789abcdef"), b = core::Id::from("0123456789abcdeg");
  // b differs from a in its second half only, so both have the same shard.
  const std::set<core::Id> ids = {entry_id(a, "2021", "E01", "S"),
                                  entry_id(b, "2021", "E01", "S"),
                                  entry_id(a, "2022", "E01", "S"),
                                  entry_id(a, "2021", "E02", "S"),
                                  entry_id(a, "2021", "E01", "W"),
                                  entry_id(a, "2021", "E0", "1S"),
                                  entry_id(a, "2021E", "01", "S"),
                                  upload_id(a, b, {}),
                                  upload_id(a, b, a),
                                  upload_id(a, a, b),
                                  notice_id(a, b, NoticeReason::kVerdict)};
  EXPECT_EQ(ids.size(), 11u);
}

TEST(Identity, IsTheSameInEveryYear) {
  const core::Id owner = core::Id::from("0123456789abcdef");
  EXPECT_EQ(core::to_hex(entry_id(owner, "2021", "E01", "S")), "3031323334353637b69b06df31b2d579");
  EXPECT_EQ(core::to_hex(upload_id(owner, owner, {})), "3031323334353637f25d86ca10c2feb6");
  EXPECT_EQ(core::to_hex(notice_id(owner, owner, NoticeReason::kVerdict)), "303132333435363744f4c7f3aaaa5daa");
}

}  // namespace
}  // namespace naadam::wire
