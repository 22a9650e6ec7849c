#include "cli/up/checkup.hpp"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "cli/edition_file.hpp"
#include "cli/say.hpp"
#include "cli/texts/doctor.hpp"
#include "cli/texts/status.hpp"
#include "intake/rules/reading.hpp"
#include "seal/keys.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kFreeWarnMb = 1'024;
constexpr std::uint64_t kFreeBadMb = 64;  // as RedisChild demands at its start
constexpr core::Millis kOverdueWarnMs = 10'000;
constexpr core::Millis kOverdueBadMs = 60'000;

fs::path our_folder() {
  std::error_code failed;
  return fs::read_symlink("/proc/self/exe", failed).parent_path();
}

bool in_path(std::string_view program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (::access((fs::path(folder) / program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

// A table with one sound heading: whatever the rules say of it, the child must have read it.
Check check_reader(Lang lang) {
  Check check{.name = "reader", .health = Health::kGood, .found = texts::doctor::kReaderWorks.in(lang), .todo = {}};
  const auto edition = find_edition("2021");
  if (!edition) return {"reader", Health::kWarning, edition.error().text, ""};
  const auto reading = intake::read_upload("姓名\n某人\n", "check.csv", *edition);
  const bool failed = !reading && reading.error().defect == intake::FileDefect::kUnreadable &&
                      reading.error().unreadable == sheet::Defect::kReaderFailed;
  if (failed) {
    check = {"reader", Health::kBad, say(lang, texts::doctor::kReaderFails, reading.error().cause),
             texts::doctor::kReaderTodo.in(lang)};
  }
  return check;
}

Check check_space(const fs::path& dir, Lang lang) {
  struct statvfs space{};
  if (::statvfs(dir.c_str(), &space) != 0) return {"disk", Health::kWarning, "-", ""};
  const std::uint64_t free_mb = (std::uint64_t{space.f_bavail} * space.f_frsize) >> 20;
  const Health health = free_mb < kFreeBadMb ? Health::kBad : free_mb < kFreeWarnMb ? Health::kWarning : Health::kGood;
  return {"disk", health, say(lang, texts::doctor::kSpace, free_mb),
          health == Health::kGood ? "" : say(lang, texts::doctor::kFreeSpace, dir.string(), kFreeBadMb)};
}

Check check_overdue(const Condition& condition, Lang lang) {
  const StageCondition* worst = nullptr;
  for (const StageCondition& stage : condition.stages) {
    if (stage.records > 0 && (worst == nullptr || stage.oldest_due_ms > worst->oldest_due_ms)) worst = &stage;
  }
  if (worst == nullptr || worst->oldest_due_ms < kOverdueWarnMs) {
    return {"overdue", Health::kGood, texts::doctor::kNoOverdue.in(lang), ""};
  }
  std::string stage = worst->name;
  for (const auto& [name, text] : texts::status::kStageNames) {
    if (name == worst->name) stage = text.in(lang);
  }
  return {"overdue", worst->oldest_due_ms < kOverdueBadMs ? Health::kWarning : Health::kBad,
          say(lang, texts::doctor::kOverdue, stage, worst->records, static_cast<double>(worst->oldest_due_ms) / 1'000),
          texts::doctor::kOverdueTodo.in(lang)};
}

}  // namespace

std::vector<Check> check_programs(Lang lang) {
  const fs::path folder = our_folder();
  std::string missing;
  for (const char* program : {"naadam-intake", "naadam-eligibility", "naadam-scheduling", "naadam-scoring",
                              "naadam-notification", "naadam-notary", "naadam-portal", "naadam-sheet"}) {
    if (::access((folder / program).c_str(), X_OK) != 0)
      missing += (missing.empty() ? "" : ", ") + std::string(program);
  }
  std::vector<Check> checks;
  checks.push_back(missing.empty()
                       ? Check{"programs", Health::kGood, say(lang, texts::doctor::kProgramsThere, folder.string()), ""}
                       : Check{"programs", Health::kBad, say(lang, texts::doctor::kProgramMissing, missing),
                               texts::doctor::kInstall.in(lang)});
  checks.push_back(in_path("redis-server") ? Check{"redis_program", Health::kGood, "redis-server", ""}
                                           : Check{"redis_program", Health::kBad, texts::doctor::kRedisMissing.in(lang),
                                                   texts::doctor::kInstallRedis.in(lang)});
  checks.push_back(check_reader(lang));
  return checks;
}

std::vector<Check> check_directory(const Home& home, Lang lang) {
  const std::string dir = home.dir().string();
  struct stat held{};
  if (::stat(dir.c_str(), &held) != 0) {
    return {{"directory", Health::kBad, say(lang, texts::doctor::kDirectoryMissing, dir),
             say(lang, texts::doctor::kStartHere, dir)}};
  }
  std::vector<Check> checks;
  if (::access(dir.c_str(), W_OK | X_OK) != 0) {
    checks.push_back({"directory", Health::kBad, say(lang, texts::doctor::kDirectoryReadOnly, dir),
                      say(lang, texts::doctor::kGiveRight, dir)});
  } else if ((held.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    checks.push_back({"directory", Health::kWarning, say(lang, texts::doctor::kDirectoryOpen, dir),
                      say(lang, texts::doctor::kClose, dir)});
  } else {
    checks.push_back({"directory", Health::kGood, say(lang, texts::doctor::kDirectoryWell, dir), ""});
  }
  checks.push_back(check_space(home.dir(), lang));
  if (const auto whole = home.check_whole(); !whole) {
    checks.push_back({"restore", Health::kBad, lang == Lang::kZh ? whole.error().text : whole.error().cause,
                      texts::doctor::kHalfRestoredTodo.in(lang)});
  }
  return checks;
}

std::vector<Check> check_condition(const Home& home, const Settings& settings, const Condition& condition, Lang lang) {
  std::vector<Check> checks;
  const std::string start = say(lang, texts::doctor::kStartHere, home.dir().string());
  if (condition.store_up) {
    checks.push_back(condition.published
                         ? Check{"edition", Health::kGood,
                                 say(lang, texts::doctor::kEditionWell,
                                     lang == Lang::kZh ? condition.edition_zh : condition.edition_en,
                                     condition.edition_version.substr(0, 8)),
                                 ""}
                         : Check{"edition", Health::kBad, texts::doctor::kEditionMissing.in(lang), start});
  }
  const auto keys = seal::KeyRing::open(settings.common.keys(), seal::KeyMode::kExisting);
  const std::string key_dir = settings.common.keys().string();
  if (!keys) {
    checks.push_back({"keys", Health::kBad, keys.error().text, say(lang, texts::doctor::kKeysTodo, key_dir)});
  } else if (condition.published && keys->edition(condition.edition_id) == nullptr) {
    checks.push_back({"keys", Health::kBad, say(lang, texts::doctor::kNoEditionKey, condition.edition_id),
                      say(lang, texts::doctor::kKeysTodo, key_dir)});
  } else {
    checks.push_back({"keys", Health::kGood, say(lang, texts::doctor::kKeysWell, key_dir), ""});
  }
  if (condition.published) checks.push_back({"mode", Health::kGood, mode_text(condition, lang), ""});

  std::string silent;
  for (const ServiceCondition& service : condition.services) {
    if (!service.up) silent += (silent.empty() ? "" : ", ") + service.name();
  }
  const std::string logs = (home.dir() / "log").string();
  checks.push_back(silent.empty() ? Check{"services", Health::kGood,
                                          say(lang, texts::doctor::kServicesUp, condition.services.size()), ""}
                                  : Check{"services", Health::kBad, say(lang, texts::doctor::kServicesDown, silent),
                                          say(lang, texts::doctor::kServicesTodo, logs)});
  const std::uint64_t parked = condition.parked_all();
  checks.push_back(parked == 0 ? Check{"parked", Health::kGood, texts::doctor::kNoneParked.in(lang), ""}
                               : Check{"parked", Health::kBad, say(lang, texts::doctor::kParked, parked),
                                       say(lang, texts::doctor::kParkedTodo, logs)});
  if (condition.store_up) {
    checks.push_back(condition.messages_held
                         ? Check{"messages", Health::kWarning, texts::doctor::kMessagesHeld.in(lang),
                                 texts::doctor::kMessagesTodo.in(lang)}
                         : Check{"messages", Health::kGood, texts::doctor::kMessagesFlow.in(lang), ""});
  }
  checks.push_back(check_overdue(condition, lang));
  return checks;
}

}  // namespace naadam::cli
