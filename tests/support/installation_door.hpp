// Hands files in at the portal of an installation, as people do with the page or curl: over HTTP, each submitter with a
// token of its own.
//
// A receipt means the same as of `naadam import`. Whatever is not certain is repeated under the same Idempotency-Key.
// Thread: construct on the main thread; hand_in() on any one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "cli/remote/handing_in.hpp"
#include "support/http_client.hpp"
#include "support/installation.hpp"
#include "support/installation_sample.hpp"

namespace naadam::support {

class Door {
 public:
  // Gives out a token to each submitter of `files` and one of the region's, beside those that there are; the portal
  // takes them up within seconds. `installation` outlives it. Throws std::runtime_error.
  Door(const Installation& installation, const std::vector<SampleFile>& files);

  // As cli::hand_in.
  core::Result<cli::Receipt> hand_in(const cli::Order& order, core::Millis patience_ms);

  // Headers by which this submitter, or somebody of the organiser's office, is known.
  HttpHeaders bearer(const std::string& submitter) const;
  HttpHeaders region() const { return {{"Authorization", "Bearer " + region_}}; }
  std::uint16_t port() const { return port_; }

 private:
  const core::Clock& clock_;
  const std::uint16_t port_;
  std::map<std::string, std::string> tokens_;  // by submitter
  std::string region_;
  std::uint64_t keys_ = 0;  // given out
};

// UTF-8 as a header or a path takes it.
std::string percent_encoded(std::string_view text);

}  // namespace naadam::support
