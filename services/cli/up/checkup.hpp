// What `naadam doctor` looks at. Each check says what it found and, where that is not well, what to do about it.
//
// Thread: one. Nothing is changed. No personal data.
#pragma once

#include <string>
#include <vector>

#include "cli/remote/condition.hpp"
#include "cli/text.hpp"
#include "cli/up/home.hpp"

namespace naadam::cli {

enum class Health { kGood, kWarning, kBad };

struct Check {
  std::string name;  // "disk"; stable, for --json
  Health health = Health::kGood;
  std::string found;
  std::string todo;  // empty where nothing is to be done
};

// Programs beside this one, redis-server, and whether a spreadsheet can be read in the sandbox.
std::vector<Check> check_programs(Lang lang);
// Rights of the data directory and its keys, and the disk's free space.
std::vector<Check> check_directory(const Home& home, Lang lang);
// Edition, key, mode, services, parked records and overdue work, from a Condition.
std::vector<Check> check_condition(const Home& home, const Settings& settings, const Condition& condition, Lang lang);

}  // namespace naadam::cli
