// Rows in memory -> intake -> verdict -> notice -> handed to the file sink, over the real programs and a real Redis.
//
//   pipeline_bench [--rows 200000] [--fsync always|everysec] [--shards 16] [--drop 1] [--copies 1]
//                  [--primaries 0]
//
// This process is intake; eligibility, notification and the notary are the programs beside it; Redis is a cluster of
// one on a unix socket or, with --primaries, a Redis Cluster of so many nodes over TCP. Sealing, rules, revisions, due
// sets, checks, upload marks and the log are all on. Prints a line of JSON for each number of copies of eligibility and
// notification, from one to --copies, each on a store of its own; cpu_us is processor time a row, by process.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include "bench/measured_redis.hpp"
#include "bench/workload.hpp"
#include "domain/edition.hpp"
#include "intake/intake_service.hpp"
#include "intake/rules/claims.hpp"
#include "runtime/copies.hpp"
#include "runtime/redis_child.hpp"
#include "runtime/service_host.hpp"
#include "seal/seal.hpp"
#include "support/redis.hpp"
#include "wire/identity.hpp"
#include "wire/stages.hpp"

namespace {

using namespace naadam;
using Clock = std::chrono::steady_clock;

struct Args {
  std::uint32_t rows = 200'000;
  std::string fsync = "always";
  std::uint16_t shards = core::limits::kShardsDefault;
  std::string drop = "1";
  std::uint16_t copies = 1;
  std::uint16_t primaries = 0;
};

Args parse(int argc, char** argv) {
  Args args;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    if (name == "--rows") args.rows = static_cast<std::uint32_t>(std::strtoul(argv[i + 1], nullptr, 10));
    if (name == "--fsync") args.fsync = argv[i + 1];
    if (name == "--shards") args.shards = static_cast<std::uint16_t>(std::strtoul(argv[i + 1], nullptr, 10));
    if (name == "--drop") args.drop = argv[i + 1];
    if (name == "--primaries") args.primaries = static_cast<std::uint16_t>(std::strtoul(argv[i + 1], nullptr, 10));
    if (name == "--copies") args.copies = static_cast<std::uint16_t>(std::strtoul(argv[i + 1], nullptr, 10));
  }
  return args;
}

template <class T>
T must(core::Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "pipeline_bench: %s [%s]\n", result.error().text.c_str(), result.error().cause.c_str());
  std::exit(1);
}
void must(core::Status status) {
  if (status) return;
  std::fprintf(stderr, "pipeline_bench: %s [%s]\n", status.error().text.c_str(), status.error().cause.c_str());
  std::exit(1);
}

double seconds(timeval t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; }

double own_cpu() {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  return seconds(use.ru_utime) + seconds(use.ru_stime);
}

