#include "sheet/sandbox.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "sheet/memory_file.hpp"
#include "unit/sheet/collect.hpp"
#include "unit/sheet/zip_file.hpp"

namespace naadam::test {
namespace {

using sheet::Defect;
using sheet::Sandbox;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

Read read_confined(std::string_view bytes, const Sandbox& sandbox = {}, sheet::SandboxUse* use = nullptr) {
  Collect sink;
  auto status = sheet::read_sandboxed(bytes, "表.xlsx", sandbox, sink, use);
  return {std::move(status), std::move(sink.sheets)};
}

std::string many_rows(int rows) {
  std::string csv;
  for (int i = 0; i < rows; ++i) csv += "乌云·其其格,13800138000,呼和浩特市,职工组,数控车,,备注\n";
  return csv;
}

// A program that stands in for naadam-sheet and misbehaves.
class FakeProgram {
 public:
  explicit FakeProgram(const std::string& script) {
    std::string name = "/tmp/naadam-sheet-test-XXXXXX";
    const int fd = ::mkstemp(name.data());
    ::close(fd);
    path = name;
    std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
    ::chmod(path.c_str(), 0700);
  }
  FakeProgram(const FakeProgram&) = delete;
  FakeProgram& operator=(const FakeProgram&) = delete;
  ~FakeProgram() { std::filesystem::remove(path); }

  Read read() const {
    Sandbox sandbox;
    sandbox.program = path;
    return read_confined("a,b\n", sandbox);
  }

