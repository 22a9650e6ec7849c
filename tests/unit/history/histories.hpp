// Decisions, and directories full of them.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "core/rev.hpp"
#include "history/writer.hpp"
#include "support/redis.hpp"

namespace naadam::history {

inline seal::SigningKey test_key(std::uint8_t fill = 7, const std::string& name = "notary") {
  std::array<std::uint8_t, seal::kKeyBytes> seed;
  seed.fill(fill);
  return seal::SigningKey::from(name, seed);
}

// A history that nobody but this key has signed.
inline core::Result<std::unique_ptr<Writer>> open_with(const std::filesystem::path& dir, std::uint8_t fill = 7) {
  return Writer::open(dir, test_key(fill).public_key(),
                      [fill](const seal::PublicKey&) { return core::Result<seal::SigningKey>(test_key(fill)); });
}

inline core::Id test_id(std::uint64_t i) {
  std::string bytes;
  core::put_u64(bytes, i * 0x9E37'79B9'7F4A'7C15u);
  core::put_u64(bytes, i);
  return core::Id::from(bytes);
}

// The decision at `place` of a shard over `n` records; the same arguments give the same.
inline Arrived decision(std::uint16_t shard, store::LogPlace place, std::size_t n = 2) {
  Arrived one{shard, {}};
  store::LogEntry& d = one.decided;
  d.place = place;
  d.at = 1'624'154'400'000 + static_cast<core::Millis>(place.n);
  d.who = "eligibility/1";
  d.from = 1;
  d.to = 2;
  store::ColumnBuilder states;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t seed = place.n * 100 + i;
    d.ids.append(test_id(seed).view());
    core::Rev{1, 1, seed}.append_to(d.before);
    core::Rev{place.epoch, 2, seed}.append_to(d.after);
    states.add("state " + std::to_string(seed));
    d.digests.append(test_id(seed + 1).view());
  }
  d.states = states.finish();
  return one;
}

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
inline void put_bytes(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

class HistoryTest : public testing::Test {
 protected:
  static constexpr core::Millis kNoon = 1'624'161'600'000;

  std::filesystem::path dir() const { return temp_.path() / "history"; }
  std::filesystem::path segment() const { return dir() / "0000000000000000.history"; }
  std::filesystem::path notes() const { return dir() / "checkpoints"; }

  std::unique_ptr<Writer> writer() {
    auto opened = open_with(dir());
    EXPECT_TRUE(opened) << opened.error().cause;
    return opened ? std::move(*opened) : nullptr;
  }
  // Writes `n` decisions of shard 3 from place `from` on, one entry each, and signs.
  static SignedCheckpoint fill(Writer& writer, std::uint64_t from, std::size_t n, core::Millis at = kNoon) {
    std::vector<Arrived> some;
    for (std::size_t i = 0; i < n; ++i) some.push_back(decision(3, {1, from + i}));
    EXPECT_TRUE(writer.write(some));
    return writer.checkpoint(at).value().value();
  }
  Walked walked(std::optional<SignedCheckpoint> also = std::nullopt) {
    const auto result = walk(dir(), {.key = test_key().public_key(), .checkpoint = std::move(also)});
    EXPECT_TRUE(result);
    return *result;
  }
  std::vector<FindingKind> kinds(std::optional<SignedCheckpoint> also = std::nullopt) {
    std::vector<FindingKind> found;
    for (const Finding& finding : walked(std::move(also)).findings) found.push_back(finding.kind);
    return found;
  }

  support::TempDir temp_;
};

}  // namespace naadam::history
