#include "cli/sample/plant.hpp"

#include <fmt/format.h>

#include <array>

#include "domain/document_number.hpp"

namespace naadam::cli::sample::plant {
namespace {

using domain::Date;

Date days_later(Date date, int days) { return domain::date_of_day(domain::day_number(date) + days); }

// The latest birth date that has reached `years` of retirement at the edition's reference date.
Date retired_at(const domain::Edition& edition, int years) {
  return days_later(years_before(edition.ages.retirement_on, years), edition.ages.retirement_day_counts ? -1 : 0);
}

// The latest birth date that counts as old enough.
Date old_enough(const domain::Edition& edition) {
  return days_later(years_before(edition.ages.age_min_on, edition.ages.age_min), edition.ages.birthday_counts ? 0 : -1);
}

// One in four stands exactly on the edge, the others up to `years` past it.
Date at_or_before(Date edge, int years, Random& random) {
  return random.chance(25) ? edge : days_later(edge, -random.between(1, years * 365));
}

// A woman who has reached 50 and not 55.
void woman_of_50(Row& row, Plantings& with, const char* post) {
  with.make.identify(row, at_or_before(retired_at(with.make.edition(), 50), 4, with.make.random()), false);
  row.says.post = post;
}

const domain::Event& other_single_event(const Row& row, Plantings& with) {
  const auto& events = with.make.edition().events;
  for (;;) {
    const domain::Event& event = with.make.random().pick(events);
    if (event.team_size == 1 && event.zh != row.says.event) return event;
  }
}

void add_winner(Plantings& with, FormerWinner winner) {
  winner.year = fmt::format("{}", with.make.edition().finals.day.year - 1 - with.make.random().between(1, 8));
  with.winners.push_back(std::move(winner));
}

// ASCII as the input method leaves it in full-width mode.
std::string widened(std::string_view text) {
  std::string wide;
  for (const char c : text) {
    if (c > ' ' && c <= '~') {
      const unsigned code = 0xFF01u + static_cast<unsigned>(c - '!');
      wide += {static_cast<char>(0xE0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3F)),
               static_cast<char>(0x80 | (code & 0x3F))};
    } else {
      wide += c;
    }
  }
  return wide;
}

// `mark` put after the first character, which may be of several bytes.
std::string with_mark(const std::string& text, const char* mark) {
  std::size_t at = text.empty() ? 0 : 1;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return text.substr(0, at) + mark + text.substr(at);
}

}  // namespace

void id_check_digit(Row& row, Plantings& with) {
  static constexpr std::string_view kCharacters = "0123456789X";
  char& check = row.says.document_number.back();
  const std::size_t right = kCharacters.find(check);
  // Never a 0: behind a sequence of ..0 that would look like a number that Excel cut.
  do {
    check = kCharacters[with.make.random().below(kCharacters.size())];
  } while (check == kCharacters[right] || check == '0');
}

// What Excel keeps of 18 digits: 15, then 000. A number whose own last digits make 000 valid is drawn again.
void id_zeros(Row& row, Plantings& with) {
  std::string& number = row.says.document_number;
  for (;;) {
    const std::string kept = number.substr(0, 15) + "00";
    if (domain::citizen_check_character(kept) != '0') {
      number = kept + "0";
      return;
    }
    number = with.make.document(row.person.born, row.person.male, number.substr(0, 6));
  }
}

void id_scientific(Row& row, Plantings& with) {
  id_zeros(row, with);
  row.document_as_number = true;
}

void id_impossible_date(Row& row, Plantings& with) {
  static constexpr std::array<Word, 6> kNoSuchDay = {"0230", "0231", "0431", "1131", "1301", "0100"};
  std::string first17 = row.says.document_number.substr(0, 17);
  first17.replace(10, 4, with.make.random().pick(kNoSuchDay));
  row.says.document_number = domain::complete_citizen_id(first17);
}

void id_missing(Row& row, Plantings&) { row.says.document_number.clear(); }

