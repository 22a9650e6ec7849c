#include "runtime/service_main.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <vector>

#include "runtime/dir_lock.hpp"
#include "support/redis.hpp"

namespace naadam::runtime {
namespace {

using core::ErrorKind;

struct ServiceMain : testing::Test {
  support::TempDir dir;
  std::int64_t rows = 1;

  int run(std::vector<std::string> args, const std::function<core::Status(ServiceContext&)>& body) {
    args.insert(args.begin(), {"naadam-test", "--data-dir", dir.path(), "--log-file", dir.path() / "log"});
    std::vector<const char*> argv;
    for (const auto& arg : args) argv.push_back(arg.c_str());
    CommonOptions common;
    return service_main(
        static_cast<int>(argv.size()), argv.data(), {"test", "tests"}, common,
        [this](Options& all) { all.integer("test.rows", &rows, {1, 9}, "rows"); }, body);
  }
};

TEST_F(ServiceMain, RunsTheBodyWithItsOptionsUntilSigterm) {
  const int code = run({"--test-rows", "5"}, [](ServiceContext& context) {
    EXPECT_TRUE(context.http.start(context.options.http_port));
    EXPECT_FALSE(context.stop.requested());
    ::raise(SIGTERM);
    EXPECT_TRUE(context.stop.wait(-1));
    return core::Status{};
  });
  EXPECT_EQ(code, kExitDone);
  EXPECT_EQ(rows, 5);
}

TEST_F(ServiceMain, ExitCodesFollowTheKindOfError) {
  const auto with = [this](ErrorKind kind) {
    return run({}, [kind](ServiceContext&) { return core::Status(core::fail(kind, "文字", "text")); });
  };
  EXPECT_EQ(with(ErrorKind::kInvalid), 2);
  EXPECT_EQ(with(ErrorKind::kRefused), 1);
  EXPECT_EQ(with(ErrorKind::kUnavailable), 3);
  EXPECT_EQ(run({}, [](ServiceContext&) -> core::Status { throw std::runtime_error("x"); }), 3);
}

TEST_F(ServiceMain, WrongOptionAndHelpNeverReachTheBody) {
  const auto unreached = [](ServiceContext&) -> core::Status {
    ADD_FAILURE();
    return {};
  };
  EXPECT_EQ(run({"--test-rows", "10"}, unreached), 2);
  EXPECT_EQ(run({"--help"}, unreached), 0);
  EXPECT_EQ(run({"--print-config"}, unreached), 0);
}

TEST_F(ServiceMain, SecondOneOnTheSameDirectoryIsRefused) {
  const int code = run({}, [this](ServiceContext&) {
    EXPECT_EQ(run({}, [](ServiceContext&) { return core::Status{}; }), 1);
    return core::Status{};
  });
  EXPECT_EQ(code, 0);
  EXPECT_EQ(run({}, [](ServiceContext&) { return core::Status{}; }), 0);
}

TEST(DirLock, HolderIsNamedAndTheLockEndsWithItsObject) {
  const support::TempDir dir;
  {
    const auto held = DirLock::take(dir.path() / "own", "naadam-test");
    ASSERT_TRUE(held);
    const auto second = DirLock::take(dir.path() / "own", "naadam-other");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, ErrorKind::kRefused);
    EXPECT_NE(second.error().text.find("naadam-test pid " + std::to_string(::getpid())), std::string::npos);
  }
  EXPECT_TRUE(DirLock::take(dir.path() / "own", "naadam-other"));
  EXPECT_EQ(DirLock::take("/proc/none", "x").error().kind, ErrorKind::kUnavailable);
}

TEST(StopSignal, RequestMakesTheDescriptorReadableForEver) {
  StopSignal stop(false);
  EXPECT_FALSE(stop.wait(0));
  stop.request();
  stop.request();
  EXPECT_TRUE(stop.requested());
  EXPECT_TRUE(stop.wait(0));
  EXPECT_TRUE(stop.wait(-1));
  pollfd watched{stop.fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&watched, 1, 0), 1);
}

TEST(StopSignal, FormerHandlersComeBack) {
  struct sigaction before{}, after{};
  ::sigaction(SIGINT, nullptr, &before);
  {
    StopSignal stop;
    ::raise(SIGINT);
    EXPECT_TRUE(stop.requested());
  }
  ::sigaction(SIGINT, nullptr, &after);
  EXPECT_EQ(before.sa_handler, after.sa_handler);
}

}  // namespace
}  // namespace naadam::runtime
