// The index of a kind: which pack each record is said to lie in. One hash, or one for each group where the kind has
// groups; the form stands at the head of store/src/functions.lua.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reader.hpp"
#include "store/batch.hpp"

namespace naadam::audit {

inline bool in_groups(store::Kind kind) { return kind == store::Kind::kPlace; }

// "{s07}:e:x", or "{s07}:b:x:GROUP".
std::string index_key(store::Kind kind, std::uint16_t shard, std::string_view group = {});

// Asks the index about records of one shard; name() has the answers once the reader has run.
class IndexQuestion {
 public:
  // `ids`: 16 bytes each; none asks nothing.
  IndexQuestion(Reader& reader, store::Kind kind, std::uint16_t shard, std::string_view ids);
  // Of the k-th id: the pack's name, or nil.
  store::ReplyView name(std::size_t k) const { return reader_->reply(at_[k].first)[at_[k].second]; }

 private:
  const Reader* reader_;
  std::vector<std::pair<std::size_t, std::size_t>> at_;  // number of the answer, place in it
};

}  // namespace naadam::audit
