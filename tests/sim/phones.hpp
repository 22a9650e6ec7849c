// The world of the telephones: the sink that notification talks to, what it took, and the receipts that come of it.
//
// At every submit the record is looked at behind the service's back: it must say already that this try was begun, and
// nobody may be told the old after the new. A store that was set back may have forgotten that somebody was told; then
// it may tell him again.
// Outlives every process. Thread: one at a time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mayhem.hpp"
#include "notification/adapters/receipt.hpp"
#include "notification/adapters/sms_sink.hpp"
#include "notification/receipts.hpp"
#include "seal/keys.hpp"
#include "store/model_store.hpp"
#include "wire/notice.hpp"

namespace naadam::sim {

// One notice inside one message that the gateway took.
struct Told {
  core::Id message;
  core::Id notice;
  core::Rev source;  // under which it was planned
  std::uint8_t attempt = 0;
  std::string to;
  wire::NoticeBody body;
  bool said_delivered = false;  // by a final receipt that was taken
  bool delivered = false;       // the same, and the store has not forgotten that
  bool forgotten = false;       // the store was set back to before it
  bool late = false;            // its sender stood still while it handed it over, and much may have happened meanwhile
};

// A notice whose try a process has begun, as the record stood then.
struct Begun {
  core::Id notice;
  core::Rev source;
  std::uint8_t attempt = 0;
  Millis at = 0;
  wire::NoticeBody body;
};

class Phones {
 public:
  Phones(store::ModelStore& model, const seal::DataKey& data, const seal::LookupKey& lookup, Mayhem& mayhem,
         bool receipts)
      : model_(model), data_(data), lookup_(lookup), mayhem_(mayhem), receipts_(receipts) {}

  bool gives_receipts() const { return receipts_; }
  // Takes the message or not. May throw Crash, before or after it took it.
  notification::SubmitAnswer submit(const notification::Sms& sms, const std::vector<Begun>& notices);
  // Notices that `apply` has planned.
  void planned(const store::Apply& apply);
  // The rev under which the notice was planned that has heard of `source` since.
  core::Rev plan_of(const core::Id& notice, const core::Rev& source) const;
  // Whether the notice was planned to tell something else between the two of its plans.
  bool told_otherwise_between(const core::Id& notice, const core::Rev& from, const core::Rev& to) const;
  // What `advance` has begun.
  std::map<core::Id, std::vector<Begun>> begun(const store::Advance& advance) const;

  // Receipts whose time has come, given to `receipts` as the gateway gives them: again until they are taken.
  // True when there were any. Throws what the taker throws.
  bool give_receipts(notification::Receipts& receipts);
  std::optional<Millis> next_receipt() const;

  // A process began something, stood still, and hands it over as if nothing could have happened meanwhile.
  void stale() { faults_.push_back("a message was handed over long after its try was begun"); }

  // `shard` was set back.
  void forget(std::uint16_t shard);

  const std::vector<Told>& told() const { return told_; }
  // What must never have happened, in words; empty when all is well.
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  struct Coming {
    std::uint64_t number = 0;
    Millis at = 0;
    notification::Receipt receipt;
    std::vector<std::size_t> told;
  };
  std::optional<wire::NoticeState> stored(const core::Id& notice, store::Stage* stage = nullptr) const;
  // As stored, but its source is that of the plan.
  std::optional<wire::NoticeState> read(const core::Id& notice, store::Stage* stage = nullptr) const;
  bool knows(const Told& told) const;
  bool takes_receipt(const Told& told) const;
  // Whether the record says that this try was delivered.
  bool knows_delivery(const Told& told) const;
  void check(const Begun& begun, const notification::Sms& sms);
  std::vector<std::size_t> take(const notification::Sms& sms, const std::vector<Begun>& notices);
  void plan_receipts(const notification::Sms& sms, const std::vector<std::size_t>& told);

  store::ModelStore& model_;
  const seal::DataKey& data_;
  const seal::LookupKey& lookup_;
  Mayhem& mayhem_;
  bool receipts_;
  struct Plan {
    core::Rev rev;
    std::uint64_t decision = 0;  // see wire::decision_told()
  };
  std::map<core::Id, std::vector<Plan>> plans_;  // rising, as far as the store has them
  std::vector<Told> told_;
  std::size_t forgotten_ = 0;  // how often a shard was set back
  std::vector<Coming> coming_;
  std::uint64_t receipts_planned_ = 0;
  std::vector<std::string> faults_;
};

// One process's way to the gateway. It is told what its process has begun.
class ScriptedSink final : public notification::SmsSink {
 public:
  ScriptedSink(Phones& phones, Mayhem& mayhem) : phones_(phones), mayhem_(mayhem) {}
  void begun(const store::Advance& advance);
  void submit(std::span<const notification::Sms> batch, std::span<notification::SubmitAnswer> answers) override;
  bool gives_receipts() const override { return phones_.gives_receipts(); }

 private:
  Phones& phones_;
  Mayhem& mayhem_;
  std::map<core::Id, std::vector<Begun>> begun_;  // by message
};

}  // namespace naadam::sim
