#include "support/installation_officer.hpp"

namespace naadam::support {
namespace {

constexpr core::Millis kAskMs = 300;

}  // namespace

Officer::Officer(const Installation& installation, const std::vector<SampleFile>& files)
    : installation_(installation), files_(files), peers_(installation.settings().common, installation.clock()) {
  thread_ = std::thread([this] {
    work();
    done_ = true;
  });
}

Officer::~Officer() { thread_.join(); }

void Officer::work() {
  const core::Clock& clock = installation_.clock();
  for (const SampleFile& file : files_) {
    Slip slip;
    slip.begun_at = clock.steady_ms();
    auto receipt = cli::hand_in(file.order, peers_, clock, kPatienceMs);
    if (!receipt) {
      trouble_ = receipt.error().text + " [" + receipt.error().cause + "]";
      return;
    }
    slip.receipt = std::move(*receipt);
    slip.kept_at = clock.steady_ms();
    slips_.push_back(std::move(slip));
    receipts_ = slips_.size();
    all_complete();
  }
  if (!await(clock, kPatienceMs, [this] { return all_complete(); })) trouble_ = "not every upload became complete";
}

bool Officer::all_complete() {
  bool all = true;
  for (Slip& slip : slips_) {
    if (slip.complete_at != 0) continue;
    const auto outcome = cli::ask_outcome(slip.receipt.upload, peers_, kAskMs);
    if (!outcome) return false;  // not to be reached now
    if (outcome->over()) {
      slip.complete_at = installation_.clock().steady_ms();
    } else {
      all = false;
    }
  }
  return all;
}

}  // namespace naadam::support
