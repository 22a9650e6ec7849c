#include "notification/sinks.hpp"

#include <fstream>

#include "notification/adapters/file_sink.hpp"
#include "notification/adapters/kannel_sink.hpp"
#include "runtime/secret_file.hpp"

namespace naadam::notification {

SendingContext OpenSending::context(runtime::ServiceHost& host) const {
  return {host.store(), host.clock(),  *sink_, host.data(),   host.installation(),
          policy_,      receipt_base_, batch_, &host.lookup()};
}

core::Result<std::unique_ptr<OpenSending>> open_sending(const Options& options) {
  auto open = std::make_unique<OpenSending>();
  open->policy_.receipt_wait_ms = core::Millis{options.receipt_wait_s} * 1'000;
  if (options.sink == "file") {
    const auto own = options.common.data_dir / (runtime::copy_name("sms", options.common.copy) + ".jsonl");
    const auto path = options.file.empty() ? own : options.file;
    auto sink = FileSink::open({path, options.file_sync});
    if (!sink) return tl::unexpected(sink.error());
    open->sink_ = std::move(*sink);
  } else {
    KannelSinkOptions kannel;
    kannel.url = options.kannel_url;
    kannel.user = options.kannel_user;
    if (!options.kannel_password_file.empty()) {
      auto password = runtime::read_secret(options.kannel_password_file);
      if (!password) return tl::unexpected(password.error());
      kannel.password = std::move(*password);
    }
    auto sink = KannelSink::create(kannel);
    if (!sink) return tl::unexpected(sink.error());
    open->sink_ = std::move(*sink);
    open->batch_ = options.kannel_batch;
  }
  open->policy_.receipts = open->sink_->gives_receipts();
  if (auto valid = check(open->policy_); !valid) return tl::unexpected(valid.error());
  if (!open->policy_.receipts) return open;

  if (options.receipt_base.empty()) {
    return core::fail(core::ErrorKind::kInvalid,
                      "接短信网关时，请用 notification.receipt_base 指明门户接收回执的地址，如 "
                      "http://127.0.0.1:8080/sms/receipt。",
                      "kannel needs notification.receipt_base");
  }
  open->receipt_base_ = options.receipt_base;
  return open;
}

}  // namespace naadam::notification
