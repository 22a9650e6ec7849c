// Lines to a file from many threads through one: callers append to a buffer, the thread hands it to the kernel.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "descriptor.hpp"

namespace naadam::runtime {

class LineWriter {
 public:
  static constexpr std::size_t kWaitingBytesMax = 4u << 20;  // beyond it a caller waits: nothing is lost

  // `fd` is written to, and closed at the end when `owned`.
  LineWriter(int fd, bool owned);
  ~LineWriter();  // writes what waits
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  void add(std::string_view line);  // the newline is added here
  void flush();                     // returns when all that was added before has been written

 private:
  void work();

  const int fd_;
  Descriptor owned_;
  std::mutex mutex_;
  std::condition_variable changed_;  // waiting_, writing_ or stop_
  std::string waiting_;              // guarded by mutex_
  bool writing_ = false;             // guarded by mutex_: the thread holds lines that are not written yet
  bool stop_ = false;                // guarded by mutex_
  std::thread thread_;
};

}  // namespace naadam::runtime
