// The Merkle tree over a growing list, as RFC 6962 section 2.1 draws it: leaf = SHA-256(0x00, entry), node =
// SHA-256(0x01, left, right), and the left part of n leaves is the largest power of two below n.
//
// Only the roots of the whole subtrees are kept, at most 64 of them: what is needed to append and to tell the root.
// Pure; thread: a value.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "seal/signing.hpp"

namespace naadam::history {

using seal::Hash;

Hash leaf_hash(std::string_view entry);
Hash node_hash(const Hash& left, const Hash& right);

class Tree {
 public:
  void append(const Hash& leaf);
  std::uint64_t size() const { return size_; }
  // Of the empty tree: SHA-256 of nothing.
  Hash root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> peaks_;  // of the whole subtrees, the largest first; one for each bit of size_
};

}  // namespace naadam::history
