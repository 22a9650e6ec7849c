// The store's clock, Unix ms: asked at most once a second, carried on by ours since. Of several primaries always the
// same one is asked, so that all programs go by one clock.
//
// Thread: that of its Cluster. Errors: the cluster's.
#pragma once

#include <optional>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "store/cluster.hpp"

namespace naadam::store {

class StoreTime {
 public:
  // Waits for the store no longer than `timeout`.
  core::Result<core::Millis> now(Cluster& redis, const core::Clock& clock, core::Millis timeout);

 private:
  struct Reading {
    core::Millis store = 0;
    core::Millis steady = 0;
  };
  std::optional<Reading> last_;
};

}  // namespace naadam::store
