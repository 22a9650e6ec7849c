// The edge in figures: look-ups a second, and a large workbook by HTTP until every row has its verdict and until its
// outcome workbook is fetched. Over the real programs and a real Redis, fsync always.
//
//   http_bench [--rows 100000] [--seconds 3] [--rounds 3] [--connections 8]
//
// Look-ups: each kind in turn, so that all are of the same minutes, over kept connections that each ask again as soon
// as they are answered; the median of the rounds. /api/v1/openapi.json is the baseline: the same door, token and log,
// and no service asked. The workbook: handed in at the portal, followed by its events; the baseline, right after it, is
// another one of the same size handed in by `naadam import`'s client over ZeroMQ. Prints one line of JSON.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "asking/peers.hpp"
#include "cli/remote/handing_in.hpp"
#include "support/installation.hpp"
#include "support/installation_door.hpp"
#include "support/installation_sample.hpp"
#include "support/resident.hpp"

namespace {

using namespace naadam;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

constexpr core::Millis kPatienceMs = 120'000;
constexpr std::size_t kSmallRows = 2'000;

struct Args {
  std::size_t rows = 100'000;
  double seconds = 3;
  std::size_t rounds = 3;
  std::size_t connections = 8;
};

Args parse(int argc, char** argv) {
  Args args;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--rows") args.rows = std::strtoul(argv[i + 1], nullptr, 10);
    if (name == "--seconds") args.seconds = std::strtod(argv[i + 1], nullptr);
    if (name == "--rounds") args.rounds = std::strtoul(argv[i + 1], nullptr, 10);
    if (name == "--connections") args.connections = std::strtoul(argv[i + 1], nullptr, 10);
  }
  return args;
}

