// The machines under the store: each shard has a primary and a replica, and now and then somebody keeps a copy.
//
// A fail-over puts a shard's replica in the primary's place. WAIT covers every write that was answered, so all it may
// lack are writes since the last answered one, of which nobody had an answer; others may have read them, though. A
// roll-back (a restore, a log cut short) sets the whole store or some shards back to what was kept, and forgets what
// was answered since. Both raise the epoch, which a process hears with the first answer of a shard that it concerns.
// Thread: one at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "mayhem.hpp"
#include "store/model_store.hpp"

namespace naadam::sim {

class Nodes {
 public:
  Nodes(store::ModelStore& model, Mayhem& mayhem);

  // What is executed on the primaries.
  store::ModelStore& model() { return model_; }
  std::uint32_t epoch() const { return model_.epoch(); }  // the highest of all nodes
  // Below it no node of the shard has answered since it changed.
  std::uint32_t epoch_of(std::uint16_t shard) const { return changed_[shard]; }

  // A write is about to be executed whose answer nobody will hear.
  void unheard(std::uint16_t shard);
  // A write was answered.
  void answered(std::uint16_t shard) { replicas_[shard].reset(); }

  void fail_over(std::uint16_t shard);
  // Keeps what is there now; the last few of them stay.
  void keep();
  // False where nothing was kept.
  bool roll_back();

  // Called with each shard that was set back, as it is now.
  void on_set_back(std::function<void(std::uint16_t)> told) { told_ = std::move(told); }

  // `call` is about to be executed: counts the notices that it supersedes.
  void look_at(const store::Apply& call);

  std::size_t superseded() const { return superseded_; }
  std::size_t failed_over() const { return failed_over_; }
  std::size_t rolled_back() const { return rolled_back_; }

 private:
  using Copy = std::shared_ptr<const store::ModelStore::Shard>;
  struct Kept {
    std::vector<Copy> shards;
    store::ModelStore::Facts facts;
  };
  static constexpr std::size_t kKeptMax = 3;
  void set_back(std::uint16_t shard, const Copy& copy);

  store::ModelStore& model_;
  Mayhem& mayhem_;
  std::vector<Copy> replicas_;  // by shard; null: has all
  std::vector<std::uint32_t> changed_;
  std::vector<Kept> kept_;
  std::function<void(std::uint16_t)> told_;
  std::size_t superseded_ = 0, failed_over_ = 0, rolled_back_ = 0;
};

}  // namespace naadam::sim