// Of a running process with all its threads, to a tick of 10 ms.
double cpu_of_process(pid_t pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string text{std::istreambuf_iterator<char>(file), {}};
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string field;
  double ticks = 0;
  for (int i = 3; i <= 15 && fields >> field; ++i) {
    if (i >= 14) ticks += std::strtod(field.c_str(), nullptr);  // utime, stime
  }
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::uint64_t closed_notices(store::Store& store) {
  std::uint64_t closed = 0;
  for (store::Count& call : store::count_all(store, store::Kind::kNotice))
    closed += call.stages[wire::notice_stage::kClosed].records;
  return closed;
}

constexpr std::size_t kWindow = 8'000;

runtime::ChildProcess start(const std::string& name, std::uint16_t copy, const Args& args,
                            const runtime::CommonOptions& options) {
  const auto bin = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  runtime::ChildSpec spec;
  spec.argv = {(bin / ("naadam-" + name)).string(),
               "--data-dir",
               options.data_dir.string(),
               "--store-address",
               options.store_address,
               "--store-shards",
               std::to_string(args.shards),
               "--link-drop-push-percent",
               args.drop,
               "--log-level",
               "error",
               "--service-copy",
               std::to_string(copy)};
  if (name != "notary") spec.argv.insert(spec.argv.end(), {"--" + name + "-window-records", std::to_string(kWindow)});
  if (std::getenv("BENCH_METRICS") != nullptr && copy == 1 && name != "notary") {
    spec.argv.insert(spec.argv.end(), {"--http-port", name == "eligibility" ? "47901" : "47902"});
  }
  if (name == "notification") spec.argv.insert(spec.argv.end(), {"--notification-file-sync=false"});
  spec.output = options.data_dir / (runtime::copy_name(name, copy) + ".out");
  return must(runtime::ChildProcess::spawn(spec));
}

// False: not every row arrived in time.
bool run(const Args& args, std::uint16_t copies) {
  const support::TempDir dir;

  const bench::MeasuredRedis redis(
      args.primaries, args.fsync == "always" ? runtime::Fsync::kAlways : runtime::Fsync::kEverysec, dir.path());

  runtime::CommonOptions options;
  options.data_dir = dir.path();
  options.store_address = redis.address();
  options.store_shards = args.shards;
  options.log_level = "error";
  options.drop_push_percent = std::strtod(args.drop.c_str(), nullptr);
  core::SystemClock clock;
  {
    auto keys = must(seal::KeyRing::open(options.keys(), seal::KeyMode::kCreate));
    must(keys.make_edition("2021"));
    auto store = must(runtime::open_store(options, clock, 1));
    const auto edition = must(domain::load_edition(NAADAM_SOURCE_DIR "/deploy/editions/2021.toml"));
    must(runtime::publish(*store, edition, {}));
    must(runtime::begin_training(*store, edition.entry_opens + 86'400'000));
  }
  std::multimap<std::string, runtime::ChildProcess> services;
  services.emplace("notary", start("notary", 1, args, options));
  for (std::uint16_t copy = 1; copy <= copies; ++copy) {
    for (const char* name : {"eligibility", "notification"}) services.emplace(name, start(name, copy, args, options));
  }

  runtime::Metrics metrics;
  runtime::HttpListener http(metrics);
  runtime::StopSignal stop;
  const runtime::ServiceInfo info{"intake", "bench"};
  runtime::ServiceContext context{info, options, metrics, http, stop};
  auto host = must(
      runtime::ServiceHost::open(context, kWindow, {.from = {"eligibility"}, .next = {"eligibility", "notification"}}));
  auto blobs = must(blob::open_directory(options.blobs(), host->data(), host->lookup()));
  intake::Service service({host->store(), *blobs, host->forward(0), host->forward(1), host->data(), host->lookup(),
                           host->installation(), host->clock(), metrics},
                          host->loop());
  intake::Registrar registrar(host->store(), host->forward(0), host->data());

  std::vector<wire::Claim> claims;
  claims.reserve(args.rows);
  for (std::uint32_t i = 0; i < args.rows; ++i) claims.push_back(bench::person(i));
  const core::Millis at = must(runtime::installation_now(host->store(), host->installation()));
  const core::Id submitter = seal::keyed_hash(host->lookup(), wire::kSubmitterLabel, "bench");
  const core::Id upload = wire::upload_id(submitter, submitter, {});
  const domain::Edition& edition = *host->installation().edition;

  // Peers connected before the clock starts.
  while (std::min(host->forward(0).credit(), host->forward(1).credit()) < copies * kWindow) host->loop().step(10);

  const double memory_before = bench::info_sum(host->store().cluster(), clock, "memory", "used_memory");
  const auto redis_seconds = [&] {
    return bench::info_sum(host->store().cluster(), clock, "cpu", "used_cpu_user") +
           bench::info_sum(host->store().cluster(), clock, "cpu", "used_cpu_sys");
  };
  const double redis_before = redis_seconds();
  const auto log_bytes = [&] {
    return bench::info_sum(host->store().cluster(), clock, "persistence", "aof_current_size");
  };
  const double log_before = log_bytes();
  const double cpu_before = own_cpu();
  std::map<std::string, double> service_cpu_before;
  for (auto& [name, child] : services) service_cpu_before[name] += cpu_of_process(child.pid());
  const auto begun = Clock::now();
  std::uint32_t next = 0;
  double filing_us = 0;
  host->loop().every("bench", 0, [&] {
    if (next == args.rows) return false;
    std::vector<intake::FiledRow> rows;
    const std::uint32_t end = std::min<std::uint32_t>(args.rows, next + intake::Registrar::kRowsAtOnce);
    rows.reserve(end - next);
    for (std::uint32_t i = next; i < end; ++i) {
      const intake::EntryName name = intake::entry_name(claims[i], edition);
      const core::Id person = seal::keyed_hash(host->lookup(), wire::kPersonLabel, name.person);
      rows.push_back({wire::entry_id(person, edition.id, name.event, name.group),
                      {submitter, upload, 1, i, 0, at, false, claims[i]}});
    }
    const auto filing = Clock::now();
    if (registrar.file(rows)) next = end;
    filing_us += std::chrono::duration<double>(Clock::now() - filing).count() * 1e6;
    return next < args.rows;
  });
  std::uint64_t closed = 0;
  auto look_at = Clock::now();
  double filed_s = 0;
  while (closed < args.rows) {
    host->loop().step(5);
    if (next == args.rows && filed_s == 0) filed_s = std::chrono::duration<double>(Clock::now() - begun).count();
    if (next < args.rows || Clock::now() < look_at) continue;
    for (auto& [name, child] : services) {
      if (!child.running()) std::fprintf(stderr, "pipeline_bench: a service ended, see its output\n"), std::exit(1);
    }
    closed = closed_notices(host->store());
    look_at = Clock::now() + std::chrono::milliseconds(20);
    if (Clock::now() - begun > std::chrono::minutes(2)) break;
  }
  const double took = std::chrono::duration<double>(Clock::now() - begun).count();
  const double memory = bench::info_sum(host->store().cluster(), clock, "memory", "used_memory") - memory_before;
  const double written = log_bytes() - log_before;  // too low where Redis rewrote its log meanwhile: above 256 MB
  std::map<std::string, double> cpu{{"redis", redis_seconds() - redis_before}, {"intake", own_cpu() - cpu_before}};
  for (auto& [name, child] : services) cpu[name] += cpu_of_process(child.pid());
  for (const auto& [name, before] : service_cpu_before) cpu[name] -= before;
  std::vector<std::string> service_metrics;
  if (std::getenv("BENCH_METRICS") != nullptr) {
    for (const char* port : {"47901", "47902"}) {
      FILE* pipe = popen((std::string("curl -s http://127.0.0.1:") + port + "/metrics").c_str(), "r");
      std::string text(1u << 20, '\0');
      text.resize(std::fread(text.data(), 1, text.size(), pipe));
      pclose(pipe);
      service_metrics.push_back(std::move(text));
    }
  }
  for (auto& [name, child] : services) child.stop(5'000);
  fmt::print("{{\"rows\":{},\"fsync\":\"{}\",\"shards\":{},\"primaries\":{},\"copies\":{},", args.rows, args.fsync,
             args.shards, args.primaries, copies);
  fmt::print("\"seconds\":{:.3f},\"per_second\":{:.0f},\"filed_s\":{:.3f},\"bytes_per_entry\":{:.0f},", took,
             args.rows / took, filed_s, memory / args.rows);
  fmt::print("\"written_bytes_per_entry\":{:.0f},", written / args.rows);
  fmt::print("\"cpu_us\":{{");
  for (const char* comma = ""; const auto& [name, spent] : cpu) {
    fmt::print("{}\"{}\":{:.2f}", std::exchange(comma, ","), name, spent * 1e6 / args.rows);
  }
  fmt::print("}}}}\n");
  if (std::getenv("BENCH_METRICS") != nullptr) {
    fmt::print("filing_us {:.0f}\n{}", filing_us, metrics.text());
    for (const std::string& text : service_metrics) fmt::print("{}", text);
  }
  std::fflush(stdout);
  return closed == args.rows;
}

}  // namespace

int main(int argc, char** argv) {
  const Args args = parse(argc, argv);
  bool all = true;
  for (std::uint16_t copies = 1; copies <= args.copies; ++copies) all = run(args, copies) && all;
  return all ? 0 : 1;
}
