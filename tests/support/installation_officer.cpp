#include "support/installation_officer.hpp"

namespace naadam::support {
namespace {

constexpr core::Millis kOfficerAskMs = 300;

}  // namespace

Officer::Officer(const runtime::CommonOptions& options, const core::Clock& clock, const std::vector<SampleFile>& files,
                 std::function<void(std::size_t)> before_each, HandIn hand_in)
    : clock_(clock),
      files_(files),
      before_each_(std::move(before_each)),
      peers_(options, clock),
      hand_in_(hand_in ? std::move(hand_in) : [this](const cli::Order& order, core::Millis patience_ms) {
        return cli::hand_in(order, peers_, clock_, patience_ms);
      }) {
  thread_ = std::thread([this] {
    work();
    done_ = true;
  });
}

Officer::~Officer() { thread_.join(); }

void Officer::work() {
  for (const SampleFile& file : files_) {
    if (before_each_) before_each_(slips_.size());
    Slip slip;
    slip.begun_at = clock_.steady_ms();
    auto receipt = hand_in_(file.order, kPatienceMs);
    if (!receipt) {
      trouble_ = receipt.error().text + " [" + receipt.error().cause + "]";
      return;
    }
    slip.receipt = std::move(*receipt);
    slip.kept_at = clock_.steady_ms();
    slips_.push_back(std::move(slip));
    receipts_ = slips_.size();
    all_complete();
  }
  if (!await(clock_, kPatienceMs, [this] { return all_complete(); })) trouble_ = "not every upload became complete";
}

bool Officer::all_complete() {
  bool all = true;
  for (std::size_t i = 0; i < slips_.size(); ++i) {
    Slip& slip = slips_[i];
    if (slip.complete_at != 0) continue;
    const auto outcome = cli::ask_outcome(slip.receipt.upload, peers_, kOfficerAskMs);
    if (!outcome && outcome.error().kind == core::ErrorKind::kNotFound) {
      slip.lost = true;
      if (auto receipt = hand_in_(files_[i].order, kPatienceMs)) {
        slip.receipt = std::move(*receipt);
      }
    }
    if (!outcome) return false;  // not to be reached now, or just handed in again
    if (outcome->over()) {
      slip.complete_at = clock_.steady_ms();
    } else {
      all = false;
    }
  }
  return all;
}

}  // namespace naadam::support
