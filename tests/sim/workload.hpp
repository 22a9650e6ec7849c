// What people hand in, in one world: invented persons, their submitters, and the files those send, correct, repeat and
// send again.
//
// Thread: values. Personal data: invented only; mobile numbers carry the line area 0000, which no operator gives out.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "intake/rules/reading.hpp"
#include "mayhem.hpp"
#include "runtime/installation.hpp"
#include "seal/keys.hpp"

namespace naadam::sim {

// One file of one submitter, as its rows will be read; or a form 网上报名, which is one row of a person's own.
struct Upload {
  bool form = false;
  core::Id id;
  core::Id submitter;
  core::Id blob;
  std::uint32_t number = 0;  // of this submitter, from 1
  std::optional<std::size_t> corrects;
  Millis accepted_at = 0;
  Millis handed_in = 0;  // after the beginning
  Millis reading = 0;    // how long it takes to be read
  std::vector<intake::RowClaim> rows;
  std::vector<core::Id> entries;      // of each row
  std::vector<std::uint16_t> copies;  // of each row: how many earlier rows of the file are of the same entry
};

struct Workload {
  std::deque<Upload> uploads;  // in the order they are handed in; of one submitter, by number. Forms come as they do
  std::size_t persons = 0;
};

// `delegations`: codes of those most people come from, and then they enter few events, so that many meet; empty: of
// all.
Workload make_workload(Random& random, const runtime::Installation& installation, const seal::LookupKey& lookup,
                       std::size_t persons, const std::vector<std::string>& delegations);

// What people say of themselves, by person and form: some of them stand in files of the workload too, and each document
// is one person's.
std::vector<std::vector<wire::Claim>> make_forms(Random& random, const runtime::Installation& installation,
                                                 const Workload& work);

// Of every entry the delegations that any of its claims names, codes; "" for what is none. One that has several stood
// in one after the other.
std::map<core::Id, std::set<std::string>> delegations_named(const Workload& work, const domain::Edition& edition);

}  // namespace naadam::sim
