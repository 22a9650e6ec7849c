// The store in a directory:
//
//   <dir>/<lifetime>/<first two hex digits>/<address>/manifest, <chunk id>, <chunk id>, …
//   <dir>/writing/<random>/                    a blob on its way in, or on its way out
//
// A blob is made in writing/ and moved to its place by one rename, and removed the same way back: at its place it
// is always whole. Its writer holds flock(2) on the directory in writing/; one without a holder is garbage.
#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <set>
#include <system_error>

#include "blob/blob_store.hpp"
#include "draft.hpp"
#include "files.hpp"
#include "manifest.hpp"
#include "seal/seal.hpp"
#include "seal/sha256.hpp"

namespace naadam::blob {
namespace {

using core::ErrorKind;
namespace fs = std::filesystem;

struct Keys {
  const seal::DataKey& data;
  const seal::LookupKey& lookup;
};

core::Id address_of(const Keys& keys, const Digest& digest) {
  return seal::keyed_hash(keys.lookup, "blob", {reinterpret_cast<const char*>(digest.data()), digest.size()});
}

fs::path place_of(const fs::path& root, Lifetime lifetime, const core::Id& address) {
  const std::string hex = core::to_hex(address);
  return root / lifetime_name(lifetime) / hex.substr(0, 2) / hex;
}

core::Result<Manifest> read_manifest(const fs::path& place, const core::Id& address, const Keys& keys) {
  const auto corrupt = [&] {
    return core::fail(ErrorKind::kCorrupt, "保存的文件已损坏，请从备份恢复",
                      fmt::format("manifest of blob {} is damaged", core::to_hex(address)));
  };
  const auto sealed = read_whole(place / "manifest", kManifestBytesMax + seal::kSealOverheadBytesMax);
  if (!sealed) {
    // The directory without its manifest cannot come from us: a blob arrives and leaves whole.
    if (sealed.error().kind == ErrorKind::kNotFound && fs::exists(place)) return corrupt();
    return tl::unexpected(sealed.error());
  }
  const auto plain = seal::open(keys.data, address, *sealed);
  if (!plain) return corrupt();
  auto manifest = decode(*plain);
  if (!manifest) return corrupt();
  return std::move(*manifest);
}

core::Status read_chunks(const fs::path& place, const Manifest& manifest, const Keys& keys,
                         const BlobStore::Sink& sink) {
  std::string plain;
  for (const core::Id& chunk : manifest.chunks) {
    const auto sealed = read_whole(place / core::to_hex(chunk), kChunkBytes + seal::kSealOverheadBytesMax);
    if (!sealed && sealed.error().kind == ErrorKind::kUnavailable) return tl::unexpected(sealed.error());
    plain.clear();
    if (!sealed || !seal::open_into(plain, keys.data, chunk, *sealed)) {
      return core::fail(
          ErrorKind::kCorrupt, "保存的文件已损坏，请从备份恢复",
          fmt::format("chunk {} of blob {} is damaged or missing", core::to_hex(chunk), place.filename().string()));
    }
    if (auto taken = sink(plain); !taken) return taken;
  }
  return {};
}

class DirectoryWriter final : public BlobWriter {
 public:
  DirectoryWriter(const fs::path& root, Keys keys, Lifetime lifetime, Draft draft)
      : root_(root), keys_(keys), lifetime_(lifetime), draft_(std::move(draft)) {}
  ~DirectoryWriter() override {
    std::error_code ignored;
    if (!draft_.dir.empty()) fs::remove_all(draft_.dir, ignored);
    sodium_memzero(plain_.data(), plain_.size());
  }

  core::Status append(std::string_view bytes) override {
    if (bytes.size() > kBlobBytesMax - manifest_.bytes) {
      return core::fail(ErrorKind::kRefused, fmt::format("文件超过 {} MB，不能保存", kBlobBytesMax >> 20),
                        fmt::format("blob over {} bytes", kBlobBytesMax));
    }
    manifest_.bytes += bytes.size();
    sha256_.add(bytes);
    while (!bytes.empty()) {
      const std::string_view piece = bytes.substr(0, kChunkBytes - plain_.size());
      plain_ += piece;
      bytes.remove_prefix(piece.size());
      if (plain_.size() < kChunkBytes) continue;
      if (auto done = end_chunk(); !done) return done;
    }
    return {};
  }

  core::Result<BlobInfo> commit() override {
    if (!plain_.empty()) {
      if (auto done = end_chunk(); !done) return tl::unexpected(done.error());
    }
    manifest_.sha256 = sha256_.finish();
    const BlobInfo info{address_of(keys_, manifest_.sha256), manifest_.bytes, manifest_.sha256, lifetime_};
    const std::string sealed = seal::seal(keys_.data, info.address, encode(manifest_));
    if (auto done = write_synced(draft_.dir / "manifest", sealed); !done) return tl::unexpected(done.error());
    if (auto done = sync_dir(draft_.dir); !done) return tl::unexpected(done.error());
    if (auto done = move_to(place_of(root_, lifetime_, info.address), info.address); !done) {
      return tl::unexpected(done.error());
    }
    return info;
  }

