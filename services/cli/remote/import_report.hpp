// What is shown of an import: the sum over its files, the reasons by rule, and the files that could not be taken.
//
// Thread: any; pure. No personal data: file names, which the officer chose, are shown.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/remote/handing_in.hpp"
#include "cli/text.hpp"
#include "core/result.hpp"

namespace naadam::cli {

// One file of an import, from order to outcome.
struct ImportedFile {
  Order order;
  std::optional<Receipt> receipt;
  Outcome outcome;
  std::optional<core::Error> failed;  // why it could not be handed in, or followed to its end

  std::string name() const;  // without its folder
};

struct ImportTotals {
  std::size_t files = 0, complete = 0, refused = 0, failed = 0, again = 0;
  Outcome sum;  // stage, refusal and remarks stay empty
  bool training = false;
};

ImportTotals totals_of(const std::vector<ImportedFile>& files);

std::string import_text(const std::vector<ImportedFile>& files, double seconds, Lang lang);
Json import_json(const std::vector<ImportedFile>& files, double seconds);

}  // namespace naadam::cli
