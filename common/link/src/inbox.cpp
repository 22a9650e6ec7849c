#include "link/inbox.hpp"

#include <unordered_map>
#include <zmq.hpp>

#include "door_watch.hpp"
#include "guard.hpp"
#include "link/credit.hpp"
#include "socket.hpp"

namespace naadam::link {
namespace {

constexpr core::Millis kLingerMs = 500;  // for replies on their way when the service stops
// Frames looked at in one receive() for each that may be returned: hellos and rubbish must not hold up a step.
constexpr std::size_t kLooksPerFrame = 4;

struct Sender {
  std::string key;  // tcp: its public key
  PeerId session = 0;
  std::uint64_t sender_session = 0;
  core::Millis heard_at = 0;
};

class ZmqInbox final : public Inbox {
 public:
  ZmqInbox(zmq::context_t& context, InboxOptions options, const core::Clock& clock)
      : options_(std::move(options)),
        clock_(clock),
        socket_(context, zmq::socket_type::router),
        window_(options_.window_items, random_session()) {
    set_bounds(socket_, {options_.receive_frames_max, options_.heartbeat_ms, kLingerMs});
    socket_.set(zmq::sockopt::router_mandatory, true);
    if (is_tcp(options_.endpoint)) {
      guard_.emplace(*options_.guard);
      guard_->arm(socket_);
      door_.emplace(context, socket_, guard_->refusals());
    }
    socket_.bind(options_.endpoint);
    address_ = socket_.get(zmq::sockopt::last_endpoint);
  }

  std::size_t receive(Arrivals& out, std::size_t frames_max) override {
    const core::Millis now = clock_.steady_ms();
    if (guard_) look_at_the_door();
    const std::size_t before = out.batches.size() + out.asks.size();
    std::size_t appended = 0;
    for (std::size_t looks = 0; appended < frames_max && looks < kLooksPerFrame * frames_max; ++looks) {
      zmq::message_t address;
      if (!socket_.recv(address, zmq::recv_flags::dontwait)) {
        // Only when nothing waits is a peer known to be silent.
        if (now >= next_sweep_) forget_silent(now);
        break;
      }
      auto message = std::make_shared<zmq::message_t>();
      const bool single = receive_rest(*message);
      take(std::string(view(address)), std::move(message), single, now, out);
      appended = out.batches.size() + out.asks.size() - before;
    }
    return appended;
  }

  void watch(WatchList& list) override {
    list.add_socket(socket_.handle());
    if (door_) list.add_socket(door_->handle());
  }

  void finished(PeerId peer, std::size_t items) override {
    const auto found = addresses_.find(peer);
    if (found == addresses_.end()) return;
    window_.finish(peer, items);
    grant(found->second, peer, {}, false);
  }

  void reply(const ArrivedAsk& ask, const wire::Reply& reply) override {
    if (asks_open_ > 0) --asks_open_;
    send(ask.return_address, {ask.envelope.id, ask.envelope.trace}, reply);
  }

  const InboxStats& stats() const override { return stats_; }
  const std::string& address() const override { return address_; }

 private:
  void look_at_the_door() {
    door_->read();
    if (guard_->generation() == seen_generation_) return;
    seen_generation_ = guard_->generation();
    std::vector<std::string> revoked;
    for (const auto& [address, peer] : peers_) {
      if (!guard_->still_lets(peer.key)) revoked.push_back(address);
    }
    for (const auto& address : revoked) forget(address);
    if (!revoked.empty()) regrant();
  }

  // One that is dropped is not answered either.
  bool turn_away(const std::string& address, const zmq::message_t& message) {
    if (!guard_ || (guard_->lets(message, Guard::Purpose::kAny) && !guard_->too_large(message))) return false;
    ++stats_.turned_away;
    forget(address);
    return true;
  }

  bool lets(const std::string& address, const core::Id& id, const zmq::message_t& message, Guard::Purpose purpose) {
    if (!guard_ || guard_->lets(message, purpose)) return true;
    ++stats_.turned_away;
    forget(address);
    say_refused(address, id, wire::RefusalCode::kUnexpected, "not for this role");
    return false;
  }

  // The part after the address. False when there is none, or more than one; all are taken off the socket.
  bool receive_rest(zmq::message_t& message) {
    std::size_t parts = 0;
    while (socket_.get(zmq::sockopt::rcvmore) != 0) {
      zmq::message_t part;
      if (!socket_.recv(part, zmq::recv_flags::dontwait)) break;
      if (++parts == 1) message = std::move(part);
    }
    return parts == 1;
  }

