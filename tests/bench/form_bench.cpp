// One registration at a time at an open load, as phones send them: HTTP POST to its answer (the form is synced), and to
// its verdict stored; over the real programs and a real Redis, fsync always.
//
//   form_bench [--rate 1000] [--seconds 20] [--connections 64]
//
// Times run from the moment at which a request is due. A verdict counts when the entry's step from received to judged
// stands in the shard's log as another client of Redis sees it: after its sync. In the same minutes, at the same rate,
// a plain Redis-Streams pipeline of two hops without HTTP, sealing, rules or checks: XADD, a consumer that XADDs to a
// second stream and XACKs, one record at a time, to that record as its next reader sees it. Prints one line of JSON;
// milliseconds.
#include <fmt/format.h>
#include <hiredis/hiredis.h>
#include <poll.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <thread>

#include "bench/measured_redis.hpp"
#include "bench/open_load.hpp"
#include "bench/workload.hpp"
#include "intake/entry_identity.hpp"
#include "seal/keys.hpp"
#include "store/keys.hpp"
#include "support/installation.hpp"
#include "support/redis.hpp"
#include "wire/claim_texts.hpp"

namespace {

using namespace naadam;
using bench::Clock;
using Json = nlohmann::json;

struct Args {
  double rate = 1'000;
  double seconds = 20;
  std::size_t connections = 64;
};

Args parse(int argc, char** argv) {
  Args args;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--rate") args.rate = std::strtod(argv[i + 1], nullptr);
    if (name == "--seconds") args.seconds = std::strtod(argv[i + 1], nullptr);
    if (name == "--connections") args.connections = std::strtoul(argv[i + 1], nullptr, 10);
  }
  return args;
}

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

std::string text_of(const redisReply* reply) { return {reply->str, reply->len}; }

// A connection of hiredis on a unix socket.
class Redis {
 public:
  explicit Redis(const std::string& socket) : context_(redisConnectUnix(socket.c_str()), redisFree) {
    if (!context_ || context_->err != 0) throw std::runtime_error("no connection to Redis");
  }
  int fd() const { return context_->fd; }
  template <class... Words>
  void send(const char* format, Words... words) {
    redisAppendCommand(context_.get(), format, words...);
    for (int sent = 0; sent == 0;) {
      if (redisBufferWrite(context_.get(), &sent) != REDIS_OK) throw std::runtime_error(context_->errstr);
    }
  }
  // What has come; nullptr where that is no whole reply yet.
  Reply come() {
    if (redisBufferRead(context_.get()) != REDIS_OK) throw std::runtime_error(context_->errstr);
    return next();
  }
  Reply next() {
    void* raw = nullptr;
    if (redisGetReplyFromReader(context_.get(), &raw) != REDIS_OK) throw std::runtime_error(context_->errstr);
    return checked(raw);
  }
  Reply wait() {
    void* raw = nullptr;
    if (redisGetReply(context_.get(), &raw) != REDIS_OK) throw std::runtime_error(context_->errstr);
    return checked(raw);
  }

 private:
  static Reply checked(void* raw) {
    Reply reply(static_cast<redisReply*>(raw));
    if (reply && reply->type == REDIS_REPLY_ERROR) throw std::runtime_error(text_of(reply.get()));
    return reply;
  }
  std::unique_ptr<redisContext, void (*)(redisContext*)> context_;
};

// Reads every shard's log as it grows, on a thread of its own, and notes when each entry was first judged.
class VerdictWatch {
 public:
  VerdictWatch(const std::string& socket, std::uint16_t shards) {
    for (std::uint16_t shard = 0; shard < shards; ++shard) {
      logs_.push_back({std::make_unique<Redis>(socket), store::keys::shard_tag(shard) + ":log", "$"});
      ask(logs_.back());
    }
    thread_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
  }
  std::map<core::Id, Clock::time_point> judged() {
    const std::lock_guard lock(mutex_);
    return judged_;
  }

