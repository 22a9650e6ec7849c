#include "scheduling/rules/draw_record.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "core/id.hpp"

namespace naadam::scheduling {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kAlgorithm = "TDRAW-1";

std::string hex(const seal::Hash& hash) { return core::to_hex(seal::view_of(hash)); }

// Says where in the file something is wrong; caught in parse_draw_record() alone.
struct Wrong {
  std::string place;
};

std::string bytes_of_hex(const Json& value, const std::string& place) {
  auto bytes = core::from_hex(value.get_ref<const std::string&>());
  if (!bytes || bytes->size() != seal::Hash().size()) throw Wrong{place};
  return std::move(*bytes);
}

seal::Hash hash_of_hex(const Json& value, const std::string& place) {
  const std::string bytes = bytes_of_hex(value, place);
  seal::Hash hash;
  std::ranges::copy(bytes, reinterpret_cast<char*>(hash.data()));
  return hash;
}

std::uint16_t small(const Json& value, const std::string& place) {
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > UINT16_MAX) throw Wrong{place};
  return value.get<std::uint16_t>();
}

Slot slot_of(const Json& heat, const Json& station, const std::string& place) {
  return {small(heat, place), small(station, place)};
}

std::pair<DrawEvent, EventSeats> event_of(const Json& json) {
  DrawEvent event;
  event.event = json.at("event").get<std::string>();
  for (const Json& slot : json.at("slots")) event.slots.push_back(slot_of(slot.at(0), slot.at(1), "slots"));
  const Json none = Json::object();
  const Json& forbidden = json.contains("forbidden") ? json.at("forbidden") : none;
  for (const Json& id : json.at("entries")) {
    DrawEntry entry{id.get<std::string>(), {}};
    if (const auto heats = forbidden.find(entry.id); heats != forbidden.end()) {
      for (const Json& heat : *heats) entry.forbidden_heats.push_back(small(heat, "forbidden"));
    }
    event.entries.push_back(std::move(entry));
  }
  EventSeats seats{event.event, {}};
  for (const Json& seat : json.at("seats")) {
    seats.seats.push_back({seat.at(0).get<std::string>(), slot_of(seat.at(1), seat.at(2), "seats")});
  }
  return {std::move(event), std::move(seats)};
}

DrawRecord record_of(const Json& json) {
  if (json.at("algorithm") != kAlgorithm) throw Wrong{"algorithm"};
  DrawRecord record;
  record.edition = json.at("edition").get<std::string>();
  record.request.id = json.at("draw").get<std::string>();
  for (const Json& one : json.at("commitments")) {
    record.request.commitments.push_back(
        {one.at("who").get<std::string>(), hash_of_hex(one.at("commitment"), "commitment")});
  }
  record.public_source = json.at("public").at("source").get<std::string>();
  record.request.public_text = json.at("public").at("text").get<std::string>();
  for (const Json& one : json.at("reveals")) {
    record.request.reveals.push_back({one.at("who").get<std::string>(), bytes_of_hex(one.at("secret"), "secret")});
  }
  record.drawn.left_out = json.at("left_out").get<std::vector<std::string>>();
  record.drawn.list = hash_of_hex(json.at("list"), "list");
  record.drawn.seed = hash_of_hex(json.at("seed"), "seed");
  for (const Json& one : json.at("events")) {
    auto [event, seats] = event_of(one);
    record.request.events.push_back(std::move(event));
    record.drawn.events.push_back(std::move(seats));
  }
  record.replaces = json.value("replaces", "");
  record.reason = json.value("reason", "");
  return record;
}

std::string seat_text(const Slot* slot) {
  return slot == nullptr ? "没有" : fmt::format("第 {} 场 {} 号工位", slot->heat, slot->station);
}

// Who sits elsewhere than drawn, who has a seat without having been drawn, who none.
void compare_seats(const EventSeats& has, const EventSeats& should, std::vector<DrawDifference>& differences) {
  std::map<std::string_view, std::pair<const Slot*, const Slot*>> seats;
  for (const Seat& seat : should.seats) seats[seat.entry].second = &seat.slot;
  for (const Seat& seat : has.seats) {
    const Slot*& there = seats[seat.entry].first;
    if (there != nullptr) {
      differences.push_back({should.event + " " + seat.entry, seat_text(&seat.slot), "只有一个工位"});
    }
    there = &seat.slot;
  }
  for (const auto& [entry, pair] : seats) {
    const auto& [there, drawn] = pair;
    if (there != nullptr && drawn != nullptr && *there == *drawn) continue;
    differences.push_back({fmt::format("{} {}", should.event, entry), seat_text(there), seat_text(drawn)});
  }
}

}  // namespace

