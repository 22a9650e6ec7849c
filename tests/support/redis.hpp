// A private Redis (cluster of one) for the tests of one program: started at first use, in a temporary directory on
// free ports, stopped and removed when the program exits. Tests that run in parallel are separate programs and so have
// one each. Thread: the main thread of the test program.
#pragma once

#include <filesystem>

#include "runtime/redis_child.hpp"

namespace naadam::support {

enum class Flush { kKeep, kAll };  // kAll: FLUSHALL before it is handed out; functions stay loaded

// The shared one, fsync always. Ends the program with a message if Redis cannot be started: there is nothing to test.
runtime::RedisChild& shared_redis(Flush flush = Flush::kAll);

// A directory that is removed with all it holds when this goes. Names are unique on the machine.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(TempDir&& other) noexcept;
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace naadam::support
