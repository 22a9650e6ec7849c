// The file of the tokens that are let in.
#include "portal/rules/tokens.hpp"

#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace naadam;
  const std::string_view text = fuzz::view_of(data, size);
  portal::bearer_of(text);
  const auto tokens = portal::Tokens::parse(text);
  if (!tokens) return 0;
  for (const portal::Principal* who : tokens->all()) {
    fuzz::expect(!who->name.empty() && !who->mark.empty(), "whoever is let in has a name and a mark");
    fuzz::expect(who->delegation.empty() != (who->role == portal::Role::kLeague), "a league has its delegation");
  }
  const auto again = portal::Tokens::parse(tokens->json());
  fuzz::expect(again && again->size() == tokens->size(), "what is written can be read");
  return 0;
}
