// Memory that a process holds, and its highest over a while.
//
// Thread: one.
#pragma once

#include <sys/types.h>

#include <cstddef>

namespace naadam::support {

// Of what the process has in memory now, in MB of 2^20 bytes; 0 where it does not run. Source: proc(5), VmRSS.
std::size_t resident_mb(pid_t pid);
// The same, the highest since it began: VmHWM.
std::size_t resident_mb_max(pid_t pid);

}  // namespace naadam::support
