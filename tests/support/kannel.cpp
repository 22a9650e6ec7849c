#include "support/kannel.hpp"

#include <stdexcept>

#include "support/files.hpp"
#include "support/scripted_http.hpp"

namespace naadam::support {
namespace {

constexpr int kPortTries = 3;  // another program may take a free port before Kannel does
constexpr core::Millis kStopMsMax = 20'000;
const std::string kScript = NAADAM_SOURCE_DIR "/deploy/kannel/kannel.sh";

}  // namespace

Kannel::Kannel(std::uint16_t smpp_port) : smpp_port_(smpp_port) {
  for (int i = 0; i < kPortTries; ++i) {
    sendsms_port_ = unused_port();
    admin_port_ = unused_port();
    smsbox_port_ = unused_port();
    if (try_start()) return;
  }
  throw std::runtime_error("kannel: " + content(dir_.path() / "test.out"));
}

void Kannel::start() {
  if (!try_start()) throw std::runtime_error("kannel: " + content(dir_.path() / "test.out"));
}

bool Kannel::try_start() {
  const std::string dir = (dir_.path() / "run").string();
  const auto output = dir_.path() / "test.out";
  const std::vector<std::pair<std::string, std::string>> env = {{"SENDSMS_PORT", std::to_string(sendsms_port_)},
                                                                {"ADMIN_PORT", std::to_string(admin_port_)},
                                                                {"SMSBOX_PORT", std::to_string(smsbox_port_)},
                                                                {"SMPP_PORT", std::to_string(smpp_port_)},
                                                                {"ANSWER_S", "1"},
                                                                {"ENQUIRE_S", "1"},
                                                                {"RECONNECT_S", "1"},
                                                                {"RESEND_S", "1"},
                                                                {"CALLBACK_WAIT_S", "1"}};
  auto run = runtime::ChildProcess::spawn({{kScript, "run", dir}, env, {}, output});
  if (!run) throw std::runtime_error("kannel: " + run.error().cause);
  auto ready = runtime::ChildProcess::spawn({{kScript, "ready", dir}, {}, {}, output});
  if (!ready) throw std::runtime_error("kannel: " + ready.error().cause);
  const auto end = ready->wait(-1);
  if (!run->running()) throw std::runtime_error("kannel: " + content(output));
  if (!end || !end->clean()) return false;
  process_ = std::move(*run);
  return true;
}

std::string Kannel::url() const { return "http://127.0.0.1:" + std::to_string(sendsms_port_) + "/cgi-bin/sendsms"; }
std::string Kannel::password() const { return content(dir_.path() / "run" / "password"); }

void Kannel::stop() {
  process_->stop(kStopMsMax);
  process_.reset();
}

void Kannel::kill() { process_.reset(); }

}  // namespace naadam::support
