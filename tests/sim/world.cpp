#include "world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

#include "audit.hpp"
#include "processes.hpp"
#include "seal/seal.hpp"
#include "wire/stages.hpp"
#include "wire/upload.hpp"

namespace naadam::sim {
namespace {

constexpr std::uint16_t kShards = 4;
constexpr std::size_t kPersonsMin = 10;
constexpr std::size_t kPersonsMore = 120;
constexpr Millis kFaultsFor = 40'000;
constexpr int kDownMax = 6'000;
constexpr int kRoundsMax = 60'000;
constexpr Millis kLookMs = 50;  // due, but no process has looked yet

const runtime::Installation& installation_2021() {
  static const runtime::Installation installation = [] {
    runtime::Installation made;
    made.edition = std::make_shared<const domain::Edition>(
        domain::load_edition(NAADAM_SOURCE_DIR "/deploy/editions/2021.toml").value());
    made.winners = std::make_shared<const domain::WinnerRegister>();
    return made;
  }();
  return installation;
}

template <class Key>
Key seeded(std::uint8_t fill) {
  std::array<std::uint8_t, seal::kKeyBytes> bytes;
  bytes.fill(fill);
  return Key::from(bytes);
}

// The work of UploadDesk::commit(), for a file that nobody has to send.
void hand_in(const Upload& upload, const Workload& work, store::ModelStore& model, const seal::DataKey& data) {
  const std::uint16_t shard = core::shard_of(upload.id, model.shards());
  wire::UploadBody body;
  body.submitter = upload.submitter;
  body.blob = upload.blob;
  body.corrects_one = upload.corrects.has_value();
  if (upload.corrects) body.corrects = work.uploads[*upload.corrects].id;
  wire::UploadState state;
  state.number = upload.number;
  state.accepted_at = upload.accepted_at;
  const std::string sealed = seal::seal(data, upload.id, wire::encode(body));
  std::string bytes = wire::encode(state);
  const core::Rev rev = core::next_rev({model.epoch(), 0, 0}, model.epoch(), bytes + sealed);
  store::add_check(bytes, upload.id.view(), rev, sealed);
  store::Admit admit;
  admit.kind = store::Kind::kUpload;
  admit.shard = shard;
  admit.to = wire::upload_stage::kStored;
  admit.ids = upload.id.view();
  admit.revs = rev.bytes();
  store::ColumnBuilder cells(1);
  cells.add(bytes);
  admit.states = cells.finish();
  cells.add(sealed);
  admit.bodies = cells.finish();
  model.admit({&admit, 1});
}

struct Place {
  std::unique_ptr<Process> (*start)(Surroundings&);
  std::unique_ptr<Process> process;
  Millis down_until = 0;
};

class World {
 public:
  explicit World(std::uint64_t seed)
      : seed_(seed),
        clock_(installation_2021().edition->entry_closes - 86'400'000),
        mayhem_(seed, clock_),
        model_(kShards, clock_.steady_ms()),
        work_(make_workload(mayhem_.random(), installation_2021(), lookup_,
                            kPersonsMin + mayhem_.random().below(kPersonsMore))),
        reader_(work_, mayhem_),
        phones_(model_, data_, mayhem_, mayhem_.random().chance(50)),
        around_{model_, mayhem_, clock_, data_, lookup_, installation_2021(), reader_, phones_, {}, {}, {}} {
    const Rates& r = mayhem_.rates();
    calm_ = r.crash == 0 && r.unknown == 0 && r.unavailable == 0 && r.outage == 0 && r.sink_unknown == 0;
    handed_in_.resize(work_.uploads.size(), false);
  }

