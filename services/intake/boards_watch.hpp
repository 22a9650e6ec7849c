// Sees to it that every entry stands on its board and on no other, also where nobody told so: in a data set that was
// made before there were boards, or by older programs during an upgrade.
//
// At the start, and where boards lack entries twice in a row as now and then counted, all entries that were reported
// are told again and all places compared with their entries, a portion at a time beside the work. Telling twice changes
// nothing. With several copies of intake each does it. Thread: the step loop's.
#pragma once

#include <cstdint>

#include "runtime/installation.hpp"
#include "runtime/metrics.hpp"
#include "runtime/step_loop.hpp"
#include "store/lap_walk.hpp"

namespace naadam::intake {

class BoardsWatch {
 public:
  // What stands in `installation` may be replaced between two steps.
  BoardsWatch(store::Store& store, const runtime::Installation& installation, runtime::Metrics& metrics)
      : store_(store),
        installation_(installation),
        missing_(metrics.gauge("naadam_boards_missing", "entries reported that boards lack, as last counted")) {}

  // Begins on `loop`, which must not step any more when this has gone.
  void work_on(runtime::StepLoop& loop);

  // One look at the counts, or one portion. True while there are portions left.
  bool step();

 private:
  void look();
  bool tell_some();

  store::Store& store_;
  const runtime::Installation& installation_;
  runtime::Gauge& missing_;
  int short_ = 0;  // looks in a row at which boards lacked entries
  bool telling_ = true;
  store::WalkPlace place_;
};

}  // namespace naadam::intake
