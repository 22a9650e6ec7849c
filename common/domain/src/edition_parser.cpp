#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "core/bytes.hpp"
#include "core/id.hpp"
#include "core/rev.hpp"
#include "domain/edition.hpp"
#include "domain/text.hpp"
#include "toml_reader.hpp"

namespace naadam::domain {
namespace {

constexpr std::array<std::string_view, kEditionRules> kRuleNames = {
    "document", "mobile",     "event_group",  "team",          "employer_code",
    "age_min",  "retirement", "region_basis", "former_winner", "window"};
constexpr std::size_t kNameMax = 40;
constexpr std::size_t kCodeMax = 12;
constexpr std::size_t kItemsMax = 1000;

// No byte-order mark, LF line ends: the same file saved by another editor is the same edition.
std::string canonical_bytes(std::string_view toml) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (toml.starts_with(kMark)) toml.remove_prefix(kMark.size());
  std::string out;
  out.reserve(toml.size());
  for (std::size_t i = 0; i < toml.size(); ++i) {
    if (toml[i] == '\r' && i + 1 < toml.size() && toml[i + 1] == '\n') continue;
    out.push_back(toml[i]);
  }
  return out;
}

std::string version_of(std::string_view canonical) {
  std::string hash;
  core::put_u64(hash, core::content_hash(canonical, 1));
  core::put_u64(hash, core::content_hash(canonical, 2));
  return core::to_hex(hash);
}

void read_heading(TomlReader in, Edition& e) {
  e.id = in.text("id", kCodeMax);
  e.zh = in.text("zh");
  e.en = in.text("en");
  e.issued_by = in.text("issued_by");
  e.document = in.text("document");
  in.finish();
}

void read_clauses(TomlReader in, Edition& e) {
  for (std::size_t i = 0; i < kRuleNames.size(); ++i) {
    e.clauses[i] = {std::string(kRuleNames[i]), in.text(kRuleNames[i])};
  }
  in.finish();
}

void read_entry(TomlReader in, Edition& e) {
  e.entry_opens = in.instant("opens");
  e.entry_closes = in.instant("closes");
  if (e.entry_closes <= e.entry_opens) in.mistake("closes", "报名截止应晚于报名开始（opens）");
  e.delegation_required = in.boolean("delegation_required");
  e.team_number_required = in.boolean("team_number_required");
  e.employer_code_required = in.boolean("employer_code_required");
  e.events_per_person_max = static_cast<std::uint16_t>(in.integer("events_per_person_max", 0, 100));
  e.winner_team_rule = in.choice("winner_team_rule", {"any_member", "nobody"}) == "nobody" ? WinnerTeamRule::kNobody
                                                                                           : WinnerTeamRule::kAnyMember;
  in.finish();
}

void read_trials(TomlReader in, Edition& e) {
  e.trials_first = in.date("first");
  e.trials_last = in.date("last");
  if (e.trials_last < e.trials_first) in.mistake("last", "选拔赛结束日期不应早于开始日期（first）");
  in.finish();
}

void read_ages(TomlReader in, Edition& e) {
  e.ages.age_min = in.integer("age_min", 14, 60);
  e.ages.age_min_on = in.date("age_min_on");
  e.ages.birthday_counts = in.boolean("birthday_counts");
  e.ages.retirement_on = in.date("retirement_on");
  e.ages.retirement_day_counts = in.boolean("retirement_day_counts");
  e.ages.leap_birthday =
      in.choice("leap_birthday", {"02-28", "03-01"}) == "02-28" ? LeapBirthday::kFeb28 : LeapBirthday::kMar1;
  in.finish();
}

void read_posts(TomlReader in, Edition& e) {
  e.posts.managers = in.texts("managers");
  e.posts.workers = in.texts("workers");
  const auto index = [&](const char* key, const std::vector<std::string>& words, std::uint16_t value) {
    for (const auto& word : words) {
      if (!e.post_index.add(word, value)) in.mistake(key, fmt::format("“{}”已列在另一类岗位里", word));
    }
  };
  index("managers", e.posts.managers, kManagerPost);
  index("workers", e.posts.workers, kWorkerPost);
  in.finish();
}

void read_finals(TomlReader in, Edition& e) {
  FinalsRules& finals = e.finals;
  finals.day = in.date("day");
  if (finals.day < e.trials_last) in.mistake("day", "决赛日不应早于选拔赛结束日期");
  finals.quota = static_cast<std::uint16_t>(in.integer("quota", 1, 100));
  finals.viability_min = static_cast<std::uint16_t>(in.integer("viability_min", 1, 1000));
  finals.viability_unit = in.choice("viability_unit", {"persons_or_teams", "persons"}) == "persons"
                              ? ViabilityUnit::kPersons
                              : ViabilityUnit::kPersonsOrTeams;
  finals.ties_allowed = in.boolean("ties_allowed");
  finals.tie_chain = in.texts("tie_chain");
  finals.merit_award_rounds_down = in.boolean("merit_award_rounds_down");
  in.finish();
}

void read_notices(TomlReader in, Edition& e) {
  NoticeRules& notices = e.notices;
  notices.sms_signature = in.text("sms_signature", 12);
  notices.sms_edition = in.text("sms_edition", 12);
  const bool bracketed =
      notices.sms_signature.find("【") != std::string::npos || notices.sms_signature.find("】") != std::string::npos;
  if (code_points(notices.sms_signature) < 2 || bracketed || notices.sms_signature.find("测试") != std::string::npos) {
    in.mistake("sms_signature", "应为 2 至 12 个字，不带【】，不含“测试”");
  }
  notices.contact_phone = in.text("contact_phone", 20);
  if (notices.contact_phone.find_first_not_of("0123456789-") != std::string::npos) {
    in.mistake("contact_phone", "应为固定电话，写作 \"0471-0000000\"");
  }
  notices.public_notice_days = static_cast<std::uint16_t>(in.integer("public_notice_days", 1, 30));
  notices.quiet_from_min = in.minutes("quiet_from");
  notices.quiet_to_min = in.minutes("quiet_to");
  notices.check_in_day_exempt = in.boolean("check_in_day_exempt");
  in.finish();
}

void read_working_days(TomlReader in, Edition& e) {
  auto off = in.dates("off");
  auto worked = in.dates("worked");
  for (const Date date : worked) {
    if (std::find(off.begin(), off.end(), date) != off.end()) in.mistake("worked", "同一天不能既放假又上班");
  }
  e.working_days = WorkingDays(std::move(off), std::move(worked));
  in.finish();
}

// Enters an item under all its spellings; two items that share one are told apart by nobody.
void index_all(TomlReader& in, TextIndex& index, std::size_t at, const std::vector<std::string>& spellings) {
  for (const auto& spelling : spellings) {
    if (!index.add(spelling, static_cast<std::uint16_t>(at))) {
      in.mistake("aliases", fmt::format("名称“{}”与另一项重复，或没有可识别的字", spelling));
    }
  }
}

void read_groups(std::vector<TomlReader> tables, Edition& e) {
  for (TomlReader& in : tables) {
    Group group{in.text("code", kCodeMax), in.text("zh", kNameMax), in.texts("aliases", false)};
    auto spellings = group.aliases;
    spellings.insert(spellings.end(), {group.code, group.zh});
    index_all(in, e.group_index, e.groups.size(), spellings);
    e.groups.push_back(std::move(group));
    in.finish();
  }
}

void read_events(std::vector<TomlReader> tables, Edition& e) {
  for (TomlReader& in : tables) {
    Event event;
    event.code = in.text("code", kCodeMax);
    event.zh = in.text("zh", kNameMax);
    event.en = in.text("en");
    event.category = in.text("category", kNameMax);
    event.team_size = static_cast<std::uint16_t>(in.integer("team_size", 1, 20));
    event.groups = in.texts("groups");
    event.aliases = in.texts("aliases", false);
    for (const auto& group : event.groups) {
      const auto is_code = [&](const Group& known) { return known.code == group; };
      if (std::none_of(e.groups.begin(), e.groups.end(), is_code)) {
        in.mistake("groups", fmt::format("组别“{}”没有在 [[group]] 里列出", group));
      }
    }
    auto spellings = event.aliases;
    spellings.insert(spellings.end(), {event.code, event.zh, event.en});
    index_all(in, e.event_index, e.events.size(), spellings);
    e.events.push_back(std::move(event));
    in.finish();
  }
}

void read_delegations(TomlReader sw, std::vector<TomlReader> tables, Edition& e) {
  e.delegation_count = static_cast<std::uint16_t>(sw.integer("count", 12, 14));
  if (e.delegation_count == 13) sw.mistake("count", "只能是 12 或 14");
  sw.finish();
  for (TomlReader& in : tables) {
    Delegation d;
    d.code = in.text("code", 6);
    d.zh = in.text("zh", kNameMax);
    d.short_zh = in.text("short_zh", kNameMax);
    d.en = in.text("en");
    d.parent = in.optional_text("parent");
    d.retired_codes = in.texts("retired_codes", false);
    d.aliases = in.texts("aliases", false);
    const auto is_bad = [](const std::string& code) {
      return code.size() != 6 || code.find_first_not_of("0123456789") != std::string::npos;
    };
    if (is_bad(d.code)) in.mistake("code", "应为六位行政区划代码");
    if (std::any_of(d.retired_codes.begin(), d.retired_codes.end(), is_bad))
      in.mistake("retired_codes", "应为六位行政区划代码");
    e.delegations.push_back(std::move(d));
    in.finish();
  }
  for (std::size_t i = 0; i < e.delegations.size(); ++i) {
    const Delegation& d = e.delegations[i];
    const auto is_parent = [&](const Delegation& other) { return other.code == d.parent && other.parent.empty(); };
    if (!d.parent.empty() && std::none_of(e.delegations.begin(), e.delegations.end(), is_parent)) {
      tables[i].mistake("parent", "应为某个单独组队的盟市的代码");
    }
    auto spellings = d.aliases;
    spellings.insert(spellings.end(), {d.code, d.zh, d.short_zh, d.en});
    spellings.insert(spellings.end(), d.retired_codes.begin(), d.retired_codes.end());
    const auto counts = static_cast<std::size_t>(&e.standing(d) - e.delegations.data());
    index_all(tables[i], e.delegation_index, counts, spellings);
  }
}

void read_extensions(std::vector<TomlReader> tables, Edition& e) {
  for (TomlReader& in : tables) {
    Extension extension;
    extension.delegation = in.text("delegation", 6);
    extension.closes = in.instant("closes");
    extension.reason = in.text("reason", Extension::kReasonMax);
    extension.decided_by = in.text("decided_by", Extension::kDecidedByMax);
    extension.decided_on = in.date("decided_on");
    in.finish();
    const auto named = std::ranges::find(e.delegations, extension.delegation, &Delegation::code);
    if (named == e.delegations.end()) {
      in.mistake("delegation", "应为某个代表队的代码，写作 \"150200\"");
    } else if (const Delegation& counts = e.standing(*named); counts.code != named->code) {
      in.mistake("delegation", fmt::format("{}不单独组队，属{}代表队，请写 \"{}\"", named->zh, counts.zh, counts.code));
    }
    if (extension.closes <= e.entry_closes) {
      in.mistake("closes", "延期后的截止时刻应晚于 [entry] 的 closes；总的截止时刻推迟以后，不再起作用的延期应删去");
    } else if (extension.closes <= e.closes_for(extension.delegation)) {
      in.mistake("closes", "应晚于该代表队已有的延期：延期只能延长，不能缩短");
    }
    e.extensions.push_back(std::move(extension));
  }
}

}  // namespace

