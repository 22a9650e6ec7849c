// One of a bounded number of places, held as long as it lives.
//
// Thread: the edge's.
#pragma once

#include <cstddef>

namespace naadam::portal {

class Place {
 public:
  Place(std::size_t& taken, std::size_t most) : taken_(taken), has_(taken < most) { taken_ += has_ ? 1 : 0; }
  ~Place() { taken_ -= has_ ? 1 : 0; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  // Whether there was one left.
  explicit operator bool() const { return has_; }

 private:
  std::size_t& taken_;
  const bool has_;
};

}  // namespace naadam::portal
