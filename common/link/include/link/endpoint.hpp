// Where a consumer listens, as the one who connects to it knows it.
#pragma once

#include <string>
#include <utility>

namespace naadam::link {

// "ipc:///absolute/path" between processes of one user on one machine, "tcp://host:port" between machines.
struct Endpoint {
  Endpoint() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): an ipc address is all there is to say about it
  Endpoint(std::string where, std::string key = {}) : address(std::move(where)), server_key(std::move(key)) {}
  bool operator==(const Endpoint&) const = default;

  std::string address;
  std::string server_key;  // tcp: the consumer's public key, Z85, 40 characters; ipc: empty
};

}  // namespace naadam::link
