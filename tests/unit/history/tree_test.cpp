// The tree against the definition written out, and against the published values for the eight leaves that
// implementations of RFC 6962 share.
#include "history/tree.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <vector>

#include "core/id.hpp"

namespace naadam::history {
namespace {

std::string hex(const Hash& hash) { return core::to_hex({reinterpret_cast<const char*>(hash.data()), hash.size()}); }

// MTH of RFC 6962 section 2.1, as it stands there.
Hash defined(std::span<const std::string> leaves) {
  if (leaves.empty()) return seal::sha256({});
  if (leaves.size() == 1) return leaf_hash(leaves[0]);
  const std::size_t left = std::bit_floor(leaves.size() - 1);
  return node_hash(defined(leaves.subspan(0, left)), defined(leaves.subspan(left)));
}

const std::vector<std::string>& shared_leaves() {
  using namespace std::string_literals;
  static const std::vector<std::string> leaves{"",
                                               "\x00"s,
                                               "\x10"s,
                                               "\x20\x21"s,
                                               "\x30\x31"s,
                                               "\x40\x41\x42\x43"s,
                                               "\x50\x51\x52\x53\x54\x55\x56\x57"s,
                                               "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"s};
  return leaves;
}

TEST(Tree, PublishedRootsOfEightLeaves) {
  const char* const kRoots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Tree tree;
  EXPECT_EQ(hex(tree.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t i = 0; i < 8; ++i) {
    tree.append(leaf_hash(shared_leaves()[i]));
    EXPECT_EQ(tree.size(), i + 1);
    EXPECT_EQ(hex(tree.root()), kRoots[i]) << i + 1;
  }
}

TEST(Tree, IsTheDefinitionAtEverySize) {
  std::vector<std::string> leaves;
  Tree tree;
  for (int n = 0; n <= 130; ++n) {
    ASSERT_EQ(hex(tree.root()), hex(defined(leaves))) << n;
    leaves.push_back("leaf " + std::to_string(n));
    tree.append(leaf_hash(leaves.back()));
  }
}

}  // namespace
}  // namespace naadam::history
