// Board look-ups a second at the service: every board counted, and one page of a board listed, asked over the link as
// the portal asks, beside a question that looks at nothing and a bare PING of Redis.
//
//   board_bench [--entries N] [--seconds S]      20000, 3
//
// Prints one line of JSON. Exit codes: 0 measured, 1 failed.
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <functional>
#include <string_view>

#include "asking/peers.hpp"
#include "intake/boards.hpp"
#include "support/installation.hpp"
#include "support/one_record.hpp"
#include "wire/verbs.hpp"

namespace naadam {
namespace {

constexpr core::Millis kWaitMs = 10'000;

int number(int argc, char** argv, std::string_view flag, int otherwise) {
  for (int i = 1; i + 1 < argc; ++i) {
    const std::string_view value = argv[i + 1];
    if (argv[i] == flag) std::from_chars(value.data(), value.data() + value.size(), otherwise);
  }
  return otherwise;
}

// Entries spread over the boards of every event, group and delegation, told as intake tells them.
bool fill(store::Store& store, const domain::Edition& edition, int entries) {
  intake::Boards boards(store, edition.id);
  for (int i = 0; i < entries; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const domain::Event& event = edition.events[at % edition.events.size()];
    wire::EntryState state;
    state.event = event.code;
    state.group = event.groups[at / 31 % event.groups.size()];
    state.delegation = edition.delegations[at / 7 % edition.delegations.size()].code;
    state.verdict = i % 10 == 0 ? wire::Verdict::kReturned : wire::Verdict::kAccepted;
    boards.stands(support::made_id(at + 1), {1, 3, at}, state);
  }
  return boards.tell();
}

double per_second(const core::Clock& clock, core::Millis for_ms, const std::function<bool()>& once) {
  const core::Millis begun = clock.steady_ms();
  std::uint64_t times = 0;
  core::Millis gone = 0;
  while ((gone = clock.steady_ms() - begun) < for_ms) {
    if (!once()) return 0;
    ++times;
  }
  return static_cast<double>(times) * 1'000 / static_cast<double>(gone);
}

int run(int argc, char** argv) {
  const int entries = number(argc, argv, "--entries", 20'000);
  const core::Millis for_ms = core::Millis{1'000} * number(argc, argv, "--seconds", 3);
  support::Installation installation({.winners = {}});
  const domain::Edition& edition = support::edition_2021();
  if (!fill(installation.store(), edition, entries)) return 1;
  asking::Peers peers(installation.settings().common, installation.clock());
  const auto asked = [&](std::string_view verb, const asking::Json& ask) {
    return per_second(installation.clock(), for_ms,
                      [&] { return peers.ask("scheduling", verb, ask, kWaitMs).has_value(); });
  };
  const double counts = asked(wire::verb::kBoardCount, asking::Json::object());
  const double lists = asked(wire::verb::kBoardList, {{"event", edition.events[0].code},
                                                      {"group", edition.events[0].groups[0]},
                                                      {"delegation", edition.delegations[0].code},
                                                      {"cursor", ""}});
  const double answers = asked(wire::verb::kStatus, {{"brief", true}});
  const double pings = per_second(installation.clock(), for_ms, [&] {
    const auto answer =
        installation.store().cluster().run_one({0, true, {"PING"}}, core::Deadline::in(installation.clock(), kWaitMs));
    return answer.outcome == store::Outcome::kDone;
  });
  fmt::print(
      "{{\"entries\": {}, \"counts_per_second\": {:.0f}, \"lists_per_second\": {:.0f}, \"answers_per_second\": {:.0f}, "
      "\"pings_per_second\": {:.0f}}}\n",
      entries, counts, lists, answers, pings);
  return counts > 0 && lists > 0 && answers > 0 && pings > 0 ? 0 : 1;
}

}  // namespace
}  // namespace naadam

int main(int argc, char** argv) { return naadam::run(argc, argv); }
