#include "cli/keeping/backup_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>

#include "cli/keeping/snapshot.hpp"
#include "cli/say.hpp"
#include "cli/texts/keeping.hpp"
#include "history/segment.hpp"

namespace naadam::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHistoryPrefix = "history/";
constexpr const char* kTokens = "portal/tokens.json";   // where Home has it
constexpr std::size_t kCheckpointsBytesMax = 1u << 30;  // five years of one a minute

// A folder beside the archive for what Redis gives; gone with its contents afterwards.
class Workspace {
 public:
  explicit Workspace(const fs::path& archive) : dir_(archive.string() + ".part") {}
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  ~Workspace() {
    std::error_code ignored;
    fs::remove_all(dir_, ignored);
  }
  core::Status make() const {
    std::error_code failed;
    fs::remove_all(dir_, failed);
    fs::create_directories(dir_, failed);
    if (!failed) fs::permissions(dir_, fs::perms::owner_all, failed);
    if (failed)
      return refuse(core::ErrorKind::kUnavailable, texts::keeping::kCannotWrite, dir_.string(), failed.message());
    return {};
  }
  const fs::path& dir() const { return dir_; }

 private:
  fs::path dir_;
};

core::Status add(ArchiveWriter& archive, Manifest& manifest, const std::string& name, const fs::path& file) {
  auto member = archive.add_file(name, file);
  if (!member) return tl::unexpected(member.error());
  if (*member) manifest.members.push_back(std::move(**member));
  return {};
}

// Everything below `folder`. Listed first: what is begun while it is copied does not belong to it.
core::Status add_folder(ArchiveWriter& archive, Manifest& manifest, const std::string& prefix, const fs::path& folder) {
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) return {};
  std::vector<std::string> names;
  for (fs::recursive_directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    std::string name = it->path().lexically_relative(folder).generic_string();
    if (it->is_regular_file(failed) && safe_member_name(prefix + name)) names.push_back(std::move(name));
  }
  if (failed && failed != std::errc::no_such_file_or_directory) {
    return refuse(core::ErrorKind::kUnavailable, texts::keeping::kCannotRead, folder.string(), failed.message());
  }
  for (const std::string& name : names) {
    if (auto added = add(archive, manifest, prefix + name, folder / name); !added) return added;
  }
  return {};
}

// Of the history no more than the entries and their checkpoints, in the order that keeps each checkpoint's entries.
core::Status add_history(ArchiveWriter& archive, Manifest& manifest, const fs::path& folder) {
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) return {};
  for (const char* name : {history::kOriginFile, history::kCheckpointsFile, history::kPrintFile}) {
    if (auto added = add(archive, manifest, kHistoryPrefix + std::string(name), folder / name); !added) return added;
  }
  const auto segments = history::segments_of(folder);
  if (!segments) return tl::unexpected(segments.error());
  for (const history::Segment& segment : *segments) {
    const std::string name = kHistoryPrefix + segment.file.filename().string();
    if (auto added = add(archive, manifest, name, segment.file); !added) return added;
  }
  return {};
}

tl::unexpected<core::Error> differs(const fs::path& file, const std::string& member) {
  return refuse(core::ErrorKind::kCorrupt, texts::keeping::kMemberDiffers, file.string(), member);
}

}  // namespace

core::Result<Manifest> write_backup(const fs::path& file, const Settings& settings, const Home& home,
                                    const std::vector<std::string>& primaries, Manifest about) {
  auto archive = ArchiveWriter::create(file);
  if (!archive) return tl::unexpected(archive.error());
  const Workspace space(file);
  if (auto made = space.make(); !made) return tl::unexpected(made.error());
  const auto snapshots = fetch_snapshots(settings.common, primaries, space.dir());
  if (!snapshots) return tl::unexpected(snapshots.error());
  for (const fs::path& snapshot : *snapshots) {
    const std::string name = kStorePrefix + snapshot.filename().string();
    if (auto added = add(*archive, about, name, snapshot); !added) return tl::unexpected(added.error());
  }
  if (auto added = add_folder(*archive, about, "blobs/", settings.common.blobs()); !added) {
    return tl::unexpected(added.error());
  }
  if (auto added = add_history(*archive, about, home.dir() / "history"); !added) return tl::unexpected(added.error());
  if (auto added = add(*archive, about, kTokens, home.portal_tokens()); !added) return tl::unexpected(added.error());
  if (auto put = archive->add_text(kManifestName, to_json(about)); !put) return tl::unexpected(put.error());
  if (auto done = archive->finish(); !done) return tl::unexpected(done.error());
  return about;
}

core::Result<Manifest> check_backup(const fs::path& file) {
  auto archive = ArchiveReader::open(file);
  if (!archive) return tl::unexpected(archive.error());
  std::map<std::string, Member> found;
  for (;;) {
    const auto head = archive->next();
    if (!head) return tl::unexpected(head.error());
    if (!*head) return refuse(core::ErrorKind::kCorrupt, texts::keeping::kNoManifest, file.string());
    if ((**head).name == kManifestName) break;
    auto member = archive->copy_to(-1);
    if (!member) return tl::unexpected(member.error());
    found.emplace(member->name, std::move(*member));
  }
  const auto text = archive->text(kManifestBytesMax);
  if (!text) return tl::unexpected(text.error());
  auto manifest = read_manifest_json(*text);
  if (!manifest) return manifest;
  for (const Member& listed : manifest->members) {
    const auto it = found.find(listed.name);
    if (it == found.end() || it->second.bytes != listed.bytes || it->second.sha256 != listed.sha256) {
      return differs(file, listed.name);
    }
    found.erase(it);
  }
  if (!found.empty()) return differs(file, found.begin()->first);
  return manifest;
}

core::Result<std::string> checkpoints_of(const fs::path& file) {
  auto archive = ArchiveReader::open(file);
  if (!archive) return tl::unexpected(archive.error());
  for (;;) {
    const auto head = archive->next();
    if (!head) return tl::unexpected(head.error());
    if (!*head) return std::string();
    if ((**head).name == std::string(kHistoryPrefix) + history::kCheckpointsFile) {
      return archive->text(kCheckpointsBytesMax);
    }
  }
}

core::Status unpack_backup(const fs::path& file, const fs::path& dir) {
  auto archive = ArchiveReader::open(file);
  if (!archive) return tl::unexpected(archive.error());
  for (;;) {
    const auto head = archive->next();
    if (!head) return tl::unexpected(head.error());
    if (!*head || (**head).name == kManifestName) return {};
    const fs::path target = dir / (**head).name;
    std::error_code failed;
    for (fs::path folder = dir; const fs::path& part : fs::path((**head).name).parent_path()) {
      folder /= part;
      if (fs::create_directory(folder, failed)) fs::permissions(folder, fs::perms::owner_all, failed);
    }
    const int fd = ::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
      return refuse(core::ErrorKind::kUnavailable, texts::keeping::kCannotWrite, target.string(), std::strerror(errno));
    const auto copied = archive->copy_to(fd);
    const bool synced = ::fsync(fd) == 0;
    const int why = errno;
    ::close(fd);
    if (!copied) return tl::unexpected(copied.error());
    if (!synced)
      return refuse(core::ErrorKind::kUnavailable, texts::keeping::kCannotWrite, target.string(), std::strerror(why));
  }
}

}  // namespace naadam::cli
