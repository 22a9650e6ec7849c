// What intake can be told. Every field has one name in file, environment and flag; see runtime/options.hpp.
#pragma once

#include "runtime/common_options.hpp"
#include "runtime/options.hpp"

namespace naadam::intake {

struct Options {
  runtime::CommonOptions common;
  std::uint32_t window_records = 8'000;  // [400, 100000]

  void declare(runtime::Options& all) {
    all.integer("intake.window_records", &window_records, {400, 100'000},
                "records in work or on their way here; about 1 KB of memory each, against stalls of the sender");
  }
};

}  // namespace naadam::intake
