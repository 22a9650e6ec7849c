// What must have become of a world once it is at rest, worked out from the files alone, by means too simple to be
// wrong: per entry and submitter the newest file that speaks of it, every claim judged by itself, and one rule for
// submitters who differ.
//
// Thread: values.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "wire/entry.hpp"
#include "workload.hpp"

namespace naadam::sim {

struct ExpectedRow {
  bool overtaken = false;
  wire::Verdict verdict = wire::Verdict::kNone;
  bool conflict = false;
  wire::RuleReasons reasons;
};

struct ExpectedEntry {
  wire::Verdict verdict = wire::Verdict::kNone;
  bool conflict = false;
  bool withdrawn = false;
  // Of whom to tell; empty: nobody can be told. One, but for an entry withdrawn: which of its submitter's older words
  // stays with the withdrawal depends on which of them had been filed by then.
  std::set<std::string> mobiles;
  wire::RuleReasons reasons;
};

struct Expected {
  std::map<core::Id, ExpectedEntry> entries;
  std::map<std::pair<core::Id, std::uint32_t>, ExpectedRow> rows;  // by upload and row
};

Expected expect(const Workload& work, const runtime::Installation& installation, const seal::LookupKey& lookup);

}  // namespace naadam::sim
