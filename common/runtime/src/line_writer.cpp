#include "line_writer.hpp"

#include <unistd.h>

#include <cerrno>

namespace naadam::runtime {

LineWriter::LineWriter(int fd, bool owned) : fd_(fd), owned_(owned ? fd : -1), thread_([this] { work(); }) {}

LineWriter::~LineWriter() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void LineWriter::add(std::string_view line) {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_.size() < kWaitingBytesMax; });
    waiting_ += line;
    waiting_ += '\n';
  }
  changed_.notify_all();
}

void LineWriter::flush() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.empty() && !writing_; });
}

void LineWriter::work() {
  std::string batch;
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    batch.clear();
    batch.swap(waiting_);
    writing_ = true;
    lock.unlock();
    changed_.notify_all();
    for (std::string_view rest = batch; !rest.empty();) {
      const ssize_t n = ::write(fd_, rest.data(), rest.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) break;  // a full disk stops the log, not the service; the disk has its own alarm
      rest.remove_prefix(static_cast<std::size_t>(n));
    }
    lock.lock();
    writing_ = false;
    changed_.notify_all();
  }
}

}  // namespace naadam::runtime
