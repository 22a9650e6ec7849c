// What backup and restore say of how many records there are.
#include "cli/keeping/record_counts.hpp"

#include <gtest/gtest.h>

namespace naadam::cli {
namespace {

TEST(RecordCounts, EveryKindIsNamedAndOneThatIsNotThereCountsNothing) {
  const RecordCounts counts = by_name({{store::Kind::kEntry, 900}, {store::Kind::kDraw, 3}, {store::Kind::kPlace, 7}});
  EXPECT_EQ(counts.size(), kCountedKinds.size());
  EXPECT_EQ(counts.at("entry"), 900u);
  EXPECT_EQ(counts_text(counts, Lang::kZh), "报名表 0，报名 900，通知 0，抽签 3，出场表 0，成绩记录 0");
  EXPECT_EQ(counts_text(counts, Lang::kEn),
            "0 uploads, 900 entries, 0 notices, 3 draws, 0 start lists, 0 score records");
}

// Of a backup that an earlier program made nobody counted the draws: that is not said to be none.
TEST(RecordCounts, AKindThatWasNotCountedIsNotSpokenOf) {
  EXPECT_EQ(counts_text({{"entry", 900}, {"notice", 1}, {"upload", 2}}, Lang::kZh), "报名表 2，报名 900，通知 1");
}

}  // namespace
}  // namespace naadam::cli
