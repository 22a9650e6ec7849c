#include "store/store.hpp"

#include <algorithm>

namespace naadam::store {

std::size_t ItemAnswers::count(ItemAnswer letter) const {
  return static_cast<std::size_t>(std::count(letters.begin(), letters.end(), static_cast<char>(letter)));
}

std::vector<Count> count_all(Store& store, Kind kind) {
  std::vector<Count> calls(store.shards());
  for (std::uint16_t shard = 0; shard < store.shards(); ++shard) {
    calls[shard].kind = kind;
    calls[shard].shard = shard;
  }
  store.count(calls);
  return calls;
}

}  // namespace naadam::store
