#include "portal/token_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "runtime/private_file.hpp"
#include "support/redis.hpp"

namespace naadam::portal {
namespace {

class TokenFileTest : public testing::Test {
 protected:
  support::TempDir dir_;
  const std::filesystem::path path_ = dir_.path() / "tokens.json";
  const std::string token_ = fresh_token();
  TokenFile file_{path_};

  static std::string json_of(const std::string& token, Role role, const std::string& name) {
    Tokens tokens;
    EXPECT_TRUE(tokens.add(token, {role, name, {}, {}}));
    return tokens.json();
  }
  void write(const std::string& json) { ASSERT_TRUE(runtime::replace_private(path_, json)); }
};

TEST_F(TokenFileTest, AMissingFileLetsNobodyInAndIsNoFault) {
  EXPECT_TRUE(file_.reload());
  EXPECT_EQ(file_.tokens()->size(), 0u);
}

TEST_F(TokenFileTest, AChangeIsTakenUp) {
  write(json_of(token_, Role::kJudge, "裁判"));
  ASSERT_TRUE(file_.reload());
  EXPECT_NE(file_.tokens()->find(token_), nullptr);
  const std::string other = fresh_token();
  write(json_of(other, Role::kRegion, "组委会"));
  ASSERT_TRUE(file_.reload());
  EXPECT_EQ(file_.tokens()->find(token_), nullptr);
  EXPECT_NE(file_.tokens()->find(other), nullptr);
}

TEST_F(TokenFileTest, AFileThatOthersReadOrThatIsWrongLetsNobodyIn) {
  write(json_of(token_, Role::kJudge, "裁判"));
  ASSERT_TRUE(file_.reload());
  ::chmod(path_.c_str(), 0640);
  const auto open = file_.reload();
  ASSERT_FALSE(open);
  EXPECT_EQ(open.error().kind, core::ErrorKind::kRefused);
  EXPECT_EQ(file_.tokens()->size(), 0u);
  EXPECT_FALSE(file_.standing());
  write("{");
  EXPECT_FALSE(file_.reload());
  EXPECT_EQ(file_.tokens()->size(), 0u);
  write(json_of(token_, Role::kJudge, "裁判"));
  EXPECT_TRUE(file_.reload());
  EXPECT_EQ(file_.tokens()->size(), 1u);
}

}  // namespace
}  // namespace naadam::portal
