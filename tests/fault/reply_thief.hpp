// Stands between the services and Redis, on the socket's own path, and now and then steals the answer to a function
// call: the request went through, then both ends find their connection cut. So a commit happened (or not, where the cut
// was quicker) and nobody told the one who made it.
//
// Knows nothing of the protocol but the names of the functions. Connections that were open before it came are cut, so
// that their owners come back through it. From its destruction on Redis listens on its path again.
// Thread: construct, ask and destroy on one; it works on a thread of its own.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>

#include "support/installation.hpp"

namespace naadam::fault {

class ReplyThief {
 public:
  // Goes before `installation` does. One in `one_in` pieces of a request that holds a function call loses its answer.
  ReplyThief(support::Installation& installation, std::uint64_t seed, std::size_t one_in);
  ~ReplyThief();
  ReplyThief(const ReplyThief&) = delete;
  ReplyThief& operator=(const ReplyThief&) = delete;

  std::size_t stolen() const { return stolen_; }

 private:
  void serve(std::uint64_t seed, std::size_t one_in);

  std::filesystem::path path_, real_;
  int listener_ = -1;
  int stop_ = -1;  // eventfd
  std::atomic<std::size_t> stolen_ = 0;
  std::thread thread_;
};

}  // namespace naadam::fault
