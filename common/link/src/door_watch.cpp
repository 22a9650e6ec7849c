#include "door_watch.hpp"

#include <cerrno>
#include <cstring>
#include <string>

#include "socket.hpp"

namespace naadam::link {
namespace {

constexpr int kEvents = ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED |
                        ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                        ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;
constexpr std::size_t kEventBytes = sizeof(std::uint16_t) + sizeof(std::uint32_t);

}  // namespace

DoorWatch::DoorWatch(zmq::context_t& context, zmq::socket_t& watched, Refusals& refusals)
    : watched_(watched), events_(context, zmq::socket_type::pair), refusals_(refusals) {
  const std::string name = "inproc://door-" + std::to_string(random_session());
  if (zmq_socket_monitor(watched.handle(), name.c_str(), kEvents) != 0) throw zmq::error_t();
  events_.set(zmq::sockopt::linger, 0);
  events_.connect(name);
}

DoorWatch::~DoorWatch() { zmq_socket_monitor(watched_.handle(), nullptr, 0); }

void DoorWatch::read() {
  zmq::message_t part;
  while (events_.recv(part, zmq::recv_flags::dontwait)) {
    std::uint16_t event = 0;
    std::uint32_t value = 0;
    const bool whole = part.size() == kEventBytes;
    if (whole) {
      std::memcpy(&event, part.data(), sizeof event);
      std::memcpy(&value, static_cast<const char*>(part.data()) + sizeof event, sizeof value);
    }
    while (part.more() && events_.recv(part, zmq::recv_flags::dontwait)) {
    }
    if (whole) take(event, value);
  }
}

void DoorWatch::take(std::uint16_t event, std::uint32_t value) {
  switch (event) {
    case ZMQ_EVENT_ACCEPTED:
      candidates_.insert(value);
      ++undecided_;
      break;
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
      if (undecided_ > 0) --undecided_;
      break;
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:  // the gate has told why
      if (undecided_ > 0) --undecided_;
      ++failed_;
      break;
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
      failed(value == ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH ? RefusedFor::kMechanism : RefusedFor::kHandshake);
      break;
    case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
      failed(value == EFAULT ? RefusedFor::kNoGate : RefusedFor::kHandshake);
      break;
    case ZMQ_EVENT_DISCONNECTED:
      if (candidates_.erase(value) == 0) break;
      if (failed_ > 0) {
        --failed_;
      } else if (undecided_ > 0) {
        --undecided_;
        refusals_.add({RefusedFor::kNotOurs, {}, {}, {}, 0});
      }
      break;
    default:
      break;
  }
  if (undecided_ == 0 && failed_ == 0) candidates_.clear();
}

void DoorWatch::failed(RefusedFor why) {
  if (undecided_ > 0) --undecided_;
  ++failed_;
  refusals_.add({why, {}, {}, {}, 0});
}

}  // namespace naadam::link
