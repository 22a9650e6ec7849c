// The programs of an earlier commit, as tests/upgrade/previous.sh built them.
//
// Thread: the main one, which the children are tied to.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "runtime/child_process.hpp"

namespace naadam::upgrade {

// Their folder; empty where previous.sh could not build them, for want of a history.
std::filesystem::path previous_programs();

// Runs `folder`/naadam with `words` to its end: its exit code, and what it said.
struct Ran {
  int code = 0;
  std::string said;
};
Ran run_naadam(const std::filesystem::path& folder, const std::vector<std::string>& words);

// `naadam up` of that folder on a data directory, in training at Installation::kToday. Throws std::runtime_error with
// its last words where it does not come up.
class PreviousUp {
 public:
  PreviousUp(const std::filesystem::path& folder, const std::filesystem::path& data, const std::string& winners,
             const core::Clock& clock);

  // SIGTERM or SIGKILL to it; returns when it and all it had started are gone.
  void end(int signal);

 private:
  const core::Clock& clock_;
  runtime::ChildProcess process_;
};

}  // namespace naadam::upgrade
