#include "cli/sample/people.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "domain/document_number.hpp"
#include "domain/employer_code.hpp"

namespace naadam::cli::sample {
namespace {

constexpr std::size_t kFirmsPerDelegation = 40;
constexpr std::size_t kSchoolsPerDelegation = 8;

// Net codes in use, followed by the area 0000.
constexpr std::array<Word, 24> kMobileNets = {"130", "131", "132", "133", "134", "135", "136", "137",
                                              "138", "139", "150", "151", "152", "155", "158", "166",
                                              "176", "177", "180", "181", "186", "188", "189", "199"};

std::string group_name(const domain::Edition& edition, std::string_view code, std::size_t fallback) {
  for (const domain::Group& group : edition.groups) {
    if (group.code == code) return group.zh;
  }
  return edition.groups.at(std::min(fallback, edition.groups.size() - 1)).zh;
}

}  // namespace

domain::Date years_before(domain::Date date, int years) {
  return domain::make_date(date.year - years, date.month, date.day)
      .value_or(domain::Date{static_cast<std::int16_t>(date.year - years), 3, 1});
}

Maker::Maker(std::uint64_t seed, const domain::Edition& edition)
    : random_(seed),
      edition_(edition),
      worker_group_(group_name(edition, "worker", 0)),
      student_group_(group_name(edition, "student", 1)) {
  for (const domain::Event& event : edition.events) (event.team_size > 1 ? teams_ : singles_).push_back(&event);
  for (const domain::Delegation& delegation : edition.delegations) {
    Home home{place_of(delegation.code), {}, {}};
    const Word region = home.place.regions.empty() ? Word(delegation.code) : random_.pick(home.place.regions);
    // Walks word and trade in steps prime to their numbers, so that no two names of a delegation are equal.
    const std::size_t start = random_.below(kFirmWords.size());
    for (std::size_t i = 0; i < kFirmsPerDelegation; ++i) {
      const Word word = kFirmWords[(start + i * 7) % kFirmWords.size()];
      const Word trade = kFirmTrades[(start + i * 2 + i / kFirmWords.size()) % kFirmTrades.size()];
      home.firms.push_back(organisation(
          region, fmt::format("{}{}{}{}", delegation.short_zh, word, trade, random_.pick(kFirmForms)), '9', '1'));
    }
    for (std::size_t i = 0; i < kSchoolsPerDelegation; ++i) {
      const Word word = kFirmWords[(start + i * 11) % kFirmWords.size()];
      home.schools.push_back(
          organisation(region, fmt::format("{}{}{}", delegation.short_zh, word, random_.pick(kSchoolForms)), '1', '2'));
    }
    homes_.push_back(std::move(home));
  }
}

Organisation Maker::organisation(Word region, std::string name, char department, char kind) {
  const std::uint32_t serial = organisations_++ * 7919u % 1'000'000u;
  return {std::move(name),
          domain::complete_employer_code(fmt::format("{}{}{}MA{:06}", department, kind, region, serial))};
}

Organisation Maker::outside_firm() {
  const std::size_t at = random_.below(kOutsideCities.size());
  return organisation(
      outside_regions()[at % outside_regions().size()],
      fmt::format("{}{}{}有限公司", kOutsideCities[at], random_.pick(kFirmWords), random_.pick(kFirmTrades)), '9', '1');
}

std::string Maker::name(bool male) {
  if (random_.chance(22)) {
    const auto part = [&] { return male ? random_.pick(kMongolianMaleNames) : random_.pick(kMongolianFemaleNames); };
    if (random_.chance(60)) return std::string(part());
    const Word first = part();
    Word second = part();
    while (second == first) second = part();
    return fmt::format("{}{}{}", first, random_.pick(kNameDots), second);
  }
  std::string name(random_.chance(3) ? random_.pick(kTwoCharacterSurnames) : random_.pick(kSurnames));
  const auto given = [&] {
    if (random_.chance(2)) return random_.pick(kRareCharacters);
    return male ? random_.pick(kMaleCharacters) : random_.pick(kFemaleCharacters);
  };
  name += given();
  if (random_.chance(80)) name += given();
  return name;
}

std::string Maker::document(domain::Date born, bool male, Word region) {
  for (;;) {
    const int pair = random_.between(1, 497);  // sequences from 996 would mean a centenarian in 15 digits
    const std::string number = domain::complete_citizen_id(
        fmt::format("{}{:04}{:02}{:02}{:03}", region, born.year, born.month, born.day, pair * 2 + (male ? 1 : 0)));
    if (documents_.insert(number).second) return number;
  }
}

std::string Maker::mobile() {
  // Steps through net and line number; 24 nets of 10,000 lines, then again with the next area.
  const std::size_t at = mobiles_++;
  const std::size_t line = (at / kMobileNets.size() * 7919u) % 10'000u;
  const std::size_t area = at / (kMobileNets.size() * 10'000u);
  return fmt::format("{}{:04}{:04}", kMobileNets[at % kMobileNets.size()], area, line);
}

Word Maker::region_of(std::size_t delegation) {
  const auto& regions = homes_[delegation].place.regions;
  if (random_.chance(12)) return random_.pick(outside_regions());
  if (random_.chance(15) || regions.empty()) {
    const auto& others = homes_[random_.below(homes_.size())].place.regions;
    if (!others.empty()) return random_.pick(others);
  }
  return regions.empty() ? outside_regions()[0] : random_.pick(regions);
}

domain::Date Maker::born_at_age(int low, int high) {
  const domain::Date latest = years_before(edition_.ages.retirement_on, low);
  // A week clear of both edges: what happens on an edge is planted, never left to chance.
  return domain::date_of_day(domain::day_number(latest) - 7 - random_.between(0, (high - low + 1) * 365 - 20));
}

void Maker::identify(Row& row, domain::Date born, bool male, Word region) {
  row.person = {born, male};
  row.says.name = name(male);
  row.says.sex = male ? "男" : "女";
  row.says.birth_date = domain::iso_date(born);
  row.says.document_number = document(born, male, region.empty() ? region_of(row.delegation) : region);
}

std::string Maker::address(std::size_t delegation) {
  const domain::Delegation& home = edition_.delegations[delegation];
  const bool full = random_.chance(60);
  return fmt::format("{}{}{}{}号", full ? "内蒙古自治区" : "", home.zh, random_.pick(kStreets),
                     random_.between(1, 199));
}

Row Maker::base(std::size_t delegation, bool student) {
  Row row;
  row.delegation = delegation;
  const Home& home = homes_[delegation];
  const bool male = random_.chance(58);
  identify(row, student ? born_at_age(17, 23) : born_at_age(20, 46), male);
  row.says.document_type = "居民身份证";
  row.says.mobile = mobile();
  row.says.group = student ? student_group_ : worker_group_;
  const domain::Delegation& sent_by = edition_.delegations[delegation];
  row.says.delegation = random_.chance(70) ? sent_by.zh : sent_by.short_zh;
  const Organisation& body = random_.pick(student ? home.schools : home.firms);
  row.says.employer = body.name;
  row.says.employer_code = body.code;
  row.says.basis = student ? "学习" : random_.chance(90) ? "工作" : "工作、居住";
  row.says.address = address(delegation);
  if (!student && random_.chance(60)) row.says.post = random_.chance(35) ? "管理技术" : "生产操作";
  if (random_.chance(30)) row.says.email = fmt::format("user{:06}@example.com", random_.below(1'000'000));
  if (random_.chance(4)) row.says.note = random_.chance(50) ? "自带工具" : "需安排住宿";
  row.says.event = random_.pick(singles_)->zh;
  return row;
}

Row Maker::person(std::size_t delegation) {
  const std::size_t kind = random_.below(100);
  Row row = base(delegation, kind < 30);
  if (kind >= 92) {
    row.says.basis = "居住";
    row.says.employer.clear();
    row.says.employer_code.clear();
    row.says.post.clear();
  }
  return row;
}

Row Maker::worker(std::size_t delegation) { return base(delegation, false); }

Row Maker::student(std::size_t delegation) { return base(delegation, true); }

Row Maker::team_founder(std::size_t delegation, std::string team_number) {
  Row row = base(delegation, random_.chance(30));
  row.says.event = random_.pick(teams_)->zh;
  row.says.team = std::move(team_number);
  return row;
}

Row Maker::team_mate(const Row& first) {
  Row row = first;
  const bool male = random_.chance(58);
  const bool student = first.says.group == student_group_;
  identify(row, student ? born_at_age(17, 23) : born_at_age(20, 46), male);
  row.says.mobile = mobile();
  row.says.email.clear();
  return row;
}

}  // namespace naadam::cli::sample
