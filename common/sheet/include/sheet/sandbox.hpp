// Reads a spreadsheet from outside in a child process that can do nothing but read it.
//
// The child is the program naadam-sheet (common/sheet/program), started fresh for each file, with the file as its
// standard input and a pipe as its standard output. Before it looks at the first byte it gives up everything else:
// limits on memory, processor time and open files, no file writing, no core dump, no new privileges, death with
// the parent, and a system-call filter that leaves reading, writing, memory and exit. Rows come back as frames
// (src/frame.hpp) that the parent checks again, so that plain text exists only in the pipe.
//
// Built with a sanitizer, the child keeps its time limits but drops the memory limit and the filter: the
// sanitizer's own run-time needs more than either allows.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "sheet/limits.hpp"
#include "sheet/refusal.hpp"
#include "sheet/table.hpp"

namespace naadam::sheet {

struct Sandbox {
  Limits limits;
  std::uint64_t memory_bytes_max = 512ull << 20;  // address space of the child
  std::chrono::seconds cpu_max{60};               // [1, 3600]; 200,000 rows take about 4
  std::chrono::milliseconds wall_max{120'000};    // [1, 3600000]; from start to last row, sink included
  std::string program;                            // empty: find_program()
};

// What one reading cost, for logs, metrics and tests.
struct SandboxUse {
  std::uint64_t memory_peak_bytes = 0;  // resident, of the child; 0 when it did not live to tell
  std::chrono::microseconds cpu{0};     // of the child, user and system
};

// Where naadam-sheet is: $NAADAM_SHEET_PROGRAM if set, else beside this process's own executable.
std::string find_program();

// Blocks until the file is read, refused or out of time; the child is gone when it returns. `fd` is read from its
// start with its own offset and stays open and the caller's. A failure of ours is kReaderFailed with
// core::ErrorKind::kUnavailable or kInternal: the file may be good, try again.
// Thread: any, several at once; the child dies with the calling thread. The caller must not ignore SIGCHLD.
ReadStatus read_sandboxed(int fd, std::string_view file_name, const Sandbox& sandbox, RowSink& sink,
                          SandboxUse* use = nullptr);

// The same for a file held in memory; it reaches the child through an anonymous memory file, never a disk.
ReadStatus read_sandboxed(std::string_view bytes, std::string_view file_name, const Sandbox& sandbox, RowSink& sink,
                          SandboxUse* use = nullptr);

}  // namespace naadam::sheet