core::Result<Edition> parse_edition(std::string_view toml, std::string_view file_name) {
  if (toml.size() > kEditionBytesMax) {
    return core::fail(core::ErrorKind::kInvalid, fmt::format("{} 超过 1 MB，不是规则文件", file_name),
                      "edition file too large");
  }
  Edition e;
  e.source = canonical_bytes(toml);
  e.version = version_of(e.source);
  const auto parsed = parse_toml(e.source, file_name);
  if (!parsed) return tl::unexpected(parsed.error());
  TomlReport report(file_name);
  TomlReader in(report, *parsed, "");
  read_heading(in.table("edition"), e);
  read_clauses(in.table("clauses"), e);
  read_entry(in.table("entry"), e);
  read_trials(in.table("trials"), e);
  read_ages(in.table("ages"), e);
  read_posts(in.table("posts"), e);
  read_finals(in.table("finals"), e);
  read_notices(in.table("notices"), e);
  read_working_days(in.table("working_days"), e);
  read_groups(in.tables("group"), e);
  read_events(in.tables("event"), e);
  read_delegations(in.table("delegations"), in.tables("delegation"), e);
  read_extensions(in.tables("extension", false), e);
  in.finish();
  if (e.events.size() > kItemsMax || e.delegations.size() > kItemsMax) in.mistake("event", "项目过多");
  if (!report.ok()) return tl::unexpected<core::Error>(report.first());
  return e;
}

core::Result<Edition> load_edition(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes;
  bytes.resize(kEditionBytesMax + 1);
  if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size())) && !file.eof()) {
    return core::fail(core::ErrorKind::kNotFound, fmt::format("打不开规则文件 {}，请检查路径和权限", path.string()),
                      "cannot open edition file " + path.string());
  }
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return parse_edition(bytes, path.filename().string());
}

}  // namespace naadam::domain