std::string to_json(const DrawRecord& record) {
  Json json;
  json["algorithm"] = kAlgorithm;
  json["draw"] = record.request.id;
  json["edition"] = record.edition;
  json["commitments"] = Json::array();
  for (const Committed& one : record.request.commitments) {
    json["commitments"].push_back({{"who", one.who}, {"commitment", hex(one.commitment)}});
  }
  json["public"] = {{"source", record.public_source}, {"text", record.request.public_text}};
  json["reveals"] = Json::array();
  for (const Revealed& one : record.request.reveals) {
    json["reveals"].push_back({{"who", one.who}, {"secret", core::to_hex(one.secret)}});
  }
  json["left_out"] = record.drawn.left_out;
  json["list"] = hex(record.drawn.list);
  json["seed"] = hex(record.drawn.seed);
  json["events"] = Json::array();
  for (std::size_t i = 0; i < record.request.events.size(); ++i) {
    const DrawEvent& event = record.request.events[i];
    Json one{{"event", event.event}, {"slots", Json::array()}, {"entries", Json::array()}};
    Json forbidden = Json::object();
    for (const Slot& slot : event.slots) one["slots"].push_back({slot.heat, slot.station});
    for (const DrawEntry& entry : event.entries) {
      one["entries"].push_back(entry.id);
      if (!entry.forbidden_heats.empty()) forbidden[entry.id] = entry.forbidden_heats;
    }
    if (!forbidden.empty()) one["forbidden"] = std::move(forbidden);
    one["seats"] = Json::array();
    for (const Seat& seat : record.drawn.events[i].seats) {
      one["seats"].push_back({seat.entry, seat.slot.heat, seat.slot.station});
    }
    json["events"].push_back(std::move(one));
  }
  if (!record.replaces.empty()) {
    json["replaces"] = record.replaces;
    json["reason"] = record.reason;
  }
  return json.dump(1) + "\n";
}

core::Result<DrawRecord> parse_draw_record(std::string_view json) {
  const auto wrong = [](const std::string& place) {
    return core::fail(core::ErrorKind::kInvalid, fmt::format("这不是抽签记录，或已被改动：{}", place),
                      "draw record: " + place);
  };
  if (json.size() > kRecordBytesMax) return wrong("文件过大");
  try {
    return record_of(Json::parse(json));
  } catch (const Wrong& error) {
    return wrong(error.place);
  } catch (const Json::parse_error& error) {
    return wrong(fmt::format("第 {} 个字节起不是 JSON", error.byte));
  } catch (const Json::exception&) {
    return wrong("有缺少的项，或项的形式不对");
  }
}

core::Result<std::vector<DrawDifference>> check_draw(const DrawRecord& record) {
  if (!record.replaces.empty() && record.reason.empty()) {
    return core::fail(core::ErrorKind::kInvalid, "重新抽签须写明理由。", "redraw without a reason");
  }
  if (record.replaces == record.request.id) {
    return core::fail(core::ErrorKind::kInvalid, "重新抽签须使用新的抽签编号。", "redraw under the old id");
  }
  const auto drawn = draw(record.request);
  if (!drawn) return tl::unexpected(drawn.error());
  std::vector<DrawDifference> differences;
  const auto compare = [&](const char* place, const std::string& has, const std::string& should) {
    if (has != should) differences.push_back({place, has, should});
  };
  compare("list", hex(record.drawn.list), hex(drawn->list));
  compare("seed", hex(record.drawn.seed), hex(drawn->seed));
  compare("left_out", fmt::format("{}", fmt::join(record.drawn.left_out, "、")),
          fmt::format("{}", fmt::join(drawn->left_out, "、")));
  for (std::size_t i = 0; i < drawn->events.size(); ++i) {
    compare_seats(record.drawn.events[i], drawn->events[i], differences);
  }
  return differences;
}

}  // namespace naadam::scheduling
