// What the same records cost without Naadam: two plain three-stage pipelines over a private Redis, to divide by.
//
//   baseline_bench --kind bare|streams [--rows 200000] [--fsync always|everysec]
//
// bare     producer -> ipc PUSH/PULL -> stage 2 -> stage 3. Each writes a batch with one HSET before handing it on.
// streams  producer -> XADD -> stage 2 (XREADGROUP, XADD to the next stream, XACK) -> stage 3 likewise. No ZeroMQ.
//
// Three threads with a connection each; batches of 200; a record is 500 opaque bytes under a 16-byte name, the size of
// a sealed registration. No sealing, rules, revisions, due sets or checks. The clock stops at the answer to the last
// write, which with fsync always is on disk. Prints one line of JSON.
#include <fmt/format.h>
#include <hiredis/hiredis.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>
#include <zmq.hpp>

#include "runtime/redis_child.hpp"
#include "support/redis.hpp"

namespace {

using namespace naadam;
using Clock = std::chrono::steady_clock;
using Words = std::vector<std::string_view>;

constexpr std::uint32_t kBatchRecords = 200;
constexpr std::size_t kNameBytes = 16;
constexpr std::size_t kBodyBytes = 500;
constexpr std::size_t kRecordBytes = kNameBytes + kBodyBytes;
constexpr std::size_t kWritesInFlight = 2;  // of one bare stage
constexpr int kBatchesQueued = 64;          // between two bare stages

[[noreturn]] void fail(std::string_view why) {
  fmt::print(stderr, "baseline_bench: {}\n", why);
  std::exit(1);
}

struct Args {
  std::uint32_t rows = 200'000;
  std::string fsync = "always";
  std::string kind;
};

Args parse(int argc, char** argv) {
  Args args;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--rows") args.rows = static_cast<std::uint32_t>(std::strtoul(argv[i + 1], nullptr, 10));
    if (name == "--fsync") args.fsync = argv[i + 1];
    if (name == "--kind") args.kind = argv[i + 1];
  }
  if (args.rows == 0 || (args.kind != "bare" && args.kind != "streams")) {
    fail("use: baseline_bench --kind bare|streams [--rows N] [--fsync always|everysec]");
  }
  return args;
}

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

std::string_view text_of(const redisReply* reply) { return {reply->str, reply->len}; }

// One connection; commands go out together and are answered in order. A refusal or a lost connection ends the program.
class Connection {
 public:
  explicit Connection(const runtime::RedisChild& redis)
      : context_(redisConnectUnix(redis.unix_socket().c_str()), redisFree) {
    if (!context_ || context_->err != 0) fail("no connection to Redis");
  }
  void append(const Words& words) {
    argv_.clear();
    lengths_.clear();
    for (const std::string_view word : words) {
      argv_.push_back(word.data());
      lengths_.push_back(word.size());
    }
    redisAppendCommandArgv(context_.get(), static_cast<int>(words.size()), argv_.data(), lengths_.data());
  }
  // Sends without waiting for an answer.
  void send() {
    for (int sent = 0; sent == 0;) {
      if (redisBufferWrite(context_.get(), &sent) != REDIS_OK) fail(context_->errstr);
    }
  }
  Reply reply() {
    void* raw = nullptr;
    if (redisGetReply(context_.get(), &raw) != REDIS_OK) fail(context_->errstr);
    Reply reply(static_cast<redisReply*>(raw));
    if (reply->type == REDIS_REPLY_ERROR) fail(text_of(reply.get()));
    return reply;
  }
  void replies(std::size_t count) {
    while (count-- > 0) reply();
  }
  Reply ask(const Words& words) {
    append(words);
    return reply();
  }

 private:
  std::unique_ptr<redisContext, void (*)(redisContext*)> context_;
  std::vector<const char*> argv_;
  std::vector<std::size_t> lengths_;
};

