// A data set says in which form it is; a program that cannot read that form keeps its hands off.
#include <gtest/gtest.h>

#include <string>

#include "core/clock.hpp"
#include "store/keys.hpp"
#include "store/redis_store.hpp"
#include "support/redis.hpp"

namespace naadam::store {
namespace {

class FormTest : public testing::Test {
 protected:
  ~FormTest() override { support::shared_redis(support::Flush::kAll); }  // the form must not outlive its test

  core::Result<std::unique_ptr<RedisStore>> connect() {
    RedisStoreOptions options;
    options.cluster.seeds = {redis_.address()};
    return RedisStore::connect(options, clock_);
  }

  core::SystemClock clock_;
  runtime::RedisChild& redis_ = support::shared_redis();
};

TEST_F(FormTest, ANewDataSetAndThePresentFormAreTaken) {
  const auto store = connect();
  ASSERT_TRUE(store) << store.error().cause;
  ASSERT_TRUE((*store)->put_fact(keys::kForm, std::to_string(kStoreForm)));
  EXPECT_TRUE(connect());
}

TEST_F(FormTest, ANewerFormIsRefused) {
  ASSERT_TRUE((*connect())->put_fact(keys::kForm, std::to_string(kStoreForm + 1)));
  const auto store = connect();
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().kind, core::ErrorKind::kRefused);
}

}  // namespace
}  // namespace naadam::store
