#include "cli/remote/manifest.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/redis.hpp"

namespace naadam::cli {
namespace {

class ManifestTest : public testing::Test {
 protected:
  core::Result<std::vector<Order>> read(const std::string& text) {
    const auto path = dir_.path() / "manifest.csv";
    std::ofstream(path, std::ios::binary) << text;
    return read_manifest(path.string());
  }
  support::TempDir dir_;
};

TEST_F(ManifestTest, FilesKeepTheirOrderAndStandBesideTheManifest) {
  const auto orders = read("file,submitter\r\nb.csv,乙局\r\na.xlsx,甲局\r\n");
  ASSERT_TRUE(orders);
  ASSERT_EQ(orders->size(), 2u);
  EXPECT_EQ((*orders)[0].path, (dir_.path() / "b.csv").string());
  EXPECT_EQ((*orders)[0].submitter, "乙局");
  EXPECT_EQ((*orders)[1].submitter, "甲局");
}

TEST_F(ManifestTest, ChineseHeadingsInAnyOrderAreKnown) {
  const auto orders = read("报送单位,文件\n甲局,a.csv\n");
  ASSERT_TRUE(orders);
  EXPECT_EQ(orders->front().submitter, "甲局");
}

TEST_F(ManifestTest, MissingColumnIsWrongUse) {
  const auto orders = read("file,who\na.csv,甲局\n");
  ASSERT_FALSE(orders);
  EXPECT_EQ(orders.error().kind, core::ErrorKind::kInvalid);
}

TEST_F(ManifestTest, LineWithoutSubmitterIsNamed) {
  const auto orders = read("file,submitter\na.csv,甲局\nb.csv,\n");
  ASSERT_FALSE(orders);
  EXPECT_NE(orders.error().text.find("第 3 行"), std::string::npos);
}

TEST_F(ManifestTest, HeadingsAloneAreRefused) { EXPECT_FALSE(read("file,submitter\n")); }

}  // namespace
}  // namespace naadam::cli
