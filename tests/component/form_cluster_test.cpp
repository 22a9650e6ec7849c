// Redis nodes as systemd or containers start them, made one cluster by deploy/redis/form-cluster.sh.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "runtime/child_process.hpp"
#include "runtime/redis_config.hpp"
#include "support/redis.hpp"
#include "support/scripted_http.hpp"

namespace naadam {
namespace {

using testing::HasSubstr;

constexpr core::Millis kPatienceMs = 120'000;
const std::string kPassword = "of these nodes only";

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Node {
 public:
  Node() { start(); }
  void start() {
    ports_ = {support::unused_port(), support::unused_port()};
    runtime::RedisOptions options;
    options.dir = dir_.path();
    options.password = kPassword;
    options.fsync = runtime::Fsync::kEverysec;
    std::ofstream(dir_.path() / "redis.conf") << runtime::redis_config(options, ports_);
    auto started = runtime::ChildProcess::spawn(
        {{"redis-server", (dir_.path() / "redis.conf").string()}, {}, {}, dir_.path() / "log"});
    ASSERT_TRUE(started) << started.error().cause;
    process_.emplace(std::move(*started));
  }
  void stop() { process_->stop(kPatienceMs); }
  std::string address() const { return "127.0.0.1:" + std::to_string(ports_.client); }

 private:
  support::TempDir dir_;
  runtime::RedisPorts ports_;
  std::optional<runtime::ChildProcess> process_;
};

class FormCluster : public testing::Test {
 protected:
  // The script's exit code; what it said is in said_.
  int form(const std::vector<std::string>& arguments) {
    const auto password = dir_.path() / "password";
    std::ofstream(password) << kPassword << '\n';
    const auto out = dir_.path() / "out";
    std::filesystem::remove(out);
    runtime::ChildSpec spec;
    spec.argv = {NAADAM_SOURCE_DIR "/deploy/redis/form-cluster.sh"};
    spec.argv.insert(spec.argv.end(), arguments.begin(), arguments.end());
    spec.env = {{"REDIS_PASSWORD_FILE", password.string()}};
    spec.output = out;
    auto script = runtime::ChildProcess::spawn(spec);
    if (!script) return -1;
    const auto ended = script->wait(kPatienceMs);
    said_ = content(out);
    return ended ? ended->code : -1;
  }
  support::TempDir dir_;
  std::string said_;
};

TEST_F(FormCluster, OneNodeGetsAllSlotsAndASecondRunChangesNothing) {
  Node node;
  EXPECT_EQ(form({node.address()}), 0) << said_;
  EXPECT_EQ(form({node.address()}), 0) << said_;
  EXPECT_THAT(said_, HasSubstr("already one cluster"));
}

TEST_F(FormCluster, NodesThatAllMovedFindEachOtherAgain) {
  std::list<Node> nodes(3);
  const auto addresses = [&nodes] {
    std::vector<std::string> all;
    for (const Node& node : nodes) all.push_back(node.address());
    return all;
  };
  ASSERT_EQ(form(addresses()), 0) << said_;
  for (Node& node : nodes) node.stop();
  for (Node& node : nodes) node.start();
  EXPECT_EQ(form(addresses()), 0) << said_;
  EXPECT_THAT(said_, HasSubstr("already one cluster"));
}

TEST_F(FormCluster, TwoNodesAreWrongUse) { EXPECT_EQ(form({"127.0.0.1:1", "127.0.0.1:2"}), 2); }

}  // namespace
}  // namespace naadam
