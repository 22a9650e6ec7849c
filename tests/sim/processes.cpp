#include "processes.hpp"

#include "store/keys.hpp"
#include "wire/stages.hpp"

namespace naadam::sim {
namespace {

constexpr Millis kPushLease = 4'000;
constexpr Millis kSlicePeriod = 10;
constexpr Millis kRetellingPeriod = 50;
constexpr Millis kEditionPeriod = 1'000;
constexpr Millis kNotaryPeriod = 500;

// A way to a peer, with the share of pushes that a service drops on purpose.
struct Way {
  Way(Line& line, Mayhem& mayhem, std::string_view who)
      : outbox(line, mayhem, who), forward(&outbox, 1.0, kPushLease, mayhem.random().next()) {}
  ScriptedOutbox outbox;
  runtime::Forward forward;
};

// The edition that a process goes by, as ServiceHost has it: read at the start, and looked after.
class Followed {
 public:
  Followed(const Editions& editions, store::Store& store)
      : editions_(editions), store_(store), installation_(editions.in_force(store)) {}

  void on(runtime::StepLoop& loop) {
    if (!editions_.change()) return;
    loop.every("edition", kEditionPeriod, [this] { return installation_ = editions_.in_force(store_), false; });
  }
  const runtime::Installation& installation() const { return installation_; }
  bool up_to_date() const { return installation_.edition == editions_.in_force(store_).edition; }

 private:
  const Editions& editions_;
  store::Store& store_;
  runtime::Installation installation_;
};

class Intake final : public Process {
 public:
  Intake(Surroundings& s, Address& address)
      : nodes_(s.nodes),
        store_(s.nodes, s.mayhem, kName),
        inbox_(s.to_intake, address, s.mayhem, kName),
        to_eligibility_(s.to_eligibility, s.mayhem, kName),
        to_notification_(s.to_notification, s.mayhem, kName),
        edition_(s.editions, store_),
        loop_(store_, &inbox_, {&to_eligibility_.outbox, &to_notification_.outbox}, s.clock, metrics_),
        registrar_(store_, to_eligibility_.forward, s.data),
        forms_(store_, s.data, s.lookup, edition_.installation(), metrics_),
        form_filing_(store_, registrar_, s.data, s.lookup, edition_.installation()),
        jobs_(store_, s.reader, registrar_, s.data, s.lookup, edition_.installation(), s.clock),
        completing_(store_),
        reporting_(store_, to_notification_.forward, edition_.installation(), metrics_),
        retelling_(store_, s.clock, edition_.installation(), metrics_),
        rejudging_(store_, s.clock, edition_.installation(), metrics_),
        judged_again_(!s.editions.change()) {
    form_filing_.work_on(loop_);
    forms_.answer_on(loop_);
    loop_.add(reporting_);
    loop_.add(jobs_);
    loop_.add(completing_);
    loop_.every("filing", kSlicePeriod, [this] { return jobs_.slice(); });
    loop_.every("retelling", kRetellingPeriod, [this] {
      told_again_ = retelling_.step();
      return false;
    });
    edition_.on(loop_);
    if (!judged_again_) {
      loop_.every("rejudging", kRetellingPeriod, [this] {
        judged_again_ = rejudging_.step();
        return false;
      });
    }
  }
  bool step() override { return loop_.step(0); }
  bool caught_up() const override {
    return told_again_ && judged_again_ && edition_.up_to_date() && store_.epoch() == nodes_.epoch();
  }

 private:
  static constexpr std::string_view kName = "intake";
  const Nodes& nodes_;
  FaultyStore store_;
  ScriptedInbox inbox_;
  Way to_eligibility_, to_notification_;
  Followed edition_;
  runtime::Metrics metrics_;
  runtime::StepLoop loop_;
  intake::Registrar registrar_;
  intake::FormDesk forms_;
  intake::FormFiling form_filing_;
  intake::UploadJobs jobs_;
  intake::Completing completing_;
  intake::Reporting reporting_;
  intake::Retelling retelling_;
  intake::Rejudging rejudging_;
  bool told_again_ = false;
  bool judged_again_;
};

class Eligibility final : public Process {
 public:
  Eligibility(Surroundings& s, Address& address)
      : store_(s.nodes, s.mayhem, kName),
        inbox_(s.to_eligibility, address, s.mayhem, kName),
        to_intake_(s.to_intake, s.mayhem, kName),
        edition_(s.editions, store_),
        loop_(store_, &inbox_, {&to_intake_.outbox}, s.clock, metrics_),
        judging_(store_, to_intake_.forward, s.data, s.lookup, edition_.installation(), metrics_) {
    loop_.add(judging_);
    edition_.on(loop_);
  }
  bool step() override { return loop_.step(0); }
  bool caught_up() const override { return edition_.up_to_date(); }