  WorldResult run() {
    const Millis begin = clock_.steady_ms();
    while (clock_.steady_ms() < begin + kFaultsFor) {
      hand_in_until(clock_.steady_ms() - begin);
      if (mayhem_.chance(mayhem_.rates().outage)) {
        mayhem_.begin_outage(static_cast<std::uint16_t>(mayhem_.random().below(kShards)),
                             mayhem_.random().between(1'000, 30'000));
      }
      round();
      move(mayhem_.random().chance(97) ? mayhem_.random().between(0, 60) : mayhem_.random().between(100, 2'500));
    }
    mayhem_.end();
    bool rested = come_to_rest();
    // Who dies over and over in one step sets innocent records aside; the one on call replays them.
    if (crashes_ >= core::limits::kAttemptsMax && replay_parked()) rested = come_to_rest();
    const Expected expected = expect(work_, installation_2021(), lookup_);
    WorldResult result;
    result.seed = seed_;
    result.persons = work_.persons;
    result.entries = expected.entries.size();
    result.crashes = crashes_;
    result.replayed = replayed_;
    result.told = phones_.told().size();
    result.faults = differences(expected, work_, model_, phones_, lookup_, calm_);
    if (!rested) result.faults.insert(result.faults.begin(), "the world does not come to rest");
    result.trace = mayhem_.trace();
    return result;
  }

 private:
  void hand_in_until(Millis since) {
    for (std::size_t i = 0; i < work_.uploads.size(); ++i) {
      if (handed_in_[i] || work_.uploads[i].handed_in > since) continue;
      handed_in_[i] = true;
      hand_in(work_.uploads[i], work_, model_, data_);
    }
  }

  void move(Millis by) {
    clock_.move(by);
    model_.advance_clock(by);
  }

  // Every process that is up takes one step, in any order. True when any had something to do.
  bool round() {
    reader_.step();
    bool busy = false;
    const std::size_t first = mayhem_.random().below(places_.size());
    for (std::size_t i = 0; i < places_.size(); ++i) busy |= step(places_[(first + i) % places_.size()]);
    return busy;
  }

  bool step(Place& place) {
    if (clock_.steady_ms() < place.down_until) return false;
    if (!place.process) place.process = place.start(around_);
    try {
      return place.process->step();
    } catch (const Crash&) {
      ++crashes_;
      place.process.reset();
      place.down_until = clock_.steady_ms() + mayhem_.random().between(0, kDownMax);
      return false;
    }
  }

  bool come_to_rest() {
    for (int rounds = 0; rounds < kRoundsMax; ++rounds) {
      if (round()) continue;
      const Millis now = clock_.steady_ms();
      std::optional<Millis> next;
      const auto consider = [&](std::optional<Millis> at) {
        if (at && (!next || *at < *next)) next = at;
      };
      consider(model_.next_due());
      consider(phones_.next_receipt());
      consider(reader_.next());
      if (!next) return true;
      for (const Line* line : {&around_.to_eligibility, &around_.to_intake, &around_.to_notification}) {
        for (const Line::Flying& flying : line->batches) consider(flying.at);
      }
      move(*next > now ? *next - now : kLookMs);
    }
    return false;
  }

  bool replay_parked() {
    for (const store::Kind kind : {store::Kind::kUpload, store::Kind::kEntry, store::Kind::kNotice}) {
      for (std::uint16_t shard = 0; shard < kShards; ++shard) {
        store::Replay replay{.kind = kind, .shard = shard, .room = UINT32_MAX, .answer = {}, .replayed = 0};
        model_.replay({&replay, 1});
        replayed_ += replay.replayed;
      }
    }
    return replayed_ > 0;
  }

  std::uint64_t seed_;
  seal::DataKey data_ = seeded<seal::DataKey>(1);
  seal::LookupKey lookup_ = seeded<seal::LookupKey>(2);
  SimClock clock_;
  Mayhem mayhem_;
  store::ModelStore model_;
  Workload work_;
  ScriptedReader reader_;
  Phones phones_;
  Surroundings around_;
  std::array<Place, 3> places_{
      {{start_intake, nullptr, 0}, {start_eligibility, nullptr, 0}, {start_notification, nullptr, 0}}};
  std::vector<bool> handed_in_;
  std::size_t crashes_ = 0, replayed_ = 0;
  bool calm_ = false;
};

}  // namespace

WorldResult run_world(std::uint64_t seed) { return World(seed).run(); }

}  // namespace naadam::sim
