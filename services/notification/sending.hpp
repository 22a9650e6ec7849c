// Notices on their way to phones: planned -> attempting (written before the gateway is called) -> waiting or closed.
//
// Three handlers over one mechanism: Sending submits what is planned; Overdue looks at what was being attempted when
// a process died, and at what has waited for a receipt long enough. What a notice is to become is decided by
// rules/delivery.hpp alone. Thread: the step loop's.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "notification/adapters/sms_sink.hpp"
#include "notification/rules/delivery.hpp"
#include "runtime/installation.hpp"
#include "runtime/metrics.hpp"
#include "runtime/step_loop.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"
#include "wire/notice.hpp"

namespace naadam::notification {

Delivery delivery_of(const wire::NoticeState& state);
void put_delivery(wire::NoticeState& state, const Delivery& delivery);

// Where a notice lies, by what is known of it.
store::Stage stage_of(DeliveryState state);

// What is known of some notices of one shard, on its way into the store. Writes are grouped by stage and due time.
class NoticeWrites {
 public:
  NoticeWrites(std::uint16_t shard, store::Stage from) : shard_(shard), from_(from) {}
  // `pack` is where they lie, empty if not known; `body` is kept unless the notice is closed.
  void add(std::string_view id, const core::Rev& rev, const wire::NoticeState& state, store::Stage to,
           core::Millis wait, std::string_view body, std::uint32_t epoch);
  // The calls; `pack` names where all of them lie together.
  std::vector<store::Advance> calls(const std::string& pack);

 private:
  struct Group {
    std::string ids, expected, revs;
    store::ColumnBuilder states, bodies;
  };
  std::uint16_t shard_;
  store::Stage from_;
  std::map<std::pair<store::Stage, core::Millis>, Group> groups_;
};

struct SendingContext {
  store::Store& store;
  SmsSink& sink;
  const seal::DataKey& data;
  const runtime::Installation& installation;
  DeliveryPolicy policy;
  std::string receipt_base;  // "" where the sink gives no receipts
  std::size_t batch = 400;   // messages submitted before their answers are written
};

class Sending final : public runtime::StageHandler {
 public:
  Sending(SendingContext context, runtime::Metrics& metrics);
  Spec spec() const override;
  void handle(std::vector<store::Batch>& work) override;

 private:
  struct Message;
  void send(const store::Batch& planned);

  SendingContext context_;
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