 private:
  static constexpr std::string_view kName = "eligibility";
  FaultyStore store_;
  ScriptedInbox inbox_;
  Way to_intake_;
  Followed edition_;
  runtime::Metrics metrics_;
  runtime::StepLoop loop_;
  eligibility::Judging judging_;
};

class Notification final : public Process {
 public:
  Notification(Surroundings& s, Address& address)
      : phones_(s.phones),
        store_(s.nodes, s.mayhem, kName),
        receipt_store_(s.nodes, s.mayhem, "receipts"),
        inbox_(s.to_notification, address, s.mayhem, kName),
        sink_(s.phones, s.mayhem),
        edition_(s.editions, store_),
        loop_(store_, &inbox_, {}, s.clock, metrics_),
        planning_(store_, loop_, s.data, context(s).policy, metrics_),
        sending_(context(s), metrics_),
        attempting_(context(s), wire::notice_stage::kAttempting),
        waiting_(context(s), wire::notice_stage::kWaiting),
        receipts_(receipt_store_, s.lookup, context(s).policy, metrics_) {
    loop_.add(planning_);
    sending_.work_on(loop_);
    loop_.add(attempting_);
    loop_.add(waiting_);
    edition_.on(loop_);
    store_.on_advance([this](const store::Advance& advance) { sink_.begun(advance); });
    store_.on_apply([this](const store::Apply& apply) { phones_.planned(apply); });
  }
  bool step() override {
    const bool busy = loop_.step(0);
    return phones_.give_receipts(receipts_) || busy;
  }

 private:
  static constexpr std::string_view kName = "notification";
  notification::SendingContext context(Surroundings& s) {
    notification::DeliveryPolicy policy;
    policy.receipts = s.phones.gives_receipts();
    const std::string base = policy.receipts ? "http://127.0.0.1:1/sms/receipt" : "";
    return {store_, s.clock, sink_, s.data, edition_.installation(), policy, base, 5, &s.lookup};
  }

  Phones& phones_;
  FaultyStore store_, receipt_store_;
  ScriptedInbox inbox_;
  ScriptedSink sink_;
  Followed edition_;
  runtime::Metrics metrics_;
  runtime::StepLoop loop_;
  notification::Planning planning_;
  notification::Sending sending_;
  notification::Overdue attempting_, waiting_;
  notification::Receipts receipts_;
};

// Whether what was told before the newest epoch has been told again, by the walk that keeps `fact`.
bool retold(Nodes& nodes, std::string_view fact, std::size_t laps) {
  const auto told = runtime::load_retold(nodes.model(), fact, laps);
  return told && *told && (*told)->epoch == nodes.epoch() && (*told)->share >= 1;
}

class Scheduling final : public Process {
 public:
  Scheduling(Surroundings& s, Address& address)
      : nodes_(s.nodes),
        store_(s.nodes, s.mayhem, kName),
        inbox_(s.to_scheduling, address, s.mayhem, kName),
        edition_(s.editions, store_),
        loop_(store_, &inbox_, {}, s.clock, metrics_),
        boards_(store_, edition_.installation()),
        draws_(store_, edition_.installation()),
        seats_(store_, edition_.installation(), s.clock, metrics_) {
    boards_.answer_on(loop_);
    draws_.answer_on(loop_);
    seats_.work_on(loop_);
    edition_.on(loop_);
  }
  bool step() override { return loop_.step(0); }
  bool caught_up() const override {
    return retold(nodes_, store::keys::kDrawsRetold, runtime::Retold::kDrawsLaps) && store_.epoch() == nodes_.epoch() &&
           edition_.up_to_date();
  }

 private:
  static constexpr std::string_view kName = "scheduling";
  Nodes& nodes_;
  FaultyStore store_;
  ScriptedInbox inbox_;
  Followed edition_;
  runtime::Metrics metrics_;
  runtime::StepLoop loop_;
  scheduling::BoardDesk boards_;
  scheduling::DrawDesk draws_;
  scheduling::SeatTelling seats_;
};

class Scoring final : public Process {
 public:
  Scoring(Surroundings& s, Address& address)
      : nodes_(s.nodes),
        store_(s.nodes, s.mayhem, kName),
        inbox_(s.to_scoring, address, s.mayhem, kName),
        edition_(s.editions, store_),
        loop_(store_, &inbox_, {}, s.clock, metrics_),
        scores_(store_, edition_.installation(), &scoring::read_mark_table_here),
        show_(store_, edition_.installation()),
        nominations_(store_, edition_.installation(), show_),
        results_(store_, edition_.installation(), s.clock, metrics_) {
    scores_.answer_on(loop_);
    show_.answer_on(loop_);
    nominations_.answer_on(loop_);
    results_.work_on(loop_);
    edition_.on(loop_);
  }
  bool step() override { return loop_.step(0); }
  bool caught_up() const override {
    return retold(nodes_, store::keys::kScoresRetold, runtime::Retold::kScoresLaps) &&
           store_.epoch() == nodes_.epoch() && edition_.up_to_date();
  }

