#include "notification/adapters/file_sink.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/redis.hpp"

namespace naadam::notification {
namespace {

using core::ErrorKind;
namespace fs = std::filesystem;

class FileSinkTest : public testing::Test {
 protected:
  fs::path path() const { return dir_.path() / "messages.jsonl"; }

  std::unique_ptr<FileSink> open(bool sync = false) {
    auto sink = FileSink::open({path(), sync});
    EXPECT_TRUE(sink) << (sink ? "" : sink.error().cause);
    return sink ? std::move(*sink) : nullptr;
  }
  ErrorKind refusal() {
    const auto sink = FileSink::open({path(), false});
    return sink ? ErrorKind::kInternal : sink.error().kind;
  }
  std::string content() const {
    std::ifstream file(path(), std::ios::binary);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
  }
  std::ptrdiff_t lines() const {
    const std::string all = content();
    return std::count(all.begin(), all.end(), '\n');
  }
  void write(std::string_view bytes, mode_t mode = 0600) {
    std::ofstream(path(), std::ios::binary) << bytes;
    ::chmod(path().c_str(), mode);
  }

 private:
  support::TempDir dir_;
};

Sms sms(std::uint8_t n, std::string text = "【大赛】甲*选手，已通过审核。") {
  Sms s;
  s.message.bytes.fill(n);
  s.to = "13800000000";
  s.text = std::move(text);
  return s;
}

std::vector<SubmitAnswer> submit(FileSink& sink, const std::vector<Sms>& batch) {
  std::vector<SubmitAnswer> answers(batch.size());
  sink.submit(batch, answers);
  return answers;
}

TEST_F(FileSinkTest, WritesOneLineAMessageInTheDocumentedShape) {
  EXPECT_EQ(submit(*open(), {sms(0x11), sms(0x22, "a\"b\\c\n")}),
            (std::vector{SubmitAnswer::kAccepted, SubmitAnswer::kAccepted}));
  EXPECT_EQ(content(),
            "{\"message\":\"11111111111111111111111111111111\",\"to\":\"13800000000\","
            "\"text\":\"【大赛】甲*选手，已通过审核。\",\"parts\":1}\n"
            "{\"message\":\"22222222222222222222222222222222\",\"to\":\"13800000000\","
            "\"text\":\"a\\\"b\\\\c\\u000a\",\"parts\":1}\n");
}

TEST_F(FileSinkTest, NewFileIsForItsOwnerOnly) {
  const auto sink = open();
  struct stat st{};
  ASSERT_EQ(::stat(path().c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 07777, mode_t{0600});
}

TEST_F(FileSinkTest, FileThatOthersMayReadIsRefusedAndLeftAlone) {
  write("", 0644);
  EXPECT_EQ(refusal(), ErrorKind::kInvalid);
  write("", 0400);
  ::chmod(path().c_str(), 0700);
  EXPECT_EQ(refusal(), ErrorKind::kInvalid);
}

TEST_F(FileSinkTest, LinkAndFolderAreRefused) {
  fs::create_symlink("/dev/null", path());
  EXPECT_EQ(refusal(), ErrorKind::kUnavailable);
  fs::remove(path());
  fs::create_directory(path());
  EXPECT_EQ(refusal(), ErrorKind::kUnavailable);
}

TEST_F(FileSinkTest, MissingFolderIsUnavailable) {
  const auto sink = FileSink::open({path() / "none" / "x", false});
  ASSERT_FALSE(sink);
  EXPECT_EQ(sink.error().kind, ErrorKind::kUnavailable);
}

TEST_F(FileSinkTest, SecondSinkOnOneFileIsRefusedUntilTheFirstIsGone) {
  auto first = open();
  EXPECT_EQ(refusal(), ErrorKind::kRefused);
  first.reset();
  EXPECT_NE(open(), nullptr);
}

TEST_F(FileSinkTest, OpeningAgainAppends) {
  submit(*open(), {sms(1)});
  const std::string before = content();
  submit(*open(true), {sms(2)});
  EXPECT_EQ(content().substr(0, before.size()), before);
  EXPECT_EQ(lines(), 2);
}

TEST_F(FileSinkTest, LineTornByACrashIsCutOffAtAnyByte) {
  submit(*open(), {sms(1)});
  const std::string whole = content();
  for (const std::size_t torn : {std::size_t{1}, std::size_t{5}, std::size_t{20}, whole.size() - 1}) {
    write(whole + whole.substr(0, torn));
    submit(*open(), {});
    EXPECT_EQ(content(), whole) << torn;
  }
  write(whole.substr(0, 9));
  open();
  EXPECT_EQ(content(), "");
}

TEST_F(FileSinkTest, FileOfSomethingElseIsRefusedAndLeftAlone) {
  write("a key, or any other file of the owner");
  EXPECT_EQ(refusal(), ErrorKind::kInvalid);
  write("line\nanother line");
  EXPECT_EQ(refusal(), ErrorKind::kInvalid);
  write(std::string(200'000, 'x'));
  EXPECT_EQ(refusal(), ErrorKind::kInvalid);
  EXPECT_EQ(content().size(), 200'000u);
}

// The file may not grow beyond `bytes`: the kernel then writes what fits and refuses the rest, as a full disk does.
class GrowthLimit {
 public:
  explicit GrowthLimit(std::size_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit tight = before_;
    tight.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &tight);
  }
  ~GrowthLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  sighandler_t handler_;
  rlimit before_{};
};

TEST_F(FileSinkTest, FullDiskAnswersLaterAndLeavesNothingHalfWritten) {
  const auto sink = open();
  submit(*sink, {sms(1)});
  const std::string before = content();
  {
    const GrowthLimit limit(before.size() + before.size() / 2);
    EXPECT_EQ(submit(*sink, {sms(2), sms(3)}), (std::vector{SubmitAnswer::kLater, SubmitAnswer::kLater}));
    EXPECT_EQ(content(), before);
  }
  EXPECT_EQ(submit(*sink, {sms(2)}), std::vector{SubmitAnswer::kAccepted});
  EXPECT_EQ(lines(), 2);
}

TEST_F(FileSinkTest, GivesNoReceipts) { EXPECT_FALSE(open()->gives_receipts()); }

RC_GTEST_FIXTURE_PROP(FileSinkTest, AnyTextComesBackFromItsLine, ()) {
  const auto piece = rc::gen::element<std::string>("\"", "\\", "\n", "\t", std::string(1, '\0'), "\x1F", "\x7F", "甲",
                                                   "𠮷", "【", "a", "{", "}");
  std::string text;
  for (const auto& p : *rc::gen::container<std::vector<std::string>>(piece)) text += p;
  fs::remove(path());
  const auto sink = FileSink::open({path(), false});
  RC_ASSERT(sink.has_value());
  submit(**sink, {sms(7, text)});
  const auto line = nlohmann::json::parse(content());
  RC_ASSERT(line["text"] == text);
}

}  // namespace
}  // namespace naadam::notification
