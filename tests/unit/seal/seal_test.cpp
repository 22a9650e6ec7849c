#include "seal/seal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sodium.h>

#include <array>
#include <set>

namespace naadam::seal {
namespace {

using core::ErrorKind;

constexpr std::array<std::uint8_t, kKeyBytes> kBytes{1, 2, 3, 4, 5};

core::Id id_of(const std::string& text) {
  static const LookupKey key = LookupKey::from(kBytes);
  return keyed_hash(key, "test", text);
}

RC_GTEST_PROP(Seal, WhatWasSealedOpensToTheSame, (const std::string& plain, const std::string& name)) {
  const DataKey key = DataKey::from(kBytes);
  const std::string sealed = seal(key, id_of(name), plain);
  RC_ASSERT(sealed.size() == plain.size() + kSealOverheadBytes);
  const auto opened = open(key, id_of(name), sealed);
  RC_ASSERT(opened.has_value());
  RC_ASSERT(*opened == plain);
}

RC_GTEST_PROP(Seal, RecomputingGivesTheSameBytesAndAnythingElseAnotherIv,
              (const std::string& plain, const std::string& other)) {
  const DataKey key = DataKey::from(kBytes);
  const auto iv = [](const std::string& sealed) { return sealed.substr(1, kIvBytes); };
  const std::string sealed = seal(key, id_of("a"), plain);
  RC_ASSERT(seal(key, id_of("a"), plain) == sealed);
  RC_ASSERT(iv(seal(key, id_of("b"), plain)) != iv(sealed));
  if (other != plain) RC_ASSERT(iv(seal(key, id_of("a"), other)) != iv(sealed));
}

TEST(Seal, ANumberedBodyOpensUnderItsNumberAlone) {
  DataKey key = DataKey::from(kBytes);
  constexpr std::array<std::uint8_t, kKeyBytes> kOther{9, 8, 7};
  key.add(2, kOther);
  key.add(3, kBytes);
  std::string sealed = seal_by(key, 2, id_of("a"), "text");
  EXPECT_EQ(sealed.size(), 4 + kSealOverheadBytesMax);
  EXPECT_EQ(open(key, id_of("a"), sealed).value(), "text");
  EXPECT_EQ(open(key, id_of("b"), sealed).error().kind, ErrorKind::kCorrupt);
  sealed[1] = 3;
  EXPECT_EQ(open(key, id_of("a"), sealed).error().kind, ErrorKind::kCorrupt);
  sealed[1] = 4;
  EXPECT_EQ(open(key, id_of("a"), sealed).error().kind, ErrorKind::kNotFound);
  sealed[1] = 1;
  EXPECT_EQ(open(key, id_of("a"), sealed).error().kind, ErrorKind::kInvalid) << "the first key has a form of its own";
  EXPECT_EQ(open(key, id_of("a"), std::string_view(sealed).substr(0, kSealOverheadBytes)).error().kind,
            ErrorKind::kCorrupt);
}

// The cipher is put together from libsodium's parts for speed; it must be the one libsodium names.
TEST(Seal, BytesAreThoseOfLibsodiumsXChaCha20Poly1305AtEveryLength) {
  std::array<unsigned char, 32> cipher;
  crypto_kdf_derive_from_key(cipher.data(), cipher.size(), 1, "naadam01", kBytes.data());
  const DataKey key = DataKey::from(kBytes);
  const core::Id id = id_of("a");
  std::string bound(1, '\1');
  bound += id.view();
  std::string plain;
  for (std::size_t n : {0u, 1u, 15u, 16u, 17u, 63u, 64u, 65u, 448u, 449u, 500u, 2'047u, 2'048u, 2'049u, 32'768u}) {
    while (plain.size() < n) plain.push_back(static_cast<char>(plain.size() * 31));
    const std::string sealed = seal(key, id, plain);
    const std::string nonce = sealed.substr(1, kIvBytes) + std::string(id.view().substr(0, 8));
    const auto u = [](const std::string& s) { return reinterpret_cast<const unsigned char*>(s.data()); };
    std::string body(n + kTagBytes, '\0');
    crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char*>(body.data()), nullptr, u(plain), n,
                                               u(bound), bound.size(), nullptr, u(nonce), cipher.data());
    ASSERT_EQ(core::to_hex(sealed.substr(1 + kIvBytes)), core::to_hex(body)) << n;
    ASSERT_EQ(*open(key, id, sealed), plain) << n;
  }
}

TEST(Seal, EveryFlippedBitIsFound) {
  const DataKey key = DataKey::random();
  const std::string plain(100, 'x');
  const std::string sealed = seal(key, id_of("a"), plain);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string hurt = sealed;
      hurt[i] = static_cast<char>(hurt[i] ^ (1 << bit));
      const auto opened = open(key, id_of("a"), hurt);
      ASSERT_FALSE(opened) << "byte " << i << " bit " << bit;
      ASSERT_EQ(opened.error().kind, i == 0 ? ErrorKind::kInvalid : ErrorKind::kCorrupt);
    }
  }
}

