// A pushed copy of a record may come together with what the record has become since. Who tells others of it tells them
// the newest alone: one call takes one word for a target.
//
// Thread: values.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "store/batch.hpp"

namespace naadam::runtime {

class Newest {
 public:
  // `first`: the number in the rev with which a record comes to this stage for the first time. Where all have it, under
  // one epoch, each is here once and nothing is kept.
  Newest(const std::vector<store::Batch>& work, std::uint32_t first);

  // Whether nothing newer of the i-th record of `batch`, one of the work, is there.
  bool is(const store::Batch& batch, std::size_t i) const {
    return revs_.empty() || !revs_.at(batch.id(i)).newer_than(batch.rev(i));
  }

 private:
  std::unordered_map<core::Id, core::Rev, core::IdHash> revs_;
};

}  // namespace naadam::runtime
