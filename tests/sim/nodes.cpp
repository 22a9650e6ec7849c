#include "nodes.hpp"

#include <fmt/format.h>

#include "wire/stages.hpp"

namespace naadam::sim {

Nodes::Nodes(store::ModelStore& model, Mayhem& mayhem)
    : model_(model), mayhem_(mayhem), replicas_(model.shards()), changed_(model.shards(), model.epoch()) {}

void Nodes::unheard(std::uint16_t shard) {
  const bool matters = mayhem_.rates().fail_over > 0 || mayhem_.rates().promote > 0;
  if (matters && !replicas_[shard]) replicas_[shard] = model_.copy_of(shard);
}

void Nodes::set_back(std::uint16_t shard, const Copy& copy) {
  model_.set_back(shard, *copy);
  if (told_) told_(shard);
}

void Nodes::fail_over(std::uint16_t shard) {
  model_.raise_epoch();
  changed_[shard] = model_.epoch();
  ++failed_over_;
  const Copy replica = std::move(replicas_[shard]);
  replicas_[shard].reset();
  const bool lacks = replica && mayhem_.random().chance(75);
  mayhem_.note(fmt::format("shard {} fails over{}, epoch {}", shard, lacks ? " and lacks what nobody heard of" : "",
                           model_.epoch()));
  if (lacks) set_back(shard, replica);
  if (mayhem_.random().chance(30)) mayhem_.begin_outage(shard, mayhem_.random().between(100, 4'000));
}

void Nodes::keep() {
  Kept& kept = kept_.emplace_back();
  for (std::uint16_t shard = 0; shard < model_.shards(); ++shard) kept.shards.push_back(model_.copy_of(shard));
  kept.facts = model_.facts();
  if (kept_.size() > kKeptMax) kept_.erase(kept_.begin());
}

void Nodes::look_at(const store::Apply& call) {
  store::Read read{.kind = call.kind, .shard = call.shard, .ids = call.ids, .answer = {}, .records = {}};
  model_.read({&read, 1});
  for (std::size_t i = 0; i < read.records.size(); ++i) {
    const store::Record& old = read.records[i];
    if (call.kind != store::Kind::kNotice || !old.found || old.stage == wire::notice_stage::kClosed) continue;
    const core::Rev now =
        core::Rev::from(store::column_cell(call.states, read.records.size(), i).substr(0, core::kRevBytes));
    if (now.newer_than(core::Rev::from(std::string_view(old.state).substr(0, core::kRevBytes)))) ++superseded_;
  }
}

bool Nodes::roll_back() {
  if (kept_.empty()) return false;
  const bool whole = mayhem_.random().chance(60);
  const std::size_t point = mayhem_.random().below(kept_.size());
  const std::size_t surely = mayhem_.random().below(model_.shards());
  model_.raise_epoch();
  ++rolled_back_;
  for (std::uint16_t shard = 0; shard < model_.shards(); ++shard) {
    if (!whole && shard != surely && mayhem_.random().chance(60)) continue;
    // One machine's log may end earlier than another's.
    const std::size_t from = whole ? point : mayhem_.random().below(kept_.size());
    changed_[shard] = model_.epoch();
    replicas_[shard].reset();
    mayhem_.note(fmt::format("shard {} is set back to copy {}, epoch {}", shard, from, model_.epoch()));
    set_back(shard, kept_[from].shards[shard]);
  }
  if (whole) model_.set_back(kept_[point].facts);
  // What was kept of a future that did not happen is nothing to go back to.
  kept_.resize(whole ? point + 1 : 0);
  return true;
}

}  // namespace naadam::sim