  void take(std::string address, std::shared_ptr<zmq::message_t> message, bool single, core::Millis now,
            Arrivals& out) {
    ++stats_.frames;
    if (turn_away(address, *message)) return;
    if (!single) return refuse(address, {}, wire::RefusalCode::kMalformed, "a frame is one message part");
    const auto frame = wire::decode(view(*message));
    if (!frame) return refuse(address, frame.error().id, frame.error().code, frame.error().cause);
    if (const auto found = peers_.find(address); found != peers_.end()) found->second.heard_at = now;
    const auto& envelope = frame->envelope;
    const bool asks = std::holds_alternative<wire::Ask>(frame->body);
    if (!lets(address, envelope.id, *message, asks ? Guard::Purpose::kAsk : Guard::Purpose::kPush)) return;
    if (const auto* hello = std::get_if<wire::Hello>(&frame->body)) {
      take_hello(address, Guard::key_of(*message), envelope.id, *hello, now);
    } else if (const auto* batch = std::get_if<wire::Batch>(&frame->body)) {
      take_batch(address, envelope, *batch, std::move(message), out);
    } else if (const auto* ask = std::get_if<wire::Ask>(&frame->body)) {
      take_ask(std::move(address), envelope, *ask, std::move(message), out);
    } else if (std::holds_alternative<wire::Refusal>(frame->body)) {
      ++stats_.bad_frames;  // a refusal never answers a refusal
      forget(address);
    } else {
      refuse(address, envelope.id, wire::RefusalCode::kUnexpected, "a frame that only a consumer sends");
    }
  }

  void take_hello(const std::string& address, std::string key, const core::Id& id, const wire::Hello& hello,
                  core::Millis now) {
    auto found = peers_.find(address);
    if (found != peers_.end()) {
      const auto& peer = found->second;
      const bool same = peer.sender_session == hello.sender_session &&
                        (hello.session == peer.session || (hello.session == 0 && window_.untouched(peer.session)));
      if (same) {
        if (hello.session != 0) stats_.lost_items += window_.settle(peer.session, hello.pushed);
        grant(address, peer.session, id, true);
        return;
      }
      forget(address);
    }
    // The same sender over a new connection: its old account would hold credit that nobody spends.
    for (const auto& [other, peer] : peers_) {
      if (peer.sender_session != hello.sender_session || peer.key != key) continue;
      forget(std::string(other));
      break;
    }
    if (peers_.size() >= options_.peers_max) return;
    const PeerId session = window_.open(hello.sender_session);
    peers_[address] = {std::move(key), session, hello.sender_session, now};
    addresses_[session] = address;
    stats_.peers = peers_.size();
    grant(address, session, id, true);
    regrant();
  }

  void take_batch(const std::string& address, const wire::Envelope& envelope, const wire::Batch& batch,
                  std::shared_ptr<zmq::message_t> message, Arrivals& out) {
    const auto found = peers_.find(address);
    const std::size_t items = batch.frame.items();
    if (found == peers_.end() || found->second.session != batch.session) {
      stats_.stale_items += items;
      return say_refused(address, envelope.id, wire::RefusalCode::kStaleSession, "say hello");
    }
    if (!window_.receive(batch.session, items)) {
      return refuse(address, envelope.id, wire::RefusalCode::kOverCredit, "more items than were granted");
    }
    stats_.items += items;
    out.batches.push_back({batch.session, envelope, batch.frame, std::move(message)});
  }

  void take_ask(std::string address, const wire::Envelope& envelope, const wire::Ask& ask,
                std::shared_ptr<zmq::message_t> message, Arrivals& out) {
    ++stats_.asks;
    if (asks_open_ >= options_.asks_open_max) {
      ++stats_.asks_full;
      send(address, {envelope.id, envelope.trace}, wire::Reply{wire::ReplyStatus::kFull, "服务正忙，请稍后再试", {}});
      return;
    }
    ++asks_open_;
    out.asks.push_back({std::move(address), envelope, ask, std::move(message)});
  }

  void refuse(const std::string& address, const core::Id& id, wire::RefusalCode code, std::string_view cause) {
    ++stats_.bad_frames;
    forget(address);
    say_refused(address, id, code, cause);
  }

  void say_refused(const std::string& address, const core::Id& id, wire::RefusalCode code, std::string_view cause) {
    send(address, {id, {}}, wire::Refusal{code, wire::kProtocolVersion, cause});
  }

