#include "domain/text_index.hpp"

#include "domain/text.hpp"

namespace naadam::domain {

bool TextIndex::add(std::string_view text, std::uint16_t value) {
  const std::string key = match_key(text);
  if (key.empty()) return false;
  const auto known = values_.find(key);
  if (known != values_.end() && known->second != value) return false;
  values_.emplace(key, value);
  // The clean spelling too, so that the usual look-up needs no folding; it folds to `key`, so it cannot clash.
  values_.emplace(plain_text(text), value);
  return true;
}

std::optional<std::uint16_t> TextIndex::find(std::string_view text) const {
  if (const auto exact = values_.find(text); exact != values_.end()) return exact->second;
  const auto folded = values_.find(match_key(text));
  if (folded == values_.end()) return std::nullopt;
  return folded->second;
}

}  // namespace naadam::domain
