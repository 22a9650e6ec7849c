#include "standstill.hpp"

#include <utility>

namespace naadam::sim {

Standstill::~Standstill() {
  if (!stands_) return;
  dies_ = true;
  theirs_.release();
  thread_.join();
}

bool Standstill::begin(Mayhem& mayhem, std::size_t points) {
  mayhem.arm(points, [this] { stand(); });
  thread_ = std::thread([this, &mayhem] {
    theirs_.acquire();
    try {
      busy_ = step_();
    } catch (...) {
      thrown_ = std::current_exception();
    }
    if (!stands_) mayhem.disarm();
    stands_ = false;
    ours_.release();
  });
  return run();
}

bool Standstill::go_on() { return run(); }

bool Standstill::run() {
  theirs_.release();
  ours_.acquire();
  if (stands_) return true;
  thread_.join();
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  return busy_;
}

void Standstill::stand() {
  stands_ = true;
  ours_.release();
  theirs_.acquire();
  if (dies_) throw Crash{};
}

}  // namespace naadam::sim
