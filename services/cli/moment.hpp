// A moment as a person reads it in a table or a sentence. Thread: any.
#pragma once

#include <string>

#include "cli/text.hpp"
#include "core/clock.hpp"
#include "domain/calendar.hpp"

namespace naadam::cli {

inline std::string moment(core::Millis instant, Lang lang) {
  return lang == Lang::kZh ? domain::chinese_instant(instant) : domain::iso_instant(instant);
}

}  // namespace naadam::cli
