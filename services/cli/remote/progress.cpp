#include "cli/remote/progress.hpp"

#include <algorithm>
#include <ostream>

#include "cli/say.hpp"
#include "cli/texts/import.hpp"

namespace naadam::cli {
namespace {

constexpr std::size_t kBarCells = 28;
constexpr core::Millis kLinePeriod = 5'000;  // of lines where there is no terminal

}  // namespace

Progress::Progress(std::ostream& out, bool terminal, bool quiet, Lang lang, const core::Clock& clock)
    : out_(out), terminal_(terminal), quiet_(quiet), lang_(lang), clock_(clock), began_(clock.steady_ms()) {}

void Progress::show(const Now& now) {
  if (quiet_) return;
  const core::Millis at = clock_.steady_ms();
  if (!terminal_ && at - std::max(told_, began_) < kLinePeriod) return;
  told_ = at;
  std::string line = say(lang_, texts::import::kProgress, now.rows_filled, now.rows, now.files_over, now.files,
                         static_cast<double>(at - began_) / 1'000);
  if (!terminal_) {
    out_ << line << '\n' << std::flush;
    return;
  }
  const auto full = static_cast<std::size_t>(now.part * kBarCells);
  std::string bar;
  for (std::size_t i = 0; i < kBarCells; ++i) bar += i < full ? "█" : "░";
  out_ << "\r\x1b[K" << bar << "  " << line << std::flush;
}

void Progress::finish() {
  if (terminal_ && !quiet_) out_ << '\n' << std::flush;
}

}  // namespace naadam::cli
