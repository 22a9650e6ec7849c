// The functions inside Redis, as programs of several versions share them: whoever changes their text raises its
// generation, or an older program would put its own back.
#include <gtest/gtest.h>

#include <string>

#include "core/rev.hpp"
#include "store/announcements.hpp"
#include "store/redis_store.hpp"

namespace naadam::contract {
namespace {

struct Known {
  const char* name;
  std::uint32_t generation;
  std::uint64_t hash;  // core::content_hash of the text
};

void expect_known(const store::FunctionLibrary& library, const Known& known) {
  EXPECT_EQ(library.name, known.name);
  EXPECT_TRUE(library.source.starts_with("#!lua name=" + library.name + "\n"));
  EXPECT_EQ(store::generation_of(library.source), known.generation);
  EXPECT_EQ(core::content_hash(library.source), known.hash)
      << "the text of " << known.name << " changed: raise its generation, then write both numbers here";
}

TEST(Functions, ATextThatChangedHasAGenerationOfItsOwn) {
  expect_known(store::store_functions(), {"naadam2", 5, 2486143796198691463U});
  expect_known(store::announcement_functions(), {"naadam1_copies", 1, 17875397072585935928U});
}

TEST(Functions, AGenerationIsALineOfTheText) {
  EXPECT_EQ(store::generation_of(""), 0u);
  EXPECT_EQ(store::generation_of("#!lua name=a\nreturn 1\n"), 1u);
  EXPECT_EQ(store::generation_of("#!lua name=a\n-- generation 12\nreturn 1\n"), 12u);
}

}  // namespace
}  // namespace naadam::contract
