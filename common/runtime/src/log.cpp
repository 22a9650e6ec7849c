#include "runtime/log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <mutex>

#include "core/clock.hpp"
#include "line_writer.hpp"
#include "repeats.hpp"

namespace naadam::runtime {
namespace {

struct Writer {
  Writer(std::string_view name, int fd, bool owned) : service(name), lines(fd, owned) {}
  const std::string service;
  LineWriter lines;
};

struct State {
  std::atomic<std::shared_ptr<Writer>> writer;
  std::atomic<Level> lowest{Level::kWarn};
  std::mutex mutex;  // guards repeats
  Repeats repeats;
};

State& state() {
  static State the_state;
  return the_state;
}

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

void write(Level level, std::string_view event, Fields fields, std::uint64_t repeated) {
  const auto writer = state().writer.load();
  const std::string line =
      log_line(now_ms(), level, writer ? std::string_view(writer->service) : "naadam", event, fields, repeated);
  if (writer) {
    writer->lines.add(line);
  } else {
    std::fprintf(stderr, "%s\n", line.c_str());
  }
}

}  // namespace

void log(Level level, Literal event, Fields fields) {
  State& s = state();
  if (level < s.lowest.load(std::memory_order_relaxed)) return;
  std::uint64_t repeated = 0;
  if (level >= Level::kWarn) {
    const auto steady_ms = core::SystemClock().steady_ms();
    const std::lock_guard lock(s.mutex);
    const auto answer = s.repeats.ask(event.view, steady_ms);
    if (!answer.write) return;
    repeated = answer.repeated;
  }
  write(level, event.view, fields, repeated);
}

core::Status log_start(std::string_view service, Level level, const std::filesystem::path& file) {
  log_stop();
  int fd = STDERR_FILENO;
  if (!file.empty()) fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) {
    const char* reason = std::strerror(errno);
    return core::fail(core::ErrorKind::kUnavailable, fmt::format("无法写入日志文件：{}（{}）", file.string(), reason),
                      fmt::format("open {}: {}", file.string(), reason));
  }
  state().lowest = level;
  state().writer.store(std::make_shared<Writer>(service, fd, !file.empty()));
  return {};
}

void log_flush() {
  if (const auto writer = state().writer.load()) writer->lines.flush();
}

void log_stop() {
  State& s = state();
  std::vector<std::pair<std::string, std::uint64_t>> left;
  {
    const std::lock_guard lock(s.mutex);
    left = s.repeats.drain();
  }
  for (const auto& [event, count] : left) write(Level::kWarn, event, {}, count);
  s.writer.store(nullptr);
  s.lowest = Level::kWarn;
}

}  // namespace naadam::runtime
