// What is deployed names every service, and every settings file in it is one that the programs accept.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include "cli/up/home.hpp"
#include "eligibility/options.hpp"
#include "intake/options.hpp"
#include "notary/options.hpp"
#include "notification/options.hpp"
#include "portal/options.hpp"
#include "support/redis.hpp"

namespace naadam {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = NAADAM_SOURCE_DIR;
// Of `systemd-analyze security`, in tenths: 0 exposes nothing, 100 everything. Ours need sockets and files.
constexpr int kExposureMax = 12;

std::string content(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A shell command's exit code and what it wrote.
struct Said {
  int code = -1;
  std::string text;
};
Said run_shell(const std::string& command) {
  Said said;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return said;
  char piece[4096];
  for (std::size_t n = 0; (n = std::fread(piece, 1, sizeof piece, pipe)) > 0;) said.text.append(piece, n);
  said.code = ::pclose(pipe);
  return said;
}

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++found;
  return found;
}

std::set<std::string> services() {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(kRoot / "services")) {
    const std::string name = entry.path().filename().string();
    if (name != "cli" && fs::exists(entry.path() / "main.cpp")) names.insert(name);
  }
  return names;
}

TEST(Deploy, EveryWayToRunHasEveryService) {
  const std::string compose = content(kRoot / "deploy/compose.yaml");
  const std::string chart = content(kRoot / "deploy/helm/naadam/values.yaml");
  ASSERT_GE(services().size(), 3u);
  for (const std::string& service : services()) {
    EXPECT_TRUE(fs::exists(kRoot / "deploy/systemd" / ("naadam-" + service + "@.service"))) << service;
    EXPECT_NE(compose.find("\n  " + service + ":\n"), std::string::npos) << service << " in deploy/compose.yaml";
    EXPECT_NE(chart.find("\n  " + service + ":\n"), std::string::npos) << service << " in the chart's values";
  }
}

template <class ServiceOptions>
void expect_accepted(const std::string& service, const fs::path& settings) {
  ServiceOptions own;
  runtime::Options all("naadam-" + service, "");
  all.set_environment([](const char*) -> const char* { return nullptr; });
  runtime::declare(all, &own.common);
  own.declare(all);
  const char* const argv[] = {"service", "--config", settings.c_str()};
  const auto parsed = all.parse(3, argv);
  EXPECT_TRUE(parsed) << settings << ": " << parsed.error().cause;
}

void expect_all_accept(const fs::path& settings) {
  expect_accepted<intake::Options>("intake", settings);
  expect_accepted<eligibility::Options>("eligibility", settings);
  expect_accepted<notification::Options>("notification", settings);
  expect_accepted<notary::Options>("notary", settings);
  expect_accepted<portal::Options>("portal", settings);
  const support::TempDir dir;
  fs::copy_file(settings, dir.path() / "naadam.toml");
  const auto read = cli::Home(dir.path().string()).read();
  EXPECT_TRUE(read) << settings << ": " << read.error().cause;
}

TEST(Deploy, SettingsAreThoseOfThePrograms) {
  expect_all_accept(kRoot / "deploy/naadam.toml");
  expect_all_accept(kRoot / "deploy/container/naadam.toml");
}

// The units as they are, but for the programs' place, which is empty on a machine without an installation.
class Units : public testing::Test {
 protected:
  Units() {
    fs::copy(kRoot / "deploy/systemd", dir_.path(), fs::copy_options::recursive);
    for (const auto& entry : fs::directory_iterator(dir_.path())) {
      if (entry.path().extension() != ".service") continue;
      std::string text = content(entry.path());
      for (const std::string installed : {"/usr/lib/naadam/bin/form-cluster", "/usr/lib/naadam/bin/naadam"}) {
        for (std::size_t at = 0; (at = text.find(installed, at)) != std::string::npos;) {
          text.replace(at, text.find_first_of(" \n", at) - at, "/bin/true");
        }
      }
      std::ofstream(entry.path()) << text;
      std::string name = entry.path().filename().string();
      if (const auto at = name.find('@'); at != std::string::npos) {
        name.insert(at + 1, name.starts_with("naadam-redis") ? "6379" : "1");
      }
      names_.push_back(name);
    }
  }
  // SYSTEMD_UNIT_PATH ending in ':' is ours before the system's.
  std::string analyze(const std::string& verb) const {
    return "SYSTEMD_UNIT_PATH=" + dir_.path().string() + ": systemd-analyze " + verb + " ";
  }

