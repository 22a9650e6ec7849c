// Receipts of the gateway, written to the notices they are about before the gateway is told 200.
//
// Runs on the HTTP listener's thread with a store connection of its own; a step that meets it on one notice loses or
// wins by revision like any other worker. Kannel repeats a callback that is not answered 200, so nothing is lost here.
#pragma once

#include <memory>

#include "notification/adapters/receipt.hpp"
#include "notification/rules/delivery.hpp"
#include "runtime/http_listener.hpp"
#include "runtime/metrics.hpp"
#include "store/store.hpp"

namespace naadam::notification {

class Receipts {
 public:
  // `store` belongs to the listener's thread from start() on.
  Receipts(store::Store& store, DeliveryPolicy policy, runtime::Metrics& metrics);

  static constexpr const char* kPath = "/sms/receipt";
  void listen_on(runtime::HttpListener& http);

  // Writes one receipt to every notice of its message. False: ask again later. A receipt of a message we do not know,
  // or of one overtaken by a newer verdict, is taken and changes nothing.
  bool take(const Receipt& receipt);

 private:
  enum class Written { kYes, kNothingToDo, kAgain };
  Written write(const SentNotice& sent, std::uint8_t bits);

  store::Store& store_;
  DeliveryPolicy policy_;
  runtime::Counter& receipts_;
  runtime::Counter& strays_;
};

}  // namespace naadam::notification
