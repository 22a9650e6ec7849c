#include <algorithm>

#include "store/store.hpp"

namespace naadam::store {

std::size_t ItemAnswers::count(ItemAnswer letter) const {
  return static_cast<std::size_t>(std::count(letters.begin(), letters.end(), static_cast<char>(letter)));
}

}  // namespace naadam::store
