// The world of the telephones: the sink that notification talks to, what it took, and the receipts that come of it.
//
// At every submit the record is looked at behind the service's back: it must say already that this try was begun.
// Outlives every process. Thread: one.
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
  core::Rev source;
  std::uint8_t attempt = 0;
  std::string to;
  wire::NoticeBody body;
  bool delivered = false;  // a final receipt said so
};

class Phones {
 public:
  Phones(store::ModelStore& model, const seal::DataKey& data, Mayhem& mayhem, bool receipts)
      : model_(model), data_(data), mayhem_(mayhem), receipts_(receipts) {}

  bool gives_receipts() const { return receipts_; }
  // Takes the message or not. May throw Crash, before or after it took it.
  notification::SubmitAnswer submit(const notification::Sms& sms);

  // Receipts whose time has come, given to `receipts` as the gateway gives them: again until they are taken.
  // True when there were any. Throws what the taker throws.
  bool give_receipts(notification::Receipts& receipts);
  std::optional<Millis> next_receipt() const;

  const std::vector<Told>& told() const { return told_; }
  // What must never have happened, in words; empty when all is well.
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  struct Coming {
    Millis at = 0;
    notification::Receipt receipt;
    std::vector<std::size_t> told;
  };
  struct Seen {
    wire::NoticeState state;
    wire::NoticeBody body;
  };
  std::vector<core::Id> of_message(const core::Id& message);
  std::optional<Seen> look(const core::Id& notice, const core::Id& message);
  std::vector<std::size_t> take(const notification::Sms& sms);
  void plan_receipts(const notification::Sms& sms, const std::vector<std::size_t>& told);

  store::ModelStore& model_;
  const seal::DataKey& data_;
  Mayhem& mayhem_;
  bool receipts_;
  std::vector<Told> told_;
  std::vector<Coming> coming_;
  std::vector<std::string> faults_;
};

class ScriptedSink final : public notification::SmsSink {
 public:
  explicit ScriptedSink(Phones& phones) : phones_(phones) {}
  void submit(std::span<const notification::Sms> batch, std::span<notification::SubmitAnswer> answers) override {
    for (std::size_t i = 0; i < batch.size(); ++i) answers[i] = phones_.submit(batch[i]);
  }
  bool gives_receipts() const override { return phones_.gives_receipts(); }

 private:
  Phones& phones_;
};

}  // namespace naadam::sim