void sex_contradicts(Row& row, Plantings&) { row.says.sex = row.person.male ? "女" : "男"; }

void birth_contradicts(Row& row, Plantings& with) {
  row.says.birth_date = domain::iso_date(days_later(row.person.born, with.make.random().between(1, 25)));
}

void id_15_digits(Row& row, Plantings& with) {
  with.make.identify(row, with.make.born_at_age(25, 46), row.person.male);
  row.says.document_number.erase(17).erase(6, 2);
}

void retired_region(Row& row, Plantings& with) {
  with.make.identify(row, with.make.born_at_age(23, 46), row.person.male, with.make.random().pick(retired_regions()));
}

void passport(Row& row, Plantings& with) {
  row.says.document_type = "护照";
  row.says.document_number = fmt::format("E{:08}", with.make.random().below(100'000'000));
}

void residence_permit(Row& row, Plantings& with) {
  static constexpr std::array<Word, 3> kRegions = {"810000", "820000", "830000"};
  row.says.document_type = "港澳台居民居住证";
  with.make.identify(row, row.person.born, row.person.male, with.make.random().pick(kRegions));
}

void mobile_short(Row& row, Plantings&) { row.says.mobile.pop_back(); }

void mobile_landline(Row& row, Plantings& with) {
  static constexpr std::array<Word, 4> kAreas = {"0471", "0472", "0476", "0477"};
  row.says.mobile =
      fmt::format("{}-{}", with.make.random().pick(kAreas), 6'900'000 + with.make.random().between(0, 999));
}

void mobile_missing(Row& row, Plantings&) { row.says.mobile.clear(); }

void event_unknown(Row& row, Plantings& with) {
  static constexpr std::array<Word, 6> kOthers = {"无人机驾驶", "美容美发",   "中式面点",
                                                  "挖掘机操作", "机电一体化", "待定"};
  row.says.event = with.make.random().pick(kOthers);
}

void group_missing(Row& row, Plantings&) { row.says.group.clear(); }

void team_number_missing(Row& row, Plantings&) { row.says.team.clear(); }

// One wrong character, or one too few. The rule on the region needs no code where the person lives in the region.
void employer_code_wrong(Row& row, Plantings& with) {
  row.says.basis = "居住";
  std::string& code = row.says.employer_code;
  if (with.make.random().chance(30)) {
    code.pop_back();
  } else {
    code.back() = code.back() == '7' ? '4' : '7';
  }
}

// A number first issued in the region speaks for its holder, so whether it was decides what a missing employer means.
void employer_missing(Row& row, Plantings& with) {
  with.make.identify(row, row.person.born, row.person.male, with.make.random().pick(outside_regions()));
  row.says.basis = "工作";
  row.says.employer.clear();
  row.says.employer_code.clear();
  row.says.address.clear();
}

void employer_missing_here(Row& row, Plantings& with) {
  employer_missing(row, with);
  with.make.identify(row, row.person.born, row.person.male, "150102");
}

void employer_outside(Row& row, Plantings& with) {
  Organisation firm = with.make.outside_firm();
  row.says.basis = "工作";
  row.says.employer = std::move(firm.name);
  row.says.employer_code = std::move(firm.code);
  row.says.address.clear();
}

void basis_missing(Row& row, Plantings&) { row.says.basis.clear(); }

void basis_household(Row& row, Plantings&) { row.says.basis = "户籍"; }

void address_outside(Row& row, Plantings& with) {
  row.says.basis = "居住";
  row.says.employer.clear();
  row.says.employer_code.clear();
  row.says.address = fmt::format("{}{}{}号", with.make.random().pick(kOutsideCities), with.make.random().pick(kStreets),
                                 with.make.random().between(1, 99));
}

void under_16_by_a_day(Row& row, Plantings& with) {
  with.make.identify(row, days_later(old_enough(with.make.edition()), 1), row.person.male);
}

void sixteen_on_the_day(Row& row, Plantings& with) {
  with.make.identify(row, old_enough(with.make.edition()), row.person.male);
}