TEST(Seal, CutBodyIsCorruptAtEveryLength) {
  const DataKey key = DataKey::random();
  const std::string sealed = seal(key, id_of("a"), "twenty bytes of text");
  for (std::size_t n = 0; n < sealed.size(); ++n) {
    const auto opened = open(key, id_of("a"), std::string_view(sealed).substr(0, n));
    ASSERT_FALSE(opened);
    ASSERT_EQ(opened.error().kind, ErrorKind::kCorrupt) << n;
  }
}

TEST(Seal, BodyOfAnotherRecordOrKeyDoesNotOpen) {
  const DataKey key = DataKey::random();
  const std::string sealed = seal(key, id_of("a"), "text");
  EXPECT_EQ(open(key, id_of("b"), sealed).error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(open(DataKey::random(), id_of("a"), sealed).error().kind, ErrorKind::kCorrupt);
}

TEST(Seal, AppendsAndLeavesTheBufferAloneOnError) {
  const DataKey key = DataKey::random();
  std::string buffer = "before";
  seal_into(buffer, key, id_of("a"), "text");
  ASSERT_EQ(buffer.substr(0, 6), "before");
  std::string out = "kept";
  ASSERT_TRUE(open_into(out, key, id_of("a"), std::string_view(buffer).substr(6)));
  EXPECT_EQ(out, "kepttext");
  EXPECT_FALSE(open_into(out, key, id_of("b"), std::string_view(buffer).substr(6)));
  EXPECT_EQ(out, "kepttext");
}

// Stored records depend on these bytes: if this fails, nothing sealed before can be opened any more.
TEST(Seal, GoldenBytesOfVersionOne) {
  const DataKey key = DataKey::from(kBytes);
  core::Id id;
  id.bytes.fill(7);
  EXPECT_EQ(core::to_hex(seal(key, id, "naadam")),
            "0176099163d21ac74ed26e8b2fed0a9e8ab59ea7a88ad64827ae7d391049fb409a8926f68a9a35");
  EXPECT_EQ(core::to_hex(keyed_hash(LookupKey::from(kBytes), "person", "naadam")), "57187502d39f57c64f3c23641762cf6b");
}

TEST(KeyedHash, LabelTextAndKeyEachMakeAnotherId) {
  const LookupKey key = LookupKey::from(kBytes);
  const std::set<core::Id> ids{keyed_hash(key, "person", "1"), keyed_hash(key, "recipient", "1"),
                               keyed_hash(key, "person", "2"), keyed_hash(key, "person1", ""),
                               keyed_hash(key, "", "person1"), keyed_hash(LookupKey::random(), "person", "1")};
  EXPECT_EQ(ids.size(), 6u);
  EXPECT_EQ(keyed_hash(key, "person", "1"), keyed_hash(key, "person", "1"));
}

}  // namespace
}  // namespace naadam::seal
