// What the three kinds of sockets have in common: addresses, options, keys, and frames as ZeroMQ messages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <zmq.hpp>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "link/curve_keys.hpp"
#include "link/endpoint.hpp"

namespace naadam::link {

bool is_tcp(std::string_view address);
// kInvalid unless "ipc:///absolute/path" short enough for a socket address, or "tcp://host:port".
core::Status check_address(std::string_view address);
// The same, and both keys for tcp.
core::Status check_endpoint(const Endpoint& endpoint, const std::optional<KeyPair>& keys);

// ipc only. Makes the socket's directory (0700) if it is missing. kUnavailable when that fails, when others may enter
// the directory, or when somebody already listens on the socket.
core::Status prepare_to_bind(const std::string& endpoint);
// Only our own user may connect. After bind.
core::Status close_to_others(const std::string& endpoint);

// After so many heartbeats without a word the other side counts as gone.
inline constexpr int kSilentBeats = 3;

struct SocketBounds {
  int frames_max = 64;            // each way and for each peer
  core::Millis heartbeat_ms = 0;  // 0: none
  core::Millis linger_ms = 0;     // how long closing may wait for what is not sent yet
};
void set_bounds(zmq::socket_t& socket, const SocketBounds& bounds);
// A connecting socket keeps nothing for a peer that is not there, and tries again with growing pauses.
void set_connecting(zmq::socket_t& socket);
// tcp only: after check_endpoint(), before connect.
void set_keys(zmq::socket_t& socket, const Endpoint& endpoint, const KeyPair& keys);
// Who connects and says nothing may hold a socket for so long.
inline constexpr int kHandshakeMs = 5'000;
// A peer that refused our key is not tried again by ZeroMQ. We do, for it may have been given the key meanwhile.
inline constexpr core::Millis kRedialMs = 2'000;

// Takes the bytes over without a copy.
zmq::message_t to_message(std::string bytes);
inline std::string_view view(const zmq::message_t& message) {
  return {static_cast<const char*>(message.data()), message.size()};
}

// Never 0.
std::uint64_t random_session();

// Ids of frames: a random half for the process, a count for the frame.
class FrameIds {
 public:
  FrameIds() : high_(random_session()) {}
  core::Id next();

 private:
  std::uint64_t high_;
  std::uint64_t low_ = 0;
};

}  // namespace naadam::link
