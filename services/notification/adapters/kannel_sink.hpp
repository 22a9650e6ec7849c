// A sink that hands messages to Kannel's sendsms over HTTP (Kannel user guide, chapter "SMS Push").
//
//   Kannel's answer                             ours
//   202                                         accepted (stored in its spool; not delivered)
//   4xx                                         rejected
//   401, 403                                    later: our own user or password is wrong, the message is not
//   503, or no connection                       later
//   anything else; cut or too late after any    unknown
//   part of the message had been written
//
// Kannel knows no idempotency, so nothing is sent twice from here: libcurl's own silent repeat on a kept connection
// that died is refused (the body can't be read a second time) and becomes `unknown`.
//
// The request is a POST: text in the body, number, user and password in X-Kannel-* headers, so the request line (which
// ends in logs) says nothing. Loopback only, no proxy. One thread; submit() blocks at most deadline_ms for the batch.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "notification/adapters/sms_sink.hpp"

namespace naadam::notification {

struct KannelSinkOptions {
  std::string url = "http://127.0.0.1:13013/cgi-bin/sendsms";  // a loopback address
  std::string user;
  std::string password;
  // Requests in flight, one kept connection each. Kannel's spool (a file a message) is the limit, and a few fill it;
  // more only helps where its disk is slow to answer. [1, 64]
  std::uint16_t connections = 4;
  // For a whole batch; messages not begun by then answer `later`. [100 ms, 5 min]
  core::Millis deadline_ms = 20'000;
};

class KannelSink final : public SmsSink {
 public:
  // Does not connect. Errors: kInvalid, naming the option and its range.
  static core::Result<std::unique_ptr<KannelSink>> create(const KannelSinkOptions& options);
  ~KannelSink() override;

  void submit(std::span<const Sms> batch, std::span<SubmitAnswer> answers) override;
  bool gives_receipts() const override { return true; }

  // What went wrong last, for the log ("http 403", "Couldn't connect to server"); empty after a batch without trouble.
  const std::string& last_trouble() const;

 private:
  class Transfers;
  explicit KannelSink(std::unique_ptr<Transfers> transfers);
  std::unique_ptr<Transfers> transfers_;
};

}  // namespace naadam::notification