// The records, cut from a pool of random bytes; batch n is a frame of name and body, name and body, ...
class Records {
 public:
  explicit Records(std::uint32_t rows) : rows_(rows), pool_(1u << 20, '\0') {
    std::mt19937_64 random(rows);
    std::generate(pool_.begin(), pool_.end(), [&] { return static_cast<char>(random()); });
  }
  std::uint32_t batches() const { return (rows_ + kBatchRecords - 1) / kBatchRecords; }
  zmq::message_t batch(std::uint32_t n) const {
    const std::uint32_t first = n * kBatchRecords;
    const std::uint32_t end = std::min(rows_, first + kBatchRecords);
    zmq::message_t frame((end - first) * kRecordBytes);
    char* at = frame.data<char>();
    for (std::uint32_t i = first; i < end; ++i, at += kBodyBytes) {
      at = fmt::format_to_n(at, kNameBytes, "{:016x}", i).out;
      std::copy_n(pool_.data() + std::size_t{i} * 61 % (pool_.size() - kBodyBytes), kBodyBytes, at);
    }
    return frame;
  }

 private:
  std::uint32_t rows_;
  std::string pool_;
};

// Calls see(name, body) for each record of a frame.
template <class See>
void each_record(const zmq::message_t& frame, const See& see) {
  for (std::string_view rest = frame.to_string_view(); !rest.empty(); rest.remove_prefix(kRecordBytes)) {
    see(rest.substr(0, kNameBytes), rest.substr(kNameBytes, kBodyBytes));
  }
}

// A batch is one hash, named for its first record; a later stage's write replaces an earlier one's.
void append_hset(Connection& redis, const zmq::message_t& frame) {
  Words words{"HSET", frame.to_string_view().substr(0, kNameBytes)};
  each_record(frame, [&](std::string_view name, std::string_view body) { words.insert(words.end(), {name, body}); });
  redis.append(words);
}

// next(wait) gives a batch, or none if there is none yet and it need not wait; done(batch) takes it once written.
template <class Next, class Done>
void bare_stage(Connection& redis, std::uint32_t batches, const Next& next, const Done& done) {
  std::deque<zmq::message_t> written;
  for (std::uint32_t begun = 0, ended = 0; ended < batches;) {
    std::optional<zmq::message_t> frame;
    if (begun < batches && written.size() < kWritesInFlight) frame = next(written.empty());
    if (frame) {
      append_hset(redis, *frame);
      redis.send();
      written.push_back(std::move(*frame));
      ++begun;
    } else {
      redis.reply();
      done(std::move(written.front()));
      written.pop_front();
      ++ended;
    }
  }
}

std::optional<zmq::message_t> receive(zmq::socket_t& from, bool wait) {
  zmq::message_t frame;
  if (!from.recv(frame, wait ? zmq::recv_flags::none : zmq::recv_flags::dontwait)) return std::nullopt;
  return frame;
}

// PUSH and PULL over one ipc endpoint.
struct Pipe {
  Pipe(zmq::context_t& context, const std::string& address)
      : push(context, zmq::socket_type::push), pull(context, zmq::socket_type::pull) {
    push.set(zmq::sockopt::sndhwm, kBatchesQueued);
    pull.set(zmq::sockopt::rcvhwm, kBatchesQueued);
    pull.bind(address);
    push.connect(address);
  }
  zmq::socket_t push;
  zmq::socket_t pull;
};

double run_bare(const runtime::RedisChild& redis, const Records& records, const std::string& dir) {
  zmq::context_t context;
  Pipe first(context, "ipc://" + dir + "/first");
  Pipe second(context, "ipc://" + dir + "/second");
  Connection one(redis), two(redis), three(redis);
  const auto begun = Clock::now();
  std::thread producer([&] {
    std::uint32_t n = 0;
    const auto make = [&](bool) { return std::optional(records.batch(n++)); };
    bare_stage(one, records.batches(), make, [&](auto frame) { first.push.send(frame, zmq::send_flags::none); });
  });
  std::thread middle([&] {
    const auto take = [&](bool wait) { return receive(first.pull, wait); };
    bare_stage(two, records.batches(), take, [&](auto frame) { second.push.send(frame, zmq::send_flags::none); });
  });
  const auto take = [&](bool wait) { return receive(second.pull, wait); };
  bare_stage(three, records.batches(), take, [](auto) {});
  const double took = std::chrono::duration<double>(Clock::now() - begun).count();
  producer.join();
  middle.join();
  return took;
}

