// Where short messages leave the system: one interface, a file and a gateway behind it.
//
// One thread owns a sink and calls submit(); it returns when every message has its answer. It never throws and
// never repeats a message by itself: who may send again, and when, is decided in rules/delivery.hpp.
// Personal data: number and text, in clear. A sink writes them nowhere but to its outside world, and into no log,
// error text or URL.
#pragma once

#include <span>
#include <string>

#include "core/id.hpp"
#include "notification/rules/delivery.hpp"

namespace naadam::notification {

struct Sms {
  core::Id message;         // ours; the same at every try, so that a doubled message can be found
  std::string to;           // digits, as the edition's rules made them plain
  std::string text;         // UTF-8 with its signature
  std::string receipt_url;  // as receipt_url() of receipt.hpp makes it; empty = no receipts wanted
  std::size_t parts = 1;    // of the text, as it will be charged; see rules/sms_parts.hpp
};

class SmsSink {
 public:
  SmsSink() = default;
  SmsSink(const SmsSink&) = delete;
  SmsSink& operator=(const SmsSink&) = delete;
  virtual ~SmsSink() = default;

  // Submits `batch` and sets answers[i] for batch[i]: kAccepted, kRejected, kLater or kUnknown, never kNone.
  // `answers` is as long as `batch`.
  virtual void submit(std::span<const Sms> batch, std::span<SubmitAnswer> answers) = 0;

  // Whether what was accepted will be followed by receipts; goes into DeliveryPolicy::receipts.
  virtual bool gives_receipts() const = 0;
};

}  // namespace naadam::notification