 private:
  struct Log {
    std::unique_ptr<Redis> redis;
    std::string key, last;
  };
  static void ask(Log& log) {
    log.redis->send("XREAD COUNT 1000 BLOCK 0 STREAMS %s %s", log.key.c_str(), log.last.c_str());
  }
  void watch(const std::stop_token& stop) {
    std::vector<pollfd> fds;
    for (const Log& log : logs_) fds.push_back({log.redis->fd(), POLLIN, 0});
    while (!stop.stop_requested()) {
      if (::poll(fds.data(), fds.size(), 100) <= 0) continue;
      for (std::size_t i = 0; i < fds.size(); ++i) {
        if (fds[i].revents == 0) continue;
        const Reply reply = logs_[i].redis->come();
        if (!reply) continue;
        take(logs_[i], *reply);
        ask(logs_[i]);
      }
    }
  }
  // [[key, [[id, [field, value, ...]], ...]]]
  void take(Log& log, const redisReply& reply) {
    if (reply.type != REDIS_REPLY_ARRAY) return;
    const auto now = Clock::now();
    const redisReply* entries = reply.element[0]->element[1];
    const std::lock_guard lock(mutex_);
    for (std::size_t e = 0; e < entries->elements; ++e) {
      log.last = text_of(entries->element[e]->element[0]);
      const redisReply* fields = entries->element[e]->element[1];
      std::string head, ids;
      for (std::size_t f = 0; f + 1 < fields->elements; f += 2) {
        if (text_of(fields->element[f]) == "h") head = text_of(fields->element[f + 1]);
        if (text_of(fields->element[f]) == "i") ids = text_of(fields->element[f + 1]);
      }
      if (!head.starts_with("e12 ")) continue;  // an entry, from received to judged
      for (std::size_t at = 0; at < ids.size(); at += core::kIdBytes) {
        judged_.try_emplace(core::Id::from(std::string_view(ids).substr(at, core::kIdBytes)), now);
      }
    }
  }

  std::vector<Log> logs_;  // of the thread alone once it runs
  std::mutex mutex_;       // guards judged_
  std::map<core::Id, Clock::time_point> judged_;
  std::jthread thread_;
};

std::string request_of(const wire::Claim& claim, std::size_t i) {
  Json body{{"consent", {{"version", "1"}, {"agreed_at", "2021-06-20T10:00:00+08:00"}}}};
  for (const wire::ClaimText& one : wire::kClaimTexts) {
    if (!(claim.*one.text).empty()) body["fields"][std::string(one.name)] = claim.*one.text;
  }
  const std::string text = body.dump();
  return fmt::format(
      "POST /api/v1/forms HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nIdempotency-Key: {:032x}\r\n"
      "Content-Length: {}\r\n\r\n{}",
      i + 1, text.size(), text);
}

double ms(Clock::duration took) { return std::chrono::duration<double, std::milli>(took).count(); }

