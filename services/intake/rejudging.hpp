// After another version of the edition came into force (a postponement, an extension, any other change): every verdict
// made under an older one is made again.
//
// Shard by shard, in small portions beside the work, entries judged, reported or settled under another version go back
// to received; from there the way is the ordinary one. What they were decided to be stays in their state, so only those
// whose decision is another one now ask for a notice; marks and boards follow as after any verdict. An entry judged in
// the meantime by a copy that had not heard of the version yet is turned back where it is reported (reporting.hpp), so
// what this walk has passed stays passed.
//
// How far it has come is a fact (runtime/rejudged.hpp), so a crash repeats one portion. With several copies of intake
// each walks; the store lets one of them move a record. A data set without the fact (new, or of programs that did not
// judge again) is walked once. A record that is set aside is not met: who has it tried once more has all looked at
// again.
// Thread: the step loop's.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/installation.hpp"
#include "runtime/metrics.hpp"
#include "runtime/rejudged.hpp"
#include "runtime/step_loop.hpp"

namespace naadam::intake {

class Rejudging {
 public:
  // `grace`: from hearing of a version to the first portion, ms. Longer than services take to hear of it, a lease and a
  // call's time-out, so that nobody still reports what was judged under the old one behind our back.
  Rejudging(store::Store& store, const core::Clock& clock, const runtime::Installation& installation,
            runtime::Metrics& metrics, core::Millis grace = 10'000);

  // Begins on `loop`, which must not step any more when this has gone.
  void work_on(runtime::StepLoop& loop);

  // One portion. True when no verdict of an older version is left, as far as this has heard.
  bool step();

 private:
  bool is_of_this() const { return place_.is_of(installation_.edition->version, asked_); }
  bool look();
  bool begin();
  bool save(runtime::Rejudged place);
  bool send_back(const store::Batch& batch);

  store::Store& store_;
  const core::Clock& clock_;
  const runtime::Installation& installation_;
  core::Millis grace_;
  bool idle_ = false;  // the last portion held nothing to send back
  bool known_ = false;
  bool first_ = false;  // nobody ever began
  runtime::Rejudged place_;
  std::uint64_t asked_ = 0;      // how often it was asked for, as last looked
  core::Millis look_at_ = 0;     // the next look at that
  std::string heard_;            // the version whose grace runs; empty: none does
  std::uint64_t heard_ask_ = 0;  // and what was asked then
  core::Millis begin_at_ = 0;
  runtime::Counter& sent_back_;
};

}  // namespace naadam::intake
