// Asks a listener of our own on loopback, such as a service's /metrics. Thread: any.
#pragma once

#include <cstdint>
#include <string>

namespace naadam::support {

// The answer's body; empty where nobody answers.
std::string http_get(std::uint16_t port, const std::string& path);

}  // namespace naadam::support