Json figures(std::vector<double> values) {
  if (values.empty()) return nullptr;
  const auto rounded = [](double value) {
    return static_cast<double>(static_cast<std::int64_t>(value * 1'000)) / 1'000;
  };
  Json told{{"p50", rounded(bench::percentile(values, 50))}, {"p99", rounded(bench::percentile(values, 99))}};
  told["max"] = rounded(values.back());
  told["n"] = values.size();
  return told;
}

Json forms(const Args& args) {
  ::setenv("NAADAM_PORTAL_STRANGER_POINTS", "10000000", 1);
  const support::Installation installation({});
  const runtime::CommonOptions& options = installation.settings().common;
  const auto keys = seal::KeyRing::open(options.keys(), seal::KeyMode::kExisting);
  if (!keys) throw std::runtime_error(keys.error().cause);

  const auto n = static_cast<std::size_t>(args.rate * args.seconds);
  std::vector<std::string> requests;
  std::vector<core::Id> entries;
  for (std::size_t i = 0; i < n; ++i) {
    const wire::Claim claim = bench::person(static_cast<std::uint32_t>(i));
    requests.push_back(request_of(claim, i));
    entries.push_back(intake::entry_of(claim, {}, 0, support::edition_2021(), keys->lookup()));
  }
  VerdictWatch watch(options.store_address, options.store_shards);
  const auto answers = bench::open_load(installation.settings().portal_port, requests, args.rate, args.connections);
  std::size_t kept = 0;
  for (const auto& answer : answers) kept += answer.status == 201 ? 1 : 0;
  for (int look = 0; look < 300 && watch.judged().size() < kept; ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  const auto judged = watch.judged();
  std::vector<double> answered, stored;
  for (std::size_t i = 0; i < n; ++i) {
    if (answers[i].status != 201) continue;
    answered.push_back(ms(answers[i].at - answers[i].due));
    if (const auto it = judged.find(entries[i]); it != judged.end()) stored.push_back(ms(it->second - answers[i].due));
  }
  return {{"sent", n}, {"kept", kept}, {"post_answered", figures(answered)}, {"verdict_stored", figures(stored)}};
}

// The plain pipeline: producer, a consumer in between, and the reader at its end.
Json streams(const Args& args) {
  const support::TempDir dir;
  const bench::MeasuredRedis redis(0, runtime::Fsync::kAlways, dir.path());
  const auto n = static_cast<std::size_t>(args.rate * args.seconds);
  const std::string body(500, 'x');
  {
    Redis maker(redis.address());
    maker.send("XGROUP CREATE {s}:a g 0 MKSTREAM");
    maker.wait();
    maker.send("XGROUP CREATE {s}:b g 0 MKSTREAM");
    maker.wait();
  }
  // The number of a record is its first field; answers come as [[key, [[id, [n, number, b, body]]]]].
  const auto next = [](Redis& from, const char* stream) {
    from.send("XREADGROUP GROUP g c COUNT 1 BLOCK 0 STREAMS %s >", stream);
    return from.wait();
  };
  std::jthread between([&] {
    Redis mine(redis.address());
    for (std::size_t i = 0; i < n; ++i) {
      const Reply read = next(mine, "{s}:a");
      const redisReply* entry = read->element[0]->element[1]->element[0];
      const std::string number = text_of(entry->element[1]->element[1]);
      mine.send("XADD {s}:b * n %s b %b", number.c_str(), body.data(), body.size());
      mine.send("XACK {s}:a g %s", text_of(entry->element[0]).c_str());
      mine.wait();
      mine.wait();
    }
  });
  std::vector<Clock::time_point> due(n), answered(n), stored(n);
  std::jthread at_the_end([&] {
    Redis mine(redis.address());
    for (std::size_t i = 0; i < n; ++i) {
      const Reply read = next(mine, "{s}:b");
      const redisReply* entry = read->element[0]->element[1]->element[0];
      stored[std::strtoul(text_of(entry->element[1]->element[1]).c_str(), nullptr, 10)] = Clock::now();
    }
  });
  Redis producer(redis.address());
  const auto begun = Clock::now() + std::chrono::milliseconds(100);
  for (std::size_t i = 0; i < n; ++i) {
    due[i] = begun + std::chrono::nanoseconds(static_cast<std::int64_t>(static_cast<double>(i) * 1e9 / args.rate));
    std::this_thread::sleep_until(due[i]);
    producer.send("XADD {s}:a * n %s b %b", std::to_string(i).c_str(), body.data(), body.size());
    producer.wait();
    answered[i] = Clock::now();
  }
  between.join();
  at_the_end.join();
  std::vector<double> first, second;
  for (std::size_t i = 0; i < n; ++i) {
    first.push_back(ms(answered[i] - due[i]));
    second.push_back(ms(stored[i] - due[i]));
  }
  return {{"added", figures(first)}, {"second_stored", figures(second)}};
}

double load_average() {
  double load = 0;
  std::ifstream("/proc/loadavg") >> load;
  return load;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const Args args = parse(argc, argv);
    Json told{{"rate", args.rate}, {"seconds", args.seconds}, {"load_average", load_average()}};
    told["forms"] = forms(args);
    told["streams"] = streams(args);
    fmt::print("{}\n", told.dump());
    return told["forms"]["kept"] == told["forms"]["sent"] ? 0 : 1;
  } catch (const std::exception& e) {
    fmt::print(stderr, "form_bench: {}\n", e.what());
    return 1;
  }
}
