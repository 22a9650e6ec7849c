// Where a listing over all shards goes on: "shard:cursor of the shard"; "" begins and, as the next one, ends.
#pragma once

#include <cstdint>
#include <string>

#include "core/result.hpp"

namespace naadam::intake {

struct PageCursor {
  std::uint16_t shard = 0;
  std::string inner = "0";  // as the store's scan gives it

  // kInvalid for what was never given out.
  static core::Result<PageCursor> parse(const std::string& text, std::uint16_t shards);
  // After a scan that answered `inner`.
  std::string next(const std::string& inner_after, std::uint16_t shards) const;
};

}  // namespace naadam::intake
