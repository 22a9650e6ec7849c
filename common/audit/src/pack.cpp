#include "pack.hpp"

#include <map>

#include "index.hpp"
#include "store/column.hpp"

namespace naadam::audit {
namespace {

constexpr std::string_view kLetters = "irgstazb";  // b last: it is not always asked for
enum Field : std::size_t { kIds, kRevs, kStage, kStates, kGone, kAttempts, kParked, kBodies };

bool is_decimal(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string kind_key(store::Kind kind, std::uint16_t shard, std::string_view rest) {
  std::string key = key_of(shard, ":");
  key.push_back(static_cast<char>(kind));
  return key.append(rest);
}

std::size_t Pack::find(std::string_view id) const {
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (batch.id_bytes(i) == id && live(i)) return i;
  }
  return batch.size();
}

std::size_t ask_pack(Reader& reader, store::Kind kind, std::uint16_t shard, std::string_view name, Bodies bodies) {
  std::string fields;
  for (const char letter : kLetters.substr(0, bodies == Bodies::kRead ? kLetters.size() : kLetters.size() - 1)) {
    fields.append(name).push_back(letter);
  }
  return reader.ask(shard, {"HMGET", kind_key(kind, shard, ":p")}, fields, name.size() + 1);
}

Pack parse_pack(store::ReplyView fields, store::Kind kind, std::uint16_t shard, std::string_view name, Bodies bodies) {
  Pack pack;
  store::Batch& batch = pack.batch;
  batch.kind = kind;
  batch.shard = shard;
  batch.pack = name;
  batch.ids = fields[kIds].string();
  batch.revs = fields[kRevs].string();
  batch.states = fields[kStates].string();
  batch.bodies = fields[kBodies].string();
  batch.stage = static_cast<store::Stage>(to_number(fields[kStage].string()));
  pack.gone = fields[kGone].string();
  pack.parked = !fields[kParked].is_nil();
  const bool there = !fields[kStates].is_nil() && (bodies == Bodies::kLeave || !fields[kBodies].is_nil());
  const bool attempts_fit = fields[kAttempts].is_nil() || is_decimal(fields[kAttempts].string());
  const bool gone_fits = fields[kGone].is_nil() ||
                         (pack.gone.size() == batch.size() && pack.gone.find_first_not_of("01") == std::string::npos);
  pack.fits = there && attempts_fit && gone_fits && is_decimal(fields[kStage].string()) && batch.well_formed();
  return pack;
}

bool look_up(Reader& reader, store::Kind kind, const std::vector<core::Id>& ids, std::uint16_t shards,
             std::vector<Kept>& kept) {
  kept.assign(ids.size(), {});
  std::map<std::uint16_t, std::vector<std::size_t>> by_shard;
  for (std::size_t i = 0; i < ids.size(); ++i) by_shard[core::shard_of(ids[i], shards)].push_back(i);
  reader.begin();
  std::vector<IndexQuestion> questions;
  for (const auto& [shard, places] : by_shard) {
    std::string wanted;
    for (const std::size_t i : places) wanted.append(ids[i].view());
    questions.emplace_back(reader, kind, shard, wanted);
  }
  if (!reader.run()) return false;
  std::map<std::pair<std::uint16_t, std::string>, std::vector<std::size_t>> by_pack;
  std::size_t answer = 0;
  for (const auto& [shard, places] : by_shard) {
    const IndexQuestion& names = questions[answer++];
    for (std::size_t k = 0; k < places.size(); ++k) {
      if (!names.name(k).is_nil()) by_pack[{shard, std::string(names.name(k).string())}].push_back(places[k]);
    }
  }
  reader.begin();
  for (const auto& [pack, places] : by_pack) ask_pack(reader, kind, pack.first, pack.second, Bodies::kLeave);
  if (!reader.run()) return false;
  answer = 0;
  for (const auto& [name, places] : by_pack) {
    const Pack pack = parse_pack(reader.reply(answer++), kind, name.first, name.second, Bodies::kLeave);
    if (!pack.fits) continue;
    for (const std::size_t i : places) {
      const std::size_t at = pack.find(ids[i].view());
      if (at == pack.batch.size()) continue;
      kept[i] = {true, pack.batch.stage, pack.batch.rev(at), std::string(pack.batch.state(at))};
    }
  }
  return true;
}

}  // namespace naadam::audit