  support::TempDir dir_;
  std::vector<std::string> names_;
};

TEST_F(Units, AreUnderstoodBySystemd) {
  ASSERT_GE(names_.size(), 6u);
  for (const std::string& name : names_) {
    const Said said = run_shell(analyze("verify --man=no") + name);
    EXPECT_EQ(said.code, 0) << name << "\n" << said.text;
    // A misspelt setting is only a warning to systemd.
    EXPECT_EQ(said.text.find("naadam"), std::string::npos) << said.text;
  }
}

TEST_F(Units, AreSandboxed) {
  for (const std::string& name : names_) {
    const Said said = run_shell(analyze("security --offline=true --threshold=" + std::to_string(kExposureMax)) + name);
    EXPECT_EQ(said.code, 0) << name << "\n" << said.text;
  }
}

TEST(Compose, EveryContainerIsConfinedAndNoneIsPublished) {
  const Said said = run_shell("docker-compose -f " + (kRoot / "deploy/compose.yaml").string() +
                              " --profile three --profile kannel config");
  ASSERT_EQ(said.code, 0) << said.text;
  const std::size_t containers = occurrences(said.text, "\n    image: naadam");
  EXPECT_GE(containers, 9u);
  EXPECT_EQ(occurrences(said.text, "\n    read_only: true\n"), containers);
  EXPECT_EQ(occurrences(said.text, "no-new-privileges:true"), containers);
  EXPECT_EQ(occurrences(said.text, "\n    cap_drop:\n    - ALL\n"), containers);
  EXPECT_EQ(occurrences(said.text, "\n    user: 10001:10001\n"), containers);
  EXPECT_EQ(occurrences(said.text, "\n    mem_limit: "), containers);
  EXPECT_EQ(occurrences(said.text, "\n    ports:"), 0u);
}

// The chart, rendered by helm itself.
class Chart : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const Said said = run_shell((kRoot / "tests/support/helm/install.sh").string());
    ASSERT_EQ(said.code, 0) << said.text;
  }
  static Said helm(const std::string& arguments) {
    return run_shell((kRoot / "tests/support/helm/bin/helm").string() + " " + arguments);
  }
  static Said render(const std::string& values = "") {
    return helm("template trial " + (kRoot / "deploy/helm/naadam").string() + " " + values);
  }
};

TEST_F(Chart, Lints) {
  const Said said = helm("lint --strict " + (kRoot / "deploy/helm/naadam").string());
  EXPECT_EQ(said.code, 0) << said.text;
}

TEST_F(Chart, RendersSettingsThatTheProgramsAccept) {
  const Said said = render(
      "--show-only templates/settings.yaml --set kannel.enabled=true,kannel.carrierCidr=203.0.113.7/32 "
      "--set kannel.receiptBase=https://portal:8443/sms/receipt --set settings.log.level=debug");
  ASSERT_EQ(said.code, 0) << said.text;
  std::istringstream lines(said.text);
  const support::TempDir dir;
  std::ofstream settings(dir.path() / "naadam.toml");
  std::string line;
  while (std::getline(lines, line) && line != "  naadam.toml: |") {
  }
  while (std::getline(lines, line)) settings << line << '\n';
  settings.close();
  const std::string rendered = content(dir.path() / "naadam.toml");
  EXPECT_NE(rendered.find("sink = \"kannel\""), std::string::npos);
  EXPECT_NE(rendered.find("receipt_base = \"https://portal:8443/sms/receipt\""), std::string::npos);
  expect_all_accept(dir.path() / "naadam.toml");
}

