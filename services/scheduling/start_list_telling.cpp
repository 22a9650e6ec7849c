#include "scheduling/start_list_telling.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "core/limits.hpp"
#include "runtime/documents.hpp"
#include "runtime/log.hpp"
#include "runtime/not_now.hpp"
#include "wire/stages.hpp"

namespace naadam::scheduling {
namespace {

struct Call {
  store::Apply apply;
  store::ColumnBuilder states;
};

core::Id id_of(const wire::StartList& list, const domain::Edition& edition) {
  return wire::start_list_id(edition.id, list.round, list.event, list.group, list.delegation);
}

}  // namespace

StartListTelling::StartListTelling(store::Store& store, runtime::Metrics& metrics)
    : store_(store),
      lists_(metrics.counter("naadam_start_lists_told_total", "start lists that draws gave to scoring")),
      alarms_(metrics.counter("naadam_alarms_total", "two different decisions under one revision")) {}

core::Status StartListTelling::tell(const ShelvedDraw& draw, const std::vector<DrawBook>& past,
                                    const domain::Edition& edition) {
  return tell(draw, start_lists(draw.book, draw.record.name, past, edition), edition);
}

core::Status StartListTelling::tell_missing(const ShelvedDraw& draw, const std::vector<DrawBook>& past,
                                            const domain::Edition& edition) {
  const StartLists all = start_lists(draw.book, draw.record.name, past, edition);
  std::map<std::uint16_t, store::Read> reads;
  for (const wire::StartList& list : all.lists) {
    const core::Id id = id_of(list, edition);
    reads[core::shard_of(id, store_.shards())].ids.append(id.view());
  }
  for (auto& [shard, read] : reads) {
    read.kind = store::Kind::kStartList;
    read.shard = shard;
    store_.read({&read, 1});
    if (read.answer.outcome != store::Outcome::kDone) return runtime::not_now(read.answer);
    if (!std::ranges::all_of(read.records, &store::Record::found)) return tell(draw, all, edition);
  }
  return {};
}

core::Status StartListTelling::tell(const ShelvedDraw& draw, const StartLists& all, const domain::Edition& edition) {
  if (!all.unknown.empty()) {
    runtime::log_warn("draw.contests_unknown", {{"draw", draw.record.id}, {"contests", all.unknown.size()}});
  }
  std::map<std::uint16_t, std::vector<Call>> by_shard;
  for (const wire::StartList& list : all.lists) {
    const auto document = runtime::keep_document(store_, wire::encode(list));
    if (!document) return tl::unexpected(document.error());
    const core::Id id = id_of(list, edition);
    const std::uint16_t shard = core::shard_of(id, store_.shards());
    std::vector<Call>& calls = by_shard[shard];
    if (calls.empty() || calls.back().apply.ids.size() >= core::limits::kCallItemsMax * core::kIdBytes) {
      store::Apply& apply = calls.emplace_back().apply;
      apply.kind = store::Kind::kStartList;
      apply.shard = shard;
      apply.to = wire::start_list_stage::kKnown;
      apply.wait = store::kNeverDue;
    }
    Call& call = calls.back();
    std::string state = wire::encode(wire::StartListState{draw.record.rev, *document});
    store::add_check(state, id.view(), draw.record.rev, {});
    call.apply.ids.append(id.view());
    draw.record.rev.append_to(call.apply.revs);
    call.states.add(state);
  }
  std::vector<store::Apply> applies;
  for (auto& [shard, calls] : by_shard) {
    for (Call& call : calls) applies.emplace_back(std::move(call.apply)).states = call.states.finish();
  }
  store_.apply(applies);
  for (const store::Apply& call : applies) {
    if (call.answer.outcome != store::Outcome::kDone) return runtime::not_now(call.answer);
    lists_.add(call.answer.count(store::ItemAnswer::kDone));
    if (const std::size_t alarms = call.answer.count(store::ItemAnswer::kAlarm); alarms > 0) {
      alarms_.add(alarms);
      runtime::log_error("start_list.alarm", {{"draw", draw.record.id}, {"contests", alarms}});
    }
  }
  return {};
}

}  // namespace naadam::scheduling
