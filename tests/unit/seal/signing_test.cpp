#include "seal/signing.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "core/id.hpp"
#include "support/files.hpp"
#include "support/redis.hpp"

namespace naadam::seal {
namespace {

namespace fs = std::filesystem;

std::string hex(const auto& bytes) {
  return core::to_hex(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}
// RFC 8032 section 7.1, test 1.
TEST(Signing, KnownAnswer) {
  const std::array<std::uint8_t, 32> seed{0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a,
                                          0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32,
                                          0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};
  const SigningKey key = SigningKey::from("k", seed);
  EXPECT_EQ(hex(key.public_key().bytes), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(
      hex(key.sign("")),
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe"
      "24655141438e7a100b");
  EXPECT_TRUE(key.public_key().verifies("", key.sign("")));
  EXPECT_FALSE(key.public_key().verifies("x", key.sign("")));
  EXPECT_FALSE(key.public_key().verifies("", ""));
}

TEST(Signing, Sha256OfPartsIsThatOfTheWhole) {
  // FIPS 180-4's own example.
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("a", "b", "c"), sha256("abc"));
}

TEST(Signing, AKeyIsMadeOnceAndItsPublicPartStandsBeside) {
  const support::TempDir dir;
  const fs::path keys = dir.path() / "keys";
  EXPECT_EQ(SigningKey::open(keys, "notary", KeyMode::kExisting).error().kind, core::ErrorKind::kNotFound);
  const auto made = SigningKey::open(keys, "notary", KeyMode::kCreate);
  ASSERT_TRUE(made) << made.error().cause;
  EXPECT_EQ(support::mode_of(keys / "notary.key"), 0600u);
  EXPECT_EQ(support::mode_of(keys / "notary.pub"), 0644u);
  const auto again = SigningKey::open(keys, "notary", KeyMode::kExisting);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->public_key(), made->public_key());
  EXPECT_EQ(PublicKey::read(keys / "notary.pub").value(), made->public_key());
  EXPECT_TRUE(made->public_key().verifies("text", again->sign("text")));
}

TEST(Signing, ALostOrDamagedPublicPartIsWrittenAgain) {
  const support::TempDir dir;
  const auto made = SigningKey::open(dir.path(), "notary", KeyMode::kCreate);
  ASSERT_TRUE(made) << made.error().cause;
  std::ofstream(dir.path() / "notary.pub") << "nonsense\n";
  ASSERT_TRUE(SigningKey::open(dir.path(), "notary", KeyMode::kCreate));
  EXPECT_EQ(PublicKey::read(dir.path() / "notary.pub").value(), made->public_key());
}

TEST(Signing, AKeyThatOthersCanReadIsRefused) {
  const support::TempDir dir;
  ASSERT_TRUE(SigningKey::open(dir.path(), "notary", KeyMode::kCreate));
  fs::permissions(dir.path() / "notary.key", fs::perms(0644));
  EXPECT_EQ(SigningKey::open(dir.path(), "notary", KeyMode::kCreate).error().kind, core::ErrorKind::kRefused);
}

TEST(Signing, EveryByteOfAPublicLineCounts) {
  std::array<std::uint8_t, 32> seed{};
  const std::string line = SigningKey::from("notary", seed).public_key().line();
  EXPECT_TRUE(PublicKey::parse(line));
  for (std::size_t i = 0; i < line.size(); ++i) {
    std::string other = line;
    other[i] = static_cast<char>(other[i] ^ 1);
    EXPECT_FALSE(PublicKey::parse(other)) << i;
    EXPECT_FALSE(PublicKey::parse(line.substr(0, i))) << i;
  }
}

TEST(Signing, Base64TakesOnlyWhatItGives) {
  std::string bytes;
  for (const std::string text : {"", "a", "ab", "abc", "\xff\x00\xfe"}) {
    EXPECT_TRUE(from_base64(to_base64(text), bytes));
    EXPECT_EQ(bytes, text);
  }
  for (const char* wrong : {"YQ", "YQ=", "YR==", " YQ==", "YQ==\n", "Y Q==", "*Q=="}) {
    EXPECT_FALSE(from_base64(wrong, bytes)) << wrong;
  }
}

}  // namespace
}  // namespace naadam::seal
