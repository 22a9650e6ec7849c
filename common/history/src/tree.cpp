#include "history/tree.hpp"

namespace naadam::history {

Hash leaf_hash(std::string_view entry) { return seal::sha256(std::string_view("\0", 1), entry); }

Hash node_hash(const Hash& left, const Hash& right) {
  return seal::sha256("\1", seal::view_of(left), seal::view_of(right));
}

void Tree::append(const Hash& leaf) {
  peaks_.push_back(leaf);
  // Each one bit at the end of the old size is a subtree as large as the one just closed.
  for (std::uint64_t bits = size_; (bits & 1) != 0; bits >>= 1) {
    const Hash right = peaks_.back();
    peaks_.pop_back();
    peaks_.back() = node_hash(peaks_.back(), right);
  }
  ++size_;
}

Hash Tree::root() const {
  if (peaks_.empty()) return seal::sha256({});
  Hash root = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) root = node_hash(peaks_[i], root);
  return root;
}

}  // namespace naadam::history
