// Notices on their way to phones: planned -> attempting (written before the gateway is called) -> waiting or closed.
//
// Three handlers over one mechanism: Sending submits what is planned; Overdue looks at what was being attempted when
// a process died, and at what has waited for a receipt long enough. What a notice is to become is decided by
// rules/delivery.hpp alone. Thread: the step loop's.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "notification/adapters/sms_sink.hpp"
#include "notification/answers.hpp"
#include "notification/notice_writes.hpp"
#include "runtime/installation.hpp"
#include "runtime/metrics.hpp"
#include "runtime/step_loop.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"

namespace naadam::notification {

struct SendingContext {
  store::Store& store;
  const core::Clock& clock;
  SmsSink& sink;
  const seal::DataKey& data;
  const runtime::Installation& installation;
  DeliveryPolicy policy;
  std::string receipt_base;                      // "" where the sink gives no receipts
  std::size_t batch = 400;                       // messages submitted before their answers are written
  const seal::LookupKey* receipt_key = nullptr;  // makes addresses of receipt_base; needed with it alone
};

class Sending final : public runtime::StageHandler {
 public:
  // From before a try is begun until it is handed over. Whoever took longer stood still meanwhile: the notice may say
  // something else by now, or another process may have told it. Nothing is handed over then, and the try was none.
  static constexpr core::Millis kHandOverMax = 10'000;

  Sending(SendingContext context, runtime::Metrics& metrics);
  void work_on(runtime::StepLoop& loop);
  Spec spec() const override;
  void handle(std::vector<store::Batch>& work) override;

 private:
  struct Round;
  bool held();
  void send(std::span<const store::Batch> work);
  void begin_all(std::vector<Round>& rounds, std::span<const store::Batch> work, core::Millis now);
  std::vector<Sms> texts_of(std::vector<Round>& rounds) const;
  void keep_unsent(const Round& round, const NoticeWrites::Write& write);
  void keep_answers(const std::vector<Round>& rounds, std::span<const SubmitAnswer> answers);
  void write_answers();

  SendingContext context_;
  Answers answers_;
  bool held_ = true;
  core::Millis held_seen_ = 0;  // by the store's clock: when we looked last
  runtime::Counter& submitted_;
  runtime::Counter& parts_;
};

// Notices of `stage` (attempting or waiting) whose time has come.
class Overdue final : public runtime::StageHandler {
 public:
  Overdue(SendingContext context, store::Stage stage) : context_(std::move(context)), stage_(stage) {}
  Spec spec() const override;
  void handle(std::vector<store::Batch>& work) override;

 private:
  SendingContext context_;
  store::Stage stage_;
};

}  // namespace naadam::notification
