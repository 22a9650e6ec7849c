#include "cli/commands/keys.hpp"

#include <poll.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "asking/peers.hpp"
#include "cli/commands/signing_keys.hpp"
#include "cli/keeping/resealing.hpp"
#include "cli/options.hpp"
#include "cli/remote/opened_store.hpp"
#include "cli/remote/patience.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/keys.hpp"
#include "runtime/copies.hpp"
#include "runtime/installation.hpp"
#include "store/keys.hpp"
#include "wire/verbs.hpp"

namespace naadam::cli {
namespace {

using Number = seal::DataKey::Number;

constexpr int kKeysLookMs = 100;
constexpr std::array<std::string_view, 3> kHolders{"intake", "eligibility", "notification"};  // of the data key

struct KeysOptions {
  std::string data;
  std::string verb;
  int wait_s = 60;
  bool notary = false;
};

// The installation's keys, the one in force being the one that the store names.
struct Opened {
  std::unique_ptr<OpenedStore> at;
  std::unique_ptr<seal::KeyRing> ring;
  std::string edition;

  const seal::DataKey& key() const { return *ring->edition(edition); }
  std::string fact() const { return std::string(store::keys::kDataKey) + edition; }
};

core::Result<Opened> open(const KeysOptions& options) {
  auto at = open_store_of(options.data);
  if (!at) return tl::unexpected(at.error());
  const auto installation = runtime::load_installation(*(*at)->store);
  if (!installation) return tl::unexpected(installation.error());
  auto ring = seal::KeyRing::open((*at)->settings.common.keys(), seal::KeyMode::kExisting);
  if (!ring) return tl::unexpected(ring.error());
  auto held = std::make_unique<seal::KeyRing>(std::move(*ring));
  Opened opened{std::move(*at), std::move(held), installation->edition->id};
  if (opened.ring->edition(opened.edition) == nullptr) {
    return refuse(core::ErrorKind::kRefused, texts::keys::kNoKey, opened.edition);
  }
  const auto named = opened.at->store->get_fact(opened.fact());
  if (!named) return tl::unexpected(named.error());
  if (*named) {
    Number number = 0;
    std::from_chars((*named)->data(), (*named)->data() + (*named)->size(), number);
    if (!opened.ring->put_in_force(opened.edition, number)) {
      return refuse(core::ErrorKind::kRefused, texts::keys::kMissing, **named);
    }
  }
  return core::Result<Opened>(std::move(opened));
}

// Until every copy that is alive says so; kUnavailable names the one that does not.
core::Status await_copies(Opened& opened, int wait_s, const std::function<bool(const Json& data_keys)>& says) {
  asking::Peers peers(opened.at->settings.common, opened.at->clock);
  const auto deadline = core::Deadline::in(opened.at->clock, core::Millis{wait_s} * 1'000);
  for (const std::string_view service : kHolders) {
    for (const store::Copy& copy : std::vector<store::Copy>(peers.copies(service))) {
      for (;;) {
        const auto status = peers.ask_copy(service, copy.number, wire::verb::kStatus, Json{{"brief", true}}, kAskMs);
        if (status && !status->contains("data_keys")) {
          return refuse(core::ErrorKind::kRefused, texts::keys::kOldCopy, runtime::copy_name(service, copy.number));
        }
        if (status && says(status->at("data_keys"))) break;
        const auto& alive = peers.copies(service);
        if (std::ranges::count(alive, copy.number, &store::Copy::number) == 0) break;
        if (deadline.left(opened.at->clock) == 0) {
          return refuse(core::ErrorKind::kUnavailable, texts::keys::kCopyBehind,
                        runtime::copy_name(service, copy.number));
        }
        ::poll(nullptr, 0, kKeysLookMs);
      }
    }
  }
  return {};
}

core::Status show(const KeysOptions& options, Globals& globals) {
  auto opened = open(options);
  if (!opened) return tl::unexpected(opened.error());
  const auto sealed = sealed_by(*opened->at->store, opened->at->settings.common.blobs());
  if (!sealed) return tl::unexpected(sealed.error());
  const auto of = [](const auto& counts, Number number) {
    const auto it = counts.find(number);
    return it == counts.end() ? 0 : it->second;
  };
  const Number in_force = opened->key().in_force();
  nlohmann::json keys = nlohmann::json::array();
  Table table({Align::kRight, Align::kLeft, Align::kRight, Align::kRight});
  std::vector<std::string> headings;
  for (const Text& heading : texts::keys::kHeadings) headings.emplace_back(heading.in(globals.lang));
  table.add(std::move(headings));
  for (const Number number : opened->key().numbers()) {
    const std::uint64_t records = of(sealed->records, number), files = of(sealed->files, number);
    keys.push_back({{"number", number}, {"in_force", number == in_force}, {"records", records}, {"files", files}});
    table.add({fmt::format("{}", number),
               globals.say(number == in_force ? texts::keys::kInForce : texts::keys::kOpensOnly),
               fmt::format("{}", records), fmt::format("{}", files)});
  }
  const std::uint64_t others = sealed->by_others(in_force);
  const auto signing = signing_keys(*opened->at);
  if (globals.json) {
    globals.out << nlohmann::json{{"edition", opened->edition},
                                  {"data_keys", std::move(keys)},
                                  {"signing_keys", signing ? *signing : Json()},
                                  {"by_others", others},
                                  {"unknown", of(sealed->records, 0) + of(sealed->files, 0)}}
                       .dump()
                << '\n';
    return {};
  }
  globals.out << say(globals.lang, texts::keys::kOf, opened->edition, opened->at->settings.common.keys().string())
              << '\n'
              << table.text();
  if (others > 0) globals.out << say(globals.lang, texts::keys::kUnfinished, others) << '\n';
  globals.out << globals.say(texts::keys::kLookup) << '\n' << '\n';
  const auto now = opened->at->store->now_ms();
  if (!now) return tl::unexpected(now.error());
  if (signing) {
    globals.out << globals.say(texts::keys::kSigningOf) << '\n' << signing_keys_text(*signing, *now, globals);
  } else {
    globals.out << say(globals.lang, texts::keys::kSigningUnknown,
                       globals.lang == Lang::kZh ? signing.error().text : signing.error().cause)
                << '\n';
  }
  return {};
}

// The key to go over to: one whose rotation was begun and did not come to its end, or else a new one.
core::Result<Number> next_key(Opened& opened) {
  const Number newest = opened.key().numbers().back();
  if (newest > opened.key().in_force()) return newest;
  const auto sealed = sealed_by(*opened.at->store, opened.at->settings.common.blobs());
  if (!sealed) return tl::unexpected(sealed.error());
  if (sealed->by_others(newest) > 0 && newest > seal::DataKey::kFirst) return newest;
  return opened.ring->add_key(opened.edition);
}

core::Status rotate(const KeysOptions& options, Globals& globals) {
  auto opened = open(options);
  if (!opened) return tl::unexpected(opened.error());
  const auto next = next_key(*opened);
  if (!next) return tl::unexpected(next.error());
  // First everybody can open what it seals, then it seals, and only then is the rest sealed anew.
  auto held = await_copies(*opened, options.wait_s, [&](const Json& keys) {
    return std::ranges::count(keys.at("held").get<std::vector<unsigned>>(), unsigned{*next}) > 0;
  });
  if (!held) return held;
  // Programs that know one key only must not come back.
  store::RedisStore& facts = *opened->at->store;
  if (auto raised = facts.put_fact(store::keys::kForm, std::to_string(store::kStoreForm)); !raised) return raised;
  if (auto named = facts.put_fact(opened->fact(), std::to_string(*next)); !named) return named;
  opened->ring->put_in_force(opened->edition, *next);
  auto taken_up = await_copies(*opened, options.wait_s,
                               [&](const Json& keys) { return keys.value("in_force", 0u) == unsigned{*next}; });
  if (!taken_up) return taken_up;
  const auto resealed = reseal_all(*opened->at->store, opened->at->settings.common.blobs(), opened->key());
  if (!resealed) return tl::unexpected(resealed.error());
  if (globals.json) {
    globals.out << nlohmann::json{{"data_key", *next},
                                  {"records", resealed->records},
                                  {"files", resealed->files},
                                  {"left", resealed->left}}
                       .dump()
                << '\n';
  } else {
    globals.out << say(globals.lang, texts::keys::kRotated, *next, resealed->records, resealed->files) << '\n'
                << (resealed->left > 0
                        ? say(globals.lang, texts::keys::kLeft, resealed->left)
                        : say(globals.lang, texts::keys::kBackUpKeys, opened->at->settings.common.keys().string()))
                << '\n';
  }
  if (resealed->left > 0) globals.exit_code = runtime::kExitSomeRefused;
  return {};
}

core::Status retire(const KeysOptions& options, Globals& globals) {
  auto opened = open(options);
  if (!opened) return tl::unexpected(opened.error());
  const Number in_force = opened->key().in_force();
  if (opened->key().numbers().back() != in_force) return refuse(core::ErrorKind::kRefused, texts::keys::kNotInForce);
  auto taken_up = await_copies(*opened, options.wait_s,
                               [&](const Json& keys) { return keys.value("in_force", 0u) == unsigned{in_force}; });
  if (!taken_up) return taken_up;
  const auto sealed = sealed_by(*opened->at->store, opened->at->settings.common.blobs());
  if (!sealed) return tl::unexpected(sealed.error());
  if (const std::uint64_t others = sealed->by_others(in_force); others > 0) {
    return refuse(core::ErrorKind::kRefused, texts::keys::kUnfinished, others);
  }
  const std::size_t retired = opened->key().numbers().size() - 1;
  if (auto gone = opened->ring->retire_others(opened->edition); !gone) return gone;
  if (globals.json) {
    globals.out << nlohmann::json{{"data_key", in_force}, {"retired", retired}}.dump() << '\n';
  } else {
    globals.out << say(globals.lang, texts::keys::kRetired, retired, in_force) << '\n';
  }
  return {};
}

core::Status of_the_notary(const KeysOptions& options, Globals& globals) {
  const auto at = open_store_of(options.data);
  if (!at) return tl::unexpected(at.error());
  return options.verb == "rotate" ? rotate_signing_key(**at, options.wait_s, globals)
                                  : retire_signing_keys(**at, globals);
}

}  // namespace

void add_keys(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<KeysOptions>();
  CLI::App* command = app.add_subcommand("keys", globals.say(texts::keys::kAbout));
  add_data_option(*command, &options->data, globals);
  command->add_option("VERB", options->verb, globals.say(texts::keys::kVerb))
      ->required()
      ->check(one_of({"show", "rotate", "retire"}, globals.lang));
  command->add_option("--wait", options->wait_s, globals.say(texts::keys::kWait))
      ->type_name("SECONDS")
      ->check(in_range(1, 3'600, globals.lang));
  command->add_flag("--notary", options->notary, globals.say(texts::keys::kNotary));
  command->footer(globals.say(texts::keys::kFooter));
  command->callback([options, &globals] {
    const core::Status done = options->verb == "show"     ? show(*options, globals)
                              : options->notary           ? of_the_notary(*options, globals)
                              : options->verb == "rotate" ? rotate(*options, globals)
                                                          : retire(*options, globals);
    if (!done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
