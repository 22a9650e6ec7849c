#include "frame_mixer.hpp"

#include <algorithm>
#include <chrono>
#include <list>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>
#include <zmq.hpp>

#include "cli/sample/random.hpp"
#include "runtime/copies.hpp"
#include "runtime/service_host.hpp"
#include "store/announcements.hpp"
#include "wire/envelope.hpp"

namespace naadam::fault {
namespace {

constexpr core::Millis kBetweenMs = 10'000;
constexpr core::Millis kRenewMs = 200;
constexpr core::Millis kLookMs = 5;
struct Mixed {
  std::string_view service;
  bool pushed_to;  // by one sender, who says hello; the others are only asked
};
constexpr Mixed kServices[] = {
    {"intake", true}, {"eligibility", true}, {"notification", true}, {"scheduling", false}, {"scoring", false}};

template <class Body>
bool is(const zmq::message_t& message) {
  const auto frame = wire::decode({static_cast<const char*>(message.data()), message.size()});
  return frame && std::holds_alternative<Body>(frame->body);
}

}  // namespace

// All that lives on the thread.
class FrameMixer::Work {
 public:
  Work(FrameMixer& mixer, const support::Installation& installation, std::uint64_t seed)
      : mixer_(mixer), clock_(installation.clock()), random_(seed) {
    const runtime::CommonOptions& options = installation.settings().common;
    auto store = runtime::open_store(options, clock_, seed);
    if (!store) throw std::runtime_error("frame mixer: " + store.error().cause);
    store_ = std::move(*store);
    board_.emplace(store_->cluster(), clock_);
    for (const auto& [service, pushed_to] : kServices) {
      const std::string own = "ipc://" + (options.endpoints() / (std::string(service) + ".mixed.ipc")).string();
      Place& place =
          places_.emplace_back(service, !pushed_to, store::Copy{1, runtime::endpoint_of(options, service), {}},
                               store::Copy{1, own, {}}, zmq::socket_t(zmq_, ZMQ_ROUTER));
      place.front.set(zmq::sockopt::linger, 0);
      place.front.bind(own);
    }
  }

  void run() {
    while (!mixer_.stop_) {
      if (clock_.steady_ms() >= renew_at_) announce();
      move();
      release();
      mixer_.between_ = mixer_.between_ || (announced_ && std::ranges::all_of(places_, &Place::ready));
    }
    for (const Place& place : places_) static_cast<void>(board_->withdraw(place.service, place.mixed));
  }

 private:
  struct Place {
    std::string_view service;
    bool ready;  // whoever pushes to it goes by here
    store::Copy real, mixed;
    zmq::socket_t front;                        // found by whoever looks for the service
    std::map<std::string, zmq::socket_t> back;  // by sender
  };
  struct Held {
    core::Millis until;
    Place* place;
    std::string sender;
    bool to_service;
    zmq::message_t message;
  };

  static std::optional<zmq::message_t> received(zmq::socket_t& socket, zmq::recv_flags flags) {
    zmq::message_t message;
    if (!socket.recv(message, flags)) return std::nullopt;
    return message;
  }

  // The number of a copy belongs to one endpoint: the service has to be sent away first, and comes back each second.
  void announce() {
    bool all = true;
    for (const Place& place : places_) {
      if (board_->announce(place.service, place.mixed, runtime::Presence::kLifeMs)) continue;
      static_cast<void>(board_->withdraw(place.service, place.real));
      all = board_->announce(place.service, place.mixed, runtime::Presence::kLifeMs).has_value() && all;
    }
    announced_ = announced_ || all;
    renew_at_ = clock_.steady_ms() + kRenewMs;
  }

  void move() {
    std::vector<zmq::pollitem_t> items;
    for (Place& place : places_) {
      items.push_back({place.front.handle(), 0, ZMQ_POLLIN, 0});
      for (auto& [sender, socket] : place.back) items.push_back({socket.handle(), 0, ZMQ_POLLIN, 0});
    }
    zmq::poll(items, std::chrono::milliseconds(kLookMs));
    for (Place& place : places_) {
      while (auto sender = received(place.front, zmq::recv_flags::dontwait)) {
        auto message = received(place.front, zmq::recv_flags::none);
        if (!message) continue;
        place.ready = place.ready || is<wire::Hello>(*message);
        mix({0, &place, sender->to_string(), true, std::move(*message)});
      }
      for (auto& [who, socket] : place.back) {
        while (auto message = received(socket, zmq::recv_flags::dontwait)) {
          mix({0, &place, who, false, std::move(*message)});
        }
      }
    }
  }

  // Where few frames come, every fate comes too: the hundred chances in turn, each far from the one before.
  std::size_t next_chance() {
    if (mixer_.counted_ == FrameMixer::Counted::kBatches) return random_.below(100);
    return turn_ = (turn_ + 37) % 100;
  }

  void mix(Held frame) {
    const bool batch = is<wire::Batch>(frame.message);
    const bool counts = batch || mixer_.counted_ == FrameMixer::Counted::kFrames;
    const auto count = [counts](std::atomic<std::size_t>& counter) { counter += counts ? 1 : 0; };
    const std::size_t chance = next_chance();
    if (chance < kLost) return count(mixer_.lost_);
    count(mixer_.passed_);
    frame.until = clock_.steady_ms() + 1 + static_cast<core::Millis>(random_.below(kHeldMsMax));
    if (chance < kLost + kDoubled) {
      count(mixer_.doubled_);
      Held again{frame.until, frame.place, frame.sender, frame.to_service, {}};
      again.message.copy(frame.message);
      held_.push_back(std::move(again));
    } else if (chance < kLost + kDoubled + kHeld) {
      count(mixer_.held_);
      held_.push_back(std::move(frame));
      return;
    }
    send(frame);
  }

  void release() {
    const core::Millis now = clock_.steady_ms();
    for (auto it = held_.begin(); it != held_.end();) {
      if (it->until > now) {
        ++it;
        continue;
      }
      send(*it);
      it = held_.erase(it);
    }
  }

  void send(Held& frame) {
    Place& place = *frame.place;
    if (!frame.to_service) {
      place.front.send(zmq::buffer(frame.sender), zmq::send_flags::sndmore);
      place.front.send(frame.message, zmq::send_flags::none);
      return;
    }
    auto [it, is_new] = place.back.try_emplace(frame.sender, zmq_, ZMQ_DEALER);
    if (is_new) {
      it->second.set(zmq::sockopt::linger, 0);
      it->second.connect(place.real.endpoint);
    }
    static_cast<void>(it->second.send(frame.message, zmq::send_flags::dontwait));
  }

  FrameMixer& mixer_;
  const core::Clock& clock_;
  cli::sample::Random random_;
  std::size_t turn_ = 50;  // the first to be lost is the 23rd
  std::unique_ptr<store::RedisStore> store_;
  std::optional<store::RedisAnnouncements> board_;
  core::Millis renew_at_ = 0;
  bool announced_ = false;
  zmq::context_t zmq_{1};
  std::list<Place> places_;
  std::list<Held> held_;
};

FrameMixer::FrameMixer(const support::Installation& installation, std::uint64_t seed, Counted counted)
    : counted_(counted) {
  thread_ = std::thread([this, &installation, seed] { Work(*this, installation, seed).run(); });
  if (!support::await(installation.clock(), kBetweenMs, [this] { return between_.load(); })) {
    stop_ = true;
    thread_.join();
    throw std::runtime_error("frame mixer: not every service goes by it");
  }
}

FrameMixer::~FrameMixer() {
  stop_ = true;
  thread_.join();
}

}  // namespace naadam::fault
