// One fault, played: an installation of the real programs, an officer who hands files in and keeps every receipt,
// something that goes wrong meanwhile, and the checks that hold whatever it was.
//
// A new fault is a class that says what goes wrong, when, and what is different to expect, and a test that plays it:
//
//   class Killed : public Fault {
//     void happen(Run& run) override {
//       run.await_load();
//       run.installation().kill("intake");
//       run.struck();
//     }
//   };
//   TEST(Kill, LosesNothing) { play("intake killed", [](std::uint64_t) { return std::make_unique<Killed>(); }); }
//
// Thread: all of it on the main thread, which the children are tied to.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/sample/random.hpp"
#include "fault_table.hpp"
#include "organiser.hpp"
#include "support/installation.hpp"
#include "support/installation_door.hpp"
#include "support/installation_officer.hpp"
#include "support/installation_sample.hpp"

namespace naadam::fault {

class Run;

// What may differ from fault to fault in what must come out.
struct Expected {
  std::uint64_t parked = 0;          // records set aside for a person to look at
  bool forgets = false;              // what was acknowledged last may be gone, with whatever knew of it: see LogCut
  core::Millis recover_ms = 30'000;  // for both figures of recovery
  core::Millis rest_ms = 30'000;     // after the last outcome, until nothing is left to do
  core::Millis overdue_ms = 2'000;   // as audit::AuditOptions
};

// Lives as long as one run: made before its installation, gone after it.
class Fault {
 public:
  virtual ~Fault() = default;

  // 3,000 rows in 24 files unless the fault needs others.
  virtual const support::Sample& sample() const { return usual_sample(); }
  static const support::Sample& usual_sample();
  // How the installation is to start; the sample's winners are added.
  virtual support::InstallationOptions options() const { return {}; }
  virtual Expected expected() const { return {}; }
  // Whether files are handed in over HTTP, at the portal, and not as `naadam import` does.
  virtual bool by_http() const { return false; }
  // When it comes: while files come in, or after them, when the seats of a draw or the results and the finals are told.
  enum class When { kFiles, kSeats, kResults };
  virtual When when() const { return When::kFiles; }
  bool at_contests() const { return when() != When::kFiles; }
  // The installation is up, and nobody has asked it anything yet.
  virtual void up(support::Installation&) {}
  // At contests: all files are decided, and the draw is about to be published.
  virtual void ready(Run&) {}
  // Before each file, on the officer's thread: may wait.
  virtual void pace(std::size_t) {}
  // Called when the officer begins, at contests the organiser. Returns when the fault is over, or as soon as it may go
  // on by itself.
  virtual void happen(Run& run) = 0;
  // They are done, nothing is checked yet: ends what is still wrong, and says what else it saw.
  virtual void over(Run&) {}
  // Every message that left the installation.
  virtual std::vector<support::SentMessage> messages(const support::Installation& installation) const {
    return installation.messages();
  }
};

// The fault F, made of the other arguments, at a moment of the contests.
template <class F>
class AtContests : public F {
 public:
  template <class... Args>
  explicit AtContests(Fault::When moment, Args&&... args) : F(std::forward<Args>(args)...), moment_(moment) {}
  const support::Sample& sample() const override { return Fault::usual_sample(); }
  Fault::When when() const override { return moment_; }

 private:
  Fault::When moment_;
};

class Run {
 public:
  // All outlive it. Returns when the installation is up and the officer has begun, or at contests the organiser.
  Run(Fault& fault, std::uint64_t seed, Figures& figures);

  support::Installation& installation() { return installation_; }
  const support::Officer& officer() const { return *officer_; }
  const Organiser& organiser() const { return *organiser_; }  // at contests
  const core::Clock& clock() const { return installation_.clock(); }
  cli::sample::Random& random() { return random_; }
  Figures& figures() { return figures_; }

  // Tends the installation until so many receipts were given and so many milliseconds have passed, both by chance,
  // that some of the files are still to come. At contests: until the draw or the results were published, and a little
  // more. A failure of the test where the load was over sooner.
  void await_load();
  // Tends the installation while the fault lasts.
  void tend_for(core::Millis ms);
  // Recovery is counted from now.
  void struck() { struck_at_ = clock().steady_ms(); }

  // Tends until officer and organiser are done, then checks everything there is to check.
  void finish();

 private:
  void check_outcomes();
  void check_recovery();
  void begin_contests();
  void check_recovery_of_contests();
  void check_rest();
  void check_messages();
  void check_audit();

  Fault& fault_;
  Expected expected_;
  Figures& figures_;
  cli::sample::Random random_;
  support::Installation installation_;
  std::optional<support::Door> door_;  // where files are handed in by HTTP
  std::optional<support::Officer> officer_;
  std::optional<support::Contests> contests_;  // where the fault comes at them
  std::optional<Organiser> organiser_;
  core::Millis struck_at_ = 0;  // steady; 0: not at one moment
};

// The seeds that every fault is played with: those of `--seed` or `--seeds`, else one fixed.
struct Seeds {
  std::uint64_t first = 1;
  std::uint64_t count = 1;
};
Seeds& seeds();

// Plays the fault once a seed, and adds its row to the table.
void play(const std::string& name, const std::function<std::unique_ptr<Fault>(std::uint64_t seed)>& make);

}  // namespace naadam::fault
