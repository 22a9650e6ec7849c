// An officer who hands in files while an installation is made to suffer, and keeps every receipt.
//
// The client of `naadam import`, or another one, on a thread of its own: hands in one file after another, asks after
// each how the former ones fare, and goes on asking until all are complete. Thread: construct, ask and destroy on the
// main thread, which meanwhile tends the installation.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "cli/remote/handing_in.hpp"
#include "support/installation.hpp"
#include "support/installation_sample.hpp"

namespace naadam::support {

class Officer {
 public:
  static constexpr core::Millis kPatienceMs = 60'000;  // for one receipt, and for all outcomes at the end

  struct Slip {
    cli::Receipt receipt;
    core::Millis begun_at = 0;     // steady; when the file began to be handed in
    core::Millis kept_at = 0;      // when its receipt came
    core::Millis complete_at = 0;  // when every row was seen to have its outcome; 0: never
    bool lost = false;             // its receipt was not known any more, and it was handed in again
  };

  // As cli::hand_in, on its thread.
  using HandIn = std::function<core::Result<cli::Receipt>(const cli::Order& order, core::Millis patience_ms)>;

  // All outlive it. `before_each` is called on its thread before each file, with its place among them, and may wait.
  // Without `hand_in` files go in as `naadam import` hands them in.
  Officer(const Installation& installation, const std::vector<SampleFile>& files,
          std::function<void(std::size_t)> before_each = {}, HandIn hand_in = {})
      : Officer(installation.settings().common, installation.clock(), files, std::move(before_each),
                std::move(hand_in)) {}
  // Of an installation that others start and stop.
  Officer(const runtime::CommonOptions& options, const core::Clock& clock, const std::vector<SampleFile>& files,
          std::function<void(std::size_t)> before_each = {}, HandIn hand_in = {});
  ~Officer();  // waits for it to end, at most twice kPatienceMs
  Officer(const Officer&) = delete;
  Officer& operator=(const Officer&) = delete;

  std::size_t receipts() const { return receipts_; }
  bool done() const { return done_; }
  // Once done: one a file, in their order; fewer if one could not be handed in, and then why.
  const std::vector<Slip>& slips() const { return slips_; }
  const std::string& trouble() const { return trouble_; }

 private:
  void work();
  bool all_complete();

  const core::Clock& clock_;
  const std::vector<SampleFile>& files_;
  std::function<void(std::size_t)> before_each_;
  asking::Peers peers_;  // used on the thread only
  const HandIn hand_in_;
  std::vector<Slip> slips_;
  std::string trouble_;
  std::atomic<std::size_t> receipts_ = 0;
  std::atomic<bool> done_ = false;
  std::thread thread_;
};

}  // namespace naadam::support
