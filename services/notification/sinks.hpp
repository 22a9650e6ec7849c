// The sink that the options name, with the receipts that belong to it.
#pragma once

#include <memory>

#include "notification/adapters/sms_sink.hpp"
#include "notification/options.hpp"
#include "notification/receipts.hpp"
#include "notification/sending.hpp"
#include "runtime/service_host.hpp"

namespace naadam::notification {

class OpenSending {
 public:
  SendingContext context(runtime::ServiceHost& host) const;

 private:
  friend core::Result<std::unique_ptr<OpenSending>> open_sending(const Options& options, runtime::ServiceHost& host);
  std::unique_ptr<SmsSink> sink_;
  std::unique_ptr<store::RedisStore> receipt_store_;
  std::unique_ptr<Receipts> receipts_;
  DeliveryPolicy policy_;
  std::string receipt_base_;
  std::size_t batch_ = 6'400;
};

// Opens the sink and, for a gateway, the callback on the service's HTTP listener. Errors as the sinks give them.
core::Result<std::unique_ptr<OpenSending>> open_sending(const Options& options, runtime::ServiceHost& host);

}  // namespace naadam::notification
