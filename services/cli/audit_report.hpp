// What the auditor found, for people and for scripts: the same after `naadam audit` and after `naadam restore`.
//
// A finding is shown by its name, its kind of record and shard, its subject (an id, a pack, a stage: no personal data)
// and what it means. Thread: any; pure.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "audit/report.hpp"
#include "cli/text.hpp"

namespace naadam::cli {

// Those of which the lap kept no more than the number included.
std::uint64_t findings_in(const audit::Report& report);

// An array of {finding, kind, shard, subject}, all that the report holds.
nlohmann::json findings_json(const audit::Report& report);

// A table of the first kListShown and how many more there are; empty where nothing is wrong.
std::string findings_text(const audit::Report& report, Lang lang);

}  // namespace naadam::cli
