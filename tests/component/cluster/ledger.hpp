// A client under load that keeps its own book: what the store has acknowledged to it must be found in the store
// afterwards, once and as it was written.
//
// Each step settles a few entries of one person (admit, advance), tells a notice on another shard (apply) and a row of
// an upload (mark). A call that is not answered is repeated under the same ids and revs until it is.
// Thread: step() on the client's own; the rest after that has ended.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "store/redis_store.hpp"

namespace naadam::component {

struct Settled {
  std::uint16_t shard = 0;
  std::string ids, revs;  // of four entries
  std::uint16_t notice_shard = 0;
  std::string notice, notice_rev;
  std::uint32_t row = 0;
};

class Client {
 public:
  static constexpr std::size_t kEntriesAStep = 4;

  Client(std::uint64_t seed, std::unique_ptr<store::RedisStore> store);

  // Returns when all four calls are answered.
  void step();
  // Steps taken, also for other threads to look at.
  std::uint64_t steps() const { return steps_; }
  std::uint32_t epoch() const { return epoch_; }  // of its store at the end of the last step

  store::RedisStore& store() { return *store_; }
  const std::vector<Settled>& book() const { return book_; }
  std::uint64_t repeats() const { return repeats_; }  // calls that were not answered at first
  const core::Id& upload() const { return upload_; }

 private:
  void until_done(const std::function<store::ItemAnswers()>& call, std::string_view letters);
  core::Id person();

  std::mt19937_64 random_;
  std::unique_ptr<store::RedisStore> store_;
  core::Id upload_;
  std::vector<Settled> book_;
  std::uint64_t repeats_ = 0;
  std::atomic<std::uint64_t> steps_{0};
  std::atomic<std::uint32_t> epoch_{0};
};

// Compares the store with the books: every entry, notice and mark of theirs is there as written, and nothing else.
void expect_kept(store::RedisStore& store, const std::vector<std::unique_ptr<Client>>& clients);

}  // namespace naadam::component