  std::string path;
};

void expect_child_refused(const Read& read, Defect defect) {
  ASSERT_FALSE(read.status);
  EXPECT_STREQ(sheet::defect_name(read.status.error().defect), sheet::defect_name(defect)) << read.status.error().cause;
}

TEST(Sandbox, GivesTheSameRowsAsReadingHere) {
  const std::string book = make_book(
      {.tabs = {{"甲", "<row r='2'><c r='A2'><v>1</v></c><c r='C2'><v>2</v></c></row>", ""}, {"藏", "", "hidden"}}});
  for (const auto& bytes : {book, many_rows(5'000)}) {
    const auto confined = read_confined(bytes);
    ASSERT_TRUE(confined.status) << confined.status.error().cause;
    EXPECT_EQ(confined.sheets, read_here(bytes).sheets);
  }
}

TEST(Sandbox, RefusalsComeThroughWithTheirKindAndText) {
  for (const auto& bytes :
       {std::string("%PDF-1.7"), std::string("a,b\n1,\"2\n"), std::string(), std::string("PK\x03\x04")}) {
    const auto confined = read_confined(bytes);
    const auto here = read_here(bytes);
    ASSERT_FALSE(confined.status);
    EXPECT_EQ(confined.status.error().defect, here.status.error().defect);
    EXPECT_EQ(confined.status.error().kind, here.status.error().kind);
    EXPECT_EQ(confined.status.error().text, here.status.error().text);
    EXPECT_EQ(confined.status.error().cause, here.status.error().cause);
  }
}

TEST(Sandbox, AFileIsReadFromItsStartAndItsOffsetLeftAlone) {
  const int fd = sheet::memory_file("test", "a,b\n").value();
  ASSERT_EQ(::lseek(fd, 3, SEEK_SET), 3);
  for (int twice = 0; twice < 2; ++twice) {
    Collect sink;
    ASSERT_TRUE(sheet::read_sandboxed(fd, "表.csv", {}, sink));
    EXPECT_EQ(sink.sheets.at(0).rows, (std::vector<KeptRow>{{1, {"a", "b"}}}));
    EXPECT_EQ(::lseek(fd, 0, SEEK_CUR), 3);
  }
  ::close(fd);
}

TEST(Sandbox, TheChildHasGivenUpPrivilegesAndSystemCalls) {
  // While the pipe is full the child lives, and /proc tells what it may do.
  class Look : public sheet::RowSink {
   public:
    std::string status;
    core::Status sheet(const sheet::SheetInfo&) override { return {}; }
    core::Status row(const sheet::RowView&) override {
      if (!status.empty()) return {};
      const std::string task = "/proc/self/task/" + std::to_string(::gettid());
      std::string child;
      std::ifstream(task + "/children") >> child;
      std::ifstream in("/proc/" + child + "/status");
      status.assign(std::istreambuf_iterator<char>(in), {});
      return {};
    }
  } sink;
  ASSERT_TRUE(sheet::read_sandboxed(many_rows(60'000), "表.csv", {}, sink));
  EXPECT_NE(sink.status.find("NoNewPrivs:\t1"), std::string::npos) << sink.status;
  if (!kSanitized) {
    EXPECT_NE(sink.status.find("Seccomp:\t2"), std::string::npos) << sink.status;
  }
}

TEST(Sandbox, AZipBombIsRefusedWithLittleMemory) {
  auto entries = book_entries({.tabs = {{"甲", std::string(64u << 20, ' '), ""}}});
  sheet::SandboxUse use;
  expect_child_refused(read_confined(make_zip(entries), {}, &use), Defect::kBomb);
  if (!kSanitized) {
    EXPECT_LT(use.memory_peak_bytes, 64u << 20);
  }
}

TEST(Sandbox, MemoryBeyondItsLimitIsRefused) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer needs more address space than any limit";
  std::string strings;
  for (int i = 0; i < 300'000; ++i)
    strings += "<si><t>" + std::to_string(i) + "共享的文字共享的文字共享的文字</t></si>";
  Sandbox sandbox;
  sandbox.memory_bytes_max = 64u << 20;
  sheet::SandboxUse use;
  expect_child_refused(read_confined(make_book({.tabs = {{"甲", "", ""}}, .shared_strings = strings}), sandbox, &use),
                       Defect::kTooMuchMemory);
  EXPECT_LT(use.memory_peak_bytes, sandbox.memory_bytes_max);
}

TEST(Sandbox, WallTimeBeyondItsLimitIsRefused) {
  const FakeProgram never_ends("exec /bin/sleep 60");
  Sandbox sandbox;
  sandbox.program = never_ends.path;
  sandbox.wall_max = std::chrono::milliseconds(50);
  expect_child_refused(read_confined("a,b\n", sandbox), Defect::kTookTooLong);
}

TEST(Sandbox, ProcessorTimeBeyondItsLimitIsRefused) {
  const FakeProgram burns("kill -XCPU $$");
  expect_child_refused(burns.read(), Defect::kTookTooLong);
}

TEST(Sandbox, AMissingProgramIsOurFailureAndMayBeTriedAgain) {
  Sandbox sandbox;
  sandbox.program = "/nonexistent/naadam-sheet";
  const auto read = read_confined("a,b\n", sandbox);
  expect_child_refused(read, Defect::kReaderFailed);
  EXPECT_EQ(read.status.error().kind, core::ErrorKind::kUnavailable);
}

TEST(Sandbox, AChildThatDiesOrBabblesIsRefused) {
  for (const char* script : {"exit 3", "kill -SEGV $$", "echo babble babble",
                             R"(printf '\003\000\000\000\010\000\000\000\000\000\000\000\000x')",
                             R"(printf '\001\377\377\377\377')", R"(printf '\002\000\000\000\003abc')",
                             R"(printf '\004\000\000\000\016\000\000\000\000\000\000\000\000\143\000\000\000\000\000')",
                             R"(printf '\002\000\000\000\012\000\000\000\001\000\001\000\000\001\000')"}) {
    expect_child_refused(FakeProgram(script).read(), Defect::kReaderFailed);
  }
}

TEST(Sandbox, RowsOfAChildThatBreakTheLimitsAreRefused) {
  // Row 1 twice: sheet frame, then two rows of one cell "a".
  const FakeProgram twice(
      R"(printf '\001\000\000\000\005\000\000\000\000\000')"
      R"(; printf '\002\000\000\000\026\000\000\000\001\000\001\000\000\000\001a\000\000\000\001\000\001\000\000\000\001a')");
  expect_child_refused(twice.read(), Defect::kDamaged);
}

TEST(Sandbox, TheProgramStandsBesideThisOneUnlessTheEnvironmentNamesIt) {
  EXPECT_TRUE(std::filesystem::exists(sheet::find_program())) << sheet::find_program();
  ::setenv("NAADAM_SHEET_PROGRAM", "/some/where", 1);
  EXPECT_EQ(sheet::find_program(), "/some/where");
  ::unsetenv("NAADAM_SHEET_PROGRAM");
}

}  // namespace
}  // namespace naadam::test
