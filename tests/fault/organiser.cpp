#include "organiser.hpp"

#include "wire/verbs.hpp"

namespace naadam::fault {
namespace {

constexpr core::Millis kAnswerMs = 2'000;

}  // namespace

Organiser::Organiser(const support::Installation& installation, const support::Contests& contests)
    : clock_(installation.clock()), contests_(contests), peers_(installation.settings().common, installation.clock()) {
  thread_ = std::thread([this] { work(); });
}

Organiser::~Organiser() { thread_.join(); }

bool Organiser::take(Step step, const std::function<std::string()>& ask) {
  std::string refused;
  const bool taken = support::await(clock_, kPatienceMs, [&] {
    refused = ask();
    return refused.empty();
  });
  if (taken) {
    done_at_[step] = clock_.steady_ms();
  } else {
    trouble_ = refused;
  }
  return taken;
}

void Organiser::work() {
  const auto told = [](bool all) { return all ? std::string() : std::string("not all are told"); };
  const auto one_after_another = [](std::initializer_list<std::function<std::string()>> steps) {
    for (const auto& step : steps) {
      if (std::string refused = step(); !refused.empty()) return refused;
    }
    return std::string();
  };
  // Its answer may be lost, and a second publication is refused.
  const auto publish_draw = [this] {
    const auto draw = peers_.ask("scheduling", wire::verb::kDrawShow,
                                 {{"round", "trial"}, {"delegation", support::Contests::kDelegation}}, kAnswerMs);
    return draw && draw->at("phase") == "published" ? std::string() : contests_.publish_draw();
  };
  static_cast<void>(take(kDrawPublished, publish_draw) &&
                    take(kSeatsTold, [&] { return told(contests_.seats_told(peers_)); }) &&
                    take(kMarksImported,
                         [&] {
                           return one_after_another({[this] { return contests_.make_marks(); },
                                                     [this] { return contests_.set_scheme(); },
                                                     [this] { return contests_.import_marks(); }});
                         }) &&
                    take(kResultsPublished, [this] { return contests_.publish(); }) &&
                    take(kNominated, [this] { return contests_.nominate(); }) &&
                    take(kResultsTold, [&] { return told(contests_.results_told(peers_)); }));
  done_ = true;
}

}  // namespace naadam::fault