 private:
  static constexpr std::string_view kName = "scoring";
  Nodes& nodes_;
  FaultyStore store_;
  ScriptedInbox inbox_;
  Followed edition_;
  runtime::Metrics metrics_;
  runtime::StepLoop loop_;
  scoring::ScoreDesk scores_;
  scoring::ScoreShow show_;
  scoring::NominationDesk nominations_;
  scoring::ResultTelling results_;
};

// Read, write, trim, as notary::Notary does.
class Notary final : public Process {
 public:
  explicit Notary(Surroundings& s) : store_(s.nodes, s.mayhem, kName), clock_(s.clock), chronicle_(s.chronicle) {}

  bool step() override {
    if (clock_.steady_ms() < next_) return false;
    next_ = clock_.steady_ms() + kNotaryPeriod;
    bool any = false;
    for (std::uint16_t shard = 0; shard < store_.shards(); ++shard) {
      store::ReadLog read{.shard = shard, .count = kEntriesAtOnce, .answer = {}, .entries = {}, .waiting = 0};
      store_.read_log({&read, 1});
      if (read.answer.outcome != store::Outcome::kDone || read.entries.empty()) continue;
      chronicle_.take(shard, read.entries);
      store::TrimLog trim{.shard = shard, .upto = read.entries.back().place, .answer = {}};
      store_.trim_log({&trim, 1});
      any = true;
    }
    waiting_ = any;
    return any;
  }
  bool caught_up() const override { return !waiting_; }

 private:
  static constexpr std::string_view kName = "notary";
  static constexpr std::uint32_t kEntriesAtOnce = 8;
  FaultyStore store_;
  const SimClock& clock_;
  Chronicle& chronicle_;
  Millis next_ = 0;
  bool waiting_ = true;
};

}  // namespace

const runtime::Installation& Editions::in_force(store::Store& store) const {
  const auto fact = store.get_fact(store::keys::kEdition);
  for (const runtime::Installation& version : versions) {
    if (fact && *fact == version.edition->version) return version;
  }
  return versions.front();
}

std::future<intake::ReadingResult> ScriptedReader::read(const core::Id& blob, const std::string& file_name) {
  (void)file_name;
  Running& running = running_.emplace_back();
  for (const Upload& upload : work_.uploads) {
    if (upload.blob == blob) running.upload = &upload;
  }
  running.until = mayhem_.now() + running.upload->reading;
  return running.promise.get_future();
}

void ScriptedReader::step() {
  for (Running& running : running_) {
    if (running.until > mayhem_.now()) continue;
    if (mayhem_.chance(mayhem_.rates().unavailable)) {
      intake::FileRefusal refusal;
      refusal.kind = core::ErrorKind::kUnavailable;
      running.promise.set_value(tl::unexpected(std::move(refusal)));
    } else {
      intake::Reading reading;
      reading.rows = running.upload->rows;
      running.promise.set_value(std::move(reading));
    }
  }
  std::erase_if(running_, [this](const Running& running) { return running.until <= mayhem_.now(); });
}

std::optional<Millis> ScriptedReader::next() const {
  std::optional<Millis> next;
  for (const Running& running : running_) {
    if (!next || running.until < *next) next = running.until;
  }
  return next;
}

Line& line_to(Role role, Surroundings& around) {
  switch (role) {
    case Role::kIntake:
      return around.to_intake;
    case Role::kEligibility:
      return around.to_eligibility;
    case Role::kNotification:
      return around.to_notification;
    case Role::kScheduling:
      return around.to_scheduling;
    case Role::kScoring:
      return around.to_scoring;
    case Role::kNotary:
      break;
  }
  return around.to_notary;
}

std::unique_ptr<Process> start(Role role, Surroundings& around, Address& address) {
  switch (role) {
    case Role::kIntake:
      return std::make_unique<Intake>(around, address);
    case Role::kEligibility:
      return std::make_unique<Eligibility>(around, address);
    case Role::kNotification:
      return std::make_unique<Notification>(around, address);
    case Role::kScheduling:
      return std::make_unique<Scheduling>(around, address);
    case Role::kScoring:
      return std::make_unique<Scoring>(around, address);
    case Role::kNotary:
      break;
  }
  return std::make_unique<Notary>(around);
}

}  // namespace naadam::sim
