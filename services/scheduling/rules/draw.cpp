#include "scheduling/rules/draw.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "scheduling/rules/draw_stream.hpp"
#include "scheduling/rules/seating.hpp"

namespace naadam::scheduling {
namespace {

tl::unexpected<core::Error> refuse(std::string text) {
  return core::fail(core::ErrorKind::kInvalid, std::move(text), "draw request refused");
}

core::Result<std::vector<std::string_view>> ids_in_order(const DrawRequest& request) {
  std::vector<std::string_view> ids;
  for (const DrawEvent& event : request.events) {
    for (const DrawEntry& entry : event.entries) ids.push_back(entry.id);
  }
  if (ids.size() > kDrawEntriesMax) return refuse(fmt::format("一次抽签最多 {} 个参赛号。", kDrawEntriesMax));
  std::ranges::sort(ids);
  const auto twice = std::ranges::adjacent_find(ids);
  if (twice != ids.end()) return refuse(fmt::format("参赛号 {} 出现了两次。", *twice));
  return ids;
}

core::Status check_slots(const DrawEvent& event) {
  auto slots = event.slots;
  std::ranges::sort(slots);
  if (const auto twice = std::ranges::adjacent_find(slots); twice != slots.end()) {
    return refuse(fmt::format("赛项 {} 的第 {} 场 {} 号工位出现了两次。", event.event, twice->heat, twice->station));
  }
  if (slots.size() < event.entries.size()) {
    return refuse(
        fmt::format("赛项 {} 有 {} 个参赛号，只有 {} 个工位。", event.event, event.entries.size(), slots.size()));
  }
  return {};
}

struct Openings {
  std::map<std::string_view, std::string_view> opened;  // who: secret
  std::vector<std::string> left_out;
};

core::Result<Openings> open(const DrawRequest& request) {
  std::map<std::string_view, const seal::Hash*> commitments;
  for (const Committed& one : request.commitments) {
    if (!commitments.emplace(one.who, &one.commitment).second) return refuse(one.who + "承诺了两次。");
  }
  std::map<std::string_view, std::string_view> reveals;
  for (const Revealed& one : request.reveals) {
    if (!commitments.contains(one.who)) return refuse(one.who + "没有承诺过，不能公开秘密数。");
    if (!reveals.emplace(one.who, one.secret).second) return refuse(one.who + "公开了两次秘密数。");
  }
  Openings result;
  for (const auto& [who, hash] : commitments) {
    const auto revealed = reveals.find(who);
    const bool opens = revealed != reveals.end() && revealed->second.size() == kSecretBytes &&
                       commitment(request.id, who, revealed->second) == *hash;
    if (opens) {
      result.opened.emplace(who, revealed->second);
    } else {
      result.left_out.emplace_back(who);
    }
  }
  if (result.opened.empty()) return refuse("没有一个秘密数与承诺相符，不能抽签。");
  return result;
}

std::vector<const DrawEntry*> in_lot_order(const DrawEvent& event, const seal::Hash& seed) {
  std::vector<const DrawEntry*> lots;
  for (const DrawEntry& entry : event.entries) lots.push_back(&entry);
  std::ranges::sort(lots, {}, &DrawEntry::id);
  DrawStream(seed, event.event + "/lots").shuffle(lots);
  return lots;
}

std::vector<Seat> free_draw(const std::vector<const DrawEntry*>& lots, const std::vector<Slot>& slots) {
  std::vector<Seat> seats;
  for (std::size_t k = 0; k < lots.size(); ++k) seats.push_back({lots[k]->id, slots[k]});
  return seats;
}

core::Result<std::vector<Seat>> constrained_draw(const DrawEvent& event, const std::vector<const DrawEntry*>& lots,
                                                 const std::vector<Slot>& slots, const seal::Hash& seed) {
  std::vector<std::vector<std::size_t>> allowed(lots.size());
  for (std::size_t k = 0; k < lots.size(); ++k) {
    for (std::size_t s = 0; s < slots.size(); ++s) {
      if (std::ranges::find(lots[k]->forbidden_heats, slots[s].heat) == lots[k]->forbidden_heats.end()) {
        allowed[k].push_back(s);
      }
    }
  }
  Seating seating(std::move(allowed), slots.size());
  if (!seating.possible()) {
    return refuse(fmt::format("赛项 {} 的回避要求使部分参赛号没有工位可排，请调整场次或回避要求。", event.event));
  }
  std::vector<std::size_t> in_order(slots.size());
  std::iota(in_order.begin(), in_order.end(), 0);
  std::vector<Seat> seats;
  for (std::size_t k = 0; k < lots.size(); ++k) {
    std::vector<std::size_t> wishes = in_order;
    DrawStream(seed, event.event + "/entry/" + lots[k]->id).shuffle(wishes);
    const auto got = std::ranges::find_if(wishes, [&](std::size_t slot) { return seating.choose(k, slot); });
    seats.push_back({lots[k]->id, slots[*got]});  // there is one: what was chosen before left it
  }
  return seats;
}

}  // namespace

seal::Hash list_hash(std::vector<std::string_view> ids) {
  std::ranges::sort(ids);
  Preimage list("TDRAW1/list");
  for (const std::string_view id : ids) list.add(id);
  return list.hash();
}

seal::Hash commitment(std::string_view draw, std::string_view who, std::string_view secret) {
  return Preimage("TDRAW1/commit").add(draw).add(who).add(secret).hash();
}

core::Result<Drawn> draw(const DrawRequest& request) {
  if (request.id.empty()) return refuse("抽签没有编号。");
  if (request.public_text.empty()) return refuse("公开随机源的值是空的，不能抽签。");
  const auto ids = ids_in_order(request);
  if (!ids) return tl::unexpected(ids.error());
  std::set<std::string_view> events;
  for (const DrawEvent& event : request.events) {
    if (!events.insert(event.event).second) return refuse(fmt::format("赛项 {} 出现了两次。", event.event));
    if (auto fine = check_slots(event); !fine) return tl::unexpected(fine.error());
  }
  auto openings = open(request);
  if (!openings) return tl::unexpected(openings.error());

  Drawn drawn;
  drawn.list = list_hash(*ids);
  Preimage seed("TDRAW1/seed");
  seed.add(request.id).add(seal::view_of(drawn.list)).add(request.public_text);
  for (const auto& [who, secret] : openings->opened) seed.add(who).add(secret);
  drawn.seed = seed.hash();
  drawn.left_out = std::move(openings->left_out);

  for (const DrawEvent& event : request.events) {
    auto slots = event.slots;
    std::ranges::sort(slots);
    const auto lots = in_lot_order(event, drawn.seed);
    const bool constrained =
        std::ranges::any_of(event.entries, [](const DrawEntry& entry) { return !entry.forbidden_heats.empty(); });
    auto seats = constrained ? constrained_draw(event, lots, slots, drawn.seed)
                             : core::Result<std::vector<Seat>>(free_draw(lots, slots));
    if (!seats) return tl::unexpected(seats.error());
    drawn.events.push_back({event.event, std::move(*seats)});
  }
  return drawn;
}

}  // namespace naadam::scheduling
