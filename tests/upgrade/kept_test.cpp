// Data sets of earlier versions, kept in the repository (keep.sh makes them), are restored and finished by this one.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "runtime/installation.hpp"
#include "support/installation.hpp"
#include "support/installation_truth.hpp"
#include "upgrade/previous.hpp"

namespace naadam::upgrade {
namespace {

namespace fs = std::filesystem;

constexpr core::Millis kRestMs = 30'000;
constexpr core::Millis kOverdueMs = 2'000;

std::vector<std::string> kept_sets() {
  std::vector<std::string> names;
  for (const auto& set : fs::directory_iterator(NAADAM_SOURCE_DIR "/tests/upgrade/kept")) {
    names.push_back(set.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

std::map<std::string, std::size_t> verdicts_kept(const fs::path& file) {
  std::ifstream in(file);
  std::map<std::string, std::size_t> verdicts;
  std::string name;
  for (std::size_t n = 0; in >> name >> n;) verdicts[name] = n;
  return verdicts;
}

std::map<std::string, std::size_t> verdicts_now(const fs::path& programs, const std::string& data) {
  const Ran entries = run_naadam(programs, {"entries", "--json", "--limit", "1000", "--data", data});
  EXPECT_EQ(entries.code, 0) << entries.said;
  std::map<std::string, std::size_t> verdicts;
  std::istringstream lines(entries.said);
  for (std::string line; std::getline(lines, line);) ++verdicts[nlohmann::json::parse(line).at("verdict")];
  return verdicts;
}

class KeptTest : public testing::TestWithParam<std::string> {};

TEST_P(KeptTest, ItIsRestoredAndFinished) {
  const fs::path kept = fs::path(NAADAM_SOURCE_DIR "/tests/upgrade/kept") / GetParam();
  const fs::path programs = fs::read_symlink("/proc/self/exe").parent_path();
  const support::TempDir dir;
  const fs::path keys = dir.path() / "keys";
  fs::create_directory(keys);
  fs::permissions(keys, fs::perms::owner_all);
  runtime::ChildSpec unpack;
  unpack.argv = {"tar", "-C", keys.string(), "-xf", (kept / "keys.tar").string()};
  ASSERT_TRUE(runtime::ChildProcess::spawn(unpack)->wait(kRestMs)->clean());

  const std::string data = (dir.path() / "naadam").string();
  const Ran restored =
      run_naadam(programs, {"restore", "--data", data, "--keys", keys.string(), (kept / "backup.tar").string()});
  ASSERT_EQ(restored.code, 0) << restored.said;

  support::Installation installation({.winners = {}, .data = data});
  ASSERT_TRUE(runtime::hold_messages(installation.store(), false));
  ASSERT_TRUE(installation.at_rest(kRestMs));
  support::expect_audited(installation, kOverdueMs);
  EXPECT_EQ(installation.parked(), 0u);
  EXPECT_EQ(verdicts_now(programs, data), verdicts_kept(kept / "verdicts"));
  std::size_t messages = 0;
  std::ifstream(kept / "messages") >> messages;
  EXPECT_EQ(installation.messages().size(), messages);
  support::expect_history(installation);
}

INSTANTIATE_TEST_SUITE_P(Kept, KeptTest, testing::ValuesIn(kept_sets()),
                         [](const auto& about) { return "of_" + about.param; });

}  // namespace
}  // namespace naadam::upgrade
