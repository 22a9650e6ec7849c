// A table from any forgiven spelling of a text to a small number: the finders of an edition.
//
// Look-up first tries the text as it stands (the usual, clean case: one hash, nothing allocated), then its
// match_key(). Thread: immutable once filled.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace naadam::domain {

class TextIndex {
 public:
  // False, and nothing changed, if the same spelling already stands for another value, or folds to nothing.
  bool add(std::string_view text, std::uint16_t value);
  std::optional<std::uint16_t> find(std::string_view text) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  std::unordered_map<std::string, std::uint16_t, Hash, std::equal_to<>> values_;
};

}  // namespace naadam::domain
