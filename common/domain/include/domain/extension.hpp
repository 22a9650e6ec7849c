// A later close of registration for one delegation 延期, decided by the region: data of the edition.
//
// It stands as an [[extension]] table at the end of the edition's file, so an extension is a new version of the edition
// like any other change: every verdict is judged again under it, and who decided it, when and why is covered by the
// hash that each verdict names. Thread: values and pure functions. No personal data but the name of who decided.
#pragma once

#include <cstddef>
#include <string>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "domain/calendar.hpp"

namespace naadam::domain {

struct Edition;

struct Extension {
  static constexpr std::size_t kReasonMax = 200;  // code points, as of decided_by
  static constexpr std::size_t kDecidedByMax = 40;

  std::string delegation;   // code of one that stands for itself under the switch of 12 or 14
  core::Millis closes = 0;  // the last instant that is still in time; later than entry_closes and any before it
  std::string reason;       // for everybody to read
  std::string decided_by;   // a person or an office
  Date decided_on;
};

// The edition with one extension more: its source grows by a table, so its version is another one. `closes` is kept to
// the second.
// Errors: kInvalid, as the parser says it of a file: a delegation that is not known or stands under its league, a close
// that is no later than the one in force, a reason or name that is empty, too long or not one line.
core::Result<Edition> extended(const Edition& edition, const Extension& extension);

}  // namespace naadam::domain