void man_past_60(Row& row, Plantings& with) {
  with.make.identify(row, at_or_before(retired_at(with.make.edition(), 60), 6, with.make.random()), true);
}

void man_last_day(Row& row, Plantings& with) {
  with.make.identify(row, days_later(retired_at(with.make.edition(), 60), 1), true);
}

void woman_50_no_post(Row& row, Plantings& with) { woman_of_50(row, with, ""); }
void woman_50_manager(Row& row, Plantings& with) { woman_of_50(row, with, "管理技术"); }
void woman_50_worker(Row& row, Plantings& with) { woman_of_50(row, with, "生产操作"); }

void woman_past_55(Row& row, Plantings& with) {
  with.make.identify(row, at_or_before(retired_at(with.make.edition(), 55), 5, with.make.random()), false);
}

void winner_certain(Row& row, Plantings& with) {
  add_winner(with, {row.says.name, row.says.document_number, row.says.birth_date, row.says.event, row.says.group, {}});
}

void winner_likely(Row& row, Plantings& with) {
  add_winner(with, {row.says.name, {}, row.says.birth_date, row.says.event, row.says.group, {}});
}

void winner_other_event(Row& row, Plantings& with) {
  add_winner(with, {row.says.name,
                    row.says.document_number,
                    row.says.birth_date,
                    other_single_event(row, with).zh,
                    row.says.group,
                    {}});
}

void winner_same_name(Row& row, Plantings& with) {
  add_winner(
      with,
      {row.says.name, {}, domain::iso_date(days_later(row.person.born, -4000)), row.says.event, row.says.group, {}});
}

void full_width(Row& row, Plantings&) {
  for (std::string* field : {&row.says.document_number, &row.says.mobile, &row.says.event, &row.says.employer_code}) {
    *field = widened(*field);
  }
}

void zero_width(Row& row, Plantings&) {
  row.says.name = with_mark(row.says.name, "\u200B");
  row.says.document_number = "\uFEFF" + with_mark(row.says.document_number, "\u200B") + "\u00A0";
  row.says.mobile = with_mark(row.says.mobile, "\u200D") + "\u3000";
  row.says.event = "\u3000" + with_mark(row.says.event, "\u200B");
}

void three_faults(Row& row, Plantings& with) {
  struct Fault {
    Plant plant;
    wire::Rule rule;
  };
  static constexpr std::array<Fault, 5> kFaults = {{{id_check_digit, wire::Rule::kDocument},
                                                    {mobile_short, wire::Rule::kMobile},
                                                    {event_unknown, wire::Rule::kEventGroup},
                                                    {employer_code_wrong, wire::Rule::kEmployerCode},
                                                    {basis_missing, wire::Rule::kRegionBasis}}};
  const std::size_t left_out = with.make.random().below(kFaults.size());
  for (std::size_t i = 0; i < 3; ++i) {
    const Fault& fault = kFaults[(left_out + 1 + i) % kFaults.size()];
    fault.plant(row, with);
    row.expected.fails |= bit(fault.rule);
    if (fault.rule == wire::Rule::kMobile) row.expected.notice = false;
  }
}

void other_words(Row& row, Plantings& with) {
  // What only one of the two says is no contradiction.
  const std::size_t field = with.make.random().below(3);
  if (field == 0 && !row.says.employer.empty()) {
    Row other = with.make.worker(row.delegation);
    while (other.says.employer == row.says.employer) other = with.make.worker(row.delegation);
    row.says.employer = other.says.employer;
    row.says.employer_code = other.says.employer_code;
  } else if (field == 1 && !row.says.post.empty()) {
    row.says.post = row.says.post == "管理技术" ? "生产操作" : "管理技术";
  } else {
    const auto& delegations = with.make.edition().delegations;
    row.says.delegation = delegations[(row.delegation + 1) % delegations.size()].zh;
  }
}

}  // namespace naadam::cli::sample::plant
