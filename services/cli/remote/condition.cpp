#include "cli/remote/condition.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "cli/moment.hpp"
#include "cli/say.hpp"
#include "cli/table.hpp"
#include "cli/texts/status.hpp"
#include "domain/calendar.hpp"
#include "runtime/copies.hpp"
#include "runtime/epoch_walk.hpp"
#include "runtime/installation.hpp"
#include "runtime/rejudged.hpp"
#include "runtime/service_host.hpp"
#include "store/keys.hpp"
#include "wire/verbs.hpp"

namespace naadam::cli {
namespace {

// The stages of wire/stages.hpp that a service works on, by the name of its handler. `ours`: nobody outside is waited
// for.
struct KnownStage {
  std::string_view name;
  std::string_view kind;
  bool ours;
};
constexpr std::array<KnownStage, 11> kStages{{{"reading", "upload", true},
                                              {"forms", "upload", true},
                                              {"completing", "upload", true},
                                              {"judging", "entry", true},
                                              {"reporting", "entry", true},
                                              {"planning", "entry", true},
                                              {"sending", "notice", true},
                                              {"attempting", "notice", true},
                                              {"waiting", "notice", false},
                                              {"seating", "draw", true},
                                              {"results", "score", true}}};

const KnownStage* known(std::string_view name) {
  const auto it = std::ranges::find(kStages, name, &KnownStage::name);
  return it == kStages.end() ? nullptr : &*it;
}

void look_at_retelling(store::Store& store, Condition& condition) {
  static constexpr std::tuple<const char*, std::string_view, std::size_t> kWalks[] = {
      {"entries", store::keys::kRetold, runtime::Retold::kEntriesLaps},
      {"draws", store::keys::kDrawsRetold, runtime::Retold::kDrawsLaps},
      {"scores", store::keys::kScoresRetold, runtime::Retold::kScoresLaps}};
  for (const auto& [name, fact, laps] : kWalks) {
    const auto retold = runtime::load_retold(store, fact, laps);
    if (!retold || !*retold) continue;
    const double share = (*retold)->epoch < condition.epoch ? 0 : (*retold)->share;
    if (share < 1) condition.retelling.push_back({name, share});
  }
}

// The store's clock less our steady one: what the store's clock says at any moment from here on.
core::Millis look_at_store(const Settings& settings, const core::Clock& clock, Condition& condition) {
  const auto store = runtime::open_store(settings.common, clock, 3);
  if (!store) {
    condition.store_cause = store.error().cause;
    return 0;
  }
  condition.store_up = true;
  condition.epoch = (*store)->epoch();
  const core::Millis ahead = (*store)->now_ms().value_or(0) - clock.steady_ms();
  look_at_retelling(**store, condition);
  condition.messages_held = runtime::messages_held(**store).value_or(false);
  const auto installation = runtime::load_installation(**store);
  if (!installation) return ahead;
  condition.published = true;
  condition.training = installation->training;
  condition.edition_id = installation->edition->id;
  condition.edition_zh = installation->edition->zh;
  condition.edition_en = installation->edition->en;
  condition.edition_version = installation->edition->version;
  const auto rejudged = runtime::load_rejudged(**store);
  const auto asked = runtime::asked_to_rejudge(**store);
  if (rejudged && asked) {
    const bool begun = *rejudged && (*rejudged)->is_of(installation->edition->version, *asked);
    condition.rejudged = begun ? (*rejudged)->share((*store)->shards()) : 0;
  }
  condition.winners = installation->winners->winners().size();
  condition.now = runtime::installation_now(**store, *installation).value_or(0);
  return ahead;
}

void look_at_stages(const Json& answer, Condition& condition) {
  const Json stages = answer.value("stages", Json::object());
  for (const auto& [name, stage] : stages.items()) {
    condition.stages.push_back(
        {name, stage.value("records", std::uint64_t{0}), stage.value("oldest_due_ms", core::Millis{0})});
    const KnownStage* one = known(name);
    std::uint64_t& parked = condition.parked[one != nullptr ? std::string(one->kind) : name];
    parked = std::max(parked, stage.value("parked", std::uint64_t{0}));  // each stage tells those of its whole kind
  }
}

// What waits at the stages stands in the store: the first copy that answers tells it for all.
// `ahead`: look_at_store()'s.
void look_at_service(std::string_view service, const Settings& settings, asking::Peers& peers, const core::Clock& clock,
                     core::Millis ahead, core::Millis wait_ms, Condition& condition) {
  std::set<std::uint16_t> numbers;
  for (std::uint16_t number = 1; number <= settings.copies; ++number) numbers.insert(number);
  for (const store::Copy& copy : peers.copies(service)) numbers.insert(copy.number);
  if (condition.store_up && peers.copies(service).empty()) condition.absent.emplace_back(service);
  bool told = false;
  for (const std::uint16_t number : numbers) {
    ServiceCondition& copy = condition.services.emplace_back();
    copy.service = service;
    copy.copy = number;
    const auto answer = peers.ask_copy(service, number, wire::verb::kStatus, Json{{"brief", told}}, wait_ms);
    if (!answer) continue;
    copy.up = true;
    copy.pid = answer->value("pid", std::int64_t{0});
    copy.http_port = answer->value("http_port", std::uint16_t{0});
    copy.epoch = answer->value("epoch", std::uint32_t{0});
    const auto told_ms = answer->value("clock_ms", core::Millis{0});
    if (told_ms != 0 && condition.store_up) copy.clock_off_ms = told_ms - (clock.steady_ms() + ahead);
    if (!told) look_at_stages(*answer, condition);
    told = true;
  }
}

std::string age_text(core::Millis ms, Lang lang) {
  return ms <= 0 ? std::string("-") : say(lang, texts::status::kSeconds, static_cast<double>(ms) / 1'000);
}

template <class Names>
std::string word(const Names& names, std::string_view key, Lang lang) {
  for (const auto& [name, text] : names) {
    if (name == key) return text.in(lang);
  }
  return std::string(key);
}

}  // namespace

std::string ServiceCondition::name() const { return runtime::copy_name(service, copy); }

bool Condition::all_up() const { return store_up && published && std::ranges::all_of(services, &ServiceCondition::up); }

std::uint64_t Condition::busy() const {
  std::uint64_t sum = 0;
  for (const StageCondition& stage : stages) {
    const KnownStage* one = known(stage.name);
    if (one == nullptr || one->ours) sum += stage.records;
  }
  return sum;
}

std::uint64_t Condition::undecided() const {
  std::uint64_t sum = 0;
  for (const StageCondition& stage : stages) {
    if (stage.name == "reading" || stage.name == "forms" || stage.name == "judging" || stage.name == "reporting") {
      sum += stage.records;
    }
  }
  return sum;
}

std::uint64_t Condition::parked_all() const {
  return std::accumulate(parked.begin(), parked.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const auto& kind) { return sum + kind.second; });
}

Condition look_at(const Settings& settings, asking::Peers& peers, const core::Clock& clock, core::Millis wait_ms) {
  Condition condition;
  const core::Millis ahead = look_at_store(settings, clock, condition);
  for (const std::string_view service : kServices) {
    look_at_service(service, settings, peers, clock, ahead, wait_ms, condition);
  }
  std::ranges::sort(condition.stages, {}, [](const StageCondition& stage) {
    const KnownStage* one = known(stage.name);
    const std::size_t place = one == nullptr ? kStages.size() : static_cast<std::size_t>(one - kStages.data());
    return std::pair(place, std::string_view(stage.name));
  });
  return condition;
}

void count_notices(asking::Peers& peers, core::Millis wait_ms, Condition& condition) {
  if (const auto counted = peers.ask("notification", wire::verb::kNoticeCount, Json::object(), wait_ms)) {
    condition.notices.emplace();
    const Json states = counted->value("states", Json::object());
    for (const auto& [state, n] : states.items()) {
      if (n.is_number_unsigned()) (*condition.notices)[state] = n.get<std::uint64_t>();
    }
  }
}

std::string mode_text(const Condition& condition, Lang lang) {
  if (!condition.published) return {};
  return say(lang, condition.training ? texts::status::kTraining : texts::status::kLive, moment(condition.now, lang));
}

std::string service_table(const Condition& condition, const std::map<std::string, unsigned>& restarts, Lang lang) {
  const bool counted = !restarts.empty();
  Table table(counted ? std::vector{Align::kLeft, Align::kLeft, Align::kRight, Align::kLeft, Align::kRight}
                      : std::vector{Align::kLeft, Align::kLeft, Align::kRight, Align::kLeft});
  std::vector<std::string> headings = heading_row(texts::status::kServiceHeadings, lang);
  if (counted) headings.emplace_back(texts::status::kRestarts.in(lang));
  table.add(std::move(headings));
  const auto add = [&](const std::string& name, const std::string& shown, bool up, std::int64_t pid,
                       std::uint16_t port) {
    std::vector<std::string> row{shown, (up ? texts::status::kUp : texts::status::kDown).in(lang),
                                 pid > 0 ? fmt::format("{}", pid) : "",
                                 up && port > 0 ? fmt::format("http://127.0.0.1:{}/healthz", port) : ""};
    const auto times = restarts.find(name);
    if (counted) row.push_back(times == restarts.end() ? "" : fmt::format("{}", times->second));
    table.add(std::move(row));
  };
  const auto called = [lang](std::string_view name) { return word(texts::status::kServiceNames, name, lang); };
  add("redis", called("redis"), condition.store_up, condition.store_pid, 0);
  const bool several = condition.services.size() > kServices.size();
  for (const ServiceCondition& copy : condition.services) {
    const std::string shown = called(copy.service) + (several ? fmt::format(" {}", copy.copy) : "");
    add(copy.name(), shown, copy.up, copy.pid, copy.http_port);
  }
  return table.text();
}

std::string condition_text(const Condition& condition, Lang lang) {
  std::string text;
  Table stages({Align::kLeft, Align::kRight, Align::kRight});
  stages.add(heading_row(texts::status::kStageHeadings, lang));
  for (const StageCondition& stage : condition.stages) {
    stages.add({word(texts::status::kStageNames, stage.name, lang), fmt::format("{}", stage.records),
                age_text(stage.records > 0 ? stage.oldest_due_ms : 0, lang)});
  }
  if (!stages.empty()) text += stages.text();
  if (condition.rejudged < 1) text += say(lang, texts::status::kRejudging, 100 * condition.rejudged) + "\n";
  for (const auto& [name, share] : condition.retelling) {
    text += say(lang, texts::status::kRetelling, word(texts::status::kRetold, name, lang), 100 * share) + "\n";
  }
  for (const std::string& service : condition.absent)
    text += "  " + word(texts::status::kStandsStill, service, lang) + "\n";
  if (condition.messages_held) text += std::string(texts::status::kMessagesHeld.in(lang)) + "\n";
  if (condition.parked_all() > 0) {
    for (const auto& [kind, n] : condition.parked) {
      if (n > 0) text += say(lang, texts::status::kParked, word(texts::status::kKindNames, kind, lang), n) + "\n";
    }
  }
  if (condition.notices) {
    Table notices({Align::kLeft, Align::kRight});
    notices.add(heading_row(texts::status::kNoticeHeadings, lang));
    std::uint64_t all = 0;
    for (const auto& [state, n] : *condition.notices) {
      notices.add({word(texts::status::kNoticeStates, state, lang), fmt::format("{}", n)});
      all += n;
    }
    notices.add({texts::status::kAll.in(lang), fmt::format("{}", all)});
    text += "\n" + notices.text();
  }
  return text;
}

Json condition_json(const Condition& condition) {
  Json services = Json::array(), stages = Json::object();
  for (const ServiceCondition& service : condition.services) {
    services.push_back({{"name", service.service},
                        {"copy", service.copy},
                        {"up", service.up},
                        {"pid", service.pid},
                        {"http_port", service.http_port}});
  }
  for (const StageCondition& stage : condition.stages) {
    stages[stage.name] = {{"records", stage.records}, {"oldest_due_ms", stage.oldest_due_ms}};
  }
  Json retelling = Json::object();
  for (const auto& [name, share] : condition.retelling) retelling[name] = share;
  Json json{{"store_up", condition.store_up},
            {"services", services},
            {"stages", stages},
            {"absent", condition.absent},
            {"busy", condition.busy()},
            {"rejudged", condition.rejudged},
            {"retelling", retelling},
            {"messages_held", condition.messages_held},
            {"parked", condition.parked},
            {"notices", condition.notices ? Json(*condition.notices) : Json()}};
  if (condition.published) {
    json["mode"] = condition.training ? "training" : "live";
    json["now"] = domain::iso_instant(condition.now);
    json["edition"] = {{"name", condition.edition_zh}, {"version", condition.edition_version}};
    json["former_winners"] = condition.winners;
  }
  return json;
}

}  // namespace naadam::cli
