#include "scheduling/board_desk.hpp"

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "core/bytes.hpp"
#include "runtime/board_pages.hpp"
#include "runtime/not_now.hpp"
#include "scheduling/contest_list.hpp"
#include "scheduling/rules/viability.hpp"
#include "wire/place.hpp"
#include "wire/stages.hpp"
#include "wire/verbs.hpp"

namespace naadam::scheduling {
namespace {

using runtime::Json;
constexpr std::array<std::pair<store::Stage, const char*>, 5> kCounted{
    {{wire::place_stage::kAccepted, "accepted"},
     {wire::place_stage::kNeedsEvidence, "needs_evidence"},
     {wire::place_stage::kReturned, "returned"},
     {wire::place_stage::kRefused, "refused"},
     {wire::place_stage::kWithdrawn, "withdrawn"}}};

const char* name_of(store::Stage of) {
  for (const auto& [number, name] : kCounted) {
    if (number == of) return name;
  }
  return "elsewhere";
}

}  // namespace

void BoardDesk::answer_on(runtime::StepLoop& loop) {
  loop.on_ask(wire::verb::kBoardCount, [this](const Json&) { return count(); });
  loop.on_ask(wire::verb::kBoardList, [this](const Json& ask) { return list(ask); });
}

const Contests& BoardDesk::contests() {
  if (edition_ != installation_.edition) {
    edition_ = installation_.edition;
    contests_ = std::make_unique<Contests>(*edition_);
  }
  return *contests_;
}

core::Result<Json> BoardDesk::count() {
  const auto now = runtime::installation_now(store_, installation_);
  if (!now) return tl::unexpected(now.error());
  std::vector<store::CountGroups> calls(store_.shards());
  for (std::uint16_t shard = 0; shard < store_.shards(); ++shard) calls[shard].shard = shard;
  store_.count_groups(calls);
  const Contests& known = contests();
  Json boards = Json::array();
  std::map<std::string, ByDelegation, std::less<>> accepted;
  for (const store::CountGroups& call : calls) {
    if (call.answer.outcome != store::Outcome::kDone) return runtime::not_now(call.answer);
    for (const auto& [group, stages] : call.groups) {
      const Contest* contest = known.find(core::get_u64(group));
      if (contest == nullptr) continue;
      Json board{{"event", contest->event}, {"group", contest->group}, {"delegation", contest->delegation}};
      bool any = false;
      for (const auto& [number, name] : kCounted) {
        const auto here = stages.find(number);
        const std::uint64_t records = here == stages.end() ? 0 : here->second;
        board[name] = records;
        any = any || records > 0;
        if (number == wire::place_stage::kAccepted && records > 0) {
          accepted[std::string(contest->event)][std::string(contest->delegation)] += records;
        }
      }
      if (any) boards.push_back(std::move(board));
    }
  }
  Json events = Json::array();
  for (const domain::Event& event : edition_->events) {
    const Viability at = viability(*edition_, event, accepted[event.code]);
    events.push_back({{"event", event.code},
                      {"event_name", event.zh},
                      {"accepted", at.accepted},
                      {"forecast", at.forecast},
                      {"enough", at.enough}});
  }
  Json delegations = Json::array();
  for (const domain::Delegation& delegation : edition_->delegations) {
    delegations.push_back({{"delegation", delegation.code}, {"delegation_name", delegation.short_zh}});
  }
  return Json{{"boards", boards},
              {"events", events},
              {"delegations", delegations},
              {"viability_min", edition_->finals.viability_min},
              {"clock", *now}};
}

core::Result<Json> BoardDesk::list(const Json& ask) {
  const auto event = runtime::text_field(ask, "event");
  if (!event) return tl::unexpected(event.error());
  const auto group = runtime::text_field(ask, "group");
  if (!group) return tl::unexpected(group.error());
  const auto delegation = runtime::text_field(ask, "delegation");
  if (!delegation) return tl::unexpected(delegation.error());
  const auto cursor = runtime::text_field(ask, "cursor");
  if (!cursor) return tl::unexpected(cursor.error());
  const std::uint64_t contest =
      wire::contest_of(installation_.edition->id, wire::Round::kTrial, *event, *group, *delegation);
  std::string at = cursor->empty() ? "0" : *cursor;
  const auto page = runtime::board_page(store_, contest, at);
  if (!page) return tl::unexpected(page.error());
  Json places = Json::array();
  for (const runtime::BoardPlace& place : *page) {
    places.push_back({{"entry", core::to_hex(place.entry)}, {"state", name_of(place.stage)}});
  }
  return Json{{"places", places}, {"cursor", at == "0" ? "" : at}};
}

}  // namespace naadam::scheduling
