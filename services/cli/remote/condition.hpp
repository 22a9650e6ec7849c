// How an installation is doing, gathered from its store and its services: what `naadam status` and `naadam up` show.
//
// Thread: one. No personal data.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "asking/peers.hpp"
#include "cli/globals.hpp"
#include "cli/up/home.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"

namespace naadam::cli {

struct StageCondition {
  std::string name;           // as the services' metrics name it: "judging", ...
  std::uint64_t records = 0;  // standing there
  core::Millis oldest_due_ms = 0;
};

// One copy of a service.
struct ServiceCondition {
  std::string service;
  std::uint16_t copy = 1;
  bool up = false;
  std::int64_t pid = 0;
  std::uint16_t http_port = 0;    // loopback
  std::uint32_t epoch = 0;        // that it decides under; 0: not told
  core::Millis clock_off_ms = 0;  // its clock less the store's, give or take the time of the answer; 0: not told

  std::string name() const;  // as runtime::copy_name() has it
};

// What is being told again since the epoch rose.
struct RetellingCondition {
  std::string name;  // "entries", "draws", "scores"
  double share = 0;  // of it, about: 0 to below 1
};

struct Condition {
  bool store_up = false;
  std::string store_cause;     // why not
  std::int64_t store_pid = 0;  // where the caller started it; else 0
  bool published = false;
  bool training = false;
  bool messages_held = false;  // planned, but not sent until somebody releases them
  core::Millis now = 0;        // by the installation's clock; where published
  std::string edition_id, edition_zh, edition_en, edition_version;
  std::size_t winners = 0;
  double rejudged = 1;                          // part of the entries that were judged, or looked at, by that version
  std::uint32_t epoch = 0;                      // the store's; where it is up
  std::vector<RetellingCondition> retelling;    // that is not over under this epoch
  std::vector<std::string> absent;              // services of which no copy is announced; where the store is up
  std::vector<ServiceCondition> services;       // those `naadam up` started and those announced; copies of one together
  std::vector<StageCondition> stages;           // in the order of the flow
  std::map<std::string, std::uint64_t> parked;  // by kind: upload, entry, notice
  std::optional<std::map<std::string, std::uint64_t>> notices;  // by delivery state; unset: not asked or not answered

  bool all_up() const;
  // Records that wait for a service of ours now; those that wait for a gateway's receipt do not count.
  std::uint64_t busy() const;
  // Of these, uploads and entries whose outcome may still change.
  std::uint64_t undecided() const;
  std::uint64_t parked_all() const;
};

// Never fails: what cannot be reached is said to be down. `wait_ms` for each copy of a service.
Condition look_at(const Settings& settings, asking::Peers& peers, const core::Clock& clock, core::Millis wait_ms);

// Fills `notices`. The service reads every notice for it (some 100,000 a second): not for a table drawn again and
// again.
void count_notices(asking::Peers& peers, core::Millis wait_ms, Condition& condition);

// "演练模式，系统时间 2021年6月20日10:00" or the live words; "" where nothing is published.
std::string mode_text(const Condition& condition, Lang lang);
// The table of services, the store first. `restarts`, where known, by "redis" or the copy's name.
std::string service_table(const Condition& condition, const std::map<std::string, unsigned>& restarts, Lang lang);
// The tables of stages and notices, and what is parked.
std::string condition_text(const Condition& condition, Lang lang);
Json condition_json(const Condition& condition);

}  // namespace naadam::cli
