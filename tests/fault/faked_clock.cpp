#include "faked_clock.hpp"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace naadam::fault {
namespace {

constexpr const char* kPreload = "LD_PRELOAD";
constexpr const char* kOf = "NAADAM_TEST_CLOCK_OF";
constexpr const char* kFile = "NAADAM_TEST_CLOCK_FILE";

}  // namespace

FakedClock::FakedClock(const std::string& program, core::Millis offset_ms) : file_((dir_.path() / "offset").string()) {
  std::ofstream(file_, std::ios::binary) << std::string(sizeof(std::int64_t), '\0');
  set(offset_ms);
  const auto library = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "libwall_clock.so";
  ::setenv(kPreload, library.c_str(), 1);
  ::setenv(kOf, program.c_str(), 1);
  ::setenv(kFile, file_.c_str(), 1);
}

FakedClock::~FakedClock() { let_go(); }

void FakedClock::let_go() {
  for (const char* const name : {kPreload, kOf, kFile}) ::unsetenv(name);
}

// In place: who heeds it has the file mapped.
void FakedClock::set(core::Millis offset_ms) {
  const std::int64_t value = offset_ms;
  std::fstream file(file_, std::ios::binary | std::ios::in | std::ios::out);
  file.write(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace naadam::fault
