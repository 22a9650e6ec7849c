// Sealing the files of a directory anew. Their shape stands in directory_store.cpp: a file is sealed under the id that
// is its name, a manifest under that of its folder.
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cstdio>
#include <optional>

#include "blob/blob_store.hpp"
#include "draft.hpp"
#include "files.hpp"
#include "manifest.hpp"
#include "seal/seal.hpp"

namespace naadam::blob {
namespace {

using core::ErrorKind;
namespace fs = std::filesystem;

constexpr std::size_t kFileBytesMax = std::max(kManifestBytesMax, kChunkBytes) + seal::kSealOverheadBytesMax;

std::optional<core::Id> id_of(const fs::path& file) {
  const bool manifest = file.filename() == "manifest";
  return core::id_from_hex((manifest ? file.parent_path() : file).filename().string());
}

// Calls `each` for every sealed file; those being written too.
core::Status for_each_file(const fs::path& dir, const std::function<core::Status(const fs::path&)>& each) {
  std::error_code failed;
  if (!fs::is_directory(dir, failed)) return {};
  constexpr auto kOptions = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator it(dir, kOptions, failed), end; !failed && it != end; it.increment(failed)) {
    std::error_code gone;
    if (!it->is_regular_file(gone)) continue;
    if (auto done = each(it->path()); !done) return done;
  }
  // A folder that went while we looked had nothing left to tell.
  if (failed && failed != std::errc::no_such_file_or_directory) {
    errno = failed.value();
    return file_error("list", dir);
  }
  return {};
}

// nullopt where the file has gone.
core::Result<std::optional<std::string>> contents(const fs::path& file) {
  auto sealed = read_whole(file, kFileBytesMax);
  if (!sealed && sealed.error().kind == ErrorKind::kNotFound) return std::nullopt;
  if (!sealed) return tl::unexpected(sealed.error());
  return std::optional{std::move(*sealed)};
}

core::Status replace(const fs::path& draft, const fs::path& file, const std::string& sealed) {
  if (auto written = write_synced(draft, sealed); !written) return written;
  if (::rename(draft.c_str(), file.c_str()) != 0) {
    const int why = errno;
    ::unlink(draft.c_str());
    if (why == ENOENT) return {};  // the blob was erased meanwhile
    errno = why;
    return file_error("rename", file);
  }
  return sync_dir(file.parent_path());
}

}  // namespace

core::Result<Resealed> reseal_directory(const fs::path& dir, const seal::DataKey& data) {
  Resealed resealed;
  std::error_code absent;
  if (!fs::is_directory(dir / kWriting, absent)) return resealed;  // nothing was ever kept
  const auto draft = make_draft(dir);
  if (!draft) return tl::unexpected(draft.error());
  std::string plain;
  auto done = for_each_file(dir, [&](const fs::path& file) -> core::Status {
    const auto sealed = contents(file);
    if (!sealed) return tl::unexpected(sealed.error());
    if (!*sealed || seal::sealed_by(**sealed) == data.in_force()) return {};
    const auto id = id_of(file);
    plain.clear();
    const bool writing = file.parent_path().parent_path().filename() == kWriting;
    if (writing || !id || !seal::open_into(plain, data, *id, **sealed)) {
      ++resealed.left;
      return {};
    }
    ++resealed.files;
    return replace(draft->dir / "file", file, seal::seal(data, *id, plain));
  });
  sodium_memzero(plain.data(), plain.size());
  fs::remove_all(draft->dir, absent);
  if (!done) return tl::unexpected(done.error());
  return resealed;
}

core::Result<std::map<seal::DataKey::Number, std::uint64_t>> count_sealed(const fs::path& dir) {
  std::map<seal::DataKey::Number, std::uint64_t> counts;
  auto done = for_each_file(dir, [&](const fs::path& file) -> core::Status {
    const auto sealed = contents(file);
    if (!sealed) return tl::unexpected(sealed.error());
    if (*sealed) ++counts[seal::sealed_by(**sealed)];
    return {};
  });
  if (!done) return tl::unexpected(done.error());
  return counts;
}

}  // namespace naadam::blob
