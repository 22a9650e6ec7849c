#include "cli/up/history_checkup.hpp"

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "cli/remote/patience.hpp"
#include "cli/say.hpp"
#include "cli/texts/doctor.hpp"
#include "runtime/service_host.hpp"
#include "wire/verbs.hpp"

namespace naadam::cli {
namespace {

constexpr std::uint64_t kWaitingWarn = 10'000;  // entries; a minute of full load

}  // namespace

std::vector<Check> check_history(const Settings& settings, asking::Peers& peers, const core::Clock& clock, Lang lang) {
  const auto store = runtime::open_store(settings.common, clock, static_cast<std::uint64_t>(::getpid()));
  if (!store) return {};
  std::vector<store::ReadLog> logs((*store)->shards());
  for (std::uint16_t shard = 0; shard < (*store)->shards(); ++shard) {
    logs[shard].shard = shard;
    logs[shard].count = 1;
  }
  (*store)->read_log(logs);
  std::uint64_t waiting = 0;
  for (const store::ReadLog& log : logs) waiting += log.waiting;

  std::string why;
  for (std::uint16_t copy = 1; copy <= settings.copies; ++copy) {
    const auto answer = peers.ask_copy("notary", copy, wire::verb::kStatus, Json{{"brief", true}}, kAskMs);
    if (!answer) continue;
    const Json history = answer->value("history", Json::object());
    if (history.value("state", "") == "working") {
      const auto entries = history.value("entries", std::uint64_t{0});
      const bool behind = waiting > kWaitingWarn;
      return {{"history", behind ? Health::kWarning : Health::kGood,
               say(lang, texts::doctor::kHistoryKept, entries, history.value("covered", std::uint64_t{0}), waiting),
               behind ? texts::doctor::kHistoryBehindTodo.in(lang) : ""}};
    }
    if (history.contains("why")) why = history.value("why", "");
  }
  return {{"history", Health::kBad, say(lang, texts::doctor::kHistoryStopped, waiting) + (why.empty() ? "" : " " + why),
           texts::doctor::kHistoryStoppedTodo.in(lang)}};
}

}  // namespace naadam::cli
