#include "support/files.hpp"

#include <sys/stat.h>

#include <fstream>
#include <iterator>

namespace naadam::support {

std::string content(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

unsigned mode_of(const std::filesystem::path& file) {
  struct stat info{};
  return ::stat(file.c_str(), &info) == 0 ? info.st_mode & 0777 : 0;
}

}  // namespace naadam::support
