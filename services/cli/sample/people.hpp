// Makes rows that every rule accepts: invented people, employers and schools, with numbers that are valid by
// construction. Defects are planted into such rows afterwards (defects.hpp).
//
// Thread: one. The same seed and edition give the same rows in the same order. Personal data: invented only; mobile
// numbers carry the line area 0000, which no operator gives out.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "cli/sample/places.hpp"
#include "cli/sample/random.hpp"
#include "cli/sample/row.hpp"
#include "domain/edition.hpp"

namespace naadam::cli::sample {

// An employer or a school.
struct Organisation {
  std::string name;
  std::string code;  // unified social credit code
};

// The same day some years earlier; 1 March where that year has no 29 February.
domain::Date years_before(domain::Date date, int years);

class Maker {
 public:
  // `edition` outlives the maker; it has at least one single event, one team event and the two usual groups.
  Maker(std::uint64_t seed, const domain::Edition& edition);

  Random& random() { return random_; }
  const domain::Edition& edition() const { return edition_; }

  // Somebody in a single event, accepted by every rule: a worker, a student, or one who only lives there.
  Row person(std::size_t delegation);
  // The same, of this kind. Basis is work (or study), the employer and its code are given and in the region.
  Row worker(std::size_t delegation);
  Row student(std::size_t delegation);
  // A first member of a team that carries `team_number`, and another member of the team of `first`.
  Row team_founder(std::size_t delegation, std::string team_number);
  Row team_mate(const Row& first);

  // Gives the row another person: name, sex, birth date and a document number of `region` (empty: the delegation's).
  void identify(Row& row, domain::Date born, bool male, Word region = {});
  // A number never used before in this sample, with a valid check digit.
  std::string document(domain::Date born, bool male, Word region);
  // Eleven digits never used before.
  std::string mobile();

  // A firm of another province.
  Organisation outside_firm();
  std::string address(std::size_t delegation);
  std::string name(bool male);
  // A birth date that makes somebody `low` to `high` full years old on the reference date for retirement, a week
  // clear of both edges.
  domain::Date born_at_age(int low, int high);

 private:
  struct Home {
    Place place;
    std::vector<Organisation> firms, schools;
  };
  Organisation organisation(Word region, std::string name, char department, char kind);
  Row base(std::size_t delegation, bool student);
  Word region_of(std::size_t delegation);

  Random random_;
  const domain::Edition& edition_;
  std::vector<const domain::Event*> singles_, teams_;
  std::string worker_group_, student_group_;
  std::vector<Home> homes_;  // by delegation
  std::unordered_set<std::string> documents_;
  std::size_t mobiles_ = 0;
  std::uint32_t organisations_ = 0;
};

}  // namespace naadam::cli::sample
