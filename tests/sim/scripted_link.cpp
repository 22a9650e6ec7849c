#include "scripted_link.hpp"

#include <utility>

namespace naadam::sim {
namespace {

constexpr int kUsualDelay = 3;
constexpr int kLateDelayMax = 6'000;
// Sessions of two consumers of one line never meet, as random ones do not.
constexpr std::uint64_t kSessionStride = 1'000'000;

}  // namespace

ScriptedInbox::ScriptedInbox(Line& line, Mayhem& mayhem, std::string_view who)
    : line_(line), mayhem_(mayhem), who_(who), window_(kWindow, line.sessions += kSessionStride) {
  line.consumer = this;
}

ScriptedInbox::~ScriptedInbox() { line_.consumer = nullptr; }

void ScriptedInbox::hello(const wire::Hello& hello) {
  const bool same = session_ != 0 && sender_session_ == hello.sender_session &&
                    (hello.session == session_ || (hello.session == 0 && window_.untouched(session_)));
  if (same && hello.session != 0) stats_.lost_items += window_.settle(session_, hello.pushed);
  if (!same) {
    if (session_ != 0) window_.close(session_);
    session_ = window_.open(hello.sender_session);
    sender_session_ = hello.sender_session;
  }
  grant(true);
}

void ScriptedInbox::grant(bool asked) {
  const auto credit = window_.due(session_, asked);
  if (!credit || mayhem_.chance(mayhem_.rates().credit_lost)) return;
  line_.credits.push_back({mayhem_.now() + mayhem_.random().between(0, kUsualDelay), *credit});
}

void ScriptedInbox::deliver(Line::Flying& flying, link::Arrivals& out) {
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

std::size_t ScriptedInbox::receive(link::Arrivals& out, std::size_t frames_max) {
  const std::size_t before = out.batches.size();
  auto& flying = line_.batches;
  for (std::size_t left = flying.size(); left > 0 && out.batches.size() - before < frames_max; --left) {
    // Any that has arrived may come next: nothing is in order.
    const std::size_t at = mayhem_.random().below(flying.size());
    if (flying[at].at > mayhem_.now()) continue;
    std::swap(flying[at], flying.back());
    Line::Flying next = std::move(flying.back());
    flying.pop_back();
    deliver(next, out);
    mayhem_.crash_point(who_, "after", "receive");
  }
  return out.batches.size() - before;
}

void ScriptedInbox::finished(link::PeerId peer, std::size_t items) {
  if (peer != session_) return;
  mayhem_.crash_point(who_, "before", "credit");
  window_.finish(peer, items);
  grant(false);
}

void ScriptedInbox::reply(const link::ArrivedAsk& ask, const wire::Reply& reply) {
  (void)ask;
  (void)reply;
}

ScriptedOutbox::ScriptedOutbox(Line& line, Mayhem& mayhem, std::string_view who)
    : line_(line), mayhem_(mayhem), who_(who), sender_session_(++line.sessions) {}

std::optional<link::Reservation> ScriptedOutbox::reserve(std::size_t items) {
  if (purse_.session() == 0 || !purse_.reserve(items)) {
    ++stats_.no_credit;
    return std::nullopt;
  }
  return link::Reservation{0, static_cast<std::uint32_t>(items), purse_.session()};
}

void ScriptedOutbox::unreserve(const link::Reservation& reservation) {
  purse_.unreserve(reservation.session, reservation.items);
}

link::Offer ScriptedOutbox::push(const link::Reservation& reservation, const wire::BatchFrame& batch,
                                 const core::Id& trace) {
  mayhem_.crash_point(who_, "before", "push");
  if (!purse_.spend(reservation.session, reservation.items, batch.items())) return link::Offer::kNoCredit;
  ++stats_.pushed_frames;
  stats_.pushed_items += batch.items();
  const Rates& rates = mayhem_.rates();
  std::string bytes = wire::encode(wire::Envelope{{}, trace}, wire::Batch{reservation.session, batch});
  const auto arrival = [&] {
    const bool late = mayhem_.chance(rates.push_late);
    return mayhem_.now() + mayhem_.random().between(0, late ? kLateDelayMax : kUsualDelay);
  };
  if (mayhem_.chance(rates.push_doubled)) line_.batches.push_back({arrival(), bytes, false});
  if (!mayhem_.chance(rates.push_lost)) line_.batches.push_back({arrival(), std::move(bytes), true});
  mayhem_.crash_point(who_, "after", "push");
  return link::Offer::kAccepted;
}

void ScriptedOutbox::step() {
  for (std::size_t i = 0; i < line_.credits.size();) {
    if (line_.credits[i].at > mayhem_.now()) {
      ++i;
      continue;
    }
    const wire::Credit credit = line_.credits[i].credit;
    line_.credits.erase(line_.credits.begin() + static_cast<std::ptrdiff_t>(i));
    if (credit.sender_session == sender_session_) purse_.take(credit);
  }
  if (mayhem_.now() < next_beat_) return;
  next_beat_ = mayhem_.now() + kBeat;
  if (line_.consumer == nullptr || mayhem_.chance(mayhem_.rates().credit_lost)) return;
  line_.consumer->hello({sender_session_, purse_.session(), purse_.pushed(), "sim"});
}

}  // namespace naadam::sim
