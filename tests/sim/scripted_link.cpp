#include "scripted_link.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace naadam::sim {
namespace {

constexpr int kUsualDelay = 3;
constexpr int kLateDelayMax = 6'000;
// Sessions of two consumers of one line never meet, as random ones do not.
constexpr std::uint64_t kSessionStride = 1'000'000;

Address* find(Line& line, std::uint32_t number) {
  for (Address& address : line.addresses) {
    if (address.number == number) return &address;
  }
  return nullptr;
}

}  // namespace

Address& Line::add() {
  Address& address = addresses.emplace_back();
  address.number = ++addresses_given;
  return address;
}

void Line::remove(const Address& address) {
  addresses.remove_if([&address](const Address& one) { return &one == &address; });
}

ScriptedInbox::ScriptedInbox(Line& line, Address& address, Mayhem& mayhem, std::string_view who)
    : address_(address), mayhem_(mayhem), who_(who), window_(kWindow, line.sessions += kSessionStride) {
  address_.open = true;
}

ScriptedInbox::~ScriptedInbox() { address_.open = false; }

void ScriptedInbox::take(const wire::Hello& hello) {
  Sender& sender = senders_[hello.sender_session];
  sender.heard_at = mayhem_.now();
  std::uint64_t& session = sender.session;
  const bool same = session != 0 && (hello.session == session || (hello.session == 0 && window_.untouched(session)));
  if (same && hello.session != 0) stats_.lost_items += window_.settle(session, hello.pushed);
  if (!same) {
    if (session != 0) window_.close(session);
    session = window_.open(hello.sender_session);
  }
  grant(session, true);
}

void ScriptedInbox::grant(std::uint64_t session, bool asked) {
  const auto credit = window_.due(session, asked);
  if (!credit || mayhem_.chance(mayhem_.rates().credit_lost)) return;
  const Millis at = mayhem_.now() + mayhem_.random().between(0, kUsualDelay);
  address_.credits[credit->sender_session].push_back({at, *credit});
}

void ScriptedInbox::forget_silent() {
  std::erase_if(senders_, [this](const auto& one) {
    const bool silent = mayhem_.now() - one.second.heard_at > kSilence;
    if (silent) window_.close(one.second.session);
    return silent;
  });
}

void ScriptedInbox::deliver(Address::Flying& flying, link::Arrivals& out) {
  auto bytes = std::make_shared<std::string>(std::move(flying.bytes));
  const auto frame = wire::decode(*bytes);
  if (!frame) {
    ++stats_.bad_frames;
    return;
  }
  const auto* batch = std::get_if<wire::Batch>(&frame->body);
  if (batch == nullptr) return;
  link::PeerId peer = 0;
  if (flying.paid) {
    if (!window_.receive(batch->session, batch->frame.items())) {
      stats_.stale_items += batch->frame.items();
      return;
    }
    peer = batch->session;
  }
  stats_.items += batch->frame.items();
  out.batches.push_back({peer, frame->envelope, batch->frame, bytes});
}

void ScriptedInbox::deliver_asks(link::Arrivals& out) {
  std::vector<Address::Asked> waiting;
  for (Address::Asked& asked : std::exchange(address_.asks, {})) {
    if (asked.at > mayhem_.now()) {
      waiting.push_back(std::move(asked));
      continue;
    }
    auto bytes = std::make_shared<std::string>(std::move(asked.bytes));
    const auto frame = wire::decode(*bytes);
    const wire::Ask* question = frame ? std::get_if<wire::Ask>(&frame->body) : nullptr;
    if (question == nullptr) {
      ++stats_.bad_frames;
      continue;
    }
    ++stats_.asks;
    out.asks.push_back({std::to_string(asked.number), frame->envelope, *question, bytes});
  }
  address_.asks = std::move(waiting);
}

std::size_t ScriptedInbox::receive(link::Arrivals& out, std::size_t frames_max) {
  for (const wire::Hello& hello : std::exchange(address_.hellos, {})) take(hello);
  forget_silent();
  if (!address_.asks.empty()) deliver_asks(out);
  const std::size_t before = out.batches.size();
  auto& flying = address_.batches;
  for (std::size_t left = flying.size(); left > 0 && out.batches.size() - before < frames_max; --left) {
    // Any that has arrived may come next: nothing is in order.
    const std::size_t at = mayhem_.random().below(flying.size());
    if (flying[at].at > mayhem_.now()) continue;
    std::swap(flying[at], flying.back());
    Address::Flying next = std::move(flying.back());
    flying.pop_back();
    deliver(next, out);
    mayhem_.crash_point(who_, "after", "receive");
  }
  return out.batches.size() - before;
}

void ScriptedInbox::finished(link::PeerId peer, std::size_t items) {
  mayhem_.crash_point(who_, "before", "credit");
  window_.finish(peer, items);
  grant(peer, false);
}

