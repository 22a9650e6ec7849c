// What an entry's state says was decided.
#pragma once

#include <string>
#include <string_view>

#include "wire/entry.hpp"

namespace naadam::support {

// Without what is only a duty, which goes when it is done: to tell the person, or boards that were left.
inline std::string decision_in(std::string_view encoded_state) {
  auto state = wire::decode_entry_state(encoded_state);
  if (!state) return std::string(encoded_state);
  state->flags &= static_cast<std::uint8_t>(~wire::entry_flag::kNotices);
  state->left.clear();
  return wire::encode(*state);
}

}  // namespace naadam::support
