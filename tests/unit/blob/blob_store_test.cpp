#include "blob/blob_store.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>
#include <thread>
#include <vector>

#include "support/redis.hpp"

namespace naadam::blob {
namespace {

using core::ErrorKind;
namespace fs = std::filesystem;

std::string noise(std::size_t bytes) {
  std::string out(bytes, '\0');
  std::uint32_t x = 1;
  for (char& c : out) c = static_cast<char>((x = x * 1'664'525 + 1'013'904'223) >> 24);
  return out;
}

struct Blobs : testing::Test {
  support::TempDir temp;
  fs::path dir = temp.path() / "blobs";
  seal::DataKey data = seal::DataKey::random();
  seal::LookupKey lookup = seal::LookupKey::random();
  std::unique_ptr<BlobStore> store = std::move(*open_directory(dir, data, lookup));

  core::Result<std::string> read(const core::Id& address) const {
    std::string out;
    const auto done = store->get(Lifetime::kUpload, address, [&out](std::string_view bytes) {
      out += bytes;
      return core::Status{};
    });
    if (!done) return tl::unexpected(done.error());
    return out;
  }
  core::Id put(const std::string& content) { return store->put(Lifetime::kUpload, content)->address; }
  std::vector<fs::path> files() const {
    std::vector<fs::path> out;
    for (const auto& entry : fs::recursive_directory_iterator(dir)) {
      if (entry.is_regular_file()) out.push_back(entry.path());
    }
    return out;
  }
  bool writing_empty() const { return fs::is_empty(dir / "writing"); }
};

TEST_F(Blobs, ComesBackAsItWentInAtEveryChunkBoundary) {
  const std::string content = noise(2 * kChunkBytes + 1);
  for (const std::size_t n : {std::size_t{0}, std::size_t{1}, kChunkBytes - 1, kChunkBytes, kChunkBytes + 1,
                              2 * kChunkBytes, 2 * kChunkBytes + 1}) {
    const auto info = store->put(Lifetime::kUpload, content.substr(0, n));
    ASSERT_TRUE(info) << info.error().cause;
    EXPECT_EQ(info->bytes, n);
    EXPECT_EQ(*read(info->address), content.substr(0, n)) << n;
    EXPECT_EQ(store->stat(Lifetime::kUpload, info->address)->sha256, info->sha256);
  }
  EXPECT_TRUE(writing_empty());
}

TEST_F(Blobs, PiecesOfAnySizeMakeTheSameBlob) {
  const std::string content = noise(kChunkBytes + 5'000);
  const auto whole = put(content);
  auto writer = store->begin(Lifetime::kUpload);
  for (std::size_t at = 0, step = 1; at < content.size(); at += step, step = step * 3 % 70'001 + 1) {
    ASSERT_TRUE((*writer)->append(std::string_view(content).substr(at, step)));
  }
  EXPECT_EQ((*writer)->commit()->address, whole);
}

TEST_F(Blobs, Sha256IsTheOneEverybodyComputes) {
  const auto info = store->put(Lifetime::kUpload, "abc");  // FIPS 180-4's example
  EXPECT_EQ(core::to_hex({reinterpret_cast<const char*>(info->sha256.data()), kDigestBytes}),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_F(Blobs, NothingOnDiskShowsTheContentAndNobodyElseCanReadIt) {
  put("13800000000 clearly readable text");
  for (const auto& file : files()) {
    struct stat info{};
    ::stat(file.c_str(), &info);
    EXPECT_EQ(info.st_mode & 077, 0u);
    std::ifstream in(file);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(bytes.find("readable"), std::string::npos);
  }
  EXPECT_EQ(files().size(), 2u);
}

TEST_F(Blobs, SameContentIsKeptOnceAndRepeatedChunksToo) {
  const auto first = put(std::string(3 * kChunkBytes, 'x'));
  const auto count = files().size();
  EXPECT_EQ(count, 2u);
  EXPECT_EQ(put(std::string(3 * kChunkBytes, 'x')), first);
  EXPECT_EQ(files().size(), count);
  EXPECT_TRUE(writing_empty());
}

TEST_F(Blobs, SealedAnewEverythingIsReadByTheNewKeyAlone) {
  const std::string content = noise(kChunkBytes + 1);
  const auto address = put(content);
  constexpr std::array<std::uint8_t, seal::kKeyBytes> kNext{1, 2, 3};
  data.add(2, kNext);
  ASSERT_TRUE(data.put_in_force(2));
  EXPECT_EQ(*read(address), content);
  EXPECT_EQ(count_sealed(dir).value(), (std::map<seal::DataKey::Number, std::uint64_t>{{1, 3}}));
  const auto done = reseal_directory(dir, data);
  ASSERT_TRUE(done) << done.error().cause;
  EXPECT_EQ(done->files, 3u);
  EXPECT_EQ(done->left, 0u);
  EXPECT_EQ(count_sealed(dir).value(), (std::map<seal::DataKey::Number, std::uint64_t>{{2, 3}}));
  EXPECT_TRUE(writing_empty());
  EXPECT_EQ(reseal_directory(dir, data)->files, 0u);
  const seal::DataKey alone = seal::DataKey::from(kNext, 2);
  store = std::move(*open_directory(dir, alone, lookup));
  EXPECT_EQ(*read(address), content);
}

TEST_F(Blobs, WhatIsOnItsWayInIsCountedAndLeftAlone) {
  auto writer = store->begin(Lifetime::kUpload);
  ASSERT_TRUE((*writer)->append(noise(kChunkBytes)));
  constexpr std::array<std::uint8_t, seal::kKeyBytes> kNext{1, 2, 3};
  data.add(2, kNext);
  ASSERT_TRUE(data.put_in_force(2));
  EXPECT_EQ(reseal_directory(dir, data)->left, 1u);
  const auto kept = (*writer)->commit();
  EXPECT_EQ(*read(kept->address), noise(kChunkBytes));
  EXPECT_EQ(reseal_directory(dir, data)->files, 1u) << "its manifest is by the new key already";
}

TEST_F(Blobs, EveryDamagedFileIsFoundAndTheChunkNamed) {
  const std::string content = noise(kChunkBytes + 100);
  const auto address = put(content);
  for (const auto& file : files()) {
    std::fstream io(file, std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(fs::file_size(file) / 2);
    io.seekg(middle);
    const char good = static_cast<char>(io.get());
    io.seekp(middle).put(static_cast<char>(good ^ 1)).flush();
    const auto hurt = read(address);
    ASSERT_FALSE(hurt) << file;
    EXPECT_EQ(hurt.error().kind, ErrorKind::kCorrupt);
    EXPECT_NE(hurt.error().cause.find(file.filename().string()), std::string::npos) << hurt.error().cause;
    io.seekp(middle).put(good).flush();
    ASSERT_EQ(*read(address), content);
    fs::rename(file, temp.path() / "moved");
    EXPECT_EQ(read(address).error().kind, ErrorKind::kCorrupt) << file;
    fs::rename(temp.path() / "moved", file);
  }
}

TEST_F(Blobs, PuttingAgainMendsADamagedCopy) {
  const std::string content = noise(1'000);
  const auto address = put(content);
  for (const auto& file : files()) std::ofstream(file) << "damage";
  ASSERT_EQ(read(address).error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(put(content), address);
  EXPECT_EQ(*read(address), content);
}

TEST_F(Blobs, ChunkOfAnotherBlobUnderTheRightNameIsFound) {
  const auto one = put(noise(100));
  const auto before = files();
  put(noise(200));
  fs::path mine, other;
  for (const auto& file : files()) {
    if (file.filename() == "manifest") continue;
    (std::find(before.begin(), before.end(), file) != before.end() ? mine : other) = file;
  }
  fs::copy_file(other, mine, fs::copy_options::overwrite_existing);
  EXPECT_EQ(read(one).error().kind, ErrorKind::kCorrupt);
}

TEST_F(Blobs, AbandonedWriterLeavesNothing) {
  {
    auto writer = store->begin(Lifetime::kUpload);
    ASSERT_TRUE((*writer)->append(noise(2 * kChunkBytes)));
    EXPECT_FALSE(writing_empty());
  }
  EXPECT_TRUE(writing_empty());
  EXPECT_TRUE(files().empty());
}

TEST_F(Blobs, CrashedWriterLeavesGarbageThatASweepRemovesWhileLiveOnesStay) {
  auto live = store->begin(Lifetime::kUpload);
  ASSERT_TRUE((*live)->append(noise(kChunkBytes)));
  const pid_t child = ::fork();
  if (child == 0) {
    auto doomed = store->begin(Lifetime::kUpload);
    if (!doomed || !(*doomed)->append(std::string(2 * kChunkBytes, 'x'))) ::_exit(1);
    ::raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(*store->sweep(), 1u);
  EXPECT_EQ(*store->sweep(), 0u);
  const auto info = (*live)->commit();
  ASSERT_TRUE(info);
  EXPECT_EQ(*read(info->address), noise(kChunkBytes));
}

TEST_F(Blobs, ErasedIsGoneAndOthersStay) {
  const auto gone = put("gone");
  const auto kept = put("kept");
  ASSERT_TRUE(store->erase(Lifetime::kUpload, gone));
  EXPECT_EQ(read(gone).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(store->stat(Lifetime::kUpload, gone).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(store->erase(Lifetime::kUpload, gone).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(*read(kept), "kept");
  EXPECT_EQ(files().size(), 2u);
}

TEST_F(Blobs, LifetimesAreApart) {
  const auto address = put("x");
  EXPECT_EQ(store->stat(Lifetime::kDocument, address).error().kind, ErrorKind::kNotFound);
}

TEST_F(Blobs, FullDiskIsSaidAndNothingIsHalfKept) {
  struct rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  struct rlimit tight = before;
  tight.rlim_cur = kChunkBytes / 2;  // a file that cannot grow looks to us like a disk that cannot
  const auto handler = ::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &tight);
  const auto info = store->put(Lifetime::kUpload, noise(kChunkBytes));
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, handler);
  ASSERT_FALSE(info);
  EXPECT_EQ(info.error().kind, ErrorKind::kFull) << info.error().cause;
  EXPECT_TRUE(files().empty());
  EXPECT_TRUE(writing_empty());
}

TEST_F(Blobs, TooLargeIsRefusedBeforeItIsWritten) {
  auto writer = store->begin(Lifetime::kUpload);
  ASSERT_TRUE((*writer)->append("x"));
  const std::string_view huge(static_cast<const char*>(nullptr), kBlobBytesMax);  // never looked at
  EXPECT_EQ((*writer)->append(huge).error().kind, ErrorKind::kRefused);
}

TEST_F(Blobs, GoesToAMemfdAndABrokenPipeIsAnError) {
  const auto address = put(noise(100'000));
  const int memory = ::memfd_create("blob", MFD_CLOEXEC);
  ASSERT_TRUE(store->get_to_fd(Lifetime::kUpload, address, memory));
  std::string back(100'000, '\0');
  EXPECT_EQ(::pread(memory, back.data(), back.size(), 0), 100'000);
  EXPECT_EQ(back, noise(100'000));
  ::close(memory);
  const auto handler = ::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  EXPECT_EQ(store->get_to_fd(Lifetime::kUpload, address, ends[1]).error().kind, ErrorKind::kUnavailable);
  ::close(ends[1]);
  ::signal(SIGPIPE, handler);
}

TEST_F(Blobs, SameContentFromManyThreadsIsOneBlob) {
  std::vector<core::Id> seen(6);
  {
    std::vector<std::jthread> threads;
    for (auto& id : seen) threads.emplace_back([&, this] { id = put(noise(10'000)); });
  }
  for (const auto& id : seen) EXPECT_EQ(id, seen[0]);
  EXPECT_EQ(*read(seen[0]), noise(10'000));
  EXPECT_EQ(files().size(), 2u);
}

}  // namespace
}  // namespace naadam::blob
