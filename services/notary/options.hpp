// What the notary can be told. Every field has one name in file, environment and flag; see runtime/options.hpp.
#pragma once

#include <filesystem>

#include "runtime/common_options.hpp"
#include "runtime/options.hpp"

namespace naadam::notary {

struct Options {
  runtime::CommonOptions common;
  std::filesystem::path history_dir;  // empty: data_dir/history
  std::uint32_t checkpoint_s = 60;    // [1, 3600]
  bool take_over = false;

  std::filesystem::path history() const { return history_dir.empty() ? common.data_dir / "history" : history_dir; }

  void declare(runtime::Options& all) {
    all.path("notary.history_dir", &history_dir, "where the history is kept; empty: history in the data directory");
    all.integer("notary.checkpoint_s", &checkpoint_s, {1, 3'600},
                "seconds between signed checkpoints: what is not covered yet could be changed unseen");
    all.boolean("notary.take_over", &take_over,
                "go on with this history though the store's log went into another: only where that one is lost");
  }
};

}  // namespace naadam::notary
