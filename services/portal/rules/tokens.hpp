// Bearer tokens and whom they belong to (RFC 6750). The file holds no token, only hashes:
//
//   {"tokens": [{"sha256": "<64 hex digits>", "role": "league", "name": "呼和浩特市", "delegation": "150100"}, ...]}
//
// A token is 32 bytes of chance, so its plain hash tells nothing and who can look it up by its hash can look it up at
// all. Pure but for fresh_token(); any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "portal/rules/role.hpp"

namespace naadam::portal {

inline constexpr std::size_t kTokensMax = 10'000;
inline constexpr std::string_view kTokenPrefix = "naadam_";  // so that a leaked one is recognised

class Tokens {
 public:
  // Nobody.
  Tokens() = default;
  // kInvalid: no such file as above, naming the place, or one of add()'s errors.
  static core::Result<Tokens> parse(std::string_view json);

  // kInvalid: no name, a league without a delegation, or another with one; kFull; kRefused: it is there. The
  // principal's mark is made here.
  core::Status add(std::string_view token, Principal who);
  // False: nobody has this mark.
  bool remove(std::string_view mark);

  // Null: nobody's.
  const Principal* find(std::string_view token) const;
  std::vector<const Principal*> all() const;
  std::size_t size() const { return by_hash_.size(); }
  // The file.
  std::string json() const;

 private:
  core::Status add_hash(const std::string& hash, Principal who);

  std::map<std::string, Principal, std::less<>> by_hash_;
};

std::string fresh_token();

// The token of an Authorization header; "" where it is none of the Bearer scheme.
std::string_view bearer_of(std::string_view authorization);

}  // namespace naadam::portal
