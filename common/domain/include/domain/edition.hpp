// One running of the competition as data: dates, events, groups, delegations, the clause behind each rule, and every
// decision the notice leaves open. Read from deploy/editions/*.toml, a document that an official reads and changes.
//
// A postponement is a new file with a new `version`; every verdict names the version it was made under.
// Thread: immutable after loading; share freely. Instants are Unix milliseconds, UTC; dates are Asia/Shanghai.
// No personal data.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "domain/calendar.hpp"
#include "domain/extension.hpp"
#include "domain/text_index.hpp"
#include "domain/working_days.hpp"

namespace naadam::domain {

inline constexpr std::size_t kEditionBytesMax = 1u << 20;
inline constexpr std::size_t kEditionRules = 10;  // as wire::kRules, in the order of wire::Rule

struct Group {
  std::string code;  // "worker", "student": stored and sent
  std::string zh;
  std::vector<std::string> aliases;
};

struct Event {
  std::string code;  // "E04": stored, sent and short enough for a message template's variable
  std::string zh;
  std::string en;
  std::string category;              // 世赛选拔项目, 国赛精选项目, 新增项目, 自治区精选项目
  std::uint16_t team_size = 1;       // persons of one entry; 1 = single
  std::vector<std::string> groups;   // codes
  std::vector<std::string> aliases;  // other spellings, and the event's names in earlier competitions
};

struct Delegation {
  std::string code;  // current GB/T 2260 code: stored and sent
  std::string zh;
  std::string short_zh;
  std::string en;
  std::string parent;  // code of the delegation that takes it in under the 12-delegation switch; "" for the twelve
  std::vector<std::string> retired_codes;  // six digits, e.g. 152700
  std::vector<std::string> aliases;
};

// The clause of one rule, in the order of wire::Rule.
struct Clause {
  std::string rule;    // wire::rule_name()
  std::string clause;  // 三（三）参赛人员
};

struct AgeRules {
  int age_min = 16;
  Date age_min_on;                     // reference date
  bool birthday_counts = true;         // reached on the birthday itself
  Date retirement_on;                  // reference date
  bool retirement_day_counts = false;  // whether the statutory day itself is still eligible
  LeapBirthday leap_birthday = LeapBirthday::kMar1;
};

struct PostCategories {
  std::vector<std::string> managers;  // words for 管理技术: women 55
  std::vector<std::string> workers;   // words for 生产操作: women 50
};

enum class WinnerTeamRule { kAnyMember, kNobody };
enum class ViabilityUnit { kPersonsOrTeams, kPersons };

// Settings of later stages, kept with the rest so that one file answers every "what applies".
struct FinalsRules {
  Date day;
  std::uint16_t quota = 2;  // persons or teams per delegation and event, across groups
  std::uint16_t viability_min = 20;
  ViabilityUnit viability_unit = ViabilityUnit::kPersonsOrTeams;
  bool ties_allowed = false;
  std::vector<std::string> tie_chain;
  bool merit_award_rounds_down = true;
};

struct NoticeRules {
  std::string sms_signature;               // without brackets, 2 to 12 characters
  std::string sms_edition;                 // the edition's name inside a message, 2 to 12 characters
  std::string contact_phone;               // landline for call-back
  std::uint16_t public_notice_days = 5;    // working days, from the day after posting
  std::uint16_t quiet_from_min = 21 * 60;  // minutes after midnight, Asia/Shanghai
  std::uint16_t quiet_to_min = 8 * 60;
  bool check_in_day_exempt = true;
};

// Values of Edition::post_index.
inline constexpr std::uint16_t kManagerPost = 1;
inline constexpr std::uint16_t kWorkerPost = 2;

struct Edition {
  std::string id;  // "2021"
  std::string zh;
  std::string en;
  std::string issued_by;
  std::string document;  // 内人社办发〔2021〕92号
  std::string version;   // 32 hex digits: hash of `source`
  std::string source;    // the canonical bytes (no byte-order mark, LF), as published; parses to an equal Edition

  std::array<Clause, kEditionRules> clauses;
  core::Millis entry_opens = 0;
  core::Millis entry_closes = 0;  // the last instant that is still in time, for all without an extension
  Date trials_first;
  Date trials_last;
  AgeRules ages;
  PostCategories posts;
  bool team_number_required = true;
  bool delegation_required = true;
  bool employer_code_required = false;      // for entries whose basis is work
  std::uint16_t events_per_person_max = 0;  // 0 = no limit; clashes are warned of
  WinnerTeamRule winner_team_rule = WinnerTeamRule::kAnyMember;
  FinalsRules finals;
  NoticeRules notices;
  WorkingDays working_days;

  std::vector<Group> groups;
  std::vector<Event> events;
  std::uint16_t delegation_count = 14;  // 12 or 14
  std::vector<Delegation> delegations;  // all 14, whatever the switch
  std::vector<Extension> extensions;    // in the order decided; a later one of a delegation goes further

  // By name, alias or code, in any spelling that match_key() forgives; nullptr when unknown. O(1).
  // References live as long as the edition.
  const Group* find_group(std::string_view text) const;
  const Event* find_event(std::string_view text) const;
  // Names, short names, aliases, current and retired codes. Under the 12 switch 满洲里 and 二连浩特 give their league.
  const Delegation* find_delegation(std::string_view text) const;
  // The one that goes by this very name, be it under its league or not; for settings that must not widen. O(n).
  const Delegation* named_delegation(std::string_view text) const;
  // The one that counts for `delegation`, one of ours, under the switch: itself or its league.
  const Delegation& standing(const Delegation& delegation) const;
  // When registration closes for the delegation of this code: the last instant in time. entry_closes where it has no
  // extension, or where the code is "" or not known.
  core::Millis closes_for(std::string_view code) const;
  // The delegation that a region code of a document or employer suggests (never decides); nullptr for none.
  const Delegation* suggest_delegation(std::string_view code6) const;
  // 管理技术 true, 生产操作 false, anything else (or empty) nullopt.
  std::optional<bool> is_manager_post(std::string_view text) const;

  TextIndex group_index, event_index, delegation_index, post_index;  // filled by the parser
};

// Errors name file, line, key and what is allowed: 2021.toml 第 12 行 [entry] closes：…
core::Result<Edition> parse_edition(std::string_view toml, std::string_view file_name);
core::Result<Edition> load_edition(const std::filesystem::path& path);

}  // namespace naadam::domain
