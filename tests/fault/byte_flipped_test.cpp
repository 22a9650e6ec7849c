// One bit flipped in a record's body, in another's state, in a third's rev, behind the store's back while they wait to
// be judged. The check finds each; it is set aside and shown; its neighbours go on; nobody is told anything of it. Once
// the right bytes are back and somebody says so, it is judged like the others.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/app.hpp"
#include "cli/commands/doctor.hpp"
#include "cli/commands/parked.hpp"
#include "core/bytes.hpp"
#include "fault_run.hpp"
#include "store/keys.hpp"
#include "store/slot.hpp"
#include "wire/entry.hpp"
#include "wire/stages.hpp"

namespace naadam::fault {
namespace {

using store::Kind;

constexpr core::Millis kFilingMs = 30'000;
constexpr core::Millis kFlippedAskMs = 5'000;
constexpr char kPlaces[] = {'b', 's', 'r'};  // fields of a pack: bodies, states, revs

// A record as it was before it was hurt.
struct Victim {
  std::uint16_t shard = 0;
  core::Id id;
  std::string rev, state, body;
};

std::string one_cell(const std::string& cell) {
  store::ColumnBuilder column;
  column.add(cell);
  return column.finish();
}

// `naadam` in this process: its exit code, and what it says as JSON.
std::pair<int, nlohmann::json> naadam(const support::Installation& installation, std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--data", installation.home().dir().string(), "--json"});
  std::vector<const char*> argv{"naadam"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  constexpr cli::AddCommand kCommands[] = {cli::add_parked, cli::add_doctor};
  std::ostringstream out, err;
  const int code = cli::run(static_cast<int>(argv.size()), argv.data(), kCommands, out, err);
  return {code, nlohmann::json::parse(out.str(), nullptr, false)};
}

class ByteFlipped : public Fault {
 public:
  // No pushes: a copy under way would be whole.
  support::InstallationOptions options() const override { return {.winners = {}, .drop_push_percent = 100}; }

  void happen(Run& run) override {
    support::Installation& installation = run.installation();
    installation.kill("eligibility", SIGSTOP);
    ASSERT_TRUE(support::await(run.clock(), kFilingMs, [&] {
      installation.tend(0);
      return run.officer().receipts() == sample().files().size() &&
             at(run, Kind::kUpload, wire::upload_stage::kStored) == 0;
    }));
    std::uint16_t shard = 0;
    for (const char place : kPlaces) flip(run, shard++, place);
    ASSERT_EQ(victims_.size(), std::size(kPlaces));
    installation.kill("eligibility", SIGCONT);

    EXPECT_TRUE(support::await(run.clock(), kFilingMs, [&] {
      installation.tend(0);
      return installation.parked() == victims_.size() &&
             at(run, Kind::kEntry, wire::entry_stage::kReceived) == victims_.size() &&
             at(run, Kind::kEntry, wire::entry_stage::kJudged) == 0 &&
             at(run, Kind::kEntry, wire::entry_stage::kReported) == 0;
    }));
    check_shown(installation);
    for (const Victim& victim : victims_) {
      check_untold(installation, victim);
      mend(run, victim);
    }
    const auto [code, said] = naadam(installation, {"parked", "replay"});
    EXPECT_EQ(code, 0);
    EXPECT_EQ(said.at("replayed").at("entries"), victims_.size());
    run.figures().remark = fmt::format("{} set aside, judged once mended", victims_.size());
  }

 private:
  static std::uint64_t at(Run& run, Kind kind, store::Stage stage) {
    std::uint64_t sum = 0;
    for (store::Count& count : store::count_all(run.installation().store(), kind)) sum += count.stages[stage].records;
    return sum;
  }
  static store::Answer raw(Run& run, std::uint16_t shard, std::vector<std::string_view> words) {
    const std::uint16_t slot = store::slot_of(store::keys::shard_tag(shard));
    auto answer = run.installation().store().cluster().run_one({slot, false, std::move(words)},
                                                               core::Deadline::in(run.clock(), kFlippedAskMs));
    EXPECT_EQ(answer.outcome, store::Outcome::kDone) << answer.error.cause;
    return answer;
  }

  // A bit of a record's cell in the first pack of a shard that holds several.
  void flip(Run& run, std::uint16_t shard, char place) {
    store::Walk walk{.kind = Kind::kEntry,
                     .stage = wire::entry_stage::kReceived,
                     .shard = shard,
                     .after = {},
                     .answer = {},
                     .batches = {}};
    run.installation().store().walk({&walk, 1});
    const auto batch = std::ranges::find_if(walk.batches, [](const store::Batch& one) { return one.size() > 1; });
    ASSERT_NE(batch, walk.batches.end());
    const std::size_t i = run.random().below(batch->size());
    const std::string packs = store::keys::shard_tag(shard) + ":e:p";
    const std::string field = batch->pack + place;
    std::string bytes(raw(run, shard, {"HGET", packs, field}).reply.string());
    const std::string cell =
        place == 'r' ? batch->rev(i).bytes() : std::string(place == 's' ? batch->state(i) : batch->body(i));
    const auto from = bytes.find(cell);
    ASSERT_NE(from, std::string::npos);
    char& hurt = bytes[from + run.random().below(cell.size())];
    hurt = static_cast<char>(hurt ^ (1 << run.random().below(8)));
    raw(run, shard, {"HSET", packs, field, bytes});
    victims_.push_back(
        {shard, batch->id(i), batch->rev(i).bytes(), std::string(batch->state(i)), std::string(batch->body(i))});
  }

  void check_shown(support::Installation& installation) {
    const auto [code, said] = naadam(installation, {"parked", "show"});
    EXPECT_EQ(code, 0);
    EXPECT_EQ(said.at("parked").at("entries"), victims_.size());
    for (const Victim& victim : victims_) {
      const auto& records = said.at("records");
      EXPECT_TRUE(std::ranges::any_of(records, [&](const auto& record) {
        return record.at("id") == core::to_hex(victim.id) && record.at("reason") == "check does not hold";
      }));
    }
    const auto [ill, checks] = naadam(installation, {"doctor"});
    EXPECT_EQ(ill, 1);
    EXPECT_TRUE(std::ranges::any_of(checks.at("checks"), [](const auto& check) {
      return check.at("check") == "parked" && check.at("health") == "bad";
    })) << checks.dump();
    std::size_t damaged = 0;
    for (const audit::Finding& finding : installation.audited(2'000).findings) {
      damaged += finding.kind == audit::FindingKind::kRecordDamaged ? 1 : 0;
    }
    EXPECT_EQ(damaged, victims_.size());
  }

  // Its rows have no outcome.
  static void check_untold(support::Installation& installation, const Victim& victim) {
    const std::string_view plain = std::string_view(victim.state).substr(0, victim.state.size() - 4);
    const auto state = wire::decode_entry_state(plain);
    ASSERT_TRUE(state);
    ASSERT_FALSE(state->targets.empty());
    for (const wire::Target& target : state->targets) {
      const auto marks = support::marks_of(installation.store(), core::to_hex(target.upload), target.row + 1);
      EXPECT_EQ(marks.at(target.row).n, 0u);
    }
  }

  // Puts back what was there, in the pack in which the record lies aside now.
  static void mend(Run& run, const Victim& victim) {
    const std::string base = store::keys::shard_tag(victim.shard) + ":e", packs = base + ":p";
    const store::Answer names = raw(run, victim.shard, {"ZRANGE", base + ":z", "0", "-1"});
    for (std::size_t i = 0; i < names.reply.size(); ++i) {
      const std::string name(names.reply[i].string());
      const std::string ids = name + 'i', revs = name + 'r', states = name + 's', bodies = name + 'b';
      if (raw(run, victim.shard, {"HGET", packs, ids}).reply.string() != victim.id.view()) continue;
      raw(run, victim.shard,
          {"HSET", packs, revs, victim.rev, states, one_cell(victim.state), bodies, one_cell(victim.body)});
    }
  }

  std::vector<Victim> victims_;
};

TEST(ByteFlippedTest, TheRecordIsSetAsideAndShownAndItsNeighboursGoOn) {
  play("a bit flipped in three records", [](std::uint64_t) { return std::make_unique<ByteFlipped>(); });
}

}  // namespace
}  // namespace naadam::fault
