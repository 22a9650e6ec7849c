// The progress of an import: a bar drawn over and over on a terminal, now and then a line elsewhere.
//
// Thread: one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>

#include "cli/text.hpp"
#include "core/clock.hpp"

namespace naadam::cli {

class Progress {
 public:
  struct Now {
    double part = 0;  // [0, 1] of the whole
    std::size_t files = 0, files_over = 0;
    std::uint64_t rows = 0, rows_filled = 0;  // rows: of the files read so far
  };

  // `terminal`: whether `out` is one. `quiet`: nothing is shown at all.
  Progress(std::ostream& out, bool terminal, bool quiet, Lang lang, const core::Clock& clock);
  void show(const Now& now);
  void finish();  // ends the bar's line

 private:
  std::ostream& out_;
  bool terminal_, quiet_;
  Lang lang_;
  const core::Clock& clock_;
  core::Millis began_;
  core::Millis told_ = 0;
};

}  // namespace naadam::cli
