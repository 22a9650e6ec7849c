#include "world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "applicants.hpp"
#include "audit.hpp"
#include "cast.hpp"
#include "core/limits.hpp"
#include "draw_office.hpp"
#include "officers.hpp"
#include "result_audit.hpp"
#include "runtime/rejudged.hpp"
#include "score_office.hpp"
#include "seat_audit.hpp"
#include "store/keys.hpp"
#include "support/edition_2021.hpp"

namespace naadam::sim {
namespace {

constexpr std::uint16_t kShards = 4;
constexpr std::size_t kPersonsMin = 10;
constexpr std::size_t kPersonsMore = 120;
constexpr Millis kFaultsFor = 40'000;
constexpr Millis kFaultsForMarks = 70'000;  // where marks come in, which wait for a draw
constexpr int kRoundsMax = 60'000;
constexpr std::uint64_t kOwnChance = 0x65646974696f6e73;
constexpr std::uint64_t kDrawChance = 0x6472617773656174;
constexpr std::uint64_t kFormChance = 0x666f726d73206f6e;
constexpr std::uint64_t kScoreChance = 0x6d61726b73696e21;
constexpr Millis kBeforeClose = 86'400'000;
constexpr Millis kBeforeCloseOfDraws = 12'000;  // the draws of a world begin before it and go on after it
constexpr std::size_t kDrawsMax = 2;
constexpr Millis kLookMs = 50;  // due, but no process has looked yet

const runtime::Installation& installation_2021() {
  static const runtime::Installation installation = [] {
    runtime::Installation made;
    made.edition = std::make_shared<const domain::Edition>(support::edition_2021());
    made.winners = std::make_shared<const domain::WinnerRegister>();
    return made;
  }();
  return installation;
}

runtime::Installation with_edition(domain::Edition edition) {
  runtime::Installation made = installation_2021();
  made.edition = std::make_shared<const domain::Edition>(std::move(edition));
  return made;
}

// One delegation is given longer, so that what came late from it is in time.
domain::Edition longer_for_one(const domain::Edition& edition, Random& random) {
  const std::string& delegation = edition.delegations[random.below(edition.delegations.size())].code;
  return domain::extended(edition, {delegation, edition.entry_closes + 86'400'000, "试验", "试验", {2021, 7, 14}})
      .value();
}

// Employers' codes are demanded that some do not give.
domain::Edition stricter(const domain::Edition& edition) {
  std::string toml = edition.source;
  const std::string from = "employer_code_required = false";
  toml.replace(toml.find(from), from.size(), "employer_code_required = true");
  return domain::parse_edition(toml, "2021.toml").value();
}

// In some worlds another version comes into force once or twice, the last perhaps the first again.
Editions editions_of(Random& random) {
  Editions editions{{installation_2021()}};
  if (!random.chance(30)) return editions;
  const domain::Edition& first = *installation_2021().edition;
  editions.versions.push_back(with_edition(random.chance(50) ? stricter(first) : longer_for_one(first, random)));
  if (random.chance(40)) {
    editions.versions.push_back(random.chance(50) ? installation_2021()
                                                  : with_edition(longer_for_one(stricter(first), random)));
  }
  return editions;
}

// Where seats are drawn: the delegations, of which no version gives any longer. Empty: a world without draws.
std::vector<std::string> draws_of(std::uint64_t seed, const Editions& editions) {
  Random random(seed ^ kDrawChance);
  std::vector<std::string> delegations;
  if (!random.chance(30)) return delegations;
  const std::size_t draws = 1 + random.below(kDrawsMax);
  const domain::Edition& first = *editions.versions.front().edition;
  while (delegations.size() < draws) {
    const std::string& code = random.pick(first.delegations).code;
    const bool longer = std::ranges::any_of(editions.versions, [&](const runtime::Installation& version) {
      return version.edition->closes_for(code) != first.entry_closes;
    });
    if (!longer && std::ranges::find(delegations, code) == delegations.end()) delegations.push_back(code);
  }
  return delegations;
}

// In most worlds with draws marks come in as well.
bool scores_of(std::uint64_t seed, const std::vector<std::string>& drawn) {
  Random random(seed ^ kScoreChance);
  return !drawn.empty() && random.chance(70);
}

// In many of the others people register themselves.
std::vector<std::vector<wire::Claim>> forms_of(std::uint64_t seed, const std::vector<std::string>& drawn,
                                               const Workload& work) {
  Random random(seed ^ kFormChance);
  if (!drawn.empty() || !random.chance(60)) return {};
  return make_forms(random, installation_2021(), work);
}

template <class Key>
Key seeded(std::uint8_t fill) {
  std::array<std::uint8_t, seal::kKeyBytes> bytes;
  bytes.fill(fill);
  return Key::from(bytes);
}

class World {
 public:
  explicit World(std::uint64_t seed)
      : seed_(seed),
        own_random_(seed ^ kOwnChance),
        editions_(editions_of(own_random_)),
        drawn_(draws_of(seed, editions_)),
        clock_(installation_2021().edition->entry_closes - (drawn_.empty() ? kBeforeClose : kBeforeCloseOfDraws)),
        mayhem_(seed, clock_),
        model_(kShards, clock_.steady_ms()),
        nodes_(model_, mayhem_),
        work_(make_workload(mayhem_.random(), installation_2021(), lookup_,
                            kPersonsMin + mayhem_.random().below(kPersonsMore), drawn_)),
        officers_(work_, nodes_, mayhem_, data_),
        reader_(work_, mayhem_),
        phones_(model_, data_, lookup_, mayhem_, mayhem_.random().chance(50)),
        chronicle_(kShards),
        scored_(scores_of(seed, drawn_) ? drawn_ : std::vector<std::string>()),
        around_{nodes_,          mayhem_,          clock_, data_, lookup_, editions_, reader_, phones_, chronicle_,
                !drawn_.empty(), !scored_.empty(), {},     {},    {},      {},        {},      {}},
        office_(around_.to_scheduling, nodes_, mayhem_, *installation_2021().edition, drawn_),
        marks_(around_.to_scoring, nodes_, mayhem_, installation_2021(), office_, scored_),
        applicants_(around_.to_intake, mayhem_, work_, installation_2021(), lookup_, forms_of(seed, drawn_, work_)),
        cast_(around_),
        begin_(clock_.steady_ms()) {
    const Rates& r = mayhem_.rates();
    calm_ = r.crash == 0 && r.unknown == 0 && r.unavailable == 0 && r.outage == 0 && r.sink_unknown == 0 &&
            r.stop == 0 && r.promote == 0 && r.roll_back == 0;
    for (std::size_t i = 1; i < editions_.versions.size(); ++i) {
      changes_at_.push_back(begin_ + own_random_.between(0, static_cast<int>(faults_for())));
    }
    keep_published();
    nodes_.on_set_back([this](std::uint16_t shard) { phones_.forget(shard); });
  }

