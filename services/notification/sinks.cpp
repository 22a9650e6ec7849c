#include "notification/sinks.hpp"

#include <fstream>

#include "notification/adapters/file_sink.hpp"
#include "notification/adapters/kannel_sink.hpp"
#include "runtime/secret_file.hpp"

namespace naadam::notification {

SendingContext OpenSending::context(runtime::ServiceHost& host) const {
  return {host.store(), host.clock(), *sink_, host.data(), host.installation(), policy_, receipt_base_, batch_};
}

core::Result<std::unique_ptr<OpenSending>> open_sending(const Options& options, runtime::ServiceHost& host) {
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

  runtime::ServiceContext& context = host.context();
  if (options.receipt_base.empty() && context.options.http_port == 0) {
    return core::fail(core::ErrorKind::kInvalid,
                      "接短信网关时，请用 http.port 指定固定端口，或用 notification.receipt_base 指明回执地址。",
                      "kannel needs a fixed http.port or notification.receipt_base");
  }
  auto store = runtime::open_store(context.options, host.clock(), 2);
  if (!store) return tl::unexpected(store.error());
  open->receipt_store_ = std::move(*store);
  open->receipts_ = std::make_unique<Receipts>(*open->receipt_store_, open->policy_, context.metrics);
  open->receipts_->listen_on(context.http);
  open->receipt_base_ = options.receipt_base.empty()
                            ? "http://127.0.0.1:" + std::to_string(context.options.http_port) + Receipts::kPath
                            : options.receipt_base;
  return open;
}

}  // namespace naadam::notification
