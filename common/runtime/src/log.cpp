#include "runtime/log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <mutex>

#include "core/clock.hpp"
#include "descriptor.hpp"
#include "repeats.hpp"

namespace naadam::runtime {
namespace {

constexpr std::size_t kQueueLines = 8192;  // beyond them a caller waits: nothing is lost

// A service's name beside its logger. Destroyed, it writes what is queued and joins its thread.
class Writer {
 public:
  Writer(std::string_view name, spdlog::sink_ptr sink)
      : service(name),
        pool_(std::make_shared<spdlog::details::thread_pool>(kQueueLines, 1)),
        logger_(std::make_shared<spdlog::async_logger>(service, std::move(sink), pool_,
                                                       spdlog::async_overflow_policy::block)) {
    logger_->set_pattern("%v");
    logger_->flush_on(spdlog::level::info);  // a killed process leaves the lines it wrote
  }

  void add(std::string_view line) { logger_->log(spdlog::level::info, line); }

  const std::string service;

 private:
  std::shared_ptr<spdlog::details::thread_pool> pool_;
  std::shared_ptr<spdlog::async_logger> logger_;
};

// Appends to `file`, made here so that only its owner may read it.
core::Result<spdlog::sink_ptr> file_sink(const std::filesystem::path& file) {
  const Descriptor made(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (made.get() < 0) {
    const char* reason = std::strerror(errno);
    return core::fail(core::ErrorKind::kUnavailable, fmt::format("无法写入日志文件：{}（{}）", file.string(), reason),
                      fmt::format("open {}: {}", file.string(), reason));
  }
  return std::make_shared<spdlog::sinks::basic_file_sink_st>(file.string());
}

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

void write(Level level, std::string_view event, Fields fields, std::uint64_t repeated) {
  const auto writer = state().writer.load();
  const std::string line =
      log_line(core::wall_ms(), level, writer ? std::string_view(writer->service) : "naadam", event, fields, repeated);
  if (writer) {
    writer->add(line);
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

void log_each(Level level, Literal event, Fields fields) {
  if (level >= state().lowest.load(std::memory_order_relaxed)) write(level, event.view, fields, 0);
}

core::Status log_start(std::string_view service, Level level, const std::filesystem::path& file) {
  log_stop();
  spdlog::sink_ptr sink;
  if (file.empty()) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_st>();
  } else {
    auto opened = file_sink(file);
    if (!opened) return tl::unexpected(opened.error());
    sink = std::move(*opened);
  }
  state().lowest = level;
  state().writer.store(std::make_shared<Writer>(service, std::move(sink)));
  return {};
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
