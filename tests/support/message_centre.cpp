#include "support/message_centre.hpp"

#include <stdexcept>

#include "support/files.hpp"
#include "support/http_get.hpp"

namespace naadam::support {
namespace {

constexpr core::Millis kStartMsMax = 20'000;
constexpr core::Millis kCentreLookMs = 10;
const std::string kFolder = NAADAM_SOURCE_DIR "/tests/support/smsc";

runtime::ChildProcess spawn(const runtime::ChildSpec& spec) {
  auto child = runtime::ChildProcess::spawn(spec);
  if (!child) throw std::runtime_error("message centre: " + child.error().cause);
  return std::move(*child);
}

runtime::ChildProcess start(const std::filesystem::path& output, std::uint16_t smpp_port) {
  const auto log = output.parent_path() / "install.log";
  auto installer = spawn({{kFolder + "/install.sh"}, {}, {}, log});
  const auto end = installer.wait(-1);
  if (!end || !end->clean()) throw std::runtime_error("message centre: " + content(log));
  return spawn({{"node", kFolder + "/centre.js", "--smpp-port", std::to_string(smpp_port)}, {}, {}, output});
}

}  // namespace

MessageCentre::MessageCentre(std::uint16_t smpp_port) : process_(start(dir_.path() / "out", smpp_port)) {
  // Its first line says where it listens; waiting for its end is how we look again without a sleep.
  for (core::Millis waited = 0; waited < kStartMsMax; waited += kCentreLookMs) {
    const bool ended = process_.wait(kCentreLookMs).has_value();
    const std::string said = content(dir_.path() / "out");
    if (said.ends_with("}\n")) {
      const auto ports = nlohmann::json::parse(said);
      smpp_port_ = ports.at("smpp");
      control_port_ = ports.at("control");
      return;
    }
    if (ended) throw std::runtime_error("message centre: " + said);
  }
  throw std::runtime_error("message centre: not listening after 20 s");
}

nlohmann::json MessageCentre::messages_to(const std::string& number) {
  return nlohmann::json::parse(http_get(control_port_, "/messages?to=" + number));
}

}  // namespace naadam::support
