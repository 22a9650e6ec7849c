#include "runtime/child_process.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <fstream>

#include "support/redis.hpp"

namespace naadam::runtime {
namespace {

using core::ErrorKind;

ChildSpec shell(const std::string& script) {
  ChildSpec spec;
  spec.argv = {"sh", "-c", script};
  return spec;
}

TEST(ChildProcess, ExitCodeIsReportedAndReportedAgain) {
  auto child = ChildProcess::spawn(shell("exit 7"));
  ASSERT_TRUE(child);
  EXPECT_EQ(child->wait(-1)->code, 7);
  EXPECT_EQ(child->wait(0)->code, 7);
  EXPECT_FALSE(child->running());
  EXPECT_EQ(child->signal(SIGTERM).error().kind, ErrorKind::kNotFound);
}

TEST(ChildProcess, OutputDirectoryAndEnvironmentReachTheChild) {
  const support::TempDir dir;
  auto spec = shell("echo $NAADAM_PROBE; echo to-stderr >&2; pwd");
  spec.env = {{"NAADAM_PROBE", "seen"}};
  spec.dir = dir.path();
  spec.output = dir.path() / "out";
  auto child = ChildProcess::spawn(spec);
  ASSERT_TRUE(child);
  ASSERT_TRUE(child->wait(-1)->clean());
  std::ifstream in(spec.output);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(text, "seen\nto-stderr\n" + dir.path().string() + "\n");
}

TEST(ChildProcess, PoliteChildEndsOnTheFirstSignal) {
  auto child = ChildProcess::spawn({{"cat", "/dev/zero"}, {}, {}, "/dev/null"});
  ASSERT_TRUE(child);
  EXPECT_TRUE(child->running());
  EXPECT_EQ(child->stop(60'000).signal, SIGTERM);
}

TEST(ChildProcess, DeafChildAndItsOwnChildrenAreKilledAfterTheGrace) {
  const support::TempDir dir;
  const auto pipe = dir.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  auto child = ChildProcess::spawn(
      shell("trap '' TERM; (exec cat /dev/zero >/dev/null 2>" + pipe.string() + ") & wait; wait; wait"));
  ASSERT_TRUE(child);
  std::ifstream held(pipe);  // opens when the grandchild has it open: by then the trap is set
  EXPECT_EQ(child->stop(1).signal, SIGKILL);
  EXPECT_EQ(child->wait(0)->signal, SIGKILL);
  EXPECT_EQ(held.get(), EOF);  // comes when the grandchild is gone, and not before
}

TEST(ChildProcess, MissingProgramIsSaidAtOnce) {
  const auto child = ChildProcess::spawn({{"/no/such/program"}, {}, {}, {}});
  ASSERT_FALSE(child);
  EXPECT_EQ(child.error().kind, ErrorKind::kNotFound);
}

TEST(ChildProcess, MissingDirectoryOrOutputIsSaidAtOnce) {
  auto spec = shell("exit 0");
  spec.dir = "/no/such/directory";
  EXPECT_EQ(ChildProcess::spawn(spec).error().kind, ErrorKind::kUnavailable);
  spec.dir.clear();
  spec.output = "/no/such/directory/out";
  EXPECT_EQ(ChildProcess::spawn(spec).error().kind, ErrorKind::kUnavailable);
}

TEST(ChildProcess, GoingAwayTakesTheChildWithIt) {
  pid_t pid = 0;
  {
    auto child = ChildProcess::spawn({{"cat", "/dev/zero"}, {}, {}, "/dev/null"});
    ASSERT_TRUE(child);
    pid = child->pid();
  }
  EXPECT_EQ(::kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

}  // namespace
}  // namespace naadam::runtime
