// A clean entry of 2021 and the means to spoil it, for the tests of the rules.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "core/bytes.hpp"
#include "core/rev.hpp"
#include "domain/document_number.hpp"
#include "domain/edition.hpp"
#include "domain/employer_code.hpp"
#include "eligibility/rules/judge.hpp"
#include "support/edition_2021.hpp"

namespace naadam::eligibility {

// Stands in for the installation's keyed hash.
inline core::Id test_key(std::string_view text) {
  std::string raw;
  core::put_u64(raw, core::content_hash(text, 7));
  core::put_u64(raw, core::content_hash(text, 8));
  return core::Id::from(raw);
}

inline core::Millis at(const char* instant) { return domain::parse_instant(instant).value(); }

// Sequences from 991 up: nobody's number. Odd is a man, even a woman.
inline std::string citizen_id(const std::string& birth8, const std::string& sequence = "991",
                              const std::string& region = "150102") {
  return domain::complete_citizen_id(region + birth8 + sequence);
}

inline std::string employer_code(const std::string& region) {
  return domain::complete_employer_code("91" + region + "MAT00001");
}

inline wire::Claim clean_claim() {
  wire::Claim claim;
  claim.name = "甲一";
  claim.sex = "男";
  claim.birth_date = "1990-01-31";
  claim.document_type = "居民身份证";
  claim.document_number = citizen_id("19900131");
  claim.mobile = "13800000000";
  claim.event = "数控车";
  claim.group = "职工组";
  claim.delegation = "呼和浩特市";
  claim.basis = "工作";
  claim.employer = "某某机械厂";
  claim.employer_code = employer_code("150102");
  claim.team_members = 1;
  return claim;
}

// A person born on `birth8`, with no columns that could contradict the number.
inline wire::Claim person(const std::string& birth8, bool woman = false, const std::string& post = "") {
  wire::Claim claim = clean_claim();
  claim.sex.clear();
  claim.birth_date.clear();
  claim.document_number = citizen_id(birth8, woman ? "992" : "991");
  claim.post = post;
  return claim;
}

class RulesTest : public testing::Test {
 protected:
  wire::Claim claim = clean_claim();
  domain::Edition edition = support::edition_2021();
  domain::WinnerRegister winners;
  core::Millis accepted_at = at("2021-06-20T10:00+08:00");

  wire::Findings judged() const { return judge({claim, edition, winners, keys_of(claim, test_key), accepted_at}); }
  wire::Finding found(wire::Rule rule) const { return judged()[static_cast<std::size_t>(rule)]; }
  wire::RuleResult result(wire::Rule rule) const { return found(rule).result; }
  domain::Reason reason(wire::Rule rule) const { return static_cast<domain::Reason>(found(rule).reason); }
  wire::Verdict verdict() const { return verdict_of(judged()); }
};

}  // namespace naadam::eligibility
