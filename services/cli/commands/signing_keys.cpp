#include "cli/commands/signing_keys.hpp"

#include <poll.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/globals.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/keys.hpp"
#include "domain/calendar.hpp"
#include "runtime/copies.hpp"
#include "store/keys.hpp"
#include "wire/verbs.hpp"

namespace naadam::cli {
namespace {

constexpr std::string_view kNotary = "notary";
constexpr core::Millis kSigningAskMs = 5'000;
constexpr int kSigningLookMs = 100;
constexpr core::Millis kDayMs = 86'400'000;

// The copy that writes the history.
struct Writer {
  std::uint16_t copy = 0;
  Json keys;

  std::string in_force() const { return keys.back().value("name", ""); }
};

core::Result<Writer> find_writer(asking::Peers& peers) {
  std::optional<Writer> found;
  for (const store::Copy& copy : std::vector<store::Copy>(peers.copies(kNotary))) {
    const auto status = peers.ask_copy(kNotary, copy.number, wire::verb::kStatus, Json{{"brief", true}}, kSigningAskMs);
    if (!status) continue;
    const Json history = status->value("history", Json::object());
    if (!history.contains("signing_keys")) {
      return refuse(core::ErrorKind::kRefused, texts::keys::kOldCopy, runtime::copy_name(kNotary, copy.number));
    }
    if (!history["signing_keys"].empty()) found = Writer{copy.number, history["signing_keys"]};
  }
  if (!found) return refuse(core::ErrorKind::kUnavailable, texts::keys::kNobodySigns);
  return std::move(*found);
}

std::string use_of(const Json& key, bool in_force, Lang lang) {
  if (in_force) return texts::keys::kSigns.in(lang);
  return (key.value("secret", false) ? texts::keys::kToRetire : texts::keys::kRetiredKey).in(lang);
}

}  // namespace

core::Result<Json> signing_keys(const OpenedStore& at) {
  asking::Peers peers(at.settings.common, at.clock);
  auto writer = find_writer(peers);
  if (!writer) return tl::unexpected(writer.error());
  return std::move(writer->keys);
}

std::string signing_keys_text(const Json& keys, core::Millis now, const Globals& globals) {
  Table table({Align::kLeft, Align::kLeft, Align::kLeft, Align::kRight});
  std::vector<std::string> headings;
  for (const Text& heading : texts::keys::kSigningHeadings) headings.emplace_back(heading.in(globals.lang));
  table.add(std::move(headings));
  for (const Json& key : keys) {
    const core::Millis since = key.value("since", core::Millis{0});
    const std::string day = globals.lang == Lang::kZh ? domain::chinese_instant(since) : domain::iso_instant(since);
    table.add({key.value("name", ""), use_of(key, &key == &keys.back(), globals.lang), since == 0 ? "-" : day,
               since == 0 ? "-" : fmt::format("{}", (now - since) / kDayMs)});
  }
  return table.text();
}

core::Status rotate_signing_key(const OpenedStore& at, int wait_s, Globals& globals) {
  asking::Peers peers(at.settings.common, at.clock);
  const auto deadline = core::Deadline::in(at.clock, core::Millis{wait_s} * 1'000);
  auto writer = find_writer(peers);
  if (!writer) return tl::unexpected(writer.error());
  const std::string from = writer->in_force();
  // Programs that know no hand-over must not come back.
  if (auto raised = at.store->put_fact(store::keys::kForm, std::to_string(store::kStoreForm)); !raised) return raised;
  for (;;) {
    const auto done = !writer ? tl::unexpected(writer.error())
                              : peers.ask_copy(kNotary, writer->copy, wire::verb::kSigningRotate, Json{{"from", from}},
                                               kSigningAskMs);
    if (done && globals.json) {
      globals.out << Json{{"from", from}, {"signing_key", done->value("name", "")}}.dump() << '\n';
      return {};
    }
    if (done) {
      globals.out << say(globals.lang, texts::keys::kHandedOver, from, done->value("name", ""),
                         done->value("public", ""), at.settings.common.keys().string())
                  << '\n';
      return {};
    }
    if (!asking::may_pass(done.error()) || deadline.left(at.clock) == 0) return tl::unexpected(done.error());
    ::poll(nullptr, 0, kSigningLookMs);
    writer = find_writer(peers);  // it may be another copy now; asking it twice changes once
  }
}

core::Status retire_signing_keys(const OpenedStore& at, Globals& globals) {
  asking::Peers peers(at.settings.common, at.clock);
  const auto writer = find_writer(peers);
  if (!writer) return tl::unexpected(writer.error());
  const auto done = peers.ask_copy(kNotary, writer->copy, wire::verb::kSigningRetire, Json::object(), kSigningAskMs);
  if (!done) return tl::unexpected(done.error());
  const std::string name = done->value("name", "");
  const auto retired = done->value("retired", std::uint64_t{0});
  if (globals.json) {
    globals.out << Json{{"signing_key", name}, {"retired", retired}}.dump() << '\n';
  } else {
    globals.out << say(globals.lang, texts::keys::kSigningRetired, retired, name) << '\n';
  }
  return {};
}

}  // namespace naadam::cli
