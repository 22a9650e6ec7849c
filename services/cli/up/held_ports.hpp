// Neighbouring TCP ports on loopback that are kept for whoever is told of them: nobody who asks here, in this program
// or in another, is given them as long as this lives, although nothing listens yet. A server that sets SO_REUSEADDR
// binds and listens on one meanwhile, as often as it starts.
//
// Two programs that each look for a free port and hand it to a child find the same one now and then, as neither child
// has bound it yet. Whoever holds it cannot lose it so. A program that chooses its port without asking here can still
// take it: see is_listened_on().
//
// Source: bind(2), socket(7); Linux compares the sockets' SO_REUSEADDR as it is when the second of them binds.
// Thread: none of its own; an object belongs to one thread.
#pragma once

#include <cstdint>
#include <vector>

namespace naadam::cli {

class HeldPorts {
 public:
  // Of these none is given to an outgoing connection by the kernel, which takes 32768 and up (ip(7)).
  static constexpr std::uint16_t kFirst = 20'000;
  static constexpr std::uint16_t kCount = 12'000;

  // `count` >= 1 ports side by side, anywhere in the range; none (first() is 0) where no such place was found.
  static HeldPorts take(std::uint16_t count = 1);

  HeldPorts(HeldPorts&& other) noexcept = default;
  HeldPorts& operator=(HeldPorts&& other) noexcept;
  ~HeldPorts();

  std::uint16_t first() const { return first_; }

 private:
  HeldPorts() = default;
  bool hold(std::uint16_t port);
  void release();

  std::uint16_t first_ = 0;
  std::vector<int> sockets_;  // bound, never listening
};

// Whether a program listens there by now, so that no other can. Connections that a dead one left behind do not count.
bool is_listened_on(std::uint16_t port);

}  // namespace naadam::cli
