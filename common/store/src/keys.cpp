#include "store/keys.hpp"

#include <fmt/format.h>

namespace naadam::store::keys {

std::string shard_tag(std::uint16_t shard) { return fmt::format("{{s{:02}}}", shard); }

std::string index(std::uint16_t shard, char kind) { return fmt::format("{{s{:02}}}:{}:x", shard, kind); }

std::string fact(std::string_view name) { return fmt::format("naadam:fact:{}", name); }

std::string copies(std::string_view service) { return fmt::format("naadam:copies:{}", service); }

}  // namespace naadam::store::keys
