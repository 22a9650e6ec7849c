#include "support/http_get.hpp"

#include <stdexcept>

#include "support/http_client.hpp"

namespace naadam::support {

std::string http_get(std::uint16_t port, const std::string& path) {
  try {
    return http_ask(port, "GET", path, {{"Connection", "close"}}).body;
  } catch (const std::runtime_error&) {
    return {};
  }
}

}  // namespace naadam::support
