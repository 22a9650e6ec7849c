#include "scheduling/rules/draw_book.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "domain/calendar.hpp"

namespace naadam::scheduling {
namespace {

using core::ErrorKind;

constexpr std::size_t kNameBytesMax = 96;  // of a draw, of who commits
constexpr std::size_t kTextBytesMax = 512;
constexpr std::uint16_t kSlotsMax = 10'000;  // of one contest

tl::unexpected<core::Error> wrong(std::string text) {
  return core::fail(ErrorKind::kInvalid, std::move(text), "draw step refused");
}
tl::unexpected<core::Error> not_now(std::string text) {
  return core::fail(ErrorKind::kRefused, std::move(text), "draw step out of time");
}

void note(DrawBook& book, const Hand& hand, std::string step, std::string text = {}) {
  book.steps.push_back({std::move(step), hand.by, hand.now, std::move(text)});
}

core::Status check_text(std::string_view text, std::size_t max, std::string_view what) {
  if (text.empty()) return wrong(fmt::format("请写明{}。", what));
  if (text.size() > max) return wrong(fmt::format("{}过长，最多 {} 个字节。", what, max));
  return {};
}

core::Status check_plan(const std::vector<SeatPlan>& plan, const domain::Edition& edition) {
  if (plan.empty()) return wrong("工位方案是空的：至少写一行赛项的场次和工位数。");
  std::set<std::pair<std::string, std::string>> seen;
  for (const SeatPlan& line : plan) {
    const domain::Event* event = edition.find_event(line.event);
    if (event == nullptr || event->code != line.event) {
      return wrong(fmt::format("工位方案里的赛项“{}”不在本届赛项之中。", line.event));
    }
    if (!line.group.empty() && std::ranges::find(event->groups, line.group) == event->groups.end()) {
      return wrong(fmt::format("工位方案：赛项“{}”没有“{}”这个组别。", event->zh, line.group));
    }
    if (line.stations == 0) return wrong(fmt::format("工位方案：赛项“{}”的工位数应从 1 起。", event->zh));
    if (line.heats * static_cast<std::uint32_t>(line.stations) > kSlotsMax) {
      return wrong(fmt::format("工位方案：赛项“{}”的场次乘工位超过 {}。", event->zh, kSlotsMax));
    }
    if (!seen.emplace(line.event, line.group).second) {
      return wrong(fmt::format("工位方案：赛项“{}”写了两行。", event->zh));
    }
  }
  return {};
}

core::Status check_opening(const DrawOpening& wish, const domain::Edition& edition, const Hand& hand) {
  if (const auto fine = check_text(wish.draw, kNameBytesMax, "抽签编号"); !fine) return fine;
  if (const auto fine = check_text(wish.public_source, kTextBytesMax, "公开随机源（例如哪一期彩票）"); !fine)
    return fine;
  if (wish.value_at <= hand.now) return wrong("公开随机源的值应在将来才产生，请写明它产生的时间。");
  return check_plan(wish.plan, edition);
}

void begin(DrawBook& book, const DrawOpening& wish, const domain::Edition& edition) {
  book.phase = DrawPhase::kCommitting;
  book.value_at = wish.value_at;
  book.plan = wish.plan;
  book.moves.clear();
  book.record = {};
  book.record.edition = edition.version;
  book.record.public_source = wish.public_source;
  book.record.request.id = wish.draw;
}

const SeatPlan* plan_of(const DrawBook& book, const DrawList& list) {
  const SeatPlan* of_event = nullptr;
  for (const SeatPlan& line : book.plan) {
    if (line.event != list.event) continue;
    if (line.group == list.group) return &line;
    if (line.group.empty()) of_event = &line;
  }
  return of_event;
}

std::vector<Slot> slots_of(const SeatPlan& plan, std::size_t entries) {
  const std::size_t needed = (entries + plan.stations - 1) / plan.stations;
  const std::size_t heats = plan.heats == 0 ? needed : plan.heats;
  std::vector<Slot> slots;
  for (std::size_t heat = 1; heat <= heats; ++heat) {
    for (std::uint16_t station = 1; station <= plan.stations; ++station) {
      slots.push_back({static_cast<std::uint16_t>(heat), station});
    }
  }
  return slots;
}

auto by_name(const std::string& who) {
  return [&who](const auto& one) { return one.who == who; };
}

}  // namespace

std::string contest_label(std::string_view event, std::string_view group) {
  return group.empty() ? std::string(event) : fmt::format("{}-{}", event, group);
}

core::Result<DrawBook> open_draw(const DrawOpening& wish, const domain::Edition& edition, const Hand& hand) {
  if (const auto fine = check_opening(wish, edition, hand); !fine) return tl::unexpected(fine.error());
  if (hand.closes != 0 && hand.now > hand.closes) {
    return not_now(fmt::format("报名已于 {} 截止；抽签要在截止之前开始，让各方在名单定下之前作出承诺。",
                               domain::chinese_instant(hand.closes)));
  }
  if (hand.closes != 0 && wish.value_at <= hand.closes) {
    return wrong("公开随机源的值应在报名截止之后才产生。");
  }
  DrawBook book;
  book.round = wish.round;
  book.delegation = wish.delegation;
  begin(book, wish, edition);
  note(book, hand, "open", wish.draw);
  return book;
}

core::Status commit(DrawBook& book, const std::string& who, const seal::Hash& commitment, const Hand& hand) {
  if (const auto fine = check_text(who, kNameBytesMax, "承诺方"); !fine) return fine;
  std::vector<Committed>& all = book.record.request.commitments;
  if (const auto there = std::ranges::find_if(all, by_name(who)); there != all.end()) {
    if (there->commitment == commitment) return {};
    return wrong(fmt::format("{}已经承诺过，承诺不能更改。", who));
  }
  if (book.phase != DrawPhase::kCommitting) return not_now("名单已经冻结，不能再承诺。");
  if (hand.closes != 0 && book.past.empty() && hand.now > hand.closes) {
    return not_now(fmt::format("报名已于 {} 截止，不能再承诺。", domain::chinese_instant(hand.closes)));
  }
  all.push_back({who, commitment});
  note(book, hand, "commit", who);
  return {};
}

core::Status freeze(DrawBook& book, const std::vector<DrawList>& lists, const Hand& hand) {
  if (book.phase != DrawPhase::kCommitting) return {};
  if (hand.now <= hand.closes) {
    return not_now(fmt::format("报名要到 {} 才截止，之后才能冻结名单。", domain::chinese_instant(hand.closes)));
  }
  if (hand.now >= book.value_at) {
    return not_now(
        fmt::format("公开随机源的值已于 {} 产生，名单却还没有冻结：这次抽签已不能使用，请以新的编号重新抽签。",
                    domain::chinese_instant(book.value_at)));
  }
  if (book.record.request.commitments.empty()) return not_now("还没有任何一方承诺，不能冻结名单。");
  std::vector<DrawEvent> events;
  std::vector<std::string_view> ids;
  std::vector<std::string> lacking;
  for (const DrawList& list : lists) {
    if (list.entries.empty()) continue;
    const std::string label = contest_label(list.event, list.group);
    const SeatPlan* plan = plan_of(book, list);
    if (plan == nullptr) {
      lacking.push_back(fmt::format("{}（{} 个参赛号，方案里没有）", label, list.entries.size()));
      continue;
    }
    DrawEvent event{label, {}, slots_of(*plan, list.entries.size())};
    if (event.slots.size() < list.entries.size()) {
      lacking.push_back(fmt::format("{}（{} 个参赛号，{} 个工位）", label, list.entries.size(), event.slots.size()));
      continue;
    }
    for (const std::string& id : list.entries) {
      event.entries.push_back({id, {}});
      ids.push_back(id);
    }
    std::ranges::sort(event.entries, {}, &DrawEntry::id);
    events.push_back(std::move(event));
  }
  if (!lacking.empty()) {
    return wrong(fmt::format("工位不够，名单没有冻结：{}。请以新的编号和方案重新开始。", fmt::join(lacking, "、")));
  }
  if (events.empty()) return not_now("没有通过审核的报名，不需要抽签。");
  std::ranges::sort(events, {}, &DrawEvent::event);
  book.record.drawn.list = list_hash(ids);
  book.record.request.events = std::move(events);
  for (const DrawEvent& event : book.record.request.events) book.record.drawn.events.push_back({event.event, {}});
  book.phase = DrawPhase::kFrozen;
  note(book, hand, "freeze", fmt::format("{}", ids.size()));
  return {};
}

core::Status reveal(DrawBook& book, const std::string& who, const std::string& secret, const Hand& hand) {
  DrawRequest& request = book.record.request;
  if (const auto there = std::ranges::find_if(request.reveals, by_name(who)); there != request.reveals.end()) {
    if (there->secret == secret) return {};
    return wrong(fmt::format("{}已经公开过秘密数。", who));
  }
  const auto committed = std::ranges::find_if(request.commitments, by_name(who));
  if (committed == request.commitments.end()) return wrong(fmt::format("{}没有承诺过，不能公开秘密数。", who));
  if (book.phase == DrawPhase::kCommitting) return not_now("名单还没有冻结，请在冻结之后再公开秘密数。");
  if (book.phase == DrawPhase::kPublished) return not_now("抽签结果已经公布，不能再公开秘密数。");
  if (hand.now >= book.value_at) {
    return not_now(
        fmt::format("公开秘密数的期限已于 {} 过去，{}不计入本次抽签。", domain::chinese_instant(book.value_at), who));
  }
  if (secret.size() != kSecretBytes || commitment(request.id, who, secret) != committed->commitment) {
    return wrong(fmt::format("{}公开的秘密数与承诺不符，请核对后再试。", who));
  }
  request.reveals.push_back({who, secret});
  note(book, hand, "reveal", who);
  return {};
}

core::Status publish(DrawBook& book, const std::string& text, const Hand& hand) {
  if (book.phase == DrawPhase::kCommitting) return not_now("名单还没有冻结，不能抽签。");
  if (book.phase == DrawPhase::kPublished) {
    if (book.record.request.public_text == text) return {};
    return wrong("抽签结果已经公布，公开随机源的值不能更改；有误时请以新的编号重新抽签并写明理由。");
  }
  if (const auto fine = check_text(text, kTextBytesMax, "公开随机源的值"); !fine) return fine;
  if (hand.now < book.value_at) {
    return not_now(fmt::format("公开随机源的值要到 {} 才产生，之后才能抽签。", domain::chinese_instant(book.value_at)));
  }
  DrawRequest request = book.record.request;
  request.public_text = text;
  auto drawn = draw(request);
  if (!drawn) return tl::unexpected(drawn.error());
  book.record.request = std::move(request);
  book.record.drawn = std::move(*drawn);
  book.phase = DrawPhase::kPublished;
  note(book, hand, "publish", text);
  return {};
}

core::Status redraw(DrawBook& book, const DrawOpening& wish, const std::string& reason, const std::string& document,
                    const domain::Edition& edition, const Hand& hand) {
  if (book.record.request.id == wish.draw && !book.past.empty()) return {};
  if (const auto fine = check_text(reason, kTextBytesMax, "重新抽签的理由"); !fine) return fine;
  const auto was = [&](const std::string& draw) {
    return draw == book.record.request.id ||
           std::ranges::any_of(book.past, [&](const PastDraw& one) { return one.draw == draw; });
  };
  if (was(wish.draw)) return wrong(fmt::format("抽签编号 {} 已经用过，重新抽签须使用新的编号。", wish.draw));
  if (const auto fine = check_opening(wish, edition, hand); !fine) return fine;
  book.past.push_back({book.record.request.id, document, reason});
  begin(book, wish, edition);
  book.record.replaces = book.past.back().draw;
  book.record.reason = reason;
  note(book, hand, "redraw", wish.draw);
  return {};
}

core::Status substitute(DrawBook& book, const std::string& out, const std::string& in, const std::string& reason,
                        const Hand& hand) {
  for (const SeatMove& move : book.moves) {
    if (move.out == out && move.in == in) return {};
  }
  if (book.phase != DrawPhase::kPublished) return not_now("抽签结果还没有公布，不能递补。");
  if (const auto fine = check_text(reason, kTextBytesMax, "递补的理由"); !fine) return fine;
  const auto seats = seats_of(book);
  if (!seats.contains(out)) return wrong("被替换的报名没有工位，请核对编号。");
  if (seats.contains(in)) return wrong("递补的报名已有工位，请核对编号。");
  book.moves.push_back({out, in, reason, hand.by, hand.now});
  note(book, hand, "substitute", out + " " + in);
  return {};
}

std::map<std::string, BookedSeat> seats_of(const DrawBook& book) {
  std::map<std::string, BookedSeat> seats;
  if (book.phase != DrawPhase::kPublished) return seats;
  for (const EventSeats& event : book.record.drawn.events) {
    for (const Seat& seat : event.seats) seats[seat.entry] = {event.event, seat.slot};
  }
  for (const SeatMove& move : book.moves) {
    if (auto node = seats.extract(move.out)) {
      node.key() = move.in;
      seats.insert(std::move(node));
    }
  }
  return seats;
}

}  // namespace naadam::scheduling
