#include "runtime/installation.hpp"

#include <charconv>

#include "core/bytes.hpp"
#include "core/rev.hpp"
#include "runtime/rejudged.hpp"
#include "store/keys.hpp"

namespace naadam::runtime {
namespace {

constexpr std::string_view kLive = "live";
constexpr std::string_view kTraining = "training";
constexpr std::string_view kHeld = "held";
constexpr std::string_view kFlowing = "flowing";

core::Result<std::string> required(store::Store& store, std::string_view name) {
  auto fact = store.get_fact(name);
  if (!fact) return tl::unexpected(fact.error());
  if (!*fact) {
    return core::fail(core::ErrorKind::kNotFound, "还没有发布赛事方案，请先运行 naadam up。",
                      "fact " + std::string(name) + " absent");
  }
  return std::move(**fact);
}

struct TrainingClock {
  bool training = false;
  core::Millis offset = 0;
};

core::Result<TrainingClock> load_clock(store::Store& store) {
  TrainingClock clock;
  const auto mode = store.get_fact(store::keys::kMode);
  if (!mode) return tl::unexpected(mode.error());
  clock.training = *mode && **mode == kTraining;
  if (!clock.training) return clock;
  const auto offset = required(store, store::keys::kClockOffset);
  if (!offset) return tl::unexpected(offset.error());
  std::from_chars(offset->data(), offset->data() + offset->size(), clock.offset);
  return clock;
}

}  // namespace

std::uint64_t short_version(std::string_view version) {
  std::uint64_t number = 0;
  const std::string_view first = version.substr(0, 16);
  std::from_chars(first.data(), first.data() + first.size(), number, 16);
  return number;
}

core::Result<Installation> load_installation(store::Store& store) {
  const auto version = required(store, store::keys::kEdition);
  if (!version) return tl::unexpected(version.error());
  const auto source = required(store, std::string(store::keys::kEditionBody) + *version);
  if (!source) return tl::unexpected(source.error());
  auto edition = domain::parse_edition(*source, "published edition " + *version);
  if (!edition) return tl::unexpected(edition.error());
  if (edition->version != *version) {
    return core::fail(core::ErrorKind::kCorrupt, "已发布的赛事方案与其版本号不符，数据可能损坏，请联系运维人员。",
                      "published edition is not what its version says");
  }
  const auto winners_version = required(store, store::keys::kWinners);
  if (!winners_version) return tl::unexpected(winners_version.error());
  const auto register_text = required(store, std::string(store::keys::kWinnersBody) + *winners_version);
  if (!register_text) return tl::unexpected(register_text.error());
  auto winners = domain::read_winners(*register_text);
  if (!winners) return tl::unexpected(winners.error());

  Installation installation;
  installation.edition = std::make_shared<const domain::Edition>(std::move(*edition));
  installation.winners = std::make_shared<const domain::WinnerRegister>(std::move(*winners));
  installation.winners_version = *winners_version;
  const auto clock = load_clock(store);
  if (!clock) return tl::unexpected(clock.error());
  installation.training = clock->training;
  installation.clock_offset = clock->offset;
  return installation;
}

core::Result<bool> has_changed(store::Store& store, const Installation& installation) {
  const auto version = required(store, store::keys::kEdition);
  if (!version) return tl::unexpected(version.error());
  const auto winners = required(store, store::keys::kWinners);
  if (!winners) return tl::unexpected(winners.error());
  const auto clock = load_clock(store);
  if (!clock) return tl::unexpected(clock.error());
  return *version != installation.edition->version || *winners != installation.winners_version ||
         clock->training != installation.training || clock->offset != installation.clock_offset;
}

core::Status publish(store::Store& store, const domain::Edition& edition, const domain::WinnerRegister& winners) {
  const std::string register_text = domain::serialise_winners(winners);
  std::string hash;
  core::put_u64(hash, core::content_hash(register_text));
  const std::string winners_version = core::to_hex(hash);
  const auto before = store.get_fact(store::keys::kEdition);
  if (!before) return tl::unexpected(before.error());
  // Bodies before the names that point to them: a reader never finds a name without its body.
  for (const auto& [name, value] : {
           std::pair{std::string(store::keys::kEditionBody) + edition.version, std::string_view(edition.source)},
           std::pair{std::string(store::keys::kWinnersBody) + winners_version, std::string_view(register_text)},
           std::pair{std::string(store::keys::kWinners), std::string_view(winners_version)},
           std::pair{std::string(store::keys::kEdition), std::string_view(edition.version)},
       }) {
    if (auto put = store.put_fact(name, value); !put) return put;
  }
  return *before && **before != edition.version ? ask_to_rejudge(store) : core::Status();
}

core::Status begin_training(store::Store& store, core::Millis now) {
  const auto mode = store.keep_fact(store::keys::kMode, kTraining);
  if (!mode) return tl::unexpected(mode.error());
  if (*mode != kTraining) {
    return core::fail(core::ErrorKind::kRefused,
                      "本系统已存有正式报名数据，不能转为演练模式。请另建一套数据目录进行演练。",
                      "training refused: mode is live");
  }
  const auto store_now = store.now_ms();
  if (!store_now) return tl::unexpected(store_now.error());
  return store.put_fact(store::keys::kClockOffset, std::to_string(now - *store_now));
}

core::Result<bool> settle_mode(store::Store& store) {
  const auto mode = store.keep_fact(store::keys::kMode, kLive);
  if (!mode) return tl::unexpected(mode.error());
  return *mode == kTraining;
}

core::Result<bool> messages_held(store::Store& store) {
  const auto messages = store.get_fact(store::keys::kMessages);
  if (!messages) return tl::unexpected(messages.error());
  return *messages && **messages == kHeld;
}

core::Status hold_messages(store::Store& store, bool held) {
  return store.put_fact(store::keys::kMessages, held ? kHeld : kFlowing);
}

core::Result<core::Millis> installation_now(store::Store& store, const Installation& installation) {
  auto now = store.now_ms();
  if (!now) return now;
  return *now + installation.clock_offset;
}

}  // namespace naadam::runtime
