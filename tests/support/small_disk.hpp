// A disk of a few megabytes (tmpfs), mounted while this lives, that a test can fill and make room on.
//
// Mounting needs the right to (root, and a container that allows it): permitted() says so.
// Thread: one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace naadam::support {

class SmallDisk {
 public:
  // Mounts over `dir`, which exists and may not be in use. Throws std::runtime_error where that is not permitted.
  SmallDisk(std::filesystem::path dir, std::size_t mb);
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  static bool permitted();

  // Leaves only so much for everybody together, until make_room().
  void fill_but(std::uint64_t bytes);
  void make_room();

 private:
  std::uint64_t free() const;
  const std::filesystem::path dir_;
};

}  // namespace naadam::support
