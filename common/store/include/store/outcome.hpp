// What became of a command or call. Every caller handles each of them; unknown is retried under the same identity
// and never shown as failed.
#pragma once

#include <cstdint>

namespace naadam::store {

enum class Outcome : std::uint8_t {
  kDone,         // the reply is the server's answer
  kRefused,      // the server executed nothing and said why (for a function: what the function raised)
  kUnavailable,  // surely not executed: never sent, or the cluster said "not now" until the deadline
  kUnknown,      // sent, no answer (or written with too few replicas): retry under the same identity
};

}  // namespace naadam::store
