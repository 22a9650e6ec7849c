// A backup as one file: a POSIX (pax) tar, written and read as a stream, so that any tar can open it too.
//
// Bodies and uploads are sealed already, so nothing is compressed. Every member's SHA-256 is taken as it passes; the
// manifest (keeping/manifest.hpp), the last member, lists them. Thread: one. Personal data: sealed only.
// Errors: kUnavailable (no right, no space, the disk failed), kCorrupt (not a whole archive), each naming the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace naadam::cli {

struct Member {
  std::string name;         // relative, with '/', of the letters that safe_member_name() lets through
  std::uint64_t bytes = 0;  // of its content
  std::string sha256;       // 64 hex digits
};

// Neither absolute nor with "..", and of printable ASCII: what a restore may make a path of.
bool safe_member_name(std::string_view name);

class ArchiveWriter {
 public:
  // A new file, mode 0600. kRefused where one of that name is there.
  static core::Result<ArchiveWriter> create(const std::filesystem::path& file);
  ArchiveWriter(ArchiveWriter&&) noexcept;
  ArchiveWriter& operator=(ArchiveWriter&&) = delete;
  ~ArchiveWriter();  // without finish() the file is removed

  // As much of the file as there is now; nullopt where it has gone meanwhile. A file that grows is cut at that length.
  core::Result<std::optional<Member>> add_file(const std::string& name, const std::filesystem::path& source);
  core::Status add_text(const std::string& name, std::string_view text);
  // Completes the archive and syncs it to disk.
  core::Status finish();

 private:
  struct State;
  explicit ArchiveWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class ArchiveReader {
 public:
  static core::Result<ArchiveReader> open(const std::filesystem::path& file);
  ArchiveReader(ArchiveReader&&) noexcept;
  ArchiveReader& operator=(ArchiveReader&&) = delete;
  ~ArchiveReader();

  // The next member's name and size; nullopt at the end. What was not read of the one before is skipped.
  core::Result<std::optional<Member>> next();
  // The content of the present member: into an open descriptor, or nowhere (-1). With its SHA-256.
  core::Result<Member> copy_to(int fd);
  // The same as a text of at most `bytes_max`.
  core::Result<std::string> text(std::size_t bytes_max);

 private:
  struct State;
  explicit ArchiveReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace naadam::cli
