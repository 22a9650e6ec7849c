#include "cli/up/copies_checkup.hpp"

#include <algorithm>
#include <cstdlib>

#include "cli/findings.hpp"
#include "cli/texts/doctor.hpp"
#include "cli/texts/status.hpp"

namespace naadam::cli {
namespace {

// Nothing rests on the clock of a service, but nobody can read its log beside the others.
constexpr core::Millis kClockOffMs = 30'000;

Check told(const char* name, Health health, const Text& found, const Findings& which, const Text& todo, Lang lang) {
  return {name, health, say(lang, found, which.text()), std::string(todo.in(lang))};
}

}  // namespace

std::vector<Check> check_copies(const Condition& condition, Lang lang) {
  if (!condition.store_up) return {};
  Findings absent(lang), behind(lang), off(lang), retelling(lang);
  for (const std::string& service : condition.absent) {
    for (const auto& [name, text] : texts::status::kStandsStill) {
      if (name == service) absent.add(text);
    }
  }
  for (const ServiceCondition& copy : condition.services) {
    if (copy.epoch != 0 && copy.epoch < condition.epoch) behind.add(texts::doctor::kCopyEpoch, copy.name(), copy.epoch);
    if (std::abs(copy.clock_off_ms) > kClockOffMs) {
      off.add(texts::doctor::kCopyClock, copy.name(), copy.clock_off_ms / 1'000);
    }
  }
  std::vector<Check> checks;
  if (!absent.empty()) {
    checks.push_back(told("announced", Health::kBad, texts::doctor::kNobodyAnnounced, absent,
                          texts::doctor::kNobodyAnnouncedTodo, lang));
  }
  if (!behind.empty()) {
    checks.push_back({"epoch", Health::kBad, say(lang, texts::doctor::kEpochBehind, condition.epoch, behind.text()),
                      std::string(texts::doctor::kEpochBehindTodo.in(lang))});
  }
  for (const auto& [what, share] : condition.retelling) {
    for (const auto& [name, text] : texts::status::kRetold) {
      if (name == what) retelling.add(texts::doctor::kRetold, text.in(lang), 100 * share);
    }
  }
  if (!retelling.empty()) {
    checks.push_back({"retelling", Health::kWarning,
                      say(lang, texts::doctor::kRetelling, condition.epoch, retelling.text()),
                      std::string(texts::doctor::kRetellingTodo.in(lang))});
  }
  if (!off.empty())
    checks.push_back(
        told("clock", Health::kWarning, texts::doctor::kClockOff, off, texts::doctor::kClockOffTodo, lang));
  return checks;
}

}  // namespace naadam::cli