 private:
  core::Status end_chunk() {
    const core::Id id = seal::keyed_hash(keys_.lookup, "chunk", plain_);
    if (written_.insert(id).second) {
      sealed_.clear();
      seal::seal_into(sealed_, keys_.data, id, plain_);
      if (auto done = write_synced(draft_.dir / core::to_hex(id), sealed_); !done) return done;
    }
    manifest_.chunks.push_back(id);
    plain_.clear();
    return {};
  }

  core::Status move_to(const fs::path& place, const core::Id& address) {
    for (const fs::path& dir : {place.parent_path().parent_path(), place.parent_path()}) {
      if (auto done = make_dir(dir); !done) return done;
    }
    while (::rename(draft_.dir.c_str(), place.c_str()) != 0) {
      if (errno != ENOTEMPTY && errno != EEXIST) return file_error("rename", place);
      // The same content is kept already. A damaged copy gives way to the new one.
      const auto kept = read_manifest(place, address, keys_);
      const auto nowhere = [](std::string_view) { return core::Status{}; };
      if (kept && read_chunks(place, *kept, keys_, nowhere)) return sync_dir(place.parent_path());
      const fs::path aside = root_ / kWriting / random_name();
      if (::rename(place.c_str(), aside.c_str()) != 0 && errno != ENOENT) return file_error("rename", place);
    }
    draft_.dir.clear();
    return sync_dir(place.parent_path());
  }

  const fs::path root_;
  const Keys keys_;
  const Lifetime lifetime_;
  Draft draft_;
  Manifest manifest_;
  seal::Sha256 sha256_;
  std::set<core::Id> written_;
  std::string plain_;   // of the chunk being filled
  std::string sealed_;  // kept for its memory
};

class DirectoryStore final : public BlobStore {
 public:
  DirectoryStore(fs::path root, Keys keys) : root_(std::move(root)), keys_(keys) {}

  core::Result<std::unique_ptr<BlobWriter>> begin(Lifetime lifetime) override {
    auto draft = make_draft(root_);
    if (!draft) return tl::unexpected(draft.error());
    return std::make_unique<DirectoryWriter>(root_, keys_, lifetime, std::move(*draft));
  }

  core::Result<BlobInfo> stat(Lifetime lifetime, const core::Id& address) const override {
    const auto manifest = read_manifest(place_of(root_, lifetime, address), address, keys_);
    if (!manifest) return tl::unexpected(manifest.error());
    return BlobInfo{address, manifest->bytes, manifest->sha256, lifetime};
  }

  core::Status get(Lifetime lifetime, const core::Id& address, const Sink& sink) const override {
    const fs::path place = place_of(root_, lifetime, address);
    const auto manifest = read_manifest(place, address, keys_);
    if (!manifest) return tl::unexpected(manifest.error());
    return read_chunks(place, *manifest, keys_, sink);
  }

  core::Status erase(Lifetime lifetime, const core::Id& address) override {
    const fs::path place = place_of(root_, lifetime, address);
    const fs::path aside = root_ / kWriting / random_name();
    if (::rename(place.c_str(), aside.c_str()) != 0) {
      if (errno != ENOENT) return file_error("rename", place);
      return core::fail(ErrorKind::kNotFound, "没有这个文件", fmt::format("no blob {}", core::to_hex(address)));
    }
    if (auto done = sync_dir(place.parent_path()); !done) return done;
    std::error_code left_to_sweep;
    fs::remove_all(aside, left_to_sweep);
    return {};
  }

  core::Result<std::size_t> sweep() override {
    std::size_t removed = 0;
    std::error_code failed;
    for (fs::directory_iterator it(root_ / kWriting, failed), end; !failed && it != end; it.increment(failed)) {
      const File dir(::open(it->path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      if (!dir.open() || ::flock(dir.get(), LOCK_EX | LOCK_NB) != 0) continue;
      std::error_code busy;
      fs::remove_all(it->path(), busy);
      if (!busy) ++removed;
    }
    if (failed) {
      errno = failed.value();
      return file_error("list", root_ / kWriting);
    }
    return removed;
  }

 private:
  const fs::path root_;
  const Keys keys_;
};

}  // namespace

core::Result<std::unique_ptr<BlobStore>> open_directory(fs::path dir, const seal::DataKey& data,
                                                        const seal::LookupKey& lookup) {
  std::error_code failed;
  if (dir.has_parent_path()) fs::create_directories(dir.parent_path(), failed);
  for (const fs::path& made : {dir, dir / "writing"}) {
    if (auto done = make_dir(made); !done) return tl::unexpected(done.error());
  }
  return std::make_unique<DirectoryStore>(std::move(dir), Keys{data, lookup});
}

}  // namespace naadam::blob
