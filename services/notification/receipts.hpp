// Receipts of the gateway, written to the notices they are about before the portal answers the gateway.
//
// A receipt comes as the portal was called (notice.receipt). One that is not kept comes again: Kannel repeats a
// callback that is not answered 200. A process that meets a receipt on one notice loses or wins by revision like any
// other worker. Thread: the step loop's.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "notification/adapters/receipt.hpp"
#include "notification/rules/delivery.hpp"
#include "runtime/ask_body.hpp"
#include "runtime/metrics.hpp"
#include "runtime/step_loop.hpp"
#include "seal/keys.hpp"
#include "store/store.hpp"

namespace naadam::notification {

class Receipts {
 public:
  // All outlive it. `key` made the addresses.
  Receipts(store::Store& store, const seal::LookupKey& key, DeliveryPolicy policy, runtime::Metrics& metrics);

  void answer_on(runtime::StepLoop& loop);

  // Writes each receipt to every notice of its message, all at once. `kept[i]` is false where it is to come again. A
  // receipt of a message we do not know, or of one overtaken by a newer verdict, is kept and changes nothing.
  void take(std::span<const Receipt> receipts, std::span<bool> kept);

 private:
  enum class Written { kYes, kNothingToDo, kAgain };
  // What one receipt says of one notice.
  struct Word {
    const SentNotice* sent;
    std::uint8_t bits;
    std::size_t receipt;  // whose
    Written written = Written::kAgain;
  };
  core::Result<runtime::Json> answer(const runtime::Json& ask);
  void write(std::vector<Word>& words);

  store::Store& store_;
  const seal::LookupKey& key_;
  DeliveryPolicy policy_;
  runtime::Counter& receipts_;
  runtime::Counter& strays_;
  runtime::Counter& unreadable_;
};

}  // namespace naadam::notification