void append_xadd(Connection& redis, std::string_view stream, std::string_view name, std::string_view body) {
  redis.append({"XADD", stream, "*", "name", name, "body", body});
}

void streams_producer(Connection& redis, const Records& records) {
  for (std::uint32_t n = 0; n < records.batches(); ++n) {
    std::size_t calls = 0;
    each_record(records.batch(n), [&](std::string_view name, std::string_view body) {
      append_xadd(redis, "s1", name, body);
      ++calls;
    });
    redis.replies(calls);
  }
}

void streams_stage(Connection& redis, std::uint32_t rows, std::string_view from, std::string_view to) {
  const std::string count = std::to_string(kBatchRecords);
  for (std::uint32_t done = 0; done < rows;) {
    const Reply read = redis.ask({"XREADGROUP", "GROUP", "g", "c", "COUNT", count, "BLOCK", "0", "STREAMS", from, ">"});
    const redisReply* entries = read->element[0]->element[1];
    Words ack{"XACK", from, "g"};
    for (std::size_t i = 0; i < entries->elements; ++i) {
      const redisReply* entry = entries->element[i];
      const redisReply* fields = entry->element[1];
      append_xadd(redis, to, text_of(fields->element[1]), text_of(fields->element[3]));
      ack.push_back(text_of(entry->element[0]));
    }
    redis.append(ack);
    redis.replies(entries->elements + 1);
    done += static_cast<std::uint32_t>(entries->elements);
  }
}

double run_streams(const runtime::RedisChild& redis, const Records& records, std::uint32_t rows) {
  Connection one(redis), two(redis), three(redis);
  for (const std::string_view stream : {"s1", "s2"}) one.ask({"XGROUP", "CREATE", stream, "g", "0", "MKSTREAM"});
  const auto begun = Clock::now();
  std::thread producer([&] { streams_producer(one, records); });
  std::thread middle([&] { streams_stage(two, rows, "s1", "s2"); });
  streams_stage(three, rows, "s2", "s3");
  const double took = std::chrono::duration<double>(Clock::now() - begun).count();
  producer.join();
  middle.join();
  return took;
}

// Every record stands at the end of the pipeline and none waits on the way.
bool arrived(Connection& redis, const Args& args, const Records& records) {
  if (args.kind == "bare") return redis.ask({"DBSIZE"})->integer == records.batches();
  return redis.ask({"XLEN", "s3"})->integer == args.rows &&
         redis.ask({"XPENDING", "s1", "g"})->element[0]->integer == 0 &&
         redis.ask({"XPENDING", "s2", "g"})->element[0]->integer == 0;
}

std::uint64_t used_memory(Connection& redis) {
  constexpr std::string_view kField = "\nused_memory:";
  const Reply info = redis.ask({"INFO", "memory"});
  const auto at = text_of(info.get()).find(kField);
  return at == std::string_view::npos ? 0 : std::strtoull(info->str + at + kField.size(), nullptr, 10);
}

}  // namespace

int main(int argc, char** argv) {
  const Args args = parse(argc, argv);
  const support::TempDir dir;
  runtime::RedisOptions options;
  options.dir = dir.path() / "redis";
  options.unix_socket = dir.path() / "redis.sock";
  options.fsync = args.fsync == "always" ? runtime::Fsync::kAlways : runtime::Fsync::kEverysec;
  auto redis = runtime::RedisChild::start(options);
  if (!redis) fail(redis.error().cause);

  const Records records(args.rows);
  Connection control(*redis);
  const std::uint64_t memory_before = used_memory(control);
  const double took =
      args.kind == "bare" ? run_bare(*redis, records, dir.path().string()) : run_streams(*redis, records, args.rows);
  const double memory = static_cast<double>(used_memory(control) - memory_before);
  if (!arrived(control, args, records)) fail("records were lost on the way");
  fmt::print(
      "{{\"kind\":\"{}\",\"rows\":{},\"fsync\":\"{}\",\"seconds\":{:.3f},\"per_second\":{:.0f},"
      "\"bytes_per_entry\":{:.0f}}}\n",
      args.kind, args.rows, args.fsync, took, args.rows / took, memory / args.rows);
  redis->stop();
  return 0;
}
