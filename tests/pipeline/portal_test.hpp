// What the cases of the portal share: one installation and a sample, asked over HTTP with the tokens of demo roles.
//
// Thread: the main thread of the test.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "portal/rules/role.hpp"
#include "support/http_client.hpp"
#include "support/installation.hpp"
#include "support/installation_sample.hpp"

namespace naadam {

// The token of the demo principal with this role and, unless it is empty, name.
std::string demo_token(const support::Installation& installation, portal::Role role, std::string_view name = {});

class PortalTest : public testing::Test {
 protected:
  using Json = nlohmann::json;
  static constexpr core::Millis kPatienceMs = 60'000;
  static constexpr std::string_view kUploads = "/api/v1/uploads";

  static void SetUpTestSuite();
  static void TearDownTestSuite() { world_.reset(); }

  static support::Installation& installation() { return world_->installation; }
  static std::uint16_t port() { return installation().settings().portal_port; }
  // The files of two leagues' offices, a little of everything planted.
  static const support::Sample& sample() { return world_->sample; }

  static std::string token(portal::Role role, std::string_view name = {}) {
    return demo_token(installation(), role, name);
  }
  static support::HttpHeaders bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }
  static std::string fresh_key();
  // Headers of a POST that hands in a file.
  static support::HttpHeaders posting(const std::string& token, const std::string& key = fresh_key());

  static support::HttpAnswer get(const std::string& path, const std::string& token) {
    return support::http_ask(port(), "GET", path, bearer(token));
  }
  static support::HttpAnswer hand_in(const std::string& content, const std::string& token,
                                     const std::string& key = fresh_key()) {
    return support::http_ask(port(), "POST", kUploads, posting(token, key), content);
  }
  // The upload of a file that must be taken.
  static std::string taken(const std::string& content, const std::string& token);
  // Follows an upload to its end, by its events: what the last one said.
  static Json outcome_of(const std::string& upload, const std::string& token);

  static std::string code_of(const support::HttpAnswer& answer);
  static std::string content_of(std::size_t file);  // of the sample

 private:
  struct World {
    support::Sample sample{{.rows = 120, .files = 2, .seed = 5, .percents = {}}};
    support::Installation installation{{}};
  };
  static inline std::unique_ptr<World> world_;
};

}  // namespace naadam