  WorldResult run() {
    while (clock_.steady_ms() < begin_ + faults_for()) {
      disturb();
      round();
      move(mayhem_.random().chance(97) ? mayhem_.random().between(0, 60) : mayhem_.random().between(100, 2'500));
    }
    mayhem_.end();
    hold(false);
    keep_published();
    bool rested = come_to_rest();
    // Who dies over and over in one step, whose word that it only waited is lost, or who is set back to where it was at
    // work, sets innocent records aside; the one on call replays them. A crash may cost two tries: its own, and that of
    // a lease that ran out just before and was to be given back.
    const bool hard =
        2 * cast_.crashes() + cast_.stops() + mayhem_.lost_defers() + nodes_.failed_over() + nodes_.rolled_back() >=
        core::limits::kAttemptsMax;
    if (hard && replay_parked()) rested = come_to_rest();
    const Expected expected = expect(work_, editions_.in_force(model_), lookup_);
    WorldResult result;
    result.seed = seed_;
    result.persons = work_.persons;
    result.entries = expected.entries.size();
    result.crashes = cast_.crashes();
    result.replayed = replayed_;
    result.told = phones_.told().size();
    result.superseded = nodes_.superseded();
    result.stops = cast_.stops();
    result.failed_over = nodes_.failed_over();
    result.rolled_back = nodes_.rolled_back();
    result.editions = editions_.versions.size() - 1;
    result.faults =
        differences(expected, work_, model_, phones_, chronicle_, lookup_, installation_2021().edition->id, calm_);
    const auto add = [&result](const std::vector<std::string>& faults) {
      result.faults.insert(result.faults.end(), faults.begin(), faults.end());
    };
    add(officers_.faults());
    add(office_.faults());
    add(applicants_.faults());
    result.forms = applicants_.taken();
    const Circumstances circumstances{.calm = calm_, .set_back = nodes_.rolled_back() + nodes_.failed_over() > 0};
    const SeatFindings seats = audit_seats(work_, drawn_, *installation_2021().edition, model_, phones_, circumstances);
    add(seats.faults);
    result.draws = seats.published;
    result.seats = seats.seats;
    result.redraws = office_.redraws();
    result.substitutes = office_.substitutes();
    add(marks_.faults());
    const ResultFindings scores = audit_results(work_, scored_, installation_2021(), model_, phones_, circumstances);
    add(scores.faults);
    result.books = scores.books;
    result.results = scores.results;
    result.corrections = marks_.corrections();
    result.decided = marks_.decided();
    result.nominations = scores.nominations;
    result.named = scores.named;
    result.declined = scores.declined;
    if (!rested) result.faults.insert(result.faults.begin(), "the world does not come to rest");
    result.trace = mayhem_.trace();
    result.digest = mayhem_.digest();
    return result;
  }

 private:
  // What happens between two steps.
  void disturb() {
    Random& random = mayhem_.random();
    const Rates& rates = mayhem_.rates();
    const auto any_shard = [&random] { return static_cast<std::uint16_t>(random.below(kShards)); };
    if (mayhem_.chance(rates.outage)) mayhem_.begin_outage(any_shard(), random.between(1'000, 30'000));
    if (mayhem_.chance(rates.promote)) nodes_.fail_over(any_shard());
    if (mayhem_.chance(rates.keep)) nodes_.keep();
    if (mayhem_.chance(rates.roll_back) && nodes_.roll_back()) {
      officers_.look_again();
      office_.look_again();
      marks_.look_again();
      applicants_.look_again();
      if (random.chance(50)) cast_.restart();
    }
    if (mayhem_.chance(rates.hold)) held_until_ = clock_.steady_ms() + random.between(500, 12'000);
    hold(held_until_ > clock_.steady_ms());
    keep_published();
  }

  // As the organiser wants it by now, also after the store was set back.
  void keep_published() {
    if (!editions_.change()) return;
    const auto changes = std::ranges::count_if(changes_at_, [this](Millis at) { return at <= clock_.steady_ms(); });
    const std::string& version = editions_.versions[static_cast<std::size_t>(changes)].edition->version;
    const auto is = model_.get_fact(store::keys::kEdition);
    if (is && *is == version) return;
    static_cast<void>(model_.put_fact(store::keys::kEdition, version));
    static_cast<void>(runtime::ask_to_rejudge(model_));
    mayhem_.note(fmt::format("edition {} is published", version));
  }

  Millis faults_for() const { return scored_.empty() ? kFaultsFor : kFaultsForMarks; }

  void hold(bool held) {
    const auto is = runtime::messages_held(model_);  // the model answers always; a roll-back may bring back either
    if (!is || *is != held) static_cast<void>(runtime::hold_messages(model_, held));
  }

  void move(Millis by) {
    clock_.move(by);
    model_.advance_clock(by);
  }

  bool round() {
    officers_.step(clock_.steady_ms() - begin_);
    reader_.step();
    const bool drew = office_.step();
    const bool marked = marks_.step();
    const bool applied = applicants_.step();
    return cast_.round() || drew || marked || applied;
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
      consider(cast_.next());
      consider(office_.next());
      consider(marks_.next());
      consider(applicants_.next());
      if (const auto due = officers_.next()) consider(begin_ + *due);
      if (!next) return true;
      for (const Line* line : {&around_.to_eligibility, &around_.to_intake, &around_.to_notification}) {
        for (const Address& address : line->addresses) {
          for (const Address::Flying& flying : address.batches) consider(flying.at);
        }
      }
      move(*next > now ? *next - now : kLookMs);
    }
    return false;
  }

  bool replay_parked() {
    for (const store::Kind kind :
         {store::Kind::kUpload, store::Kind::kEntry, store::Kind::kNotice, store::Kind::kDraw, store::Kind::kScore}) {
      for (std::uint16_t shard = 0; shard < kShards; ++shard) {
        store::Replay replay{.kind = kind, .shard = shard, .room = UINT32_MAX, .answer = {}, .replayed = 0};
        model_.replay({&replay, 1});
        replayed_ += replay.replayed;
      }
    }
    static_cast<void>(runtime::ask_to_rejudge(model_));
    return replayed_ > 0;
  }

  std::uint64_t seed_;
  Random own_random_;  // of what not every world has: the others stay as they are
  Editions editions_;
  std::vector<std::string> drawn_;  // delegations
  seal::DataKey data_ = seeded<seal::DataKey>(1);
  seal::LookupKey lookup_ = seeded<seal::LookupKey>(2);
  SimClock clock_;
  Mayhem mayhem_;
  store::ModelStore model_;
  Nodes nodes_;
  Workload work_;
  Officers officers_;
  ScriptedReader reader_;
  Phones phones_;
  Chronicle chronicle_;
  std::vector<Millis> changes_at_;
  std::vector<std::string> scored_;  // delegations
  Surroundings around_;
  DrawOffice office_;
  ScoreOffice marks_;
  Applicants applicants_;
  Cast cast_;
  Millis begin_;
  Millis held_until_ = 0;
  std::size_t replayed_ = 0;
  bool calm_ = false;
};

}  // namespace

WorldResult run_world(std::uint64_t seed) { return World(seed).run(); }

}  // namespace naadam::sim
