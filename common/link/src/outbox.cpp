#include "link/outbox.hpp"

#include <algorithm>
#include <zmq.hpp>

#include "link/credit.hpp"
#include "socket.hpp"

namespace naadam::link {
namespace {

constexpr std::size_t kPeersMax = 64;
constexpr core::Millis kRefusedPauseMs = 250;  // before the next hello after a fatal refusal; doubles
constexpr core::Millis kRefusedPauseLongestMs = 30'000;
constexpr std::size_t kFramesAStep = 64;  // read from one peer

constexpr int kLeaveLingerMs = 500;  // for what was pushed to a consumer just before it was let go

struct Receiver {
  std::uint32_t number;
  Endpoint endpoint;
  zmq::socket_t socket;
  CreditPurse purse;
  int unanswered = 0;  // hellos since anything was heard
  core::Millis next_hello = 0;
  core::Millis pause = kRefusedPauseMs;
  bool leaving = false;
  core::Millis redial_at = 0;  // tcp: when a connection that is still not there is begun anew
};

core::Status refuse_option(const char* what) {
  return core::fail(core::ErrorKind::kInvalid, std::string("服务发送端的设置有误：") + what,
                    std::string("outbox option out of range: ") + what);
}

class ZmqOutbox final : public Outbox {
 public:
  ZmqOutbox(zmq::context_t& context, OutboxOptions options, const core::Clock& clock)
      : context_(context), options_(std::move(options)), clock_(clock), session_(random_session()) {}

  core::Status set_endpoints(const std::vector<Endpoint>& endpoints) override {
    core::Status status;
    for (auto& peer : peers_) peer.leaving = true;
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
      auto added = i < kPeersMax ? add(endpoints[i]) : refuse_option("endpoints [0, 64]");
      if (!added && status) status = std::move(added);
    }
    let_go();
    return status;
  }

  std::optional<Reservation> reserve(std::size_t items) override {
    Receiver* richest = nullptr;
    for (auto& peer : peers_) {
      if (peer.leaving || peer.purse.available() < items || closed_ || !takes_frames(peer)) continue;
      if (richest == nullptr || peer.purse.available() > richest->purse.available()) richest = &peer;
    }
    if (richest == nullptr || !richest->purse.reserve(items)) {
      ++stats_.no_credit;
      return std::nullopt;
    }
    return Reservation{richest->number, static_cast<std::uint32_t>(items), richest->purse.session()};
  }

  void unreserve(const Reservation& reservation) override {
    if (auto* peer = find(reservation.peer)) peer->purse.unreserve(reservation.session, reservation.items);
  }

  Offer push(const Reservation& reservation, const wire::BatchFrame& batch, const core::Id& trace) override {
    if (closed_) return Offer::kClosed;
    Receiver* found = find(reservation.peer);
    if (found == nullptr || found->purse.session() == 0) return Offer::kNoPeer;
    Receiver& peer = *found;
    if (peer.purse.session() != reservation.session) return Offer::kNoCredit;
    auto message = to_message(wire::encode({ids_.next(), trace}, wire::Batch{reservation.session, batch}));
    if (!peer.socket.send(message, zmq::send_flags::dontwait)) {
      // Gone since it was reserved, or filled by other reservations: the next step finds out with a hello.
      peer.purse.unreserve(reservation.session, reservation.items);
      peer.next_hello = clock_.steady_ms();
      return Offer::kNoPeer;
    }
    peer.purse.spend(reservation.session, reservation.items, batch.items());
    ++stats_.pushed_frames;
    stats_.pushed_items += batch.items();
    return Offer::kAccepted;
  }

  void step() override {
    if (closed_) return;
    const core::Millis now = clock_.steady_ms();
    for (auto& peer : peers_) {
      read(peer, now);
      if (now < peer.next_hello) continue;
      if (peer.unanswered >= kSilentBeats) peer.purse.forget();
      say_hello(peer, now);
    }
    let_go();
  }

  void watch(WatchList& list) override {
    for (auto& peer : peers_) list.add_socket(peer.socket.handle());
  }

  std::size_t credit() const override {
    std::size_t sum = 0;
    for (const auto& peer : peers_) {
      if (!peer.leaving) sum += peer.purse.available();
    }
    return sum;
  }

  const OutboxStats& stats() const override { return stats_; }
  void close() override { closed_ = true; }

 private:
  // Connects to it, or keeps the connection there is.
  core::Status add(const Endpoint& endpoint) {
    for (auto& peer : peers_) {
      if (peer.endpoint != endpoint) continue;
      peer.leaving = false;
      return {};
    }
    if (auto ok = check_endpoint(endpoint, options_.keys); !ok) return ok;
    Receiver peer{next_number_, endpoint, zmq::socket_t(), {}};
    if (auto ok = dial(peer); !ok) return ok;
    ++next_number_;
    peers_.push_back(std::move(peer));
    stats_.peers = peers_.size();
    return {};
  }

