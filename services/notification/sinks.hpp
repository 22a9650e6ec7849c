// The sink that the options name, and where receipts of what it sends are to come.
#pragma once

#include <memory>

#include "notification/adapters/sms_sink.hpp"
#include "notification/options.hpp"
#include "notification/sending.hpp"
#include "runtime/service_host.hpp"

namespace naadam::notification {

class OpenSending {
 public:
  SendingContext context(runtime::ServiceHost& host) const;

 private:
  friend core::Result<std::unique_ptr<OpenSending>> open_sending(const Options& options);
  std::unique_ptr<SmsSink> sink_;
  DeliveryPolicy policy_;
  std::string receipt_base_;
  std::size_t batch_ = 6'400;
};

// Errors as the sinks give them; kInvalid for a gateway without a place for its receipts.
core::Result<std::unique_ptr<OpenSending>> open_sending(const Options& options);

}  // namespace naadam::notification