double since(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

void must(bool held, const std::string& what) {
  if (!held) throw std::runtime_error(what);
}

// Answers a second to one question, over so many connections.
double rate(std::uint16_t port, const std::string& target, const support::HttpHeaders& headers, const Args& args) {
  std::atomic<std::uint64_t> answers = 0;
  std::atomic<bool> wrong = false;
  const auto begun = Clock::now();
  {
    std::vector<std::jthread> askers;
    for (std::size_t i = 0; i < args.connections; ++i) {
      askers.emplace_back([&] {
        support::HttpConnection connection(port);
        const std::string question = support::http_head("GET", target, headers, 0);
        while (since(begun) < args.seconds && !wrong) {
          if (!connection.send(question) || connection.receive().status != 200) wrong = true;
          ++answers;
        }
      });
    }
  }
  must(!wrong, target + " was not answered 200");
  return static_cast<double>(answers) / since(begun);
}

double median(std::vector<double> all) {
  std::ranges::sort(all);
  return all[all.size() / 2];
}

struct Judged {
  double verdicts_s = 0, workbook_s = 0;  // from the first byte handed in
};

Judged by_http(support::Door& door, const support::SampleFile& file) {
  const auto begun = Clock::now();
  const auto receipt = door.hand_in(file.order, kPatienceMs);
  must(receipt.has_value(), "the portal did not take the file");
  const std::string upload = "/api/v1/uploads/" + receipt->upload;
  const support::HttpHeaders headers = door.bearer(file.order.submitter);
  support::HttpConnection events(door.port());
  events.send(support::http_head("GET", upload + "/events", headers, 0));
  must(events.receive_until("\r\n\r\n").has_value(), "no events");
  Judged judged;
  while (judged.verdicts_s == 0) {
    const auto event = events.receive_until("\n\n");
    must(event.has_value(), "the events ended too soon");
    if (event->starts_with("event: done")) judged.verdicts_s = since(begun);
  }
  for (support::HttpAnswer book; book.status != 200;) {
    book = support::http_ask(door.port(), "GET", upload + "/outcome.xlsx", headers);
    must(book.status == 200 || book.status == 409 || book.status == 503, "no workbook");
    must(since(begun) < static_cast<double>(kPatienceMs) / 1'000, "no workbook in time");
  }
  judged.workbook_s = since(begun);
  return judged;
}

Judged by_client(const support::Installation& installation, const support::SampleFile& file) {
  asking::Peers peers(installation.settings().common, installation.clock());
  const auto begun = Clock::now();
  const auto receipt = cli::hand_in(file.order, peers, installation.clock(), kPatienceMs);
  must(receipt.has_value(), "intake did not take the file");
  Judged judged;
  must(support::await(installation.clock(), kPatienceMs,
                      [&] {
                        const auto outcome = cli::ask_outcome(receipt->upload, peers, kPatienceMs);
                        return outcome && outcome->over();
                      }),
       "no verdicts in time");
  judged.verdicts_s = since(begun);
  must(cli::await_workbook(receipt->upload, peers, installation.clock(), kPatienceMs).has_value(), "no workbook");
  judged.workbook_s = since(begun);
  return judged;
}

// Where there is something to look at: a board, and an entry on it.
struct Places {
  std::string board, entry;
};
Places places_of(std::uint16_t port, const support::HttpHeaders& region) {
  const Json counts = Json::parse(support::http_ask(port, "GET", "/api/v1/counts", region).body);
  for (const Json& one : counts.at("boards")) {
    const std::string event = one.at("event"), group = one.at("group"), delegation = one.at("delegation");
    if (one.at("accepted") == 0 || event.empty() || group.empty() || delegation.empty()) continue;
    Places places{"/api/v1/boards/" + event + "/" + group + "/" + delegation, ""};
    const Json board = Json::parse(support::http_ask(port, "GET", places.board, region).body);
    places.entry = "/api/v1/entries/" + board.at("places").at(0).at("entry").get<std::string>();
    return places;
  }
  throw std::runtime_error("nobody stands on a board");
}

void run(const Args& args) {
  const support::Sample small({.rows = kSmallRows, .files = 1, .seed = 3, .percents = {}});
  support::Installation installation({.winners = small.winners(), .drop_push_percent = 0});
  const support::Sample large({.rows = args.rows, .files = 1, .seed = 4, .percents = {}});
  const support::Sample other({.rows = args.rows, .files = 1, .seed = 5, .percents = {}});
  std::vector<support::SampleFile> files;
  for (const support::Sample* sample : {&small, &large, &other}) files.push_back(sample->files().at(0));
  support::Door door(installation, files);
  const support::HttpHeaders region = door.region();
  by_http(door, files[0]);
  must(installation.at_rest(kPatienceMs), "never at rest");

  const Places places = places_of(door.port(), region);
  const std::vector<std::pair<std::string, std::string>> kinds{{"openapi", "/api/v1/openapi.json"},
                                                               {"counts", "/api/v1/counts"},
                                                               {"board", places.board},
                                                               {"entry", places.entry}};
  std::map<std::string, std::vector<double>> rates;
  for (std::size_t round = 0; round < args.rounds; ++round) {
    for (const auto& [name, target] : kinds) rates[name].push_back(rate(door.port(), target, region, args));
  }
  const Judged http = by_http(door, files[1]);
  must(installation.at_rest(kPatienceMs), "never at rest");
  const Judged client = by_client(installation, files[2]);
  fmt::print("{{\"connections\":{},\"entries\":{},", args.connections, kSmallRows);
  for (const auto& [name, target] : kinds) fmt::print("\"{}_per_second\":{:.0f},", name, median(rates[name]));
  fmt::print("\"rows\":{},\"http_verdicts_s\":{:.2f},\"http_workbook_s\":{:.2f},", args.rows, http.verdicts_s,
             http.workbook_s);
  fmt::print("\"client_verdicts_s\":{:.2f},\"client_workbook_s\":{:.2f},\"portal_mb_max\":{}}}\n", client.verdicts_s,
             client.workbook_s, support::resident_mb_max(installation.pid_of("portal")));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(parse(argc, argv));
    return 0;
  } catch (const std::exception& e) {
    fmt::print(stderr, "http_bench: {}\n", e.what());
    return 1;
  }
}
