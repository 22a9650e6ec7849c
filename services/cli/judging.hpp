// A whole file judged offline: the same reading and the same rules as the services, without them.
//
// Two steps, so that a test may read in its own process: intake::read_upload() and then judge_rows().
// Thread: any; pure. Personal data: claims in, none out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "domain/edition.hpp"
#include "domain/winners.hpp"
#include "intake/rules/reading.hpp"
#include "wire/verdict.hpp"

namespace naadam::cli {

struct JudgedRow {
  std::string sheet;
  std::uint32_t row = 0;
  wire::Verdict verdict = wire::Verdict::kNone;
  wire::Findings findings;
  std::string delegation;  // as claimed
  core::Millis accepted_at = 0;
};

// One for each row of the reading, in its order. `keyer` is the one that `winners` was made with. Rows are judged one
// by one: what other submitters say of the same person only the services know.
std::vector<JudgedRow> judge_rows(const intake::Reading& reading, const domain::Edition& edition,
                                  const domain::WinnerRegister& winners, const domain::Keyer& keyer,
                                  core::Millis accepted_at);

// Hashes under a key that is made for this process and never leaves it.
domain::Keyer passing_keyer();

// An empty register for an empty path. Errors: kNotFound (no such file), or parse_winners()'s own.
core::Result<domain::WinnerRegister> load_winners(const std::string& path, const domain::Edition& edition,
                                                  const domain::Keyer& keyer);

}  // namespace naadam::cli
