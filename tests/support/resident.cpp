#include "support/resident.hpp"

#include <fstream>
#include <string>

namespace naadam::support {
namespace {

std::size_t field_mb(pid_t pid, const std::string& name) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return std::stoul(line.substr(name.size())) / 1'024;
  }
  return 0;
}

}  // namespace

std::size_t resident_mb(pid_t pid) { return field_mb(pid, "VmRSS:"); }
std::size_t resident_mb_max(pid_t pid) { return field_mb(pid, "VmHWM:"); }

}  // namespace naadam::support
