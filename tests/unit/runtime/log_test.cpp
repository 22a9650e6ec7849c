#include "runtime/log.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "../../../common/runtime/src/repeats.hpp"
#include "support/redis.hpp"

namespace naadam::runtime {
namespace {

using nlohmann::json;

std::string escaped(std::string_view text) {
  std::string out;
  json_escape_into(out, text);
  return out;
}

TEST(LogLine, HasEveryFieldInOrder) {
  core::Id id;
  id.bytes.fill(0xAB);
  EXPECT_EQ(
      log_line(1'624'154'400'007, Level::kInfo, "intake", "upload.stored",
               {trace(id), {"rows", 300}, {"share", 0.5}, {"again", true}, {"state", "open"}, {"below", -1}}),
      R"({"ts":"2021-06-20T02:00:00.007Z","level":"info","service":"intake","event":"upload.stored",)"
      R"("trace":"abababababababababababababababab","rows":300,"share":0.5,"again":true,"state":"open","below":-1})");
}

TEST(LogLine, NumbersAtTheirEndsStayValidJson) {
  const auto line = log_line(0, Level::kError, "s", "e",
                             {{"high", std::numeric_limits<std::uint64_t>::max()},
                              {"low", std::numeric_limits<std::int64_t>::min()},
                              {"none", std::numeric_limits<double>::quiet_NaN()}},
                             7);
  const auto parsed = json::parse(line);
  EXPECT_EQ(parsed["high"], std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(parsed["low"], std::numeric_limits<std::int64_t>::min());
  EXPECT_TRUE(parsed["none"].is_null());
  EXPECT_EQ(parsed["repeated"], 7);
  EXPECT_EQ(parsed["level"], "error");
}

TEST(LogEscape, QuotesControlsAndBadUtf8) {
  EXPECT_EQ(escaped("a\"b\\c\nd\te\x7f"), R"(a\"b\\c\nd\u0009e\u007f)");
  EXPECT_EQ(escaped(std::string_view("\0", 1)), R"(\u0000)");
  EXPECT_EQ(escaped("那达慕 ᠨᠠᠭᠠᠳᠤᠮ 😀"), "那达慕 ᠨᠠᠭᠠᠳᠤᠮ 😀");
  const std::string bad = "\xEF\xBF\xBD";
  EXPECT_EQ(escaped("\xFF"), bad);
  EXPECT_EQ(escaped("\xC0\xAF"), bad + bad);                      // overlong
  EXPECT_EQ(escaped("\xED\xA0\x80"), bad + bad + bad);            // surrogate
  EXPECT_EQ(escaped("\xF4\x90\x80\x80"), bad + bad + bad + bad);  // above U+10FFFF
  EXPECT_EQ(escaped("\xE9\x82"), bad + bad);                      // cut short
  EXPECT_EQ(escaped("\xE9\x82q"), bad + bad + "q");
}

RC_GTEST_PROP(LogEscape, AnyBytesMakeAValidLine, (const std::vector<std::uint8_t>& bytes)) {
  const std::string text(bytes.begin(), bytes.end());
  const auto line = log_line(0, Level::kWarn, "s", "e", {{"text", Safe{text}}});
  RC_ASSERT(line.find('\n') == std::string::npos);
  const auto parsed = json::parse(line, nullptr, false);
  RC_ASSERT(!parsed.is_discarded());
  // What was valid UTF-8 comes back as it was.
  const bool valid =
      !json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace)).is_discarded() &&
      json(text).dump(-1, ' ', false, json::error_handler_t::replace).find("\xEF\xBF\xBD") == std::string::npos;
  if (valid) RC_ASSERT(parsed["text"].get<std::string>() == text);
}

TEST(Log, EachOfALineThatItsAuthorBoundsIsWritten) {
  const support::TempDir dir;
  ASSERT_TRUE(log_start("test", Level::kWarn, dir.path() / "log"));
  for (const int n : {1, 2, 3}) log_each(Level::kWarn, "told", {{"n", n}});
  log_each(Level::kInfo, "told", {{"n", 4}});
  log_stop();
  std::ifstream file(dir.path() / "log");
  std::vector<int> told;
  for (std::string line; std::getline(file, line);) told.push_back(json::parse(line)["n"]);
  EXPECT_EQ(told, (std::vector{1, 2, 3}));
}

TEST(Repeats, FirstIsWrittenThenCountedAndToldOncePerWindow) {
  Repeats repeats;
  EXPECT_TRUE(repeats.ask("a", 0).write);
  for (int i = 1; i <= 5; ++i) EXPECT_FALSE(repeats.ask("a", i).write);
  EXPECT_TRUE(repeats.ask("b", 6).write);
  EXPECT_FALSE(repeats.ask("a", Repeats::kWindowMs - 1).write);
  const auto next = repeats.ask("a", Repeats::kWindowMs);
  EXPECT_TRUE(next.write);
  EXPECT_EQ(next.repeated, 6u);
  EXPECT_TRUE(repeats.drain().empty());
}

struct LogFile : testing::Test {
  support::TempDir dir;
  std::filesystem::path file = dir.path() / "log";
  ~LogFile() override { log_stop(); }
  std::vector<json> lines() const {
    std::vector<json> out;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) out.push_back(json::parse(line));
    return out;
  }
};

TEST_F(LogFile, LinesOfManyThreadsAllArriveWhole) {
  ASSERT_TRUE(log_start("test", Level::kInfo, file));
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([t] {
        for (int i = 0; i < 500; ++i) log_info("thread.line", {{"t", t}, {"i", i}});
      });
    }
  }
  log_debug("too.low");
  log_stop();
  const auto all = lines();
  EXPECT_EQ(all.size(), 2'000u);
  std::vector<int> next(4, 0);
  for (const auto& line : all) EXPECT_EQ(line["i"], next[line["t"].get<std::size_t>()]++);
  struct stat info{};
  ASSERT_EQ(::stat(file.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(LogFile, StormOfOneErrorIsTwoLines) {
  ASSERT_TRUE(log_start("test", Level::kInfo, file));
  for (int i = 0; i < 1'000; ++i) log_error("store.down", {{"i", i}});
  log_stop();
  const auto all = lines();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0]["i"], 0);
  EXPECT_EQ(all[1]["event"], "store.down");
  EXPECT_EQ(all[1]["repeated"], 999);
}

TEST_F(LogFile, FileThatCannotBeOpenedIsSaid) {
  const auto started = log_start("test", Level::kInfo, dir.path() / "no" / "log");
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, core::ErrorKind::kUnavailable);
}

TEST(LogLevel, WordsAndNothingElse) {
  EXPECT_EQ(level_from("warn"), Level::kWarn);
  EXPECT_EQ(level_from("loud"), std::nullopt);
}

}  // namespace
}  // namespace naadam::runtime
