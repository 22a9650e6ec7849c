// Files as received or made (uploads, photos, evidence, documents), sealed and found by content.
//
// A blob is written as a stream and cut into chunks of 1 MiB; each chunk is sealed by itself, so a reader needs one
// chunk of memory. The address is a keyed hash of the whole content: the same file put twice is kept once, and an
// address tells nothing about the file to who has no key. commit() returns after files and directories are synced to
// disk: a receipt may be shown then. A crash at any moment before leaves only garbage, which sweep() removes.
//
// A store is made for one edition's data key. Whoever keeps addresses knows who refers to one: erase() does not ask.
// Thread: an object of BlobStore from any; a BlobWriter by one at a time. Several processes may use one directory.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/result.hpp"
#include "seal/keys.hpp"

namespace naadam::blob {

inline constexpr std::size_t kChunkBytes = 1u << 20;
inline constexpr std::uint64_t kBlobBytesMax = 256u << 20;
inline constexpr std::size_t kDigestBytes = 32;
using Digest = std::array<std::uint8_t, kDigestBytes>;

// How long a kind of file is kept, as the name of the directory it stands in; the times themselves are the edition's.
// Stored for ever: never rename.
enum class Lifetime : std::uint8_t {
  kUpload = 1,    // spreadsheets as received
  kEvidence = 2,  // photos, certificates, appeals
  kDocument = 3,  // made by us: outcome workbooks, admission tickets; can be made again
};
const char* lifetime_name(Lifetime lifetime);

struct BlobInfo {
  core::Id address;
  std::uint64_t bytes = 0;
  Digest sha256{};  // of the whole content, as sha256sum prints it
  Lifetime lifetime = Lifetime::kUpload;
};

class BlobWriter {
 public:
  virtual ~BlobWriter() = default;  // without commit(): everything written so far is removed
  // Errors: kRefused (over kBlobBytesMax), kFull (no disk space), kUnavailable. After an error only destruction.
  virtual core::Status append(std::string_view bytes) = 0;
  // Once. The same errors as append().
  virtual core::Result<BlobInfo> commit() = 0;
};

class BlobStore {
 public:
  // Called with each piece in order; an error ends the reading and is what get() returns.
  using Sink = std::function<core::Status(std::string_view bytes)>;

  virtual ~BlobStore() = default;
  virtual core::Result<std::unique_ptr<BlobWriter>> begin(Lifetime lifetime) = 0;
  // kNotFound when there is none.
  virtual core::Result<BlobInfo> stat(Lifetime lifetime, const core::Id& address) const = 0;
  // Gives nothing to `sink` that was not authenticated. Errors: kNotFound, kCorrupt (names the chunk), kUnavailable.
  virtual core::Status get(Lifetime lifetime, const core::Id& address, const Sink& sink) const = 0;
  // kNotFound when there is none. Gone at once for every reader that starts later.
  virtual core::Status erase(Lifetime lifetime, const core::Id& address) = 0;
  // Removes leftovers of writers that have ended. Returns how many.
  virtual core::Result<std::size_t> sweep() = 0;

  core::Result<BlobInfo> put(Lifetime lifetime, std::string_view content);
  // To an open file descriptor: a pipe to a child, or a memfd. kUnavailable when the other end goes away.
  core::Status get_to_fd(Lifetime lifetime, const core::Id& address, int fd) const;
};

// After a rotation of the data key: every file in the directory that another key than the one in force has sealed is
// sealed anew, each replaced in one step while everything runs. What cannot be opened is counted and left as it is.
struct Resealed {
  std::uint64_t files = 0;  // sealed anew now
  std::uint64_t left = 0;   // by another key still: on their way in, or damaged
};
core::Result<Resealed> reseal_directory(const std::filesystem::path& dir, const seal::DataKey& data);
// How many of its files each key has sealed, by number; 0: not to be made out.
core::Result<std::map<seal::DataKey::Number, std::uint64_t>> count_sealed(const std::filesystem::path& dir);

// The store in a directory (made 0700 if missing), on this machine or a shared one with POSIX renames and locks.
// `data` and `lookup` must outlive it.
core::Result<std::unique_ptr<BlobStore>> open_directory(std::filesystem::path dir, const seal::DataKey& data,
                                                        const seal::LookupKey& lookup);

}  // namespace naadam::blob
