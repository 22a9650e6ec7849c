// One record at a time, in any store: put there whole with its check, told, handed out, read. For tests of what a
// service makes of its records.
//
// All of them throw std::runtime_error where the store does not answer. Thread: the store's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace naadam::support {

// Ids far from each other, the same for the same number.
core::Id made_id(std::uint64_t number);

struct OneRecord {
  store::Kind kind;
  core::Id id;
  store::Stage stage;
  core::Rev rev;
  std::string state;  // without its check; of what is told it begins with the source's rev
  std::string body;
  core::Millis wait = 0;
};

// Creates it; throws where it is there already.
void admit(store::Store& store, OneRecord record);
// Tells it, as a source does its target.
store::ItemAnswer apply(store::Store& store, OneRecord record);

// Gives one that is there another state; it stays where it is and has no body afterwards.
void replace(store::Store& store, store::Kind kind, const core::Id& id, std::string state);

// What is due at a stage of shard 0, up to ten records.
std::vector<store::Batch> take_due(store::Store& store, store::Kind kind, store::Stage stage, core::Millis lease = 0);

store::Record read(store::Store& store, store::Kind kind, const core::Id& id);
// The state of a record that was read, without its check; throws where that does not hold.
std::string state_of(const store::Record& record, const core::Id& id);

}  // namespace naadam::support