const std::string kKannel =
    "--set kannel.enabled=true,kannel.carrierCidr=203.0.113.7/32,kannel.receiptBase=https://portal:8443/sms/receipt";

TEST_F(Chart, EveryContainerIsConfined) {
  const Said said = render(kKannel);
  ASSERT_EQ(said.code, 0) << said.text;
  const auto count = [&said](const std::string& text) { return occurrences(said.text, text); };
  const std::size_t containers = count(" image: ");
  EXPECT_GE(containers, 10u);
  EXPECT_EQ(count("readOnlyRootFilesystem: true"), containers);
  EXPECT_EQ(count("allowPrivilegeEscalation: false"), containers);
  EXPECT_EQ(count("capabilities: {drop: [ALL]}"), containers);
  EXPECT_EQ(count("limits:"), containers);
  EXPECT_EQ(count("kind: Secret\n"), 0u);
}

// Over TCP, each with its own secret key, all with the public keys of all.
TEST_F(Chart, EveryServiceIsOnTheLinkWithItsOwnKey) {
  const Said said = render("--show-only templates/services.yaml");
  ASSERT_EQ(said.code, 0) << said.text;
  const auto count = [&said](const std::string& text) { return occurrences(said.text, text); };
  const std::size_t copies = count("kind: Deployment\n");
  EXPECT_EQ(count(R"({name: NAADAM_LINK_BIND, value: "tcp://$(POD_IP):7400"})"), copies);
  for (const std::string role : {"intake", "eligibility", "scheduling", "portal", "notification", "notary"}) {
    const std::size_t own = count("command: [naadam-" + role + ",");
    EXPECT_GT(own, 0u) << role;
    EXPECT_EQ(count("[{key: " + role + ".key, path: link.key}]"), own) << role;
    EXPECT_EQ(count("{key: " + role + ".pub, path: allowed/" + role + "/main.pub}"), copies) << role;
  }
  EXPECT_EQ(count("operator.key"), 0u);
  EXPECT_EQ(count("path: allowed/operator/main.pub}"), copies);
}

// The portal's tokens go to its own pod alone, and the world outside reaches only the proxy that is beside it.
TEST_F(Chart, TheProxyStandsBesideThePortal) {
  const Said said = render(
      "--set portal.tokensSecret=doors,portal.proxyPort=8443 "
      "--set portal.proxy[0].name=tls,portal.proxy[0].image=proxy:local");
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_EQ(occurrences(said.text, "secretName: doors"), 1u);
  EXPECT_EQ(occurrences(said.text, "image: proxy:local"), 1u);
  EXPECT_EQ(occurrences(said.text, "- ports: [{port: 8443}]"), 1u);
}

// The gateway beside notification reaches the portal's proxy, and nothing else of the portal.
TEST_F(Chart, ReceiptsGoToThePortalsProxy) {
  const Said said = render("--show-only templates/network.yaml --set portal.proxyPort=8443 " + kKannel);
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_EQ(occurrences(said.text, "ports: [{port: 8443}]"), 2u) << "in, and out from notification";
}

TEST_F(Chart, ValuesThatCannotWorkAreRefused) {
  EXPECT_NE(render("--set redis.primaries=2").code, 0);
  EXPECT_NE(render("--set redis.primaries=1").code, 0) << "a single node has no replica";
  EXPECT_EQ(render(kKannel).code, 0);
  EXPECT_NE(render("--set kannel.enabled=true,kannel.receiptBase=https://portal:8443/sms/receipt").code, 0)
      << "the carrier's address is missing";
  EXPECT_NE(render("--set kannel.enabled=true,kannel.carrierCidr=203.0.113.7/32").code, 0)
      << "where receipts go is missing";
  EXPECT_NE(render("--set redis.pasword=x").code, 0) << "an unknown key";
  EXPECT_EQ(render("--set redis.primaries=1,redis.replicas=0").code, 0);
}

}  // namespace
}  // namespace naadam
