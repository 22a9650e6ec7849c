#include "runtime/newest.hpp"

#include <algorithm>

namespace naadam::runtime {

Newest::Newest(const std::vector<store::Batch>& work, std::uint32_t first) {
  if (work.empty() || work.front().size() == 0) return;
  const std::uint32_t epoch = work.front().rev(0).epoch;
  const bool all_first = std::all_of(work.begin(), work.end(), [&](const store::Batch& batch) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const core::Rev rev = batch.rev(i);
      if (rev.epoch != epoch || rev.n != first) return false;
    }
    return true;
  });
  if (all_first) return;
  for (const store::Batch& batch : work) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      core::Rev& rev = revs_[batch.id(i)];
      if (batch.rev(i).newer_than(rev)) rev = batch.rev(i);
    }
  }
}

}  // namespace naadam::runtime
