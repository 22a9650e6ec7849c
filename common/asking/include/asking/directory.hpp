// Where the copies of each service are, as they announce it in the store.
//
// Thread: one. No error: where the store does not answer, what it told last is given again.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "runtime/common_options.hpp"
#include "store/announcements.hpp"
#include "store/cluster.hpp"
#include "store/store_time.hpp"

namespace naadam::asking {

class Directory {
 public:
  // Connects nothing yet. `clock` outlives it.
  Directory(runtime::CommonOptions options, const core::Clock& clock);
  ~Directory();

  // In the order of their numbers; empty: nobody is announced, or the store never answered. Takes at most a second, and
  // no longer than a look-up for the second after it found the store silent.
  const std::vector<store::Copy>& copies(std::string_view service);
  // The store's clock, Unix ms; 0: not known now. Takes as long as copies().
  core::Millis store_now();

 private:
  bool connected();

  runtime::CommonOptions options_;
  const core::Clock& clock_;
  std::unique_ptr<store::Cluster> redis_;
  core::Millis next_try_ = 0;
  std::map<std::string, std::vector<store::Copy>, std::less<>> told_;
  store::StoreTime time_;
};

}  // namespace naadam::asking
