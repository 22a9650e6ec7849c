// An upload is kept under its number, or neither is: what a crash or a quicker neighbour leaves behind has no gap.
#include "intake/upload_record.hpp"

#include <gtest/gtest.h>

#include "seal/seal.hpp"
#include "store/model_store.hpp"
#include "support/one_record.hpp"
#include "wire/stages.hpp"

namespace naadam::intake {
namespace {

using support::made_id;

// Before each of the first `others` admits, another upload of the same submitter comes first.
class BusyStore final : public store::ModelStore {
 public:
  BusyStore() : ModelStore(1) {}
  void admit(std::span<store::Admit> calls) override {
    if (stands_still) {
      for (store::Admit& call : calls) call.answer = {};
      return;
    }
    if (others > 0) {
      --others;
      store::Admit quicker = calls[0];
      quicker.ids = made_id(1'000 + others).view();
      ModelStore::admit({&quicker, 1});
      EXPECT_TRUE(quicker.answer.all(store::ItemAnswer::kDone));
    }
    ModelStore::admit(calls);
  }
  int others = 0;
  bool stands_still = false;
};

class UploadRecordTest : public testing::Test {
 protected:
  UploadRecordTest() { body_.submitter = made_id(1); }

  store::ItemAnswers keep(const core::Id& upload) { return keep_upload(store_, upload, body_, {}, data_); }
  std::uint64_t number_of(const core::Id& upload) {
    const store::Record record = support::read(store_, store::Kind::kUpload, upload);
    return record.found ? wire::decode_upload_state(support::state_of(record, upload)).value().number : 0;
  }
  std::uint64_t next_number() {
    store::Number call{.owner = body_.submitter, .item = made_id(9), .answer = {}};
    store_.number({&call, 1});
    return call.number;
  }

  BusyStore store_;
  wire::UploadBody body_;
  seal::DataKey data_ = seal::DataKey::random();
};

TEST_F(UploadRecordTest, OneThatWasNeverFinishedLeavesNoNumberBehind) {
  store_.stands_still = true;
  EXPECT_EQ(keep(made_id(2)).outcome, store::Outcome::kUnknown);
  store_.stands_still = false;
  EXPECT_EQ(next_number(), 1u);
  EXPECT_TRUE(keep(made_id(3)).all(store::ItemAnswer::kDone));
  EXPECT_TRUE(keep(made_id(2)).all(store::ItemAnswer::kDone));
  EXPECT_EQ(number_of(made_id(3)), 1u);
  EXPECT_EQ(number_of(made_id(2)), 2u);
  EXPECT_EQ(keep(made_id(3)).item(0), store::ItemAnswer::kExists);
  EXPECT_EQ(next_number(), 3u);
}

TEST_F(UploadRecordTest, WhereOthersAreQuickerItTakesTheNextNumber) {
  store_.others = 3;
  EXPECT_TRUE(keep(made_id(2)).all(store::ItemAnswer::kDone));
  EXPECT_EQ(number_of(made_id(2)), 4u);
}

TEST_F(UploadRecordTest, WhoIsNeverQuickEnoughIsNotKept) {
  store_.others = kNumberTriesMax;
  EXPECT_EQ(keep(made_id(2)).item(0), store::ItemAnswer::kStale);
  EXPECT_FALSE(support::read(store_, store::Kind::kUpload, made_id(2)).found);
  EXPECT_TRUE(keep(made_id(2)).all(store::ItemAnswer::kDone));
}

}  // namespace
}  // namespace naadam::intake
