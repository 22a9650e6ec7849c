// Holds the notices of a seat, a result or a place in the finals against the entries that they are of, in a world at
// rest: planned, closed, told with what the entry says, once for each change.
//
// Thread: one.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "phones.hpp"
#include "store/model_store.hpp"
#include "wire/entry.hpp"
#include "wire/notice.hpp"

namespace naadam::sim {

// How a world went.
struct Circumstances {
  bool calm = false;      // nothing failed around a submit: each change was told exactly once
  bool set_back = false;  // the store forgot something at least once
};

// A record as it lies in the model, its state without the check.
store::Record at_rest(store::ModelStore& model, store::Kind kind, const core::Id& id);

class NoticeAudit {
 public:
  // All of them outlive it. What it finds goes to `faults`, a sentence each.
  NoticeAudit(store::ModelStore& model, const Phones& phones, const Circumstances& circumstances,
              std::vector<std::string>& faults);

  // Of an entry that somebody can be told about; `reason` is not the verdict.
  void look_at(const core::Id& entry, const wire::EntryState& state, wire::NoticeReason reason);

 private:
  void look_at_told(const core::Id& notice, const wire::NoticeState& state, const wire::EntryState& entry,
                    std::string_view name);
  void say(std::string fault) { faults_.push_back(std::move(fault)); }

  store::ModelStore& model_;
  const Phones& phones_;
  Circumstances circumstances_;
  std::vector<std::string>& faults_;
  std::map<core::Id, std::vector<const Told*>> told_;  // by notice, in the order in which the gateway took them
};

}  // namespace naadam::sim
