#include "cli/commands/parked.hpp"

#include <CLI/CLI.hpp>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/options.hpp"
#include "cli/remote/opened_store.hpp"
#include "cli/say.hpp"
#include "cli/texts/parked.hpp"
#include "core/limits.hpp"
#include "domain/calendar.hpp"
#include "runtime/rejudged.hpp"

namespace naadam::cli {
namespace {

// In the order of texts::parked::kKinds.
constexpr std::array<store::Kind, texts::parked::kKinds.size()> kKinds{
    store::Kind::kUpload, store::Kind::kEntry, store::Kind::kNotice, store::Kind::kDraw, store::Kind::kScore};
constexpr std::array<const char*, texts::parked::kKinds.size()> kKindKeys{
    {"uploads", "entries", "notices", "draws", "scores"}};
constexpr std::uint32_t kShownMax = 20;  // of a kind on a shard
using Counts = std::array<std::uint64_t, texts::parked::kKinds.size()>;

struct ParkedOptions {
  std::string data;
  std::string verb = "show";
};

tl::unexpected<core::Error> not_answered(const store::ItemAnswers& answer) {
  return refuse(core::ErrorKind::kUnavailable, texts::parked::kNotAnswered, answer.cause);
}

core::Result<std::uint64_t> counted(store::Store& store, store::Kind kind) {
  std::uint64_t sum = 0;
  for (const store::Count& call : store::count_all(store, kind)) {
    if (call.answer.outcome != store::Outcome::kDone) return not_answered(call.answer);
    sum += call.parked;
  }
  return sum;
}

struct Shown {
  std::size_t kind;  // index of kKinds
  store::ParkedRecord record;
};

core::Result<std::vector<Shown>> shown(store::RedisStore& store) {
  std::vector<Shown> all;
  for (std::size_t k = 0; k < kKinds.size(); ++k) {
    for (std::uint16_t shard = 0; shard < store.shards(); ++shard) {
      auto some = store.parked(kKinds[k], shard, kShownMax);
      if (!some) return tl::unexpected(some.error());
      for (store::ParkedRecord& record : *some) all.push_back({k, std::move(record)});
    }
  }
  return all;
}

std::string why(const std::string& reason, Lang lang) {
  for (const auto& [said, text] : texts::parked::kReasons) {
    if (said == reason) return std::string(text.in(lang));
  }
  return reason;
}

// All of a kind, a portion at a time: one call holds its shard up.
core::Result<std::uint64_t> replayed(store::Store& store, store::Kind kind) {
  std::uint64_t sum = 0;
  for (std::uint16_t shard = 0; shard < store.shards(); ++shard) {
    for (;;) {
      store::Replay call;
      call.kind = kind;
      call.shard = shard;
      call.room = core::limits::kCallItemsMax;
      store.replay({&call, 1});
      if (call.answer.outcome != store::Outcome::kDone) return not_answered(call.answer);
      if (call.replayed == 0) break;
      sum += call.replayed;
    }
  }
  return sum;
}

void print(const Counts& counts, const std::vector<Shown>& records, bool replay, Globals& globals) {
  if (globals.json) {
    nlohmann::json json;
    for (std::size_t k = 0; k < counts.size(); ++k) json[kKindKeys[k]] = counts[k];
    nlohmann::json answer{{replay ? "replayed" : "parked", std::move(json)}};
    for (const auto& [kind, record] : records) {
      answer["records"].push_back({{"kind", kKindKeys[kind]},
                                   {"id", core::to_hex(record.id)},
                                   {"stage", record.stage},
                                   {"reason", record.reason},
                                   {"at", domain::iso_instant(record.at)}});
    }
    globals.out << answer.dump() << '\n';
    return;
  }
  std::uint64_t all = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    all += counts[k];
    if (counts[k] > 0) globals.out << texts::parked::kKinds[k].in(globals.lang) << ": " << counts[k] << '\n';
  }
  for (const auto& [kind, record] : records) {
    globals.out << say(globals.lang, texts::parked::kRecord, texts::parked::kKinds[kind].in(globals.lang),
                       core::to_hex(record.id), record.stage, why(record.reason, globals.lang),
                       globals.lang == Lang::kZh ? domain::chinese_instant(record.at) : domain::iso_instant(record.at))
                << '\n';
  }
  if (all == 0) {
    globals.out << globals.say(texts::parked::kNone) << '\n';
  } else {
    globals.out << globals.say(replay ? texts::parked::kReplayed : texts::parked::kHowTo) << '\n';
  }
}

core::Status parked(const ParkedOptions& options, Globals& globals) {
  const auto opened = open_store_of(options.data);
  if (!opened) return tl::unexpected(opened.error());
  store::RedisStore& store = *(*opened)->store;
  const bool replay = options.verb == "replay";
  Counts counts{};
  for (std::size_t k = 0; k < kKinds.size(); ++k) {
    const auto one = replay ? replayed(store, kKinds[k]) : counted(store, kKinds[k]);
    if (!one) return tl::unexpected(one.error());
    counts[k] = *one;
  }
  // Judged by an older version of the edition, perhaps, when they were set aside.
  if (replay) {
    if (auto asked = runtime::ask_to_rejudge(store); !asked) return asked;
  }
  std::vector<Shown> records;
  if (!replay) {
    auto some = shown(store);
    if (!some) return tl::unexpected(some.error());
    records = std::move(*some);
  }
  print(counts, records, replay, globals);
  return {};
}

}  // namespace

void add_parked(CLI::App& app, Globals& globals) {
  const auto options = std::make_shared<ParkedOptions>();
  CLI::App* command = app.add_subcommand("parked", globals.say(texts::parked::kAbout));
  add_data_option(*command, &options->data, globals);
  command->add_option("VERB", options->verb, globals.say(texts::parked::kVerb))
      ->check(one_of({"show", "replay"}, globals.lang));
  command->footer(globals.say(texts::parked::kFooter));
  command->callback([options, &globals] {
    if (const core::Status done = parked(*options, globals); !done) fail(globals, done.error());
  });
}

}  // namespace naadam::cli