void ScriptedInbox::reply(const link::ArrivedAsk& ask, const wire::Reply& reply) {
  mayhem_.crash_point(who_, "before", "reply");
  if (mayhem_.chance(mayhem_.rates().credit_lost)) return;
  address_.answers[std::stoull(ask.return_address)] = {reply.status, std::string(reply.body)};
}

void ask(Address& address, std::uint64_t number, std::string_view verb, std::string_view body, Millis until,
         Mayhem& mayhem) {
  const Rates& rates = mayhem.rates();
  const std::string bytes = wire::encode(wire::Envelope{}, wire::Ask{verb, body, until});
  const auto arrival = [&] {
    return mayhem.now() + mayhem.random().between(0, mayhem.chance(rates.push_late) ? kLateDelayMax : kUsualDelay);
  };
  if (!mayhem.chance(rates.credit_lost)) address.asks.push_back({arrival(), number, bytes});
}

ScriptedOutbox::ScriptedOutbox(Line& line, Mayhem& mayhem, std::string_view who)
    : line_(line), mayhem_(mayhem), who_(who), sender_session_(++line.sessions) {}

ScriptedOutbox::~ScriptedOutbox() {
  for (Address& address : line_.addresses) address.credits.erase(sender_session_);
}

std::optional<link::Reservation> ScriptedOutbox::reserve(std::size_t items) {
  std::pair<const std::uint32_t, Peer>* richest = nullptr;
  for (auto& one : peers_) {
    if (richest == nullptr || one.second.purse.available() > richest->second.purse.available()) richest = &one;
  }
  if (richest == nullptr || richest->second.purse.session() == 0 || !richest->second.purse.reserve(items)) {
    ++stats_.no_credit;
    return std::nullopt;
  }
  return link::Reservation{richest->first, static_cast<std::uint32_t>(items), richest->second.purse.session()};
}

void ScriptedOutbox::unreserve(const link::Reservation& reservation) {
  const auto peer = peers_.find(reservation.peer);
  if (peer != peers_.end()) peer->second.purse.unreserve(reservation.session, reservation.items);
}

link::Offer ScriptedOutbox::push(const link::Reservation& reservation, const wire::BatchFrame& batch,
                                 const core::Id& trace) {
  mayhem_.crash_point(who_, "before", "push");
  Address* address = find(line_, reservation.peer);
  const auto peer = peers_.find(reservation.peer);
  if (address == nullptr || peer == peers_.end()) return link::Offer::kNoPeer;
  if (!peer->second.purse.spend(reservation.session, reservation.items, batch.items())) return link::Offer::kNoCredit;
  ++stats_.pushed_frames;
  stats_.pushed_items += batch.items();
  const Rates& rates = mayhem_.rates();
  std::string bytes = wire::encode(wire::Envelope{{}, trace}, wire::Batch{reservation.session, batch});
  const auto arrival = [&] {
    const bool late = mayhem_.chance(rates.push_late);
    return mayhem_.now() + mayhem_.random().between(0, late ? kLateDelayMax : kUsualDelay);
  };
  if (mayhem_.chance(rates.push_doubled)) address->batches.push_back({arrival(), bytes, false});
  if (!mayhem_.chance(rates.push_lost)) address->batches.push_back({arrival(), std::move(bytes), true});
  mayhem_.crash_point(who_, "after", "push");
  return link::Offer::kAccepted;
}

void ScriptedOutbox::read_credit(Address& address, Peer& peer) {
  auto& granted = address.credits[sender_session_];
  for (const Address::Granted& one : granted) {
    if (one.at > mayhem_.now()) continue;
    peer.purse.take(one.credit);
    peer.heard_at = mayhem_.now();
  }
  std::erase_if(granted, [this](const Address::Granted& one) { return one.at <= mayhem_.now(); });
}

void ScriptedOutbox::step() {
  std::erase_if(peers_, [this](const auto& one) { return find(line_, one.first) == nullptr; });
  const bool beat = mayhem_.now() >= next_beat_;
  if (beat) next_beat_ = mayhem_.now() + kBeat;
  for (Address& address : line_.addresses) {
    Peer& peer = peers_[address.number];
    read_credit(address, peer);
    if (!beat) continue;
    if (mayhem_.now() - peer.heard_at > kSilence) peer.purse.forget();
    if (!address.open || mayhem_.chance(mayhem_.rates().credit_lost)) continue;
    address.hellos.push_back({sender_session_, peer.purse.session(), peer.purse.pushed(), "sim"});
  }
}

std::size_t ScriptedOutbox::credit() const {
  std::size_t sum = 0;
  for (const auto& [number, peer] : peers_) sum += peer.purse.available();
  return sum;
}

}  // namespace naadam::sim
