// Who runs in a world: copies of every service, processes that are down for a while, those that stand still, and the
// ones that took their place meanwhile. One that goes on again is a copy more, until one of them dies.
//
// Thread: the world's.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "processes.hpp"
#include "standstill.hpp"

namespace naadam::sim {

class Cast {
 public:
  explicit Cast(Surroundings& around);

  // Every process that is up takes one step, in any order. True when any had something to do.
  bool round();
  // When somebody is to be looked at though nothing is due.
  std::optional<Millis> next() const;
  // Everybody but who stands still ends and is started again soon, on new connections.
  void restart();

  std::size_t crashes() const { return crashes_; }
  std::size_t stops() const { return stops_; }

 private:
  struct Actor {
    Role role;
    Address* address;
    std::unique_ptr<Process> process;
    std::unique_ptr<Standstill> standstill;  // goes before the process it is in
    Millis until = 0;                        // down or at a standstill
    bool gone = false;
  };
  void enter(Role role, Millis at);
  bool step(Actor& actor);
  bool step_and_stop(Actor& actor);
  void die(Actor& actor);
  std::size_t actors(Role role) const;

  Surroundings& around_;
  std::vector<std::unique_ptr<Actor>> actors_;
  std::size_t crashes_ = 0, stops_ = 0;
};

}  // namespace naadam::sim