  void grant(const std::string& address, PeerId session, const core::Id& id, bool asked) {
    if (const auto credit = window_.due(session, asked)) send(address, {id, {}}, *credit);
  }

  // After the number of peers changed: everybody's share did.
  void regrant() {
    for (const auto& [session, address] : addresses_) grant(address, session, {}, false);
  }

  // A frame that cannot be sent is dropped: credit is a total and comes again with the next hello; a reply that
  // is lost is unknown to the one who asked.
  void send(const std::string& address, const wire::Envelope& envelope, const wire::FrameBody& body) {
    try {
      zmq::message_t to(address.data(), address.size());
      if (socket_.send(to, zmq::send_flags::sndmore | zmq::send_flags::dontwait)) {
        auto message = to_message(wire::encode(envelope, body));
        socket_.send(message, zmq::send_flags::dontwait);
      } else {
        ++stats_.unanswerable;
      }
    } catch (const zmq::error_t& error) {
      if (error.num() != EHOSTUNREACH) throw;
      ++stats_.unanswerable;
    }
  }

  void forget(const std::string& address) {
    const auto found = peers_.find(address);
    if (found == peers_.end()) return;
    window_.close(found->second.session);
    addresses_.erase(found->second.session);
    peers_.erase(found);
    stats_.peers = peers_.size();
  }

  void forget_silent(core::Millis now) {
    next_sweep_ = now + options_.heartbeat_ms;
    std::vector<std::string> silent;
    for (const auto& [address, peer] : peers_) {
      if (now - peer.heard_at > kSilentBeats * options_.heartbeat_ms) silent.push_back(address);
    }
    for (const auto& address : silent) forget(address);
    if (!silent.empty()) regrant();
  }

  InboxOptions options_;
  const core::Clock& clock_;
  zmq::socket_t socket_;
  std::string address_;
  std::optional<Guard> guard_;     // tcp
  std::optional<DoorWatch> door_;  // tcp
  std::uint64_t seen_generation_ = 0;
  CreditWindow window_;
  std::unordered_map<std::string, Sender> peers_;      // by routing id
  std::unordered_map<PeerId, std::string> addresses_;  // the same, by session
  core::Millis next_sweep_ = 0;
  std::size_t asks_open_ = 0;
  InboxStats stats_;
};

core::Status check(const InboxOptions& options) {
  const auto refuse = [](const char* what) {
    return core::fail(core::ErrorKind::kInvalid, std::string("服务接收端的设置有误：") + what,
                      std::string("inbox option out of range: ") + what);
  };
  if (options.window_items < 1 || options.window_items > 1'000'000) return refuse("window_items [1, 1000000]");
  if (options.heartbeat_ms < 10 || options.heartbeat_ms > 60'000) return refuse("heartbeat_ms [10, 60000]");
  if (options.receive_frames_max < 1 || options.receive_frames_max > 4'096) {
    return refuse("receive_frames_max [1, 4096]");
  }
  if (options.peers_max < 1 || options.peers_max > 4'096) return refuse("peers_max [1, 4096]");
  if (options.asks_open_max < 1 || options.asks_open_max > 4'096) return refuse("asks_open_max [1, 4096]");
  if (auto ok = check_address(options.endpoint); !ok || !is_tcp(options.endpoint)) return ok;
  return options.guard ? Guard::check(*options.guard) : refuse("guard: tcp needs one");
}

}  // namespace

core::Result<std::unique_ptr<Inbox>> bind_inbox(zmq::context_t& context, InboxOptions options,
                                                const core::Clock& clock) {
  if (auto ok = check(options); !ok) return tl::unexpected(ok.error());
  const std::string endpoint = options.endpoint;
  const bool local = !is_tcp(endpoint);
  if (auto ok = local ? prepare_to_bind(endpoint) : core::Status(); !ok) return tl::unexpected(ok.error());
  try {
    auto inbox = std::make_unique<ZmqInbox>(context, std::move(options), clock);
    if (auto ok = local ? close_to_others(endpoint) : core::Status(); !ok) return tl::unexpected(ok.error());
    return std::unique_ptr<Inbox>(std::move(inbox));
  } catch (const zmq::error_t& error) {
    return core::fail(core::ErrorKind::kUnavailable, "无法打开服务地址", std::string("bind: ") + error.what());
  }
}

}  // namespace naadam::link
