// Which way dependencies point, read from the includes themselves: a service never includes another, the layers know
// no service, and nothing outside tests/ includes what lies in it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>

namespace naadam {
namespace {

namespace fs = std::filesystem;

struct Include {
  std::string file;    // below the source folder
  std::string target;  // what stands between the quotes
};

std::vector<Include> includes_below(const char* folder) {
  static const std::regex kInclude(R"re(^\s*#\s*include\s*"([^"]+)")re");
  const fs::path root = NAADAM_SOURCE_DIR;
  std::vector<Include> found;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".hpp" && extension != ".cpp" && extension != ".in") continue;
    std::ifstream file(entry.path());
    std::smatch match;
    for (std::string line; std::getline(file, line);) {
      if (std::regex_search(line, match, kInclude)) found.push_back({fs::relative(entry.path(), root), match[1]});
    }
  }
  return found;
}

std::set<std::string> folders_below(const char* folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(fs::path(NAADAM_SOURCE_DIR) / folder)) {
    if (entry.is_directory()) names.insert(entry.path().filename().string());
  }
  return names;
}

std::string first_of(const std::string& path) { return path.substr(0, path.find('/')); }
std::string second_of(const std::string& path) { return first_of(path.substr(path.find('/') + 1)); }

TEST(Layers, NoServiceIncludesAnotherButTheProgram) {
  const std::set<std::string> services = folders_below("services");
  ASSERT_TRUE(services.contains("intake"));
  std::size_t looked_at = 0;
  for (const Include& include : includes_below("services")) {
    ++looked_at;
    const std::string owner = second_of(include.file), target = first_of(include.target);
    if (owner == "cli" || !services.contains(target)) continue;
    EXPECT_EQ(owner, target) << include.file << " includes " << include.target;
  }
  EXPECT_GT(looked_at, 100u);
}

TEST(Layers, NoLayerIncludesAService) {
  const std::set<std::string> services = folders_below("services");
  for (const Include& include : includes_below("common")) {
    EXPECT_FALSE(services.contains(first_of(include.target))) << include.file << " includes " << include.target;
  }
}

TEST(Layers, ALayerIncludesOnlyWhatStandsBelowIt) {
  const std::map<std::string, std::set<std::string>> below = {
      {"core", {}},
      {"domain", {"core"}},
      {"wire", {"core"}},
      {"link", {"core", "wire"}},
      {"store", {"core", "wire"}},
      {"audit", {"core", "wire", "store"}},
      {"seal", {"core"}},
      {"blob", {"core", "seal"}},
      {"history", {"core", "wire", "store", "seal"}},
      {"sheet", {"core"}},
      {"runtime", {"core", "domain", "wire", "link", "store", "seal"}},
      {"asking", {"core", "wire", "link", "store", "runtime"}},
  };
  const std::set<std::string> layers = folders_below("common");
  for (const Include& include : includes_below("common")) {
    const std::string owner = second_of(include.file), target = first_of(include.target);
    ASSERT_TRUE(below.contains(owner)) << "a new layer: say here what stands below it: " << owner;
    if (owner == target || !layers.contains(target) || include.target == target) continue;
    EXPECT_TRUE(below.at(owner).contains(target)) << include.file << " includes " << include.target;
  }
}

TEST(Layers, NothingIncludesTests) {
  for (const char* folder : {"common", "services"}) {
    for (const Include& include : includes_below(folder)) {
      EXPECT_EQ(include.target.find("tests/"), std::string::npos) << include.file;
      EXPECT_NE(first_of(include.target), "support") << include.file;
    }
  }
}

// A rule takes values and returns values: no store, link, clock or runtime.
TEST(Layers, RulesKnowNoFramework) {
  const std::set<std::string> forbidden = {"store", "link", "runtime", "asking", "blob", "audit"};
  std::size_t looked_at = 0;
  for (const Include& include : includes_below("services")) {
    if (include.file.find("/rules/") == std::string::npos) continue;
    ++looked_at;
    EXPECT_FALSE(forbidden.contains(first_of(include.target))) << include.file << " includes " << include.target;
  }
  EXPECT_GT(looked_at, 20u);
}

}  // namespace
}  // namespace naadam