  core::Status dial(Receiver& peer) {
    try {
      zmq::socket_t socket(context_, zmq::socket_type::dealer);
      set_bounds(socket, {options_.send_frames_max, options_.heartbeat_ms, 0});
      set_connecting(socket);
      if (is_tcp(peer.endpoint.address)) set_keys(socket, peer.endpoint, *options_.keys);
      socket.connect(peer.endpoint.address);
      peer.socket = std::move(socket);
    } catch (const zmq::error_t& error) {
      return core::fail(core::ErrorKind::kInvalid, "服务地址无法使用", std::string("connect: ") + error.what());
    }
    peer.redial_at = clock_.steady_ms() + kRedialMs;
    return {};
  }

  void let_go() {
    std::erase_if(peers_, [](Receiver& peer) {
      if (!peer.leaving || (peer.purse.session() != 0 && peer.purse.reserved() != 0)) return false;
      peer.socket.set(zmq::sockopt::linger, kLeaveLingerMs);
      return true;
    });
    stats_.peers = peers_.size();
  }

  Receiver* find(std::uint32_t number) {
    const auto found =
        std::find_if(peers_.begin(), peers_.end(), [&](const Receiver& p) { return p.number == number; });
    return found == peers_.end() ? nullptr : &*found;
  }

  // Connected, with room for another frame. Thin batches can fill a socket before they use up the credit.
  static bool takes_frames(Receiver& peer) { return (peer.socket.get(zmq::sockopt::events) & ZMQ_POLLOUT) != 0; }

  void say_hello(Receiver& peer, core::Millis now) {
    const wire::Hello hello{session_, peer.purse.session(), peer.purse.pushed(), options_.name};
    auto message = to_message(wire::encode({ids_.next(), {}}, hello));
    if (peer.socket.send(message, zmq::send_flags::dontwait)) {
      peer.next_hello = now + options_.heartbeat_ms;
      peer.redial_at = now + kRedialMs;
      ++peer.unanswered;
    } else {
      peer.purse.forget();  // not connected; the next step tries again
      if (is_tcp(peer.endpoint.address) && now >= peer.redial_at) (void)dial(peer);  // was taken before
    }
  }

  void read(Receiver& peer, core::Millis now) {
    for (std::size_t i = 0; i < kFramesAStep; ++i) {
      zmq::message_t message;
      if (!peer.socket.recv(message, zmq::recv_flags::dontwait)) return;
      const auto frame = wire::decode(view(message));
      if (!frame) {
        ++stats_.bad_frames;
      } else if (const auto* credit = std::get_if<wire::Credit>(&frame->body)) {
        peer.unanswered = 0;
        take_credit(peer, *credit);
      } else if (const auto* refusal = std::get_if<wire::Refusal>(&frame->body)) {
        peer.unanswered = 0;
        take_refusal(peer, *refusal, now);
      } else {
        ++stats_.bad_frames;
      }
    }
  }

  void take_credit(Receiver& peer, const wire::Credit& credit) {
    if (credit.sender_session != session_) return;
    const auto before = peer.purse.session();
    if (!peer.purse.take(credit)) return;
    if (peer.purse.session() != before) {
      ++stats_.sessions;
    } else {
      peer.pause = kRefusedPauseMs;
    }
  }

  void take_refusal(Receiver& peer, const wire::Refusal& refusal, core::Millis now) {
    ++stats_.refused;
    if (!wire::is_fatal(refusal.code)) {
      peer.next_hello = now;
      return;
    }
    peer.purse.forget();
    peer.next_hello = now + peer.pause;
    peer.pause = std::min(2 * peer.pause, kRefusedPauseLongestMs);
  }

  zmq::context_t& context_;
  OutboxOptions options_;
  const core::Clock& clock_;
  std::uint64_t session_;
  std::uint32_t next_number_ = 1;
  FrameIds ids_;
  std::vector<Receiver> peers_;
  OutboxStats stats_;
  bool closed_ = false;
};

core::Status check(const OutboxOptions& options) {
  if (options.name.empty() || options.name.size() > wire::kPeerNameBytesMax) return refuse_option("name [1, 64]");
  if (options.heartbeat_ms < 10 || options.heartbeat_ms > 60'000) return refuse_option("heartbeat_ms [10, 60000]");
  if (options.send_frames_max < 1 || options.send_frames_max > 4'096) return refuse_option("send_frames_max [1, 4096]");
  return {};
}

}  // namespace

core::Result<std::unique_ptr<Outbox>> connect_outbox(zmq::context_t& context, OutboxOptions options,
                                                     const core::Clock& clock) {
  if (auto ok = check(options); !ok) return tl::unexpected(ok.error());
  const auto endpoints = options.endpoints;
  auto outbox = std::make_unique<ZmqOutbox>(context, std::move(options), clock);
  if (auto ok = outbox->set_endpoints(endpoints); !ok) return tl::unexpected(ok.error());
  return std::unique_ptr<Outbox>(std::move(outbox));
}

}  // namespace naadam::link
