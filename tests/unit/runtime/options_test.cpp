#include "runtime/options.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <fstream>
#include <map>
#include <vector>

#include "runtime/common_options.hpp"
#include "support/redis.hpp"

namespace naadam::runtime {
namespace {

using core::ErrorKind;

// One of each kind, with a scripted environment and file.
struct OptionsTest : testing::Test {
  support::TempDir dir;
  std::filesystem::path file = dir.path() / "naadam.toml";
  std::map<std::string, std::string> environment;

  std::int64_t rows = 10;
  std::uint16_t port = 0;
  double share = 1.5;
  bool loud = false;
  std::string lang = "zh-CN";
  std::string note = "a";
  std::filesystem::path where = "x";
  Options options{"naadam-test", "a program for tests"};

  OptionsTest() {
    options.integer("rows_max", &rows, {1, 100}, "rows");
    options.integer("http.port", &port, {0, 65'535}, "port");
    options.real("link.share", &share, {0, 100}, "share");
    options.boolean("log.loud", &loud, "loud");
    options.choice("lang", &lang, {"zh-CN", "en"}, "language");
    options.text("note", &note, 5, "note");
    options.path("data.dir", &where, "where");
    options.set_environment([this](const char* name) -> const char* {
      const auto it = environment.find(name);
      return it == environment.end() ? nullptr : it->second.c_str();
    });
  }
  void write(const std::string& toml) { std::ofstream(file) << toml; }
  core::Result<Options::Parsed> parse(const std::vector<std::string>& args) {
    std::vector<const char*> argv{"naadam-test"};
    for (const auto& arg : args) argv.push_back(arg.c_str());
    return options.parse(static_cast<int>(argv.size()), argv.data());
  }
  // The text for the person that refuses this call.
  std::string refusal(const std::vector<std::string>& args) {
    const auto parsed = parse(args);
    if (parsed) return "accepted";
    EXPECT_EQ(parsed.error().kind, ErrorKind::kInvalid);
    return parsed.error().text;
  }
};

TEST_F(OptionsTest, LaterSourceWinsAndIsNamed) {
  write("rows_max = 20\nlang = \"en\"\n[http]\nport = 1000\n[log]\nloud = true\n");
  environment = {{"NAADAM_CONFIG", file.string()}, {"NAADAM_ROWS_MAX", "30"}, {"NAADAM_HTTP_PORT", "2000"}};
  ASSERT_TRUE(parse({"--http-port", "3000"}));
  EXPECT_EQ(port, 3000);
  EXPECT_EQ(rows, 30);
  EXPECT_EQ(lang, "en");
  EXPECT_TRUE(loud);
  EXPECT_EQ(share, 1.5);
  EXPECT_EQ(options.source("http.port"), "--http-port");
  EXPECT_EQ(options.source("rows_max"), "NAADAM_ROWS_MAX");
  EXPECT_EQ(options.source("lang"), file.string() + ":2");
  EXPECT_EQ(options.source("link.share"), "default");
}

TEST_F(OptionsTest, RangeHoldsAtAndNotBeyondItsEnds) {
  EXPECT_TRUE(parse({"--rows-max", "1", "--link-share", "0", "--note", "12345"}));
  const auto refused = [](const std::string& text) { return text.find("允许") != std::string::npos; };
  EXPECT_TRUE(refused(refusal({"--rows-max", "0"})));
  EXPECT_TRUE(refused(refusal({"--rows-max", "101"})));
  EXPECT_TRUE(refused(refusal({"--rows-max", "5x"})));
  EXPECT_TRUE(refused(refusal({"--rows-max", ""})));
  EXPECT_TRUE(refused(refusal({"--link-share", "100.01"})));
  EXPECT_TRUE(refused(refusal({"--link-share", "nan"})));
  EXPECT_TRUE(refused(refusal({"--note", "123456"})));
  EXPECT_TRUE(refused(refusal({"--lang", "fr"})));
  EXPECT_TRUE(refused(refusal({"--log-loud=maybe"})));
}

TEST_F(OptionsTest, RefusalNamesSourceAndRange) {
  EXPECT_EQ(refusal({"--rows-max", "0"}), "--rows-max：选项 rows_max 的值不被接受，允许 1..100");
  environment = {{"NAADAM_HTTP_PORT", "70000"}};
  EXPECT_EQ(refusal({}), "NAADAM_HTTP_PORT：选项 http.port 的值不被接受，允许 0..65535");
  environment = {};
  write("lang = \"en\"\n[http]\n\nport = 65536\n");
  EXPECT_EQ(refusal({"--config", file}), file.string() + ":4：选项 http.port 的值不被接受，允许 0..65535");
  write("rows_max = \"5\"\n");
  EXPECT_EQ(refusal({"--config", file}), file.string() + ":1：选项 rows_max 的值类型不对，允许 1..100");
}

TEST_F(OptionsTest, MisspelledKeysAreRefusedAndOtherServicesTablesPassedOver) {
  write("[notification]\ngateway = \"x\"\n[http]\nport = 1\n");
  EXPECT_TRUE(parse({"--config", file}));
  write("[http]\nprot = 1\n");
  EXPECT_NE(refusal({"--config", file}).find(":2：没有名为 http.prot 的选项"), std::string::npos);
  write("[htpp]\nport = 1\n");
  EXPECT_NE(refusal({"--config", file}).find("htpp.port"), std::string::npos);
  write("row_max = 1\n");
  EXPECT_NE(refusal({"--config", file}).find(":1：没有名为 row_max 的选项"), std::string::npos);
  EXPECT_NE(refusal({"--no-such-flag"}).find("命令行有误"), std::string::npos);
}

TEST_F(OptionsTest, BrokenOrMissingFileIsRefusedWithItsLine) {
  write("rows_max = 1\nhttp = [\n");
  EXPECT_NE(refusal({"--config", file}).find(file.string() + ":"), std::string::npos);
  EXPECT_NE(refusal({"--config", dir.path() / "none.toml"}).find("none.toml"), std::string::npos);
}

TEST_F(OptionsTest, PrintedConfigurationParsesBackToTheSame) {
  const auto printed = parse({"--print-config", "--note", "\"\\\n", "--link-share", "33.25", "--log-loud"});
  ASSERT_TRUE(printed);
  ASSERT_EQ(printed->outcome, Options::Outcome::kPrinted);
  write(printed->output);
  note = "";
  share = 0;
  loud = false;
  ASSERT_TRUE(parse({"--config", file, "--print-config"})) << printed->output;
  EXPECT_EQ(note, "\"\\\n");
  EXPECT_EQ(share, 33.25);
  EXPECT_TRUE(loud);
}

TEST_F(OptionsTest, HelpShowsFlagVariableRangeAndDefault) {
  const auto help = parse({"--help"});
  ASSERT_TRUE(help);
  EXPECT_EQ(help->outcome, Options::Outcome::kPrinted);
  for (const char* part : {"--rows-max", "NAADAM_ROWS_MAX", "1..100", "default 10", "a program for tests"}) {
    EXPECT_NE(help->output.find(part), std::string::npos) << part;
  }
}

TEST(CommonOptions, DefaultsAreInTheirOwnRanges) {
  CommonOptions fields;
  Options options("naadam-test", "");
  declare(options, &fields);
  options.set_environment([](const char*) { return nullptr; });
  const support::TempDir dir;
  std::ofstream(dir.path() / "all.toml") << options.to_toml();
  const std::string file = dir.path() / "all.toml";
  const std::array argv{"naadam-test", "--config", file.c_str()};
  const auto parsed = options.parse(argv.size(), argv.data());
  EXPECT_TRUE(parsed) << parsed.error().cause;
  EXPECT_EQ(fields.keys(), std::filesystem::path("data/keys"));
}

TEST(CommonOptions, PasswordFileMustBePrivateAndNotEmpty) {
  const support::TempDir dir;
  CommonOptions fields;
  EXPECT_EQ(fields.store_seeds(), std::vector<std::string>{"127.0.0.1:6379"});
  fields.store_address = "a:1,/b.sock,c:3";
  EXPECT_EQ(fields.store_seeds(), (std::vector<std::string>{"a:1", "/b.sock", "c:3"}));
  EXPECT_EQ(*fields.store_password(), "");
  fields.store_password_file = dir.path() / "password";
  EXPECT_EQ(fields.store_password().error().kind, ErrorKind::kUnavailable);
  std::ofstream(fields.store_password_file) << "secret\nrest";
  ::chmod(fields.store_password_file.c_str(), 0640);
  EXPECT_EQ(fields.store_password().error().kind, ErrorKind::kRefused);
  ::chmod(fields.store_password_file.c_str(), 0600);
  EXPECT_EQ(*fields.store_password(), "secret");
  std::ofstream(fields.store_password_file) << "\n";
  EXPECT_EQ(fields.store_password().error().kind, ErrorKind::kInvalid);
}

TEST(CommonOptions, TcpNeedsAnAddressThatOthersReachAKeyAndAnAllowList) {
  CommonOptions fields;
  EXPECT_TRUE(fields.check_link());
  EXPECT_FALSE(fields.over_tcp());
  fields.link_key_file = "k";
  fields.link_allowed_dir = "a";
  for (const char* bad : {"127.0.0.1:7000", "tcp", "ipc:///a", "tcp://*:1", "tcp://0.0.0.0:1", "tcp://[::]:1"}) {
    fields.link_bind = bad;
    EXPECT_EQ(fields.check_link().error().kind, ErrorKind::kInvalid) << bad;
  }
  fields.link_bind = "tcp://127.0.0.1:0";
  EXPECT_TRUE(fields.check_link());
  fields.link_allowed_dir.clear();
  EXPECT_EQ(fields.check_link().error().kind, ErrorKind::kInvalid);
  fields.link_allowed_dir = "a";
  fields.link_key_file.clear();
  EXPECT_EQ(fields.check_link().error().kind, ErrorKind::kInvalid);
}

TEST(CommonOptions, KeysOfTheLinkAreReadFromTheirFile) {
  const support::TempDir dir;
  CommonOptions fields;
  EXPECT_EQ(fields.link_keys()->has_value(), false);
  ASSERT_TRUE(link::make_key_files(dir.path(), "intake", "main"));
  fields.link_key_file = dir.path() / "secret/intake/main.key";
  EXPECT_EQ((**fields.link_keys()).public_key, *link::read_public_key(dir.path() / "allowed/intake/main.pub"));
  fields.link_key_file = dir.path() / "none";
  EXPECT_EQ(fields.link_keys().error().kind, ErrorKind::kUnavailable);
}

}  // namespace
}  // namespace naadam::runtime
