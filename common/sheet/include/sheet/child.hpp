// The child's side of sandbox.hpp: the whole of the program naadam-sheet.
#pragma once

namespace naadam::sheet {

// Gives up everything but standard input and output, reads the spreadsheet on standard input and writes frames to
// standard output. Returns the exit code: 0 when the last frame (done or refused) was written, 1 otherwise,
// 2 when it was not started by read_sandboxed(). Called once, at the start of main, with one thread running.
int run_child(int argc, char** argv);

}  // namespace naadam::sheet
