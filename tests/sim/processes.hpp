// The services as processes that can die: everything of one is an object here, and nothing of it survives but what it
// wrote to the store. Of the notary only its way with the store is here; its files are the Chronicle.
//
// Thread: one at a time.
#pragma once

#include <future>
#include <memory>
#include <vector>

#include "chronicle.hpp"
#include "eligibility/eligibility_service.hpp"
#include "faulty_store.hpp"
#include "intake/form_desk.hpp"
#include "intake/form_filing.hpp"
#include "intake/registrar.hpp"
#include "intake/rejudging.hpp"
#include "intake/reporting.hpp"
#include "intake/retelling.hpp"
#include "intake/upload_jobs.hpp"
#include "notification/planning.hpp"
#include "notification/receipts.hpp"
#include "notification/sending.hpp"
#include "phones.hpp"
#include "runtime/step_loop.hpp"
#include "scheduling/board_desk.hpp"
#include "scheduling/draw_desk.hpp"
#include "scheduling/seat_telling.hpp"
#include "scoring/nomination_desk.hpp"
#include "scoring/result_telling.hpp"
#include "scoring/score_desk.hpp"
#include "scoring/score_show.hpp"
#include "scripted_link.hpp"
#include "workload.hpp"

namespace naadam::sim {

// Reading takes as long as the workload says, and now and then fails for a reason that passes.
class ScriptedReader final : public intake::UploadReader {
 public:
  ScriptedReader(const Workload& work, Mayhem& mayhem) : work_(work), mayhem_(mayhem) {}
  std::future<intake::ReadingResult> read(const core::Id& blob, const std::string& file_name) override;
  void step();
  std::optional<Millis> next() const;

 private:
  struct Running {
    Millis until = 0;
    const Upload* upload = nullptr;
    std::promise<intake::ReadingResult> promise;
  };
  const Workload& work_;
  Mayhem& mayhem_;
  std::vector<Running> running_;
};

// The versions of the edition that come into force in a world, the first at its beginning. Where there is but one,
// nobody looks for another.
struct Editions {
  std::vector<runtime::Installation> versions;

  bool change() const { return versions.size() > 1; }
  // By the published version; the first where none is.
  const runtime::Installation& in_force(store::Store& store) const;
};

// What all processes of a world share.
struct Surroundings {
  Nodes& nodes;
  Mayhem& mayhem;
  const SimClock& clock;
  const seal::DataKey& data;
  const seal::LookupKey& lookup;
  const Editions& editions;
  ScriptedReader& reader;
  Phones& phones;
  Chronicle& chronicle;
  bool draws = false;   // whether there is anybody who draws seats
  bool scores = false;  // and who brings in marks
  Line to_eligibility, to_intake, to_notification, to_notary, to_scheduling, to_scoring;
};

class Process {
 public:
  virtual ~Process() = default;
  // One round. May throw Crash; then the object is only to be destroyed.
  virtual bool step() = 0;
  // Nothing is to be done but what the store shows as due.
  virtual bool caught_up() const { return true; }
};

enum class Role { kIntake, kEligibility, kNotification, kNotary, kScheduling, kScoring };
inline constexpr Role kRoles[] = {Role::kIntake, Role::kEligibility, Role::kNotification,
                                  Role::kNotary, Role::kScheduling,  Role::kScoring};

// Those who are pushed to.
Line& line_to(Role role, Surroundings& around);
// A process that is reached at `address`, which is of its own line and outlives it.
std::unique_ptr<Process> start(Role role, Surroundings& around, Address& address);

}  // namespace naadam::sim
