#include "support/installation_door.hpp"

#include <poll.h>

#include <filesystem>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "domain/calendar.hpp"
#include "portal/rules/tokens.hpp"
#include "runtime/private_file.hpp"
#include "support/files.hpp"

namespace naadam::support {
namespace {

constexpr int kPauseMs = 50;

cli::Receipt receipt_of(const std::string& body) {
  const nlohmann::json told = nlohmann::json::parse(body);
  cli::Receipt receipt;
  receipt.upload = told.at("upload");
  receipt.number = told.at("number");
  receipt.accepted_at = domain::parse_instant(told.at("accepted_at").get<std::string>()).value();
  receipt.training = told.at("training");
  return receipt;
}

// Not certain, or the token is not known yet.
bool may_pass(unsigned status) {
  return status == 0 || status == 401 || status == 409 || status == 503 || status == 504;
}

}  // namespace

std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
    if (plain) {
      out += c;
    } else {
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return out;
}

Door::Door(const Installation& installation, const std::vector<SampleFile>& files)
    : clock_(installation.clock()), port_(installation.settings().portal_port), region_(portal::fresh_token()) {
  const auto path = installation.home().portal_tokens();
  auto tokens = portal::Tokens::parse(content(path));
  if (!tokens) throw std::runtime_error(tokens.error().cause);
  for (const SampleFile& file : files) {
    const auto [it, fresh] = tokens_.try_emplace(file.order.submitter, portal::fresh_token());
    if (!fresh) continue;
    const auto added = tokens->add(it->second, {portal::Role::kSubmitter, file.order.submitter, {}, {}});
    if (!added) throw std::runtime_error(added.error().cause);
  }
  if (const auto added = tokens->add(region_, {portal::Role::kRegion, "主办单位", {}, {}}); !added) {
    throw std::runtime_error(added.error().cause);
  }
  if (const auto kept = runtime::replace_private(path, tokens->json()); !kept) {
    throw std::runtime_error(kept.error().cause);
  }
}

HttpHeaders Door::bearer(const std::string& submitter) const {
  return {{"Authorization", "Bearer " + tokens_.at(submitter)}};
}

core::Result<cli::Receipt> Door::hand_in(const cli::Order& order, core::Millis patience_ms) {
  const std::string bytes = content(order.path);
  HttpHeaders headers = bearer(order.submitter);
  headers.emplace_back("Idempotency-Key", "officer-" + std::to_string(++keys_));
  headers.emplace_back("File-Name", percent_encoded(std::filesystem::path(order.path).filename().string()));
  std::string target = "/api/v1/uploads";
  if (!order.corrects.empty()) target += "?corrects=" + order.corrects;
  const auto deadline = core::Deadline::in(clock_, patience_ms);
  for (;;) {
    HttpAnswer answer;
    try {
      answer = http_ask(port_, "POST", target, headers, bytes);
    } catch (const std::runtime_error&) {
      answer = {};  // nobody listens just now
    }
    if (answer.status == 201) return receipt_of(answer.body);
    if (!may_pass(answer.status) || deadline.left(clock_) == 0) {
      return core::fail(core::ErrorKind::kUnavailable, "门户没有接收文件。",
                        "the portal answered " + std::to_string(answer.status));
    }
    ::poll(nullptr, 0, kPauseMs);
  }
}

}  // namespace naadam::support
