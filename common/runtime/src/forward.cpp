#include "runtime/step_loop.hpp"

namespace naadam::runtime {

bool Forward::drop() {
  random_ ^= random_ << 13;
  random_ ^= random_ >> 7;
  random_ ^= random_ << 17;
  return random_ % 1'000'000 < drop_per_million_;
}

Forward::Way Forward::reserve(std::size_t items) {
  if (outbox_ == nullptr || drop()) return {};
  Way way{outbox_->reserve(items), 0};
  if (way.reservation) way.wait = lease_;
  return way;
}

void Forward::push(const Way& way, const store::Batch& done) {
  if (!way.reservation) return;
  if (done.size() == 0) return outbox_->unreserve(*way.reservation);
  wire::BatchFrame frame;
  frame.kind = static_cast<char>(done.kind);
  frame.stage = done.stage;
  frame.shard = done.shard;
  frame.pack = done.pack;
  frame.ids = done.ids;
  frame.revs = done.revs;
  frame.states = done.states;
  frame.bodies = done.bodies;
  outbox_->push(*way.reservation, frame, {});
}

}  // namespace naadam::runtime
